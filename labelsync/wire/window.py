"""What is left of one bucket, counted as strictly as any vendor could.

A slot is free again one window after its *answer*, so that fixed windows, sliding windows and token buckets
of the vendor's all agree that the limit was kept.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import inf

from labelsync.core.capability import Bucket
from labelsync.core.exchange import Remaining

ROUNDING = 0.001
"""Seconds that a slot stays taken beyond its window: two clocks never round alike."""

FLY, POWER = 1, 3
GRAINS = 1000
"""A window's answers are remembered in at most this many grains, however many they are."""


@dataclass(slots=True)
class _Grain:
    first: float
    last: float
    count: int


class Spent:
    """The requests answered within the last window, oldest first. A daily bucket needs no more room."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds + ROUNDING
        self._width = seconds / GRAINS
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


class Window:
    """One bucket: our requests in flight, those whose window is not over yet, and what others used."""

    def __init__(self, bucket: Bucket, share: float) -> None:
        self.bucket = bucket
        self._share = share
        self._limit = bucket.limit
        self._flying = 0
        self._spent = Spent(bucket.seconds)
        self._foreign = 0
        self._foreign_until = 0.0
        self._left = bucket.limit
        self._word = -1e9
        self._size = 0
        self._reset = bucket.seconds

    @property
    def allowed(self) -> int:
        """How many requests a window we may use: our share of the vendor's limit, at least one."""
        return max(1, int(self._limit * self._share + 1e-9))

    def free_at(self, now: float) -> float:
        """The instant at which a slot is free: `now` or before if it is; inf if only an answer can free one.

        Our share bounds what we use; the vendor's whole limit bounds what we and others use together.
        """
        self._forget(now)
        wanted = self._flying + self._spent.count + 1
        ours = self._room(wanted - self.allowed, now)
        return max(ours, self._told(now))

    def leave(self) -> None:
        """A request is on its way."""
        self._flying += 1
        self._left -= 1

    def arrive(self, now: float) -> None:
        """Its answer is here."""
        self._flying -= 1
        self._spent.add(now)

    def stay(self) -> None:
        """The request was given up before it left."""
        self._flying -= 1

    def correct(self, remaining: Remaining, now: float) -> None:
        """Take the vendor's word, which replaces its last one: what we have not used, others have.

        Requests in flight may or may not be in the vendor's count; they are taken not to be.
        """
        self._forget(now)
        self._limit = remaining.limit if remaining.limit > 0 else self._limit
        left = max(0, min(self._limit, remaining.left))
        self._left = left - (self._flying if FLY else 0)
        self._size = self._limit - left
        self._word = now
        reset = remaining.reset if remaining.reset > 0 else self.bucket.seconds
        self._reset = min(reset, self.bucket.seconds)

    def _told(self, now: float) -> float:
        need = max(0, 1 - self._left)
        if need and now < self._word + self._reset:
            if need >= self._size: return self._word + self._reset
            return self._word + self._reset * (need / self._size) ** (1 / POWER)
        return now

    def _room(self, excess: int, now: float) -> float:
        """When there are `excess` requests fewer."""
        return now if excess <= 0 else self._spent.over(excess)

    def _forget(self, now: float) -> None:
        self._spent.drop(now)
