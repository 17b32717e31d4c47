"""The governor: never faster than the vendor allows, and in the order in which was asked."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from itertools import count
from math import inf
from typing import Literal, NamedTuple

from labelsync.core.capability import Bucket
from labelsync.core.exchange import Clock, Remaining
from labelsync.errors import Throttled
from labelsync.wire.alarm import Alarm
from labelsync.wire.flights import Ending, Flight, Flights
from labelsync.wire.rest import Rest
from labelsync.wire.waiting import Wait
from labelsync.wire.window import Window

Traffic = Literal["read", "write"]
LONGEST = 900.0


class _Turn(NamedTuple):
    """One request that waits. `number` is its place in the order of all."""

    number: int
    windows: tuple[Window, ...]
    go: asyncio.Future[None]


class Governor:
    """All buckets of one account, and how many calls may be in flight.

    `concurrency` calls to begin with, and up to `ceiling` where latency asks for more (0: never more).
    Requests leave in the order in which they asked; but reads and writes, where the vendor counts them apart,
    do not wait for each other's buckets.
    """

    def __init__(
        self, buckets: Iterable[Bucket], *, share: float, concurrency: int, clock: Clock, ceiling: int = 0
    ) -> None:
        self._windows = tuple(Window(bucket, share) for bucket in buckets)
        self._flights = Flights(concurrency, ceiling)
        self._rest = Rest()
        self._queues: dict[Traffic, deque[_Turn]] = {"read": deque(), "write": deque()}
        self._numbers = count()
        self._clock = clock
        self._alarm = Alarm(clock, self._admit)

    @property
    def ceiling(self) -> int:
        """How many calls may ever be in flight."""
        return self._flights.ceiling

    @property
    def allowed(self) -> int:
        """How many calls may be in flight now."""
        return self._flights.allowed

    @asynccontextmanager
    async def slot(self, traffic: Traffic) -> AsyncIterator[Flight]:
        """Wait for a free slot in every bucket that counts this traffic, and hold it until the answer.

        Whoever calls `correct` or `pause` right after it is heard before the next request leaves. Raises
        Throttled when a bucket (of a day, say) is used up for longer than anybody would sit and wait.
        """
        windows = tuple(window for window in self._windows if window.bucket.traffic in ("all", traffic))
        self._refuse_to_wait_long(windows)
        await self._turn(windows, self._queues[traffic])
        left = self._clock.monotonic()
        flight = Flight(left, {window.bucket.name: window.mark(left) for window in windows})
        try:
            yield flight
        finally:
            now = self._clock.monotonic()
            for window in windows:
                window.arrive(now)
            self._learn(flight, traffic, windows, now)
            self._land()

    def pause(self, seconds: float) -> None:
        """Let the whole account rest for so long at least: the vendor refused for pace."""
        shortest = min((window.bucket.seconds for window in self._windows), default=0.0)
        self._rest.begin(self._clock.monotonic(), seconds, window=shortest)

    def correct(self, rows: Iterable[Remaining], flight: Flight | None = None) -> None:
        """Take over what the vendor's headers say; `flight`: in the answer to which call."""
        now = self._clock.monotonic()
        for row in rows:
            for window in self._windows:
                if window.bucket.name == row.bucket:
                    window.correct(row, now, flight.marks.get(row.bucket) if flight else None)
        self._admit_soon()

    def waits(self) -> Wait | None:
        """What the request that waits longest waits for; None where nobody waits."""
        queues = self._waiting()
        if not queues:
            return None
        now, turn = self._clock.monotonic(), queues[0][0]
        if not self._flights.free:
            return Wait("an answer", 0.0)
        if self._rest.until > now:
            return Wait("a refusal for pace", self._rest.until - now)
        slowest = max(turn.windows, key=lambda window: window.free_at(now), default=None)
        free = slowest.free_at(now) - now if slowest else 0.0
        return Wait(f"the {slowest.bucket.name} quota", free) if slowest and free > 0 else None

    def _refuse_to_wait_long(self, windows: Iterable[Window]) -> None:
        now = self._clock.monotonic()
        for window in windows:
            wait = window.free_at(now) - now
            if LONGEST < wait < inf:
                raise Throttled(
                    f"the account's {window.bucket.name} quota is used up for {wait / 3600:.1f} hours more",
                    advice="run the command again then: it goes on where this run stopped",
                )

    def _learn(self, flight: Flight, traffic: Traffic, windows: Iterable[Window], now: float) -> None:
        """Take in how a call ended. A refusal slows down the shortest bucket: the others are not of pace."""
        quickest = min(windows, key=lambda window: window.bucket.seconds, default=None)
        match flight.ending:
            case Ending.FINE:
                self._flights.learn(traffic, flight.left, now, rate=quickest.rate if quickest else 0.0)
                self._rest.fine(flight.left)
                if quickest:
                    quickest.spread.regain()
            case Ending.REFUSED:
                self._flights.strain(flight.left, now)
                self._rest.refused(flight.left, now)
                if quickest:
                    quickest.spread.refused(flight.left, now)
            case Ending.FAILING:
                self._flights.strain(flight.left, now)
            case Ending.UNKNOWN:
                pass

    async def _turn(self, windows: tuple[Window, ...], queue: deque[_Turn]) -> None:
        turn = _Turn(next(self._numbers), windows, asyncio.get_running_loop().create_future())
        queue.append(turn)
        self._admit()
        try:
            await turn.go
        except asyncio.CancelledError:
            self._give_up(turn)
            raise

    def _give_up(self, turn: _Turn) -> None:
        """Nothing has left: a slot granted this very moment is handed on, a place in the queue lapses."""
        if turn.go.cancelled():
            self._admit()
            return
        for window in turn.windows:
            window.stay()
        self._land()

    def _land(self) -> None:
        self._flights.land()
        self._admit_soon()

    def _admit_soon(self) -> None:
        """A moment later, so that all that this answer says counts for the next one that leaves."""
        asyncio.get_running_loop().call_soon(self._admit)

    def _admit(self) -> None:
        """Let go whoever may, and wake up when the next one may."""
        due = now = self._clock.monotonic()
        while due <= now:
            due = self._next(now)
        self._alarm.set(due)

    def _next(self, now: float) -> float:
        """Let the first go that may, or say when: inf if nobody waits, or only an answer can help."""
        due = inf
        for queue in self._waiting():
            free = self._free_at(queue[0], now)
            if free <= now:
                self._depart(queue.popleft())
                return now
            due = min(due, free)
        return due

    def _waiting(self) -> list[deque[_Turn]]:
        """The queues in which somebody still waits, the longest waiting first."""
        for queue in self._queues.values():
            while queue and queue[0].go.cancelled():
                queue.popleft()
        return sorted((queue for queue in self._queues.values() if queue), key=lambda queue: queue[0].number)

    def _free_at(self, turn: _Turn, now: float) -> float:
        if not self._flights.free:
            return inf
        return max([self._rest.until, *(window.free_at(now) for window in turn.windows)])

    def _depart(self, turn: _Turn) -> None:
        self._flights.leave()
        for window in turn.windows:
            window.leave(self._clock.monotonic())
        turn.go.set_result(None)
