"""Departures kept apart, while others use the same quota.

Who shares a quota with somebody unseen learns of them from what is left, or from a refusal. Requests that
leave one by one learn of it one by one; a burst learns of it all at once, by as many refusals.
"""

from __future__ import annotations

from math import inf

YIELD = 0.6
"""What is left of our rate after a refusal."""

WARNED = 0.85
"""What is left of it where the vendor said in time that others use the quota up."""

CREDIT = 10
"""So many requests may leave at once after a while in which none left: little work is not slowed down."""

SCARCE = 0.3
"""From this part down none may: after a third refusal, a burst would be the next one."""

LEAST = 0.02
"""Our rate never falls below this part of what we may use."""

REGAIN = 0.002
"""The part of the rate that each answer wins back. What a refusal costs takes 255 answers (1.002 to the power
of 255 is 1 / 0.6): so often, at most, is the end of the quota met again."""


class Spread:
    """Our rate as a part of what we may use; inf, and nothing kept apart, while nobody else was noticed."""

    def __init__(self) -> None:
        self.part = inf
        self._due = -inf
        self._yielded = -inf

    def free_at(self, apart: float) -> float:
        """When the next request may leave; `apart` are the seconds between two at our whole rate."""
        if self.part == inf:
            return -inf
        return self._due - (CREDIT * apart / self.part if self.part > SCARCE else 0.0)

    def leave(self, now: float, apart: float) -> None:
        """A request leaves."""
        self._due = max(self._due, now) + apart / min(1.0, self.part)

    def refused(self, left: float, now: float) -> None:
        """A request that left then was refused: slow down, once for all that left before."""
        if left >= self._yielded:
            self._slow(YIELD, now)

    def warned(self, now: float, *, seconds: float) -> None:
        """Others are about to use the quota up: slow down, once in the seconds that it takes to show."""
        if now >= self._yielded + seconds:
            self._slow(WARNED, now)

    def _slow(self, part: float, now: float) -> None:
        self.part = max(LEAST, part * min(1.0, self.part))
        self._yielded = now
        self._due = now

    def regain(self) -> None:
        """A request was answered as it should be."""
        if self.part < inf:
            self.part *= 1.0 + REGAIN
            self.part = self.part if self.part < 1.0 else inf
