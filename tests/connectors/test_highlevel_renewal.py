"""HighLevel: an app's tokens in a location: spent once, kept before they are used, renewed in time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import respx

from labelsync.connectors.highlevel import VENDOR
from labelsync.core.connector import Ports
from labelsync.core.setting import AccountSettings
from labelsync.errors import JournalUnwritable, NotAuthorised
from tests.connectors.highlevel_location import (
    LOCATION,
    RENEW,
    TAGS,
    TOKEN,
    Box,
    Installed,
    bearer,
    form,
    granted,
    installed,
)
from tests.connectors.straight import Sundial

DAY = 86_399.0


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


def test_the_first_refresh_token_is_spent_by_a_form_in_snake_case(vendor: respx.MockRouter) -> None:
    route = vendor.post(RENEW).mock(return_value=granted(1))
    assert asyncio.run(installed().tags()) == LOCATION
    request = route.calls.last.request
    assert form(request) == {
        "client_id": "app-1",
        "client_secret": "hush",
        "grant_type": "refresh_token",
        "refresh_token": "first",
        "user_type": "Location",
    }
    assert request.headers["accept"] == "application/json"
    assert bearer(request) == ""
    assert tokens(vendor) == ["access-1"]


def test_under_v3_the_form_and_the_answer_are_in_camel_case(vendor: respx.MockRouter) -> None:
    route = vendor.post(RENEW).mock(return_value=granted(1, v3=True))
    asyncio.run(installed(version="v3").tags())
    assert form(route.calls.last.request) == {
        "clientId": "app-1",
        "clientSecret": "hush",
        "grantType": "refresh_token",
        "refreshToken": "first",
        "userType": "Location",
    }
    assert route.calls.last.request.headers["version"] == "v3"
    assert tokens(vendor) == ["access-1"]


def test_a_grant_is_kept_before_its_token_is_used(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(return_value=granted(1))

    class Full(Box):
        async def keep(self, name: str, text: str) -> None:
            raise JournalUnwritable(f"a renewed token cannot be kept: {len(name + text)} characters")

    with pytest.raises(JournalUnwritable):
        asyncio.run(installed(Full()).tags())
    assert tokens(vendor) == []


def test_what_is_kept_is_named_without_any_secret(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(return_value=granted(1))
    vault = Box()
    asyncio.run(installed(vault).tags())
    (name,) = vault.texts
    assert not any(secret in name for secret in ("first", "hush", "app-1", LOCATION))
    assert "refresh-1" in vault.texts[name]
    assert "first" not in vault.texts[name]


def test_the_next_run_uses_the_kept_token_while_it_is_good(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(return_value=granted(1))
    vault = Box()
    asyncio.run(installed(vault).tags())
    vault.outlives = False
    asyncio.run(installed(vault).tags())
    assert tokens(vendor) == ["access-1", "access-1"]
    assert spent(vendor) == ["first"]


@pytest.mark.parametrize(("left", "renewals"), [(61.0, 1), (60.0, 2)])
def test_a_token_is_renewed_a_minute_before_its_end(
    vendor: respx.MockRouter, left: float, renewals: int
) -> None:
    vendor.post(RENEW).mock(side_effect=[granted(1), granted(2)])
    clock = Sundial()
    account = installed(clock=clock)
    asyncio.run(account.tags())
    clock.slept += DAY - left
    asyncio.run(installed(account.vault, clock=clock).tags())
    assert spent(vendor) == ["first", "refresh-1"][:renewals]
    assert tokens(vendor) == ["access-1", f"access-{renewals}"]


def test_a_refresh_token_given_anew_is_newer_than_what_is_kept(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(side_effect=[granted(1), granted(7)])
    vault = Box()
    asyncio.run(installed(vault).tags())
    asyncio.run(installed(vault, first="second").tags())
    assert spent(vendor) == ["first", "second"]
    assert tokens(vendor) == ["access-1", "access-7"]


def test_accounts_of_other_addresses_and_apps_share_no_grant(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(side_effect=[granted(1), granted(2)])
    vault = Box()
    asyncio.run(installed(vault).tags())
    asyncio.run(installed(vault, client_id="app-2").tags())
    assert spent(vendor) == ["first", "first"]
    assert len(vault.texts) == 2


def test_what_is_kept_and_cannot_be_read_counts_as_nothing(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(side_effect=[granted(1), granted(2)])
    vault = Box()
    asyncio.run(installed(vault).tags())
    vault.texts = dict.fromkeys(vault.texts, "{")
    asyncio.run(installed(vault).tags())
    assert spent(vendor) == ["first", "first"]


def test_no_refresh_token_is_spent_where_the_next_would_be_lost(vendor: respx.MockRouter) -> None:
    with pytest.raises(NotAuthorised) as refusal:
        asyncio.run(installed(Box(outlives=False)).tags())
    assert refusal.value.exit_code == 77
    assert not vendor.calls


@pytest.mark.parametrize(
    "body",
    [
        {"access_token": "access-1"},
        {"access_token": "access-1", "expires_in": "86399", "refresh_token": None},
        {"accessToken": "access-1", "access_token": None, "scope": "contacts.write"},
    ],
)
def test_a_grant_that_says_less_than_documented_is_used(
    vendor: respx.MockRouter, body: dict[str, object]
) -> None:
    vendor.post(RENEW).respond(201, json=body)
    asyncio.run(installed().tags())
    assert tokens(vendor) == ["access-1"]


def test_a_private_token_comes_first_and_is_never_renewed() -> None:
    secrets = {"token": TOKEN, "client_secret": "hush", "refresh_token": "first"}
    access = VENDOR.open(AccountSettings(secrets=secrets), Ports(Sundial(), Box())).access
    assert access.authority is None
    assert dict(access.headers)["authorization"] == f"Bearer {TOKEN}"


def test_no_secret_shows_in_what_the_connector_holds() -> None:
    account: Installed = installed(first="canary-refresh")
    shown = repr(account.writer.line.access)
    assert "canary-refresh" not in shown
    assert "hush" not in shown
