"""What is said of waits while they go on."""

from __future__ import annotations

import asyncio

from labelsync.testing import VirtualClock
from labelsync.wire.waiting import Wait, Waits


def test_the_wait_that_goes_on_longest_is_told_until_it_is_over():
    clock = VirtualClock()
    waits = Waits(clock)
    told: list[Wait | None] = []

    async def seen() -> None:
        told.append(waits.longest())
        job = asyncio.ensure_future(waits.telling("a job").sleep(5))
        effect = asyncio.ensure_future(waits.sleep(30, "an effect"))
        await clock.sleep(1)
        told.append(waits.longest())
        effect.cancel()
        await clock.sleep(0)
        told.append(waits.longest())
        await job
        told.append(waits.longest())

    clock.run(seen())
    assert told == [None, Wait("an effect", 29), Wait("a job", 4), None]


def test_a_clock_that_tells_is_the_same_clock():
    clock = VirtualClock()
    telling = Waits(clock).telling("a job")

    async def seen() -> tuple[float, float, float]:
        before = telling.now()
        await telling.sleep(7)
        return telling.now() - before, telling.now() - clock.now(), telling.monotonic() - clock.monotonic()

    assert clock.run(seen()) == (7, 0, 0)
