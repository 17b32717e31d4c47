"""Our own requests whose window is not over yet, remembered in little room."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import inf

ROUNDING = 0.001
"""Seconds that a slot stays taken beyond its window: two clocks never round alike."""

GRAINS = 1000
"""A window's answers are remembered in at most this many grains, however many they are."""


@dataclass(slots=True)
class _Grain:
    first: float
    last: float
    count: int


class Spent:
    """The requests answered within the last window, oldest first. A daily bucket needs no more room."""

    def __init__(self, seconds: float, limit: int) -> None:
        self._seconds = seconds + ROUNDING
        self._width = seconds / GRAINS if limit > GRAINS else 0.0
        self._grains: deque[_Grain] = deque()
        self.count = 0

    def __len__(self) -> int:
        """How many grains are held in memory."""
        return len(self._grains)

    def add(self, now: float) -> None:
        """Count one more, answered now."""
        self.count += 1
        if self._grains and now - self._grains[-1].first < self._width:
            self._grains[-1].last = now
            self._grains[-1].count += 1
        else:
            self._grains.append(_Grain(now, now, 1))

    def drop(self, now: float) -> None:
        """Let go of those whose window is over."""
        while self._grains and self._grains[0].last + self._seconds <= now:
            self.count -= self._grains.popleft().count

    def over(self, number: int) -> float:
        """When at least `number` of them are over; inf where there are not so many."""
        for grain in self._grains:
            number -= grain.count
            if number <= 0:
                return grain.last + self._seconds
        return inf
