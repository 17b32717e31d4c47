"""The rate limits, and what an answer tells of them."""

from __future__ import annotations

import httpx

from labelsync.sandbox.highlevel import Grant
from tests.sandbox.highlevel_client import LOCATION, START, Location, contact_id, person

ONE = f"/contacts/{contact_id(1)}"
LIMIT_HEADERS = {
    "x-ratelimit-max",
    "x-ratelimit-remaining",
    "x-ratelimit-interval-milliseconds",
    "x-ratelimit-limit-daily",
    "x-ratelimit-daily-remaining",
    "x-ratelimit-daily-reset",
}


def refusal(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["message"]


def test_every_answer_bears_the_six_limit_headers() -> None:
    location = Location(person(1))
    for response in (
        location.call("GET", ONE),
        location.call("GET", "/nowhere"),
        location.call("PUT", ONE, []),
    ):
        assert set(response.headers) >= LIMIT_HEADERS
    headers = location.call("GET", ONE).headers
    assert headers["x-ratelimit-max"] == "100"
    assert headers["x-ratelimit-remaining"] == "96"
    assert headers["x-ratelimit-interval-milliseconds"] == "10000"
    assert headers["x-ratelimit-limit-daily"] == "200000"
    assert headers["x-ratelimit-daily-remaining"] == "199996"
    assert int(headers["x-ratelimit-daily-reset"]) == int((86_400 - START % 86_400) * 1000)


def test_the_daily_reset_can_be_told_in_seconds() -> None:
    headers = Location(daily_reset_unit="s").call("GET", ONE).headers
    assert int(headers["x-ratelimit-daily-reset"]) == 86_400 - START % 86_400


def test_the_hundred_and_first_request_of_a_window_is_refused_and_changes_nothing() -> None:
    location = Location(person(1))
    assert {location.call("GET", ONE).status_code for _ in range(100)} == {200}
    response = location.call("POST", f"{ONE}/tags", {"tags": ["a"]})
    assert refusal(response) == (429, "Too Many Requests")
    assert response.headers["x-ratelimit-remaining"] == "0"
    assert "retry-after" not in response.headers
    assert location.labels(1) == ()
    location.wait(10)
    assert location.call("GET", ONE).headers["x-ratelimit-remaining"] == "99"


def test_the_daily_limit_lasts_until_midnight() -> None:
    location = Location(person(1), daily_limit=3, retry_after=True)
    assert [location.call("GET", ONE).status_code for _ in range(4)] == [200, 200, 200, 429]
    location.wait(10)
    refused = location.call("GET", ONE)
    assert refused.status_code == 429
    assert refused.headers["x-ratelimit-daily-remaining"] == "0"
    location.wait(float(refused.headers["retry-after"]))
    assert location.call("GET", ONE).status_code == 200


def test_integration_tokens_share_a_limit_and_other_apps_have_their_own() -> None:
    location = Location(
        person(1), rate_limit=2, tokens={"mine": Grant(app="mine"), "co": Grant(kind="company")}
    )
    assert location.call("GET", ONE, token="pit-a").status_code == 200
    assert location.call("GET", ONE, token="pit-b").status_code == 200
    assert location.call("GET", ONE, token="pit-c").status_code == 429
    assert location.call("GET", ONE, token="mine").status_code == 200
    assert location.call("GET", "/locations/search", token="co").status_code == 200


def test_locations_do_not_share_a_limit() -> None:
    here, there = LOCATION, "LOC00000000000000002"
    tokens = {"here": Grant(location_id=here), "there": Grant(location_id=there)}
    location = Location(person(1), rate_limit=1, tokens=tokens)
    assert [location.call("GET", ONE, token=one).status_code for one in ("here", "there")] == [200, 200]
    assert location.call("GET", ONE, token="here").status_code == 429


def test_a_refused_request_uses_nothing_up() -> None:
    location = Location(person(1), rate_limit=1)
    seen = [location.call("GET", ONE).headers["x-ratelimit-daily-remaining"] for _ in range(3)]
    assert seen == ["199999", "199999", "199999"]


def test_the_body_of_a_429_is_a_switch() -> None:
    plain = Location(rate_limit=0).call("GET", ONE).json()
    assert (plain["statusCode"], plain["message"]) == (429, "Too Many Requests")
    text = Location(rate_limit=0, too_many_body="text").call("GET", ONE)
    empty = Location(rate_limit=0, too_many_body="empty").call("GET", ONE)
    assert (text.status_code, text.text) == (429, "Too Many Requests")
    assert (empty.status_code, empty.content) == (429, b"")
    assert set(empty.headers) >= LIMIT_HEADERS


def test_a_sandbox_account_has_smaller_limits() -> None:
    location = Location(person(1), rate_limit=25, rate_window=20, daily_limit=10_000)
    assert {location.call("GET", ONE).status_code for _ in range(25)} == {200}
    refused = location.call("GET", ONE)
    assert refused.status_code == 429
    assert refused.headers["x-ratelimit-interval-milliseconds"] == "20000"
    location.wait(20)
    assert location.call("GET", ONE).headers["x-ratelimit-limit-daily"] == "10000"
