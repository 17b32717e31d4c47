"""Pace, in virtual time: three ways in which a vendor may count, and none of them is ever given a reason."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest

from labelsync.core.capability import Bucket
from labelsync.errors import Throttled
from labelsync.testing.time import VirtualClock
from labelsync.wire.pace import Governor
from tests.wire.counters import COUNTINGS
from tests.wire.paced import Circumstances, paced

EVEN, UNEVEN = (0.2, 0.2), (0.1, 0.9)
LATENCIES = pytest.mark.parametrize("latency", [EVEN, UNEVEN], ids=["even", "uneven"])
CALLS = pytest.mark.parametrize(("concurrency", "ceiling"), [(1, 16), (4, 16), (20, 20), (50, 50)])
TOLD = pytest.mark.parametrize("told", [False, True], ids=["silent", "telling"])


@pytest.mark.parametrize("counting", COUNTINGS)
@CALLS
@TOLD
def test_at_even_latency_nothing_is_refused_and_the_rate_is_used(counting, concurrency, ceiling, told):
    work = Circumstances(counting, EVEN, concurrency=concurrency, ceiling=ceiling, told=told)
    went = paced(work)
    assert went.refused == 0
    assert went.used >= 0.97


@pytest.mark.parametrize("counting", COUNTINGS)
@CALLS
@TOLD
def test_at_uneven_latency_nothing_is_refused_and_the_rate_is_used(counting, concurrency, ceiling, told):
    work = Circumstances(counting, UNEVEN, concurrency=concurrency, ceiling=ceiling, told=told, bursts=24)
    went = paced(work)
    assert went.refused == 0
    assert went.used >= 0.94


@pytest.mark.parametrize("counting", COUNTINGS)
def test_without_latency_rounding_never_costs_a_refusal(counting):
    went = paced(Circumstances(counting, (0.0, 0.0)))
    assert went.refused == 0
    assert went.used >= 0.99


@pytest.mark.parametrize("counting", COUNTINGS)
@LATENCIES
def test_others_within_what_our_share_leaves_cost_nothing(counting, latency):
    went = paced(Circumstances(counting, latency, share=0.8, told=True, others=1.0))
    assert went.refused == 0
    assert went.used >= 0.80


@LATENCIES
@TOLD
@pytest.mark.parametrize("others", [3.0, 5.0])
def test_others_beyond_what_our_share_leaves_cost_few_refusals(latency, told, others):
    work = Circumstances(COUNTINGS[0], latency, share=0.8, told=told, others=others, bursts=10)
    went = [paced(replace(work, counting=one, seed=seed)) for one in COUNTINGS for seed in (1, 2)]
    assert sum(each.refused for each in went) <= 0.02 * sum(each.requests for each in went)


def test_a_vendor_that_tells_what_is_left_refuses_less_often():
    work = Circumstances(COUNTINGS[0], EVEN, share=0.8, others=5.0, bursts=10)
    told, silent = (
        sum(
            paced(replace(work, counting=one, told=told, seed=n)).refused for one in COUNTINGS for n in (1, 2)
        )
        for told in (True, False)
    )
    assert told < silent


def departures(buckets, requests, *, concurrency=1000, latency=0.2, share=1.0):
    """When each request, given by its traffic, left."""
    clock = VirtualClock()
    left = []

    async def one(governor, number, traffic):
        async with governor.slot(traffic):
            left.append((number, traffic, round(clock.monotonic(), 1)))
            await clock.sleep(latency)

    async def everyone():
        governor = Governor(buckets, share=share, concurrency=concurrency, clock=clock)
        await asyncio.gather(*(one(governor, n, traffic) for n, traffic in enumerate(requests)))

    clock.run(everyone())
    return left


def test_the_tightest_of_several_buckets_decides():
    left = departures([Bucket("second", 2, 1.0), Bucket("minute", 5, 60.0)], ["read"] * 12)
    assert [when for _, _, when in left] == [0, 0, 1.2, 1.2, 2.4, 60.2, 60.2, 61.4, 61.4, 62.6, 120.4, 120.4]


def test_reads_and_writes_counted_apart_do_not_wait_for_each_other():
    buckets = [Bucket("reads", 1, 60.0, "read"), Bucket("writes", 3, 60.0, "write")]
    left = departures(buckets, ["read", "read", "write", "write", "write"], concurrency=2)
    assert [(number, when) for number, _, when in left] == [(0, 0), (2, 0), (3, 0.2), (4, 0.2), (1, 60.2)]


def test_a_bucket_for_all_counts_both():
    left = departures([Bucket("all", 2, 10.0)], ["read", "write", "read", "write"])
    assert [(number, when) for number, _, when in left] == [(0, 0), (1, 0), (2, 10.2), (3, 10.2)]


def test_no_more_calls_are_in_flight_than_agreed():
    left = departures([], ["read"] * 9, concurrency=3)
    assert [when for _, _, when in left] == [0, 0, 0, 0.2, 0.2, 0.2, 0.4, 0.4, 0.4]


def test_requests_leave_in_the_order_in_which_they_asked():
    left = departures([Bucket("few", 3, 1.0)], ["read", "write"] * 20, concurrency=2)
    assert [number for number, _, _ in left] == list(range(40))


def test_the_share_is_at_least_one_request():
    left = departures([Bucket("few", 3, 1.0)], ["read"] * 2, share=0.01)
    assert [when for _, _, when in left] == [0, 1.2]


def cancelled(cancel_at, *, concurrency=1):
    """When a third request leaves, of which the second is cancelled."""
    clock = VirtualClock()
    left = {}

    async def one(governor, name):
        async with governor.slot("read"):
            left[name] = round(clock.monotonic(), 1)
            await clock.sleep(1.0)

    async def everyone():
        governor = Governor([Bucket("few", 2, 10.0)], share=1.0, concurrency=concurrency, clock=clock)
        first, second, third = (asyncio.ensure_future(one(governor, n)) for n in ("1", "2", "3"))
        await clock.sleep(cancel_at)
        second.cancel()
        with suppress(asyncio.CancelledError):
            await second
        await asyncio.gather(first, third)
        await asyncio.gather(one(governor, "4"), one(governor, "5"))

    clock.run(everyone())
    return left


def test_a_request_cancelled_while_it_waits_uses_nothing_up():
    assert cancelled(0.5) == {"1": 0, "3": 1.0, "4": 11.0, "5": 12.0}


def test_a_request_cancelled_in_flight_counts_as_sent_and_frees_its_flight():
    assert cancelled(1.5) == {"1": 0, "2": 1.0, "3": 11.0, "4": 12.0, "5": 22.0}


def test_a_request_cancelled_the_moment_it_may_go_hands_its_slot_on():
    clock = VirtualClock()
    left = []

    async def one(governor, name):
        async with governor.slot("read"):
            left.append(name)

    async def everyone():
        governor = Governor([Bucket("few", 2, 10.0)], share=1.0, concurrency=1, clock=clock)
        async with governor.slot("read"):
            tasks = [asyncio.ensure_future(one(governor, name)) for name in ("second", "third")]
            await clock.sleep(0.1)
        asyncio.get_running_loop().call_soon(tasks[0].cancel)  # after it was granted, before it runs
        await asyncio.gather(*tasks, return_exceptions=True)
        return clock.monotonic()

    assert clock.run(everyone()) < 1.0
    assert left == ["third"]


def test_a_pause_stops_the_whole_account_and_nothing_is_lost():
    clock = VirtualClock()
    left = []

    async def one(governor, traffic):
        async with governor.slot(traffic):
            left.append(round(clock.monotonic(), 1))
            await clock.sleep(0.2)

    async def everyone():
        governor = Governor([], share=1.0, concurrency=2, clock=clock)
        first = asyncio.gather(*(one(governor, traffic) for traffic in ("read", "write", "read", "write")))
        await clock.sleep(0.1)
        governor.pause(30.0)
        governor.pause(5.0)
        await first

    clock.run(everyone())
    assert left == [0, 0, 30.1, 30.1]


def test_what_an_answer_says_counts_for_the_request_that_waits_next():
    clock = VirtualClock()
    left = []

    async def one(governor):
        async with governor.slot("read"):
            left.append(round(clock.monotonic(), 1))
            await clock.sleep(0.2)
        governor.correct([])
        governor.pause(7.0)

    async def both():
        governor = Governor([], share=1.0, concurrency=1, clock=clock)
        await asyncio.gather(one(governor), one(governor))

    clock.run(both())
    assert left == [0, 7.2]


def test_a_quota_of_the_day_that_is_used_up_is_said_and_not_waited_for():
    clock = VirtualClock()
    day = Bucket("day", 2, 86_400.0)

    async def ask():
        governor = Governor([day], share=1.0, concurrency=1, clock=clock)
        for _ in range(2):
            async with governor.slot("read"):
                pass
        async with governor.slot("read"):
            pass

    with pytest.raises(Throttled, match=r"day quota is used up for 24\.0 hours more"):
        clock.run(ask())
    assert clock.passed < 1


def test_a_governor_says_what_the_next_request_waits_for():
    clock = VirtualClock()

    async def seen() -> list[object]:
        governor = Governor((Bucket("minute", 2, 60.0),), share=1.0, concurrency=1, clock=clock)
        told: list[object] = [governor.waits()]
        for _ in range(2):
            async with governor.slot("write"):
                waiting = asyncio.ensure_future(_pass(governor))
                await clock.sleep(0)
                told.append(governor.waits())
                waiting.cancel()
        waiting = asyncio.ensure_future(_pass(governor))
        await clock.sleep(1)
        told.append(governor.waits())
        governor.pause(100)
        told.append(governor.waits())
        waiting.cancel()
        return told

    async def _pass(governor: Governor) -> None:
        async with governor.slot("write"):
            return

    nothing, first, second, full, refused = clock.run(seen())
    assert nothing is None
    assert first == second == ("an answer", 0.0)
    assert full[0] == "the minute quota"
    assert 58 < full[1] < 60
    assert refused == ("a refusal for pace", 100)
