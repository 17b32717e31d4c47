"""HighLevel: an agency's token, exchanged for that of a location."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
import respx

from labelsync.errors import NotAuthorised
from tests.connectors.highlevel_location import (
    BASE,
    COMPANY,
    EXCHANGE,
    LOCATION,
    RENEW,
    TAGS,
    Box,
    bearer,
    form,
    granted,
    installed,
    refused,
)
from tests.connectors.straight import Sundial

ENDED = "Invalid token: access token is invalid"
OTHER = "0LocationOfSameAgenc"


@pytest.fixture
def vendor() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        router.get(TAGS).respond(json={"tags": []})
        router.get(f"{BASE}/locations/{OTHER}/tags").respond(json={"tags": []})
        yield router


def exchanged(name: str, status: int = 201) -> httpx.Response:
    body = {"access_token": name, "expires_in": 86_399, "refresh_token": "ignored", "locationId": LOCATION}
    return httpx.Response(status, json=body)


def way(vendor: respx.MockRouter) -> list[tuple[str, str]]:
    """Each request's last word and its token."""
    return [(call.request.url.path.rsplit("/", 1)[1], bearer(call.request)) for call in vendor.calls]


@pytest.mark.parametrize("status", [200, 201])
def test_the_agency_s_token_is_renewed_and_exchanged(vendor: respx.MockRouter, status: int) -> None:
    renewal = vendor.post(RENEW).mock(return_value=granted(1))
    exchange = vendor.post(EXCHANGE).mock(return_value=exchanged("local-1", status))
    asyncio.run(installed(company_id=COMPANY).tags())
    assert form(renewal.calls.last.request)["user_type"] == "Company"
    request = exchange.calls.last.request
    assert form(request) == {"companyId": COMPANY, "locationId": LOCATION}
    assert request.headers.get_list("authorization") == ["Bearer access-1"]
    assert request.headers["version"] == "2021-07-28"
    assert way(vendor) == [("token", ""), ("locationToken", "access-1"), ("tags", "local-1")]


def test_under_v3_the_exchange_has_a_path_of_its_own(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(return_value=granted(1, v3=True))
    exchange = vendor.post(f"{BASE}/oauth/location-token").mock(return_value=exchanged("local-1"))
    asyncio.run(installed(company_id=COMPANY, version="v3").tags())
    assert form(exchange.calls.last.request) == {"companyId": COMPANY, "locationId": LOCATION}
    assert exchange.calls.last.request.headers["version"] == "v3"


def test_a_kept_token_of_the_location_needs_neither_call(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(return_value=granted(1))
    vendor.post(EXCHANGE).mock(return_value=exchanged("local-1"))
    vault = Box()
    asyncio.run(installed(vault, company_id=COMPANY).tags())
    vault.outlives = False
    asyncio.run(installed(vault, company_id=COMPANY).tags())
    assert [word for word, _ in way(vendor)] == ["token", "locationToken", "tags", "tags"]
    assert not any("ignored" in text for text in vault.kept)


def test_locations_of_one_agency_spend_its_refresh_token_once(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(return_value=granted(1))
    vendor.post(EXCHANGE).mock(side_effect=[exchanged("local-1"), exchanged("local-2")])
    vault = Box()
    asyncio.run(installed(vault, company_id=COMPANY).tags())
    asyncio.run(installed(vault, company_id=COMPANY, location_id=OTHER).tags())
    assert way(vendor)[3:] == [("locationToken", "access-1"), ("tags", "local-2")]


def test_an_ended_token_of_the_location_is_exchanged_anew(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(return_value=granted(1))
    vendor.post(EXCHANGE).mock(side_effect=[exchanged("local-1"), exchanged("local-2")])
    clock = Sundial()
    account = installed(clock=clock, company_id=COMPANY)
    asyncio.run(account.tags())
    clock.slept += 3600
    vendor.get(TAGS).mock(side_effect=[refused(401, ENDED), httpx.Response(200, json={"tags": []})])
    asyncio.run(account.tags())
    assert way(vendor)[3:] == [("tags", "local-1"), ("locationToken", "access-1"), ("tags", "local-2")]


def test_an_agency_s_token_that_ended_early_is_renewed_before_the_exchange(vendor: respx.MockRouter) -> None:
    vendor.post(RENEW).mock(side_effect=[granted(1), granted(2)])
    vendor.post(EXCHANGE).mock(return_value=exchanged("local-1"))
    clock, vault = Sundial(), Box()
    asyncio.run(installed(vault, clock=clock, company_id=COMPANY).tags())
    clock.slept += 3600
    vendor.post(EXCHANGE).mock(side_effect=[refused(401, ENDED), exchanged("local-2")])
    asyncio.run(installed(vault, clock=clock, company_id=COMPANY, location_id=OTHER).tags())
    assert way(vendor)[3:] == [
        ("locationToken", "access-1"),
        ("token", ""),
        ("locationToken", "access-2"),
        ("tags", "local-2"),
    ]


def test_an_agency_s_token_is_not_spent_where_the_next_would_be_lost(vendor: respx.MockRouter) -> None:
    with pytest.raises(NotAuthorised):
        asyncio.run(installed(Box(outlives=False), company_id=COMPANY).tags())
    assert not vendor.calls
