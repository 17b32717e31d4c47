"""How long an account rests once the vendor refused for pace."""

from __future__ import annotations

from math import inf

PROBE = 8.0
"""The rest is an eighth of the shortest window, twice as long each time in a row, a whole one at most."""

LONGEST = 60.0
"""Seconds of rest at most, unless more is asked for."""


class Rest:
    """Until when nothing leaves."""

    def __init__(self) -> None:
        self.until = -inf
        self._row = 0
        self._refused = -inf

    def refused(self, left: float, now: float) -> None:
        """A request that left then was refused; of those that left before the last refusal, none counts."""
        if left >= self._refused:
            self._row += 1
            self._refused = now

    def fine(self, left: float) -> None:
        """A request that left then passed: if that was after the last refusal, the row has ended."""
        if left >= self._refused:
            self._row = 0

    def begin(self, now: float, seconds: float, *, window: float) -> None:
        """Rest for as many seconds as are asked for, longer where refusals come in a row."""
        growing = window / PROBE * 2.0 ** (self._row - 1) if self._row else 0.0
        self.until = max(self.until, now + max(seconds, min(growing, window, LONGEST)))
