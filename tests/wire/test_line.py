"""The line's patience, in virtual time: what is sent again, when, how often, and what is never repeated."""

import asyncio
from email.utils import formatdate

import pytest

from labelsync.core.capability import Bucket
from labelsync.errors import AnswerLost, Incomprehensible, Throttled, Unreachable
from labelsync.testing.time import EPOCH
from labelsync.wire.line import OpenReader, OpenWriter
from labelsync.wire.patience import Patience
from tests.wire.scene import DEAD, KEYED, LOOK, REFUSED, WRITE, line_to

LONGEST, TOTAL = Patience().longest, Patience().total


def asked(text):
    return (429, {"retry-after": text})


def first_wait(script):
    line, vendor, clock = line_to(script)
    assert clock.run(OpenReader(line).read(LOOK)).status == 200
    return vendor.tried[1] - vendor.tried[0]


@pytest.mark.parametrize("refusal", [429, 503])
@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        ("2.5", 2.5),
        (formatdate(EPOCH + 9, usegmt=True), 9.0),
        ("1000000000", LONGEST),
        ("inf", LONGEST),
        ("9" * 400, LONGEST),
        (formatdate(EPOCH + 10**8, usegmt=True), LONGEST),
    ],
    ids=["seconds", "fraction", "date", "10**9", "inf", "400 digits", "far date"],
)
def test_retry_after_is_kept_and_capped(text, seconds, refusal):
    assert first_wait([(refusal, {"retry-after": text}), 200]) == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize(
    "text",
    ["", "0", "-5", "nan", "soon", "Fri, 99 Xyz 2026", "Thu, 01 Jan 1970 00:00:00 GMT", "\x7f", "1;2"],
)
def test_a_retry_after_that_says_nothing_leaves_the_wait_to_us(text):
    assert 0.75 <= first_wait([asked(text), 200]) <= 1.25


def test_without_retry_after_waits_double():
    line, vendor, clock = line_to([429, 429, 429, 429, 200])
    clock.run(OpenReader(line).read(LOOK))
    waits = [later - earlier for earlier, later in zip(vendor.tried, vendor.tried[1:], strict=False)]
    assert all(0.75 * 2**n <= wait <= 1.26 * 2**n for n, wait in enumerate(waits))


@pytest.mark.parametrize("request_", [LOOK, WRITE], ids=["read", "write"])
@pytest.mark.parametrize("script", [[429], [asked("1000000000")], [asked("-1")]], ids=["429", "10**9", "-1"])
def test_being_refused_for_ever_ends_within_the_total_patience(script, request_):
    line, vendor, clock = line_to(script)
    with pytest.raises(Throttled) as caught:
        clock.run(line.send(request_, traffic="read" if request_ is LOOK else "write"))
    assert vendor.tried[-1] <= TOTAL
    assert len(vendor.tried) <= line.patience.tries
    assert caught.value.advice


def test_one_refusal_makes_the_whole_account_rest():
    line, vendor, clock = line_to([asked("30"), 200])

    async def three():
        first = asyncio.ensure_future(OpenReader(line).read(LOOK))
        await clock.sleep(1.0)
        await asyncio.gather(first, OpenReader(line).read(LOOK), OpenWriter(line).write(WRITE))

    clock.run(three())
    assert [round(at) for at in vendor.tried] == [0, 30, 30, 30]


def test_a_call_given_up_for_pace_still_makes_the_account_rest():
    line, vendor, clock = line_to([asked("20"), 200], patience=Patience(tries=1))

    async def two():
        with pytest.raises(Throttled):
            await OpenReader(line).read(LOOK)
        await OpenReader(line).read(LOOK)

    clock.run(two())
    assert [round(at) for at in vendor.tried] == [0, 20]


@pytest.mark.parametrize("failing", [500, 502, 503, 504, 599, DEAD])
def test_a_reading_is_repeated_when_the_server_fails(failing):
    line, _, clock = line_to([failing] * 5 + [200])
    assert clock.run(OpenReader(line).read(LOOK)).status == 200
    assert line.sent == {"contacts": 6}
    assert line.writes == 0


@pytest.mark.parametrize("failing", [500, DEAD])
def test_a_server_that_fails_for_long_ends_the_reading_as_unreachable(failing):
    line, vendor, clock = line_to([failing])
    with pytest.raises(Unreachable) as caught:
        clock.run(OpenReader(line).read(LOOK))
    assert caught.value.exit_code == 69
    assert len(vendor.tried) == line.patience.tries
    assert clock.monotonic() <= TOTAL


@pytest.mark.parametrize("failing", [500, 502, 503, 504, DEAD])
def test_a_write_whose_effect_is_not_known_is_never_repeated(failing):
    line, vendor, clock = line_to([failing, 200])
    with pytest.raises(AnswerLost):
        clock.run(OpenWriter(line).write(WRITE))
    assert len(vendor.seen) == 1
    assert (line.sent, line.writes) == ({"relabel": 1}, 1)


@pytest.mark.parametrize("failing", [500, DEAD])
def test_a_keyed_write_is_repeated_with_the_same_key_and_body(failing):
    line, vendor, clock = line_to([failing, failing, 200])
    assert clock.run(OpenWriter(line).write(KEYED)).status == 200
    assert {(body, headers["idempotency-key"]) for _, _, _, body, headers in vendor.seen} == {
        (KEYED.body, "k-1")
    }
    assert (line.sent, line.writes) == ({"relabel": 3}, 3)


@pytest.mark.parametrize("after", [REFUSED, 429])
def test_once_an_answer_was_lost_no_later_failure_says_that_nothing_happened(after):
    line, vendor, clock = line_to([DEAD, after])
    with pytest.raises(AnswerLost):
        clock.run(OpenWriter(line).write(KEYED))
    assert len(vendor.tried) > 1


def test_a_write_refused_for_pace_had_no_effect_and_is_sent_again():
    line, vendor, clock = line_to([429, 200])
    assert clock.run(OpenWriter(line).write(WRITE)).status == 200
    assert [body for _, _, _, body, _ in vendor.seen] == [WRITE.body, WRITE.body]


@pytest.mark.parametrize("request_", [LOOK, WRITE], ids=["read", "write"])
def test_a_refused_connection_is_tried_a_few_times_and_counts_as_nothing_sent(request_):
    line, vendor, clock = line_to([REFUSED])
    with pytest.raises(Unreachable) as caught:
        clock.run(line.send(request_, traffic="read" if request_ is LOOK else "write"))
    assert len(vendor.tried) == line.patience.connects
    assert clock.monotonic() <= 5.0
    assert (sum(line.sent.values()), line.writes) == (0, 0)
    assert "base_url" in caught.value.advice


def test_a_write_that_never_arrived_is_sent_again():
    line, _, clock = line_to([REFUSED, REFUSED, 200])
    assert clock.run(OpenWriter(line).write(WRITE)).status == 200
    assert (line.sent, line.writes) == ({"relabel": 1}, 1)


def test_refused_connections_between_other_failures_do_not_add_up():
    line, _, clock = line_to([REFUSED, 500, REFUSED, 500, REFUSED, 500, 200])
    assert clock.run(OpenReader(line).read(LOOK)).status == 200


@pytest.mark.parametrize("status", [200, 204, 400, 401, 404, 408, 422])
def test_every_other_status_is_an_answer(status):
    line, _, clock = line_to([status])
    assert clock.run(OpenWriter(line).write(WRITE)).status == status


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_error_and_nothing_follows_it(status):
    line, vendor, clock = line_to([(status, {"location": "https://evil.example/"}), 200])
    with pytest.raises(Incomprehensible):
        clock.run(OpenReader(line).read(LOOK))
    assert len(vendor.seen) == 1


def test_what_the_vendor_says_is_left_slows_the_line_down():
    line, vendor, clock = line_to(
        [(200, {"x-left": "0"}), (200, {"x-left": "50"})], buckets=(Bucket("burst", 100, 10.0),)
    )

    async def two():
        await OpenReader(line).read(LOOK)
        await OpenReader(line).read(LOOK)

    clock.run(two())
    assert vendor.tried[1] == pytest.approx(10.0, abs=0.01)


def test_a_cancelled_call_leaves_the_line_usable():
    line, _, clock = line_to([asked("50"), 200], concurrency=1)

    async def three():
        waiting = [asyncio.ensure_future(OpenReader(line).read(LOOK)) for _ in range(3)]
        await clock.sleep(1.0)
        for task in waiting[:2]:
            task.cancel()
        return await asyncio.gather(*waiting, return_exceptions=True)

    outcomes = clock.run(three())
    assert [type(outcome).__name__ for outcome in outcomes] == ["CancelledError", "CancelledError", "Answer"]
