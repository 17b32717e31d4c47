"""What is left of one bucket, counted as strictly as any vendor could.

A slot is free again one window after its *answer*, so that fixed windows, sliding windows and token buckets
of the vendor's all agree that the limit was kept.
"""

from __future__ import annotations

from labelsync.core.capability import Bucket
from labelsync.core.exchange import Remaining
from labelsync.wire.spent import ROUNDING, Spent
from labelsync.wire.spread import Spread

OF_PACE = 120.0
"""Seconds of the longest window that is a matter of pace: a day's rest is not spread over it."""


class Window:
    """One bucket: our requests in flight, those whose window is not over yet, and what others used."""

    def __init__(self, bucket: Bucket, share: float) -> None:
        self.bucket = bucket
        self._share = share
        self._limit = bucket.limit
        self._flying = 0
        self._departed = 0
        self._spent = Spent(bucket.seconds, bucket.limit)
        self._foreign = 0
        self._foreign_until = 0.0
        self.spread = Spread()

    @property
    def allowed(self) -> int:
        """How many requests a window we may use: our share of the vendor's limit, at least one."""
        return max(1, int(self._limit * self._share + 1e-9))

    @property
    def rate(self) -> float:
        """Requests a second that we may use."""
        return self.allowed / self.bucket.seconds

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
        return max(ours, all_of_it, self.spread.free_at(self.bucket.seconds / self.allowed))

    def leave(self, now: float) -> None:
        """A request is on its way."""
        self._flying += 1
        self._departed += 1
        self.spread.leave(now, self.bucket.seconds / self.allowed)

    def mark(self, now: float) -> int:
        """What `correct` is to know of a request that leaves now: how many of ours may be counted with it."""
        self._forget(now)
        return self._flying + self._spent.count - self._departed

    def arrive(self, now: float) -> None:
        """Its answer is here."""
        self._flying -= 1
        self._spent.add(now)

    def stay(self) -> None:
        """The request was given up before it left."""
        self._flying -= 1

    def correct(self, remaining: Remaining, now: float, mark: int | None = None) -> None:
        """Take the vendor's word: what was used and not by us, others have used.

        Others are believed in once they are certain, that is even if all of ours that may be counted (`mark`,
        and what left since) were. From then on nothing in flight is taken to be counted, and the most that
        others were seen to use stays theirs until the bucket is full again: what they did in one window they
        do in the next.
        """
        self._forget(now)
        self._limit = remaining.limit if remaining.limit > 0 else self._limit
        used = self._limit - max(0, remaining.left)
        ours = self._flying + self._spent.count if mark is None else mark + self._departed
        foreign = used - (self._spent.count if self._foreign else ours)
        if foreign > self._foreign:
            reset = remaining.reset if remaining.reset > 0 else self.bucket.seconds
            self._foreign = foreign
            self._foreign_until = now + min(reset, self.bucket.seconds) + ROUNDING
        if self._foreign and self._is_used_up and self.bucket.seconds <= OF_PACE:
            self.spread.warned(now, seconds=self.bucket.seconds)

    @property
    def _is_used_up(self) -> bool:
        return self._flying + self._spent.count + self._foreign >= self._limit

    def _room(self, excess: int, now: float) -> float:
        """When there are `excess` requests fewer."""
        return now if excess <= 0 else self._spent.over(excess)

    def _forget(self, now: float) -> None:
        self._spent.drop(now)
        if self._foreign_until <= now:
            self._foreign = 0
