"""HighLevel: its refusals, told apart, and quoted only where they name nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import respx

from labelsync.core.question import Everyone
from labelsync.errors import NotAuthorised, Rejected
from tests.connectors.highlevel_location import SEARCH, TAGS, TOKEN, located, refused
from tests.connectors.straight import gathered


@pytest.fixture
def vendor() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


@pytest.mark.parametrize(
    ("status", "message", "advised"),
    [
        (401, "version header was not found.", "version"),
        (401, "version header is invalid", "version"),
        (401, "Invalid token: access token is invalid", "copy the token"),
        (401, "Invalid JWT", "copy the token"),
        (401, "The token is not authorized for this scope.", "contacts.write"),
        (401, "Token's user type mismatch!", "sub-account"),
        (401, "This authClass type is not allowed to access this scope. x", "sub-account"),
        (403, "The token does not have access to this location.", "location_id"),
        (403, "You do not have permission to access this resource", "contacts.readonly"),
    ],
)
def test_each_refused_credential_is_told_apart(
    vendor: respx.MockRouter, status: int, message: str, advised: str
) -> None:
    vendor.get(TAGS).mock(return_value=refused(status, message))
    connector, straight = located()
    with pytest.raises(NotAuthorised) as refusal:
        asyncio.run(connector.identify(straight))
    assert advised in refusal.value.advice
    assert TOKEN not in refusal.value.reason + refusal.value.advice


def test_the_network_edge_s_refusal_of_the_user_agent_is_named(vendor: respx.MockRouter) -> None:
    vendor.post(SEARCH).respond(403, text="error code: 1010")
    connector, straight = located()
    with pytest.raises(NotAuthorised, match="User-Agent"):
        asyncio.run(gathered(connector.observe(Everyone(), straight)))


@pytest.mark.parametrize(
    ("message", "quoted"),
    [
        (["property stageId should not exist", "pageLimit must be a number"], True),
        ("ada@example.com is taken", False),
        ("no contact with +15550001111", False),
        (7, False),
    ],
)
def test_a_message_is_quoted_only_when_it_can_name_nobody(
    vendor: respx.MockRouter, message: object, quoted: bool
) -> None:
    vendor.post(SEARCH).mock(return_value=refused(422, message))
    connector, straight = located()
    with pytest.raises(Rejected) as refusal:
        asyncio.run(gathered(connector.observe(Everyone(), straight)))
    assert refusal.value.status == 422
    assert ("pageLimit must be a number" in refusal.value.reason) is quoted
    assert "ada" not in refusal.value.reason
    assert "1555" not in refusal.value.reason
