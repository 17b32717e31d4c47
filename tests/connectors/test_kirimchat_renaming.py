"""KirimChat: a label is given another name in place."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
import respx

from labelsync.connectors.kirimchat import VENDOR
from labelsync.core.batch import Renaming
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import APPLIED, Kind, Outcome, Performed
from labelsync.core.roster import Definition
from labelsync.errors import Rejected
from tests.connectors.kirimchat_organisation import (
    BASE,
    KEY,
    TOKEN,
    VIP,
    enveloped,
    organised,
    refused,
    sent,
)
from tests.connectors.straight import Kept

LABEL = f"{BASE}/labels/{VIP}"
RENAMING = Renaming("vip", "Best customers", Definition(VIP, "VIP"))
NOW = {
    "id": VIP,
    "object": "label",
    "name": "Best customers",
    "color": "gray",
    "team_id": "support",
    "created_at": "2026-05-04T10:00:00Z",
}


@pytest.fixture
def vendor() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


def performed(keep: Kept | None = None, **settings: object) -> Performed:
    at = organised(**settings)
    return asyncio.run(at.connector.perform(RENAMING, at.straight, keep or Kept(KEY)))


@pytest.mark.parametrize("texts", [{}, {"phone_number_id": "123456789012345", "team_id": "support"}])
def test_a_label_is_renamed_by_its_id_without_a_key(vendor: respx.MockRouter, texts: dict[str, str]) -> None:
    route = vendor.patch(LABEL).mock(return_value=enveloped(NOW))
    keep = Kept(KEY)
    definition = Definition(VIP, "Best customers")
    assert performed(keep, texts=texts) == Performed(whole=APPLIED, definition=definition)
    request = route.calls.last.request
    assert sent(request) == {"name": "Best customers"}
    assert request.headers["content-type"] == "application/json"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert "idempotency-key" not in request.headers
    assert keep.tickets == []
    assert len(vendor.calls) == 1


def test_renaming_twice_sets_the_same_name(vendor: respx.MockRouter) -> None:
    vendor.patch(LABEL).mock(return_value=enveloped(NOW))
    assert performed() == performed()


@pytest.mark.parametrize("change", [{"name": "VIP"}, {"id": "lbl_other"}])
def test_a_renaming_is_believed_only_when_shown(vendor: respx.MockRouter, change: dict[str, str]) -> None:
    vendor.patch(LABEL).mock(return_value=enveloped(NOW | change))
    assert performed() == Performed(
        whole=Outcome(
            Kind.FAILED,
            "KirimChat answered a renaming with another label, or another name, than it was given",
        )
    )


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, text="<html>"), httpx.Response(204), enveloped({"id": VIP})]
)
def test_a_success_that_cannot_be_read_is_unknown(vendor: respx.MockRouter, answer: httpx.Response) -> None:
    vendor.patch(LABEL).mock(return_value=answer)
    whole = performed().whole
    assert whole is not None
    assert whole.kind is Kind.UNKNOWN


def test_a_taken_name_is_refused_and_nothing_else_is_asked(vendor: respx.MockRouter) -> None:
    taken = refused(400, "invalid_request_error", "invalid_field_value", "name")
    vendor.patch(LABEL).mock(return_value=taken)
    with pytest.raises(Rejected) as refusal:
        performed()
    assert "another name" in refusal.value.advice
    assert len(vendor.calls) == 1


def test_a_renaming_leaves_no_ticket_to_settle(vendor: respx.MockRouter) -> None:
    at = organised()
    with pytest.raises(Rejected):
        asyncio.run(at.connector.settle(RENAMING, Ticket("key", "k-1"), at.straight, Kept()))
    assert not vendor.calls


def test_whoever_carries_a_label_keeps_it_under_its_new_name_and_loses_it_with_its_definition() -> None:
    assert VENDOR.labels.renamable
    assert VENDOR.labels.takes_along == ("contacts", "conversations")
    assert organised().connector.capabilities.labels == VENDOR.labels
