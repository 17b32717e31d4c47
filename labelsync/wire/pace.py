"""The governor: never faster than the vendor allows, measured as strictly as any vendor could.

A slot is free again one window after its *response*, so that fixed windows, sliding windows and token
buckets of the vendor's all agree that the limit was kept.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Literal

from labelsync.core.connector import Bucket, Clock, Remaining

Traffic = Literal["read", "write"]


class Window:
    """One bucket: requests in flight, and those whose window is not over yet."""

    def __init__(self, bucket: Bucket, share: float) -> None:
        self.bucket = bucket
        self._share = share
        self._limit = bucket.limit
        self._flying = 0
        self._ends: list[float] = []

    @property
    def allowed(self) -> int:
        """How many requests a window we may use: our share of the vendor's limit, at least one."""
        return max(1, int(self._limit * self._share))

    def wait(self, now: float) -> float | None:
        """Seconds until a slot is free: 0 at once, None when only an answer in flight can free one."""
        while self._ends and self._ends[0] <= now:
            heapq.heappop(self._ends)
        if self._flying + len(self._ends) < self.allowed:
            return 0.0
        return self._ends[0] - now if self._ends else None

    def leave(self) -> None:
        """A request is on its way."""
        self._flying += 1

    def arrive(self, now: float) -> None:
        """Its answer is here."""
        self._flying -= 1
        heapq.heappush(self._ends, now + self.bucket.seconds)

    def correct(self, remaining: Remaining, now: float) -> None:
        """Take the vendor's word: what others have used of this bucket is as good as used by us."""
        self._limit = remaining.limit or self._limit
        foreign = self._limit - remaining.left - self._flying - len(self._ends)
        over = now + min(remaining.reset or self.bucket.seconds, self.bucket.seconds)
        for _ in range(min(foreign, self.allowed)):
            heapq.heappush(self._ends, over)


class Governor:
    """All buckets of one account. Requests leave in the order in which they asked."""

    def __init__(self, buckets: Iterable[Bucket], *, share: float, concurrency: int, clock: Clock) -> None:
        self._windows = tuple(Window(bucket, share) for bucket in buckets)
        self._flights = asyncio.Semaphore(concurrency)
        self._door = asyncio.Lock()
        self._answered = asyncio.Event()
        self._clock = clock
        self._pause = 0.0

    @asynccontextmanager
    async def slot(self, traffic: Traffic) -> AsyncIterator[None]:
        """Wait for a free slot in every bucket that counts this traffic, and hold it until the answer."""
        windows = [window for window in self._windows if window.bucket.traffic in ("all", traffic)]
        async with self._flights:
            async with self._door:
                await self._free(windows)
                for window in windows:
                    window.leave()
            try:
                yield
            finally:
                for window in windows:
                    window.arrive(self._clock.monotonic())
                self._answered.set()

    def pause(self, seconds: float) -> None:
        """Let the whole account rest: the vendor refused for pace."""
        self._pause = max(self._pause, self._clock.monotonic() + seconds)

    def correct(self, rows: Iterable[Remaining]) -> None:
        """Take over what the vendor's headers say."""
        now = self._clock.monotonic()
        for row in rows:
            for window in self._windows:
                if window.bucket.name == row.bucket:
                    window.correct(row, now)

    async def _free(self, windows: list[Window]) -> None:
        while True:
            now = self._clock.monotonic()
            waits = [window.wait(now) for window in windows]
            if self._pause > now:
                waits.append(self._pause - now)
            if all(wait == 0.0 for wait in waits):
                return
            await self._until(waits)

    async def _until(self, waits: list[float | None]) -> None:
        known = [wait for wait in waits if wait is not None]
        if None in waits:
            self._answered.clear()
            await self._answered.wait()
        else:
            await self._clock.sleep(max(known))
