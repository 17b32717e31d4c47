"""Laws of pace, whatever the latencies are and wherever on its way a request is counted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from labelsync.core.capability import Bucket
from labelsync.core.exchange import Remaining
from labelsync.testing.time import VirtualClock
from labelsync.wire.flights import Ending
from labelsync.wire.pace import Governor
from tests.wire.counters import FixedWindow, SlidingWindow, TokenBucket

WINDOW = 2.0
LATENCY = st.floats(0.0, 5.0)
PART = st.floats(0.0, 1.0)


@dataclass
class Road:
    """Requests on their way: each takes its latency, and is counted after a part of it."""

    trips: list[tuple[float, float]]
    limit: int
    concurrency: int
    ceiling: int
    traffic: list[str] | None = None
    counted: list[float] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    flying: int = 0
    most: int = 0

    def travel(self) -> Road:
        """All of them at once, in virtual time."""
        self.clock = VirtualClock()
        self.clock.run(self._everyone())
        return self

    async def _everyone(self) -> None:
        bucket = Bucket("b", self.limit, WINDOW)
        governor = Governor(
            [bucket], share=1.0, concurrency=self.concurrency, ceiling=self.ceiling, clock=self.clock
        )
        await asyncio.gather(*(self._one(governor, number) for number in range(len(self.trips))))

    async def _one(self, governor: Governor, number: int) -> None:
        latency, part = self.trips[number]
        async with governor.slot("write" if number % 3 else "read") as flight:
            self.left.append(number)
            self.flying += 1
            self.most = max(self.most, self.flying)
            await self.clock.sleep(latency * part)
            self.counted.append(self.clock.now())
            await self.clock.sleep(latency * (1 - part))
            self.flying -= 1
            flight.ending = Ending.FINE
        governor.correct([Remaining("b", self.limit)], flight)


ROADS = st.builds(
    Road,
    trips=st.lists(st.tuples(LATENCY, PART), min_size=1, max_size=60),
    limit=st.integers(1, 12),
    concurrency=st.integers(1, 20),
    ceiling=st.integers(0, 40),
)


@given(ROADS, st.floats(0.0, WINDOW))
@settings(max_examples=150, deadline=None)
def test_no_vendor_ever_counts_more_than_its_limit(road, origin):
    road.travel()
    bucket = Bucket("b", road.limit, WINDOW)
    for counter in (FixedWindow(bucket, origin=origin), SlidingWindow(bucket), TokenBucket(bucket)):
        for instant in sorted(road.counted):
            assert counter.left(instant) > 0
            counter.take()


@given(ROADS)
@settings(max_examples=100, deadline=None)
def test_requests_leave_in_the_order_in_which_they_asked(road):
    assert all(one < other for one, other in pairwise(road.travel().left))


@given(ROADS)
@settings(max_examples=100, deadline=None)
def test_never_more_calls_are_in_flight_than_the_ceiling_and_the_start_allow(road):
    assert road.travel().most <= max(road.concurrency, road.ceiling)


@given(
    latencies=st.lists(st.floats(0.05, 2.0), min_size=20, max_size=60),
    limit=st.integers(2, 12),
    part=PART,
)
@settings(max_examples=100, deadline=None)
def test_nobody_else_is_suspected_where_nobody_else_is(latencies, limit, part):
    """A vendor that tells what is left is used as much as one that does not."""

    def ended(*, told: bool) -> float:
        clock = VirtualClock()
        counter = SlidingWindow(Bucket("b", limit, WINDOW))

        async def one(governor: Governor, latency: float) -> None:
            async with governor.slot("read") as flight:
                await clock.sleep(latency * part)
                left = counter.left(clock.now()) - 1
                counter.take()
                await clock.sleep(latency * (1 - part))
                flight.ending = Ending.FINE
            if told:
                governor.correct([Remaining("b", left)], flight)

        async def everyone() -> None:
            governor = Governor([counter.bucket], share=1.0, concurrency=4, ceiling=16, clock=clock)
            await asyncio.gather(*(one(governor, latency) for latency in latencies))

        clock.run(everyone())
        return clock.passed

    assert abs(ended(told=True) - ended(told=False)) < 1e-6
