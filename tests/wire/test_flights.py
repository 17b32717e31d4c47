"""How many calls are in flight: as many as rate times latency takes, within what was agreed."""

import pytest

from labelsync.wire.flights import Flights

RATE = 10.0


def answered(flights, *, latency, answers, rate=RATE, begin=0.0):
    """So many answers one after another, all flights being used; gives the instant of the last."""
    now = begin
    for _ in range(answers):
        while flights.free:
            flights.leave()
        flights.learn("read", now, now + latency, rate=rate)
        flights.land()
        now += latency
    return now


@pytest.mark.parametrize(("latency", "calls"), [(0.04, 1), (0.2, 4), (0.5, 10), (3.0, 16)])
def test_calls_in_flight_follow_rate_times_latency_up_to_the_ceiling(latency, calls):
    flights = Flights(1, 16)
    answered(flights, latency=latency, answers=50)
    assert flights.allowed == calls


def test_calls_in_flight_stay_as_they_were_set_where_the_ceiling_says_nothing():
    flights = Flights(3, 0)
    answered(flights, latency=5.0, answers=50)
    assert flights.allowed == 3


def test_calls_that_nobody_needs_are_not_added():
    flights = Flights(2, 16)
    for number in range(50):
        flights.leave()
        flights.learn("read", number, number + 0.9, rate=RATE)
        flights.land()
    assert flights.allowed == 2


def test_without_a_limit_there_is_no_rate_to_follow():
    flights = Flights(2, 16)
    answered(flights, latency=5.0, answers=50, rate=0.0)
    assert flights.allowed == 2


def test_a_refusal_halves_them_once_for_all_that_left_before_it():
    flights = Flights(8, 16)
    for left in (1.0, 1.1, 1.2):
        flights.strain(left, 2.0)
    assert flights.allowed == 4
    flights.strain(2.5, 3.0)
    assert flights.allowed == 2


def test_one_call_is_always_in_flight():
    flights = Flights(2, 16)
    for number in range(10):
        flights.strain(float(number), number + 0.5)
    assert flights.allowed == 1


def test_after_a_strain_they_come_back_round_by_round():
    flights = Flights(8, 16)
    flights.strain(0.0, 1.0)
    now = answered(flights, latency=0.5, answers=4, begin=1.0)
    assert flights.allowed == 4
    answered(flights, latency=0.5, answers=60, begin=now)
    assert flights.allowed == 10


def test_a_vendor_that_slows_down_gets_fewer_at_once():
    flights = Flights(1, 16)
    now = answered(flights, latency=0.4, answers=100)
    assert flights.allowed == 8
    answered(flights, latency=2.0, answers=8, begin=now)
    assert flights.allowed <= 4


def test_a_latency_that_stays_is_usual_in_the_end():
    flights = Flights(1, 16)
    now = answered(flights, latency=0.2, answers=100)
    answered(flights, latency=0.8, answers=300, begin=now)
    assert flights.allowed == 16


def test_slow_writes_do_not_make_reads_look_slow():
    flights = Flights(1, 16)
    now = answered(flights, latency=0.1, answers=100)
    for number in range(30):
        while flights.free:
            flights.leave()
        flights.learn("write", now + number, now + number + 2.0, rate=1.0)
        flights.land()
    assert flights.allowed == 4
