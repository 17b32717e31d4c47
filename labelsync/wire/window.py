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
        all_of_it = self._room(wanted + self._foreign - self._limit, now)
        if self._foreign:
            all_of_it = min(all_of_it, self._foreign_until)
        return max(ours, all_of_it)

    def leave(self) -> None:
        """A request is on its way."""
        self._flying += 1

    def arrive(self, now: float) -> None:
        """Its answer is here."""
        self._flying -= 1
        self._spent.add(now)

    def stay(self) -> None:
        """The request was given up before it left."""
        self._flying -= 1

    def correct(self, remaining: Remaining, now: float) -> None:
        """Take the vendor's word: what was used and not by us, others have used.

        Others are believed in once they are certain, that is even if all that we have in flight were counted
        already. From then on nothing in flight is taken to be counted, and the most that others were seen to
        use stays theirs until the bucket is full again: what they did in one window they do in the next.
        """
        self._forget(now)
        self._limit = remaining.limit if remaining.limit > 0 else self._limit
        foreign = self._limit - max(0, remaining.left) - self._spent.count
        if foreign - (0 if self._foreign else self._flying) <= self._foreign:
            return
        self._foreign = foreign
        reset = remaining.reset if remaining.reset > 0 else self.bucket.seconds
        self._foreign_until = now + min(reset, self.bucket.seconds) + ROUNDING

    def _room(self, excess: int, now: float) -> float:
        """When there are `excess` requests fewer."""
        return now if excess <= 0 else self._spent.over(excess)

    def _forget(self, now: float) -> None:
        self._spent.drop(now)
        if self._foreign_until <= now:
            self._foreign = 0
