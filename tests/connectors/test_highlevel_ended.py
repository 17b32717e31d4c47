"""HighLevel: an access token that ends early, and renewals whose answers are late, lost or refused."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
import respx

from labelsync.core.batch import Relabel
from labelsync.core.outcome import APPLIED
from labelsync.errors import NotAuthorised, Unreachable
from tests.connectors.highlevel_location import (
    ADA,
    BULK,
    RENEW,
    TAGS,
    Box,
    bearer,
    form,
    granted,
    installed,
    refused,
)
from tests.connectors.straight import Kept, Sundial

DAY = 86_399.0
ENDED = "Invalid token: access token is invalid"


@pytest.fixture
def vendor() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        router.get(TAGS).respond(json={"tags": []})
        yield router


def tokens(vendor: respx.MockRouter) -> list[str]:
    """The tokens with which the tags were asked for, in order."""
    return [bearer(call.request) for call in vendor.calls if call.request.url == TAGS]


def spent(vendor: respx.MockRouter) -> list[str]:
    """The refresh tokens that were spent, in order."""
    return [form(call.request)["refresh_token"] for call in vendor.calls if call.request.url == RENEW]


@pytest.mark.parametrize("message", [ENDED, "Invalid JWT"])
def test_a_token_that_ended_early_is_renewed_and_the_request_sent_once_more(
    vendor: respx.MockRouter, message: str
) -> None:
    vendor.post(RENEW).mock(side_effect=[granted(1), granted(2)])
    clock = Sundial()
    account = installed(clock=clock)
    asyncio.run(account.tags())
    clock.slept += 3600
    vendor.get(TAGS).mock(side_effect=[refused(401, message), httpx.Response(200, json={"tags": []})])
    asyncio.run(account.tags())
    assert spent(vendor) == ["first", "refresh-1"]
    assert tokens(vendor) == ["access-1", "access-1", "access-2"]


def test_a_write_that_was_refused_for_its_token_is_sent_again_whole(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(side_effect=[granted(1), granted(2)])
    done = {"responses": [{"contactId": ADA, "type": "success", "message": "Tags updated"}]}
    route = vendor.post(f"{BULK}/add").mock(side_effect=[refused(401, ENDED), httpx.Response(201, json=done)])
    clock = Sundial()
    account = installed(clock=clock)
    asyncio.run(account.tags())
    clock.slept += 3600
    performed = asyncio.run(account.connector.perform(Relabel((ADA,), ("vip",)), account.writer, Kept()))
    assert performed.contacts == {ADA: APPLIED}
    first, second = (call.request for call in route.calls)
    assert first.content == second.content
    assert (bearer(first), bearer(second)) == ("access-1", "access-2")


def test_a_token_that_is_refused_when_it_is_new_is_not_renewed_again(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(return_value=granted(1))
    vendor.get(TAGS).mock(return_value=refused(401, ENDED))
    with pytest.raises(NotAuthorised, match="wrong, revoked or expired"):
        asyncio.run(installed().tags())
    assert spent(vendor) == ["first"]


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "The token is not authorized for this scope."),
        (401, "Token's user type mismatch!"),
        (401, "This authClass type is not allowed to access this scope. x"),
        (401, "version header is invalid"),
        (403, "The token does not have access to this location."),
        (403, "Invalid token"),
    ],
)
def test_no_other_refusal_renews_a_token(vendor: respx.MockRouter, status: int, message: str) -> None:
    vendor.post(RENEW).mock(return_value=granted(1))
    vendor.get(TAGS).mock(return_value=refused(status, message))
    with pytest.raises(NotAuthorised):
        asyncio.run(installed().tags())
    assert len(tokens(vendor)) == 1
    assert spent(vendor) == ["first"]


def test_a_late_refusal_of_the_former_token_does_not_renew_the_new_one(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(side_effect=[granted(1), granted(2)])
    clock = Sundial()
    account = installed(clock=clock)
    asyncio.run(account.tags())
    clock.slept += 3600
    good = httpx.Response(200, json={"tags": []})
    vendor.get(TAGS).mock(side_effect=[refused(401, ENDED), good, refused(401, ENDED), good])
    asyncio.run(account.tags())
    asyncio.run(account.tags())
    assert spent(vendor) == ["first", "refresh-1"]
    assert tokens(vendor)[1:] == ["access-1", "access-2", "access-2", "access-2"]


def test_a_lost_answer_to_a_refresh_is_asked_for_again_with_the_same_token(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(side_effect=[httpx.ReadError("gone"), httpx.Response(502), granted(1)])
    asyncio.run(installed().tags())
    assert spent(vendor) == ["first"] * 3
    assert tokens(vendor) == ["access-1"]


def test_a_refresh_without_any_answer_leaves_the_write_unsent(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(side_effect=httpx.ReadError("gone"))
    account = installed()
    with pytest.raises(Unreachable) as failure:
        asyncio.run(account.connector.perform(Relabel((ADA,), ("vip",)), account.writer, Kept()))
    assert "30 seconds" in failure.value.advice
    assert {call.request.url for call in vendor.calls} == {httpx.URL(RENEW)}


def test_a_refresh_that_another_run_made_first_is_taken_from_the_vault(vendor: respx.MockRouter) -> None:
    clock, vault = Sundial(), Box()
    vendor.post(RENEW).mock(side_effect=[granted(1), granted(2)])
    asyncio.run(installed(vault, clock=clock).tags())
    before = dict(vault.texts)
    clock.slept += DAY
    asyncio.run(installed(vault, clock=clock).tags())
    after, vault.texts = vault.texts, before

    def late(request: httpx.Request) -> httpx.Response:
        vault.texts = after
        return refused(400, "invalid_grant")

    vendor.post(RENEW).mock(side_effect=late)
    asyncio.run(installed(vault, clock=clock).tags())
    assert spent(vendor) == ["first", "refresh-1", "refresh-1"]
    assert tokens(vendor)[-1] == "access-2"
