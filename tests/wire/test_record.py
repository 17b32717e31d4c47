"""The record of a line: when what left, in little memory."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from labelsync.core.timeline import Stretch
from labelsync.testing.time import VirtualClock
from labelsync.wire.record import MOST, Record

moments = st.lists(st.tuples(st.floats(0, 50), st.booleans(), st.floats(0, 5)), min_size=1, max_size=60)


def at(clock: VirtualClock, seconds: float) -> None:
    clock.passed += seconds


def test_nothing_sent_is_no_stretch():
    assert Record(VirtualClock()).told().stretches == ()


def test_each_second_has_its_requests_refusals_and_waits():
    clock = VirtualClock()
    record = Record(clock)
    record.sent(waited=0.5)
    record.sent()
    at(clock, 2.5)
    record.sent(waited=1.0)
    record.refused()
    told = record.told()
    assert told.width == 1.0
    assert told.stretches == (Stretch(2, 0, 0.5), Stretch(), Stretch(1, 1, 1.0))


@settings(deadline=None)
@given(moments)
def test_nothing_is_lost_and_stretches_stay_few_however_long_it_takes(told):
    clock = VirtualClock()
    record = Record(clock)
    for seconds, refused, waited in told:
        at(clock, seconds * 20)
        record.sent(waited=waited)
        if refused:
            record.refused()
    timeline = record.told()
    assert len(timeline.stretches) <= MOST
    assert sum(one.sent for one in timeline.stretches) == len(told)
    assert sum(one.refused for one in timeline.stretches) == sum(refused for _, refused, _ in told)
    assert abs(sum(one.waited for one in timeline.stretches) - sum(waited for *_, waited in told)) < 1e-6
