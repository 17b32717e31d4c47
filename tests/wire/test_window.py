"""One bucket by itself: what the vendor's word changes, and what it costs to remember."""

from math import inf

import pytest

from labelsync.core.capability import Bucket
from labelsync.core.exchange import Remaining
from labelsync.wire.spent import GRAINS, Spent
from labelsync.wire.window import Window

DAY = Bucket("day", 200_000, 86_400.0)


def window(limit=10, seconds=10.0, share=1.0):
    return Window(Bucket("b", limit, seconds), share)


def free_slots(subject, now):
    """How many requests may leave at once."""
    count = 0
    while subject.free_at(now) <= now:
        subject.leave(0.0)
        count += 1
    for _ in range(count):
        subject.stay()
    return count


def answered(subject, count, now):
    for _ in range(count):
        subject.leave(0.0)
        subject.arrive(now)


def test_a_full_bucket_in_flight_waits_for_an_answer():
    subject = window(limit=1)
    subject.leave(0.0)
    assert subject.free_at(0.0) == inf


def test_a_slot_is_free_one_window_after_its_answer():
    subject = window(limit=1)
    answered(subject, 1, 3.0)
    assert subject.free_at(4.0) == pytest.approx(13.0, abs=0.01)
    assert free_slots(subject, 13.1) == 1


def test_what_others_used_is_not_ours_to_use():
    subject = window()
    answered(subject, 1, 0.0)
    subject.correct(Remaining("b", left=4), 0.0)
    assert free_slots(subject, 0.0) == 4


def test_the_same_word_again_and_again_adds_nothing():
    subject = window()
    answered(subject, 1, 0.0)
    for _ in range(1000):
        subject.correct(Remaining("b", left=4), 0.0)
    assert free_slots(subject, 0.0) == 4


def test_our_own_requests_in_flight_are_nobody_elses():
    subject = window()
    answered(subject, 1, 0.0)
    for _ in range(5):
        subject.leave(0.0)
    subject.correct(Remaining("b", left=4), 0.0)
    assert free_slots(subject, 0.0) == 4


def test_others_eat_into_what_our_share_leaves_first():
    subject = window(limit=10, share=0.5)
    answered(subject, 1, 0.0)
    subject.correct(Remaining("b", left=6), 0.0)
    assert free_slots(subject, 0.0) == 4
    subject.correct(Remaining("b", left=2), 0.0)
    assert free_slots(subject, 0.0) == 2


def test_a_bucket_that_others_emptied_is_full_again_at_the_reset():
    subject = window()
    subject.correct(Remaining("b", left=0, reset=3.0), 0.0)
    assert subject.free_at(0.0) == pytest.approx(3.0, abs=0.01)
    assert free_slots(subject, 3.1) == 10


@pytest.mark.parametrize("reset", [0.0, -5.0, 1e12, inf])
def test_a_reset_that_cannot_be_counts_as_one_window(reset):
    subject = window()
    subject.correct(Remaining("b", left=0, reset=reset), 0.0)
    assert subject.free_at(0.0) == pytest.approx(10.0, abs=0.01)


def test_a_limit_raised_by_headers_lets_more_through():
    subject = window()
    answered(subject, 10, 0.0)
    assert free_slots(subject, 0.0) == 0
    subject.correct(Remaining("b", left=15, limit=25), 0.0)
    assert free_slots(subject, 0.0) == 15


def test_a_limit_lowered_by_headers_lets_less_through():
    subject = window()
    answered(subject, 4, 0.0)
    subject.correct(Remaining("b", left=1, limit=5), 0.0)
    assert free_slots(subject, 0.0) == 1


@pytest.mark.parametrize("limit", [0, -3])
def test_a_limit_that_cannot_be_changes_nothing(limit):
    subject = window()
    subject.correct(Remaining("b", left=10, limit=limit), 0.0)
    assert free_slots(subject, 0.0) == 10


def test_a_negative_rest_is_an_empty_bucket():
    subject = window()
    subject.correct(Remaining("b", left=-7), 0.0)
    assert free_slots(subject, 0.0) == 0


def test_a_day_that_others_used_takes_no_room_in_memory():
    subject = Window(DAY, 1.0)
    subject.correct(Remaining("day", left=5, limit=200_000, reset=3600.0), 0.0)
    assert free_slots(subject, 0.0) == 5
    assert subject.free_at(3601.0) <= 3601.0


def test_a_day_of_our_own_is_remembered_in_a_thousand_grains():
    spent = Spent(DAY.seconds, DAY.limit)
    for number in range(DAY.limit):
        spent.add(number * 0.432)
    assert spent.count == DAY.limit
    assert len(spent) <= GRAINS
    spent.drop(2 * DAY.seconds + 1.0)
    assert (spent.count, len(spent)) == (0, 0)


def test_a_grain_is_never_over_before_its_last_request():
    spent = Spent(10.0, 5000)
    for now in (0.0, 0.004, 0.008, 5.0):
        spent.add(now)
    assert spent.over(1) >= 10.008
    assert spent.over(4) >= 15.0
    assert spent.over(5) == inf


def test_a_slot_stays_taken_a_moment_longer_than_its_window_for_clocks_that_round():
    subject = window(limit=1)
    answered(subject, 1, 0.0)
    assert free_slots(subject, 10.0) == 0
    assert free_slots(subject, 10.002) == 1
