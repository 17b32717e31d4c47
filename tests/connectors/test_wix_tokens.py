"""An app's token over the wire: how it is asked for, used, renewed, and refused."""

from __future__ import annotations

import asyncio

import httpx
import pytest
import respx
from inline_snapshot import snapshot

from labelsync.core.outcome import APPLIED
from labelsync.core.question import Definitions, Page
from labelsync.errors import LabelsyncError, NotAuthorised, Throttled, Unreachable
from tests.connectors.straight import gathered
from tests.connectors.wix_scene import (
    APP_ID,
    APP_SECRET,
    CHANGE,
    DONE,
    INSTANCE,
    RELABEL,
    Scene,
    ok,
    scene,
    sent,
    the_outcome,
)

TOKEN = "/oauth2/token"
LABELS = "/contacts/v4/labels"
NO_LABELS = ok({"labels": [], "metadata": {"count": 0, "offset": 0, "total": 0}})
REFUSED = httpx.Response(401, json={"message": "", "details": {}})


def granted(number: int = 1, *, lives: float = 14400) -> httpx.Response:
    return ok({"access_token": f"OAUTH2.{number}", "token_type": "Bearer", "expires_in": lives})


async def pages(wix: Scene, times: int, *, pause: float = 0.0) -> list[list[Page]]:
    wire, found = wix.wire(), []
    for _ in range(times):
        found.append(await gathered(wix.connector.observe(Definitions(), wire)))
        await wix.clock.sleep(pause)
    return found


def asked(wix: Scene, times: int = 1, *, pause: float = 0.0) -> list[list[Page]]:
    return asyncio.run(pages(wix, times, pause=pause))


def told(wix: Scene) -> LabelsyncError:
    with pytest.raises(LabelsyncError) as caught:
        asked(wix)
    return caught.value


def used(route: respx.Route) -> list[str]:
    return [call.request.headers["authorization"] for call in route.calls]


def test_a_token_is_asked_for_by_client_credentials_without_any_credential_beside() -> None:
    with scene(app=True) as wix:
        token = wix.answers("POST", TOKEN, granted())
        wix.answers("GET", LABELS, NO_LABELS)
        asked(wix)
        request = token.calls.last.request
        assert sent(token) == [
            {
                "grant_type": "client_credentials",
                "client_id": APP_ID,
                "client_secret": APP_SECRET,
                "instance_id": INSTANCE,
            }
        ]
        assert str(request.url) == "https://www.wixapis.com/oauth2/token"
        assert request.headers["content-type"] == "application/json"
        assert "authorization" not in request.headers
        assert "wix-site-id" not in request.headers


def test_a_token_is_sent_raw_without_a_site_and_used_until_it_ends() -> None:
    with scene(app=True) as wix:
        token = wix.answers("POST", TOKEN, granted())
        labels = wix.answers("GET", LABELS, NO_LABELS)
        asked(wix, 3)
        assert used(labels) == ["OAUTH2.1"] * 3
        assert "wix-site-id" not in labels.calls.last.request.headers
        assert token.call_count == 1


def test_a_token_is_renewed_a_minute_before_its_end() -> None:
    with scene(app=True) as wix:
        wix.answers("POST", TOKEN, granted(1), granted(2))
        labels = wix.answers("GET", LABELS, NO_LABELS)
        asked(wix, 3, pause=7170)
        assert used(labels) == ["OAUTH2.1", "OAUTH2.1", "OAUTH2.2"]


def test_a_token_that_lives_for_less_than_a_minute_is_used_all_the_same() -> None:
    with scene(app=True) as wix:
        wix.answers("POST", TOKEN, granted(1, lives=30), granted(2, lives=30))
        labels = wix.answers("GET", LABELS, NO_LABELS)
        asked(wix, 3, pause=10)
        assert used(labels) == ["OAUTH2.1", "OAUTH2.1", "OAUTH2.2"]


def test_a_token_that_ended_early_is_renewed_and_the_same_request_is_sent_again() -> None:
    with scene(app=True) as wix:
        token = wix.answers("POST", TOKEN, granted(1), granted(2))
        labels = wix.answers("GET", LABELS, NO_LABELS, REFUSED, NO_LABELS, NO_LABELS)
        found = asked(wix, 3)
        assert used(labels) == ["OAUTH2.1", "OAUTH2.1", "OAUTH2.2", "OAUTH2.2"]
        assert token.call_count == 2
    assert found == [[Page(last=True)]] * 3


def test_a_write_under_a_token_that_ended_early_is_sent_again() -> None:
    with scene(app=True) as wix:
        wix.answers("POST", TOKEN, granted(1), granted(2))
        wix.runs(RELABEL, DONE)
        post = wix.answers("POST", RELABEL, REFUSED, ok({"jobId": DONE["id"]}))
        outcome = the_outcome(asyncio.run(wix.connector.perform(CHANGE, wix.wire(), wix.keep)))
        assert used(post) == ["OAUTH2.1", "OAUTH2.2"]
    assert outcome == APPLIED


def test_a_permission_that_lacks_costs_one_new_token_and_is_not_told_as_an_ended_one() -> None:
    with scene(app=True) as wix:
        token = wix.answers("POST", TOKEN, granted(1), granted(2))
        labels = wix.answers("GET", LABELS, REFUSED)
        first, second = told(wix), told(wix)
        assert used(labels) == ["OAUTH2.1", "OAUTH2.2", "OAUTH2.2", "OAUTH2.2"]
        assert token.call_count == 2
    assert isinstance(first, NotAuthorised)
    assert (first.reason, first.advice) == (second.reason, second.advice)
    assert "expired" not in first.reason + first.advice
    assert "SCOPE.DC-CONTACTS.MANAGE-LABELS" in first.advice


def test_requests_at_once_that_all_meet_an_ended_token_cause_one_renewal() -> None:
    async def crowd(wix: Scene) -> list[list[Page]]:
        wire = wix.wire()
        readings = (gathered(wix.connector.observe(Definitions(), wire)) for _ in range(5))
        return list(await asyncio.gather(*readings))

    def answer(request: httpx.Request) -> httpx.Response:
        return REFUSED if request.headers["authorization"] == "OAUTH2.1" else NO_LABELS

    with scene(app=True) as wix:
        token = wix.answers("POST", TOKEN, granted(1), granted(2))
        wix.routes.get(path=LABELS).mock(side_effect=answer)
        assert asyncio.run(crowd(wix)) == [[Page(last=True)]] * 5
        assert token.call_count == 2


def test_a_403_renews_nothing() -> None:
    with scene(app=True) as wix:
        token = wix.answers("POST", TOKEN, granted())
        labels = wix.answers("GET", LABELS, httpx.Response(403))
        assert isinstance(told(wix), NotAuthorised)
        assert (token.call_count, labels.call_count) == (1, 1)


def test_a_token_without_its_length_of_life_lives_for_the_documented_four_hours() -> None:
    with scene(app=True) as wix:
        token = wix.answers("POST", TOKEN, ok({"access_token": "OAUTH2.1"}))
        wix.answers("GET", LABELS, NO_LABELS)
        asked(wix, 2, pause=14_000)
        assert token.call_count == 1


def failure_of_a_write(wix: Scene) -> LabelsyncError:
    with pytest.raises(LabelsyncError) as caught:
        asyncio.run(wix.connector.perform(CHANGE, wix.wire(), wix.keep))
    return caught.value


def test_a_write_that_waits_for_a_token_has_not_been_sent_when_none_comes() -> None:
    with scene(app=True) as wix:
        wix.routes.post(path=TOKEN).mock(side_effect=httpx.ReadTimeout)
        lost = failure_of_a_write(wix)
    with scene(app=True) as wix:
        wix.answers("POST", TOKEN, httpx.Response(500))
        failing = failure_of_a_write(wix)
    with scene(app=True) as wix:
        wix.answers("POST", TOKEN, httpx.Response(429))
        paced = failure_of_a_write(wix)
    assert isinstance(lost, Unreachable)
    assert isinstance(failing, Unreachable)
    assert isinstance(paced, Throttled)
    assert lost.reason == snapshot("Wix gave no access token: the answer did not arrive (ReadTimeout)")


def test_what_wix_wants_to_hear_again_goes_with_every_later_request() -> None:
    heard = httpx.Response(200, json={"labels": [], "metadata": {}}, headers={"X-Wix-Consistent": "abc"})
    with scene() as wix:
        labels = wix.answers("GET", LABELS, heard, NO_LABELS)
        asked(wix, 2)
        assert [call.request.headers.get("x-wix-consistent") for call in labels.calls] == [None, "abc"]
