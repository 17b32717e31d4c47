"""Departures are kept apart once others were noticed, and burst again when they are gone."""

from math import inf

import pytest

from labelsync.core.capability import Bucket
from labelsync.core.exchange import Remaining
from labelsync.wire.rest import LONGEST, Rest
from labelsync.wire.spread import CREDIT, LEAST, Spread
from labelsync.wire.window import Window


def left_at_once(spread, now, *, most=50):
    """How many requests may leave at this instant, at one a second."""
    count = 0
    while count < most and spread.free_at(1.0) <= now:
        spread.leave(now, 1.0)
        count += 1
    return count


def test_nothing_is_kept_apart_while_nobody_else_was_noticed():
    assert left_at_once(Spread(), 5.0) == 50


def test_after_a_refusal_few_leave_at_once_and_then_one_by_one():
    spread = Spread()
    spread.refused(5.0, 6.0)
    assert left_at_once(spread, 6.0) == CREDIT + 1
    assert spread.free_at(1.0) == pytest.approx(6.0 + 1 / 0.6)


def test_what_was_not_used_is_not_saved_up_beyond_that():
    spread = Spread()
    spread.refused(5.0, 6.0)
    assert left_at_once(spread, 9000.0) == CREDIT + 1


def test_once_refused_again_and_again_requests_leave_one_by_one():
    spread = Spread()
    for number in range(3):
        spread.refused(float(number), number + 0.5)
    assert left_at_once(spread, 3.0) == 1
    assert spread.free_at(1.0) == pytest.approx(3.0 + 1 / 0.216)


def test_refusals_of_one_burst_count_once():
    spread = Spread()
    for left in (5.0, 5.1, 5.2):
        spread.refused(left, 6.0)
    assert spread.part == pytest.approx(0.6)
    spread.refused(6.5, 7.0)
    assert spread.part == pytest.approx(0.36)


def test_a_warning_is_waited_out_before_the_next_one_counts():
    spread = Spread()
    spread.warned(20.0, seconds=10.0)
    spread.warned(25.0, seconds=10.0)
    assert spread.part == pytest.approx(0.85)


def test_what_a_refusal_cost_comes_back_answer_by_answer():
    spread = Spread()
    spread.refused(0.0, 1.0)
    answers = 0
    while spread.part < inf:
        spread.regain()
        answers += 1
    assert answers == 256


def test_the_rate_never_comes_to_nothing():
    spread = Spread()
    for number in range(100):
        spread.refused(float(number), number + 0.5)
    assert spread.part == LEAST


def test_a_day_that_others_used_up_does_not_spread_requests_over_the_day():
    day = Window(Bucket("day", 200_000, 86_400.0), 1.0)
    day.correct(Remaining("day", left=0), 0.0)
    assert day.spread.part == inf


def rested(rest, refusals, *, window):
    """The seconds of each rest, the account being refused again as soon as it is over."""
    now, taken = 0.0, []
    for _ in range(refusals):
        rest.refused(now, now)
        rest.begin(now, 1.0, window=window)
        taken.append(rest.until - now)
        now = rest.until
    return taken


def test_refusals_in_a_row_rest_longer_up_to_a_whole_window():
    assert rested(Rest(), 6, window=10.0) == [1.25, 2.5, 5.0, 10.0, 10.0, 10.0]


def test_nobody_rests_for_a_day_by_himself():
    assert rested(Rest(), 2, window=86_400.0) == [LONGEST, LONGEST]


def test_what_the_vendor_asks_for_is_waited_for():
    rest = Rest()
    rest.refused(0.0, 0.0)
    rest.begin(0.0, 300.0, window=10.0)
    assert rest.until == 300.0


def test_an_answer_ends_the_row():
    rest = Rest()
    rested(rest, 3, window=10.0)
    rest.fine(100.0)
    rest.refused(200.0, 200.0)
    rest.begin(200.0, 1.0, window=10.0)
    assert rest.until - 200.0 == 1.25
