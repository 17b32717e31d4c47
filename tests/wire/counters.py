"""Vendors that count requests: by fixed windows, by a sliding one, by a token bucket."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field

from labelsync.core.capability import Bucket
from labelsync.core.exchange import Remaining
from labelsync.testing.time import EPOCH, VirtualClock
from labelsync.wire.flights import Ending
from labelsync.wire.pace import Governor


class FixedWindow:
    """Counts anew at every multiple of the window, from an origin of its own."""

    def __init__(self, bucket: Bucket, *, origin: float = 3.7) -> None:
        self.bucket, self.origin = bucket, origin
        self.window, self.used = -1, 0

    def left(self, now: float) -> int:
        window = int((now + self.origin) // self.bucket.seconds)
        if window != self.window:
            self.window, self.used = window, 0
        return self.bucket.limit - self.used

    def take(self) -> None:
        self.used += 1


class SlidingWindow:
    """Counts the requests of the last window at every instant."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self.stamps: deque[float] = deque()
        self.now = 0.0

    def left(self, now: float) -> int:
        self.now = now
        while self.stamps and now - self.stamps[0] >= self.bucket.seconds:
            self.stamps.popleft()
        return self.bucket.limit - len(self.stamps)

    def take(self) -> None:
        self.stamps.append(self.now)


class TokenBucket:
    """A full bucket that refills evenly."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self.tokens, self.at = float(bucket.limit), EPOCH

    def left(self, now: float) -> int:
        rate = self.bucket.limit / self.bucket.seconds
        self.tokens = min(float(self.bucket.limit), self.tokens + (now - self.at) * rate)
        self.at = now
        return int(self.tokens + 1e-9)

    def take(self) -> None:
        self.tokens -= 1.0


Counting = FixedWindow | SlidingWindow | TokenBucket
COUNTINGS = (FixedWindow, SlidingWindow, TokenBucket)


@dataclass
class Vendor:
    """Answers after a latency, of which half passes before it counts. `left` is when each request left."""

    counting: Counting
    clock: VirtualClock
    latency: tuple[float, float] = (0.2, 0.2)
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    refused: int = 0
    left: list[float] = field(default_factory=list)

    async def ask(self) -> tuple[bool, int]:
        """Whether the request passed, and how many are left."""
        latency = self.chance.uniform(*self.latency)
        self.left.append(self.clock.monotonic())
        await self.clock.sleep(latency / 2)
        taken, left = self.count()
        self.refused += not taken
        await self.clock.sleep(latency / 2)
        return taken, left

    def count(self) -> tuple[bool, int]:
        """Count one request, anybody's."""
        left = self.counting.left(self.clock.now())
        if left > 0:
            self.counting.take()
        return left > 0, max(0, left - 1)

    async def consume(self, rate: float) -> None:
        """Somebody else, at so many requests a second, for ever."""
        while True:
            await self.clock.sleep(self.chance.expovariate(rate))
            self.count()


async def ask_until_taken(governor: Governor, vendor: Vendor, *, told: bool, rest: float = 1.0) -> None:
    """One request under the governor, again after a refusal; `told`: headers say what is left."""
    bucket = vendor.counting.bucket
    taken = False
    while not taken:
        async with governor.slot("read") as flight:
            taken, left = await vendor.ask()
            flight.ending = Ending.FINE if taken else Ending.REFUSED
        if told:
            governor.correct([Remaining(bucket.name, left)], flight)
        if not taken:
            governor.pause(rest)
