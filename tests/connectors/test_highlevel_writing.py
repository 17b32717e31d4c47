"""HighLevel: what is written, and what its answers prove."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
import respx

from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import ALREADY, APPLIED, Kind, Performed
from labelsync.core.roster import Definition
from labelsync.errors import NotAuthorised, Rejected
from tests.connectors.highlevel_location import (
    ADA,
    BASE,
    BOB,
    BULK,
    CYD,
    LOCATION,
    TAGS,
    located,
    refused,
    sent,
)
from tests.connectors.straight import Kept


@pytest.fixture
def vendor() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


def performed(batch: Batch) -> Performed:
    connector, straight = located()
    return asyncio.run(connector.perform(batch, straight, Kept()))


def done(contact: str) -> dict[str, object]:
    return {
        "contactId": contact,
        "message": "Tags updated",
        "type": "success",
        "oldTags": ["lead"],
        "tagsAdded": ["vip"],
        "tagsRemoved": [],
    }


def failed(contact: str, message: str) -> dict[str, object]:
    return {"contactId": contact, "message": message, "type": "error"}


def answer(*rows: object, status: int = 201) -> httpx.Response:
    return httpx.Response(status, json={"succeded": True, "errorCount": 0, "responses": list(rows)})


@pytest.mark.parametrize("direction", ["add", "remove"])
def test_tags_are_added_and_removed_by_the_bulk_call(vendor: respx.MockRouter, direction: str) -> None:
    route = vendor.post(f"{BULK}/{direction}").mock(return_value=answer(done(ADA), done(BOB)))
    names = ("vip", "news letter")
    batch = (
        Relabel((ADA, BOB, ADA), add=names) if direction == "add" else Relabel((ADA, BOB, ADA), remove=names)
    )
    assert performed(batch).contacts == {ADA: APPLIED, BOB: APPLIED}
    request = route.calls.last.request
    assert sent(request) == {"contacts": [ADA, BOB], "tags": list(names), "locationId": LOCATION}
    assert request.headers["content-type"] == "application/json"
    assert len(vendor.calls) == 1


def test_the_rows_alone_decide_whatever_the_summary_says(vendor: respx.MockRouter) -> None:
    vendor.post(f"{BULK}/add").mock(
        return_value=answer(failed(BOB, "contact is deleted"), done(ADA), failed(CYD, "Ada has left"))
    )
    contacts = performed(Relabel((ADA, BOB, CYD), add=("vip",))).contacts
    assert contacts[ADA] == APPLIED
    assert (contacts[BOB].kind, contacts[BOB].reason) == (Kind.FAILED, "contact is deleted")
    assert contacts[CYD].kind is Kind.FAILED
    assert "Ada" not in contacts[CYD].reason


@pytest.mark.parametrize(
    "rows",
    [
        (),
        ("Tags updated",),
        (None,),
        ({"message": "Tags updated", "type": "success"},),
        ({"contactId": ADA, "type": "perhaps"},),
        (done(BOB),),
        (done(ADA), failed(ADA, "contact is deleted")),
    ],
)
def test_a_contact_of_which_no_row_speaks_plainly_is_unknown(
    vendor: respx.MockRouter, rows: tuple[object, ...]
) -> None:
    vendor.post(f"{BULK}/add").mock(return_value=answer(*rows))
    contacts = performed(Relabel((ADA,), add=("vip",))).contacts
    assert {contact: outcome.kind for contact, outcome in contacts.items()} == {ADA: Kind.UNKNOWN}


@pytest.mark.parametrize("body", [b"<html>", b'{"responses":{}}', b""])
def test_a_success_that_cannot_be_read_is_unknown(vendor: respx.MockRouter, body: bytes) -> None:
    vendor.post(f"{BULK}/remove").respond(201, content=body)
    assert performed(Relabel((ADA,), remove=("vip",))).contacts[ADA].kind is Kind.UNKNOWN


def test_both_directions_are_two_calls_and_either_failure_counts(vendor: respx.MockRouter) -> None:
    vendor.post(f"{BULK}/add").mock(
        return_value=answer(done(ADA), failed(BOB, "contact is deleted"), done(CYD))
    )
    vendor.post(f"{BULK}/remove").mock(return_value=answer(done(ADA), done(BOB)))
    contacts = performed(Relabel((ADA, BOB, CYD), add=("vip",), remove=("lead",))).contacts
    assert [call.request.url.path.rsplit("/", 1)[1] for call in vendor.calls] == ["add", "remove"]
    assert [contacts[contact].kind for contact in (ADA, BOB, CYD)] == [
        Kind.APPLIED,
        Kind.FAILED,
        Kind.UNKNOWN,
    ]


def test_a_refused_removal_after_an_addition_fails_each_contact(vendor: respx.MockRouter) -> None:
    vendor.post(f"{BULK}/add").mock(return_value=answer(done(ADA)))
    vendor.post(f"{BULK}/remove").mock(return_value=refused(401, "Invalid JWT"))
    outcome = performed(Relabel((ADA,), add=("vip",), remove=("lead",))).contacts[ADA]
    assert outcome.kind is Kind.FAILED


def test_a_refused_call_raises(vendor: respx.MockRouter) -> None:
    vendor.post(f"{BULK}/add").mock(return_value=refused(400, "LocationId can't be undefined"))
    with pytest.raises(Rejected, match="LocationId can't be undefined"):
        performed(Relabel((ADA,), add=("vip",)))


@pytest.mark.parametrize(
    "batch",
    [
        Relabel((), add=("vip",)),
        Relabel((ADA,)),
        Relabel((ADA,), remove=("",)),
        Relabel(tuple(f"C{number:019}" for number in range(501)), add=("vip",)),
    ],
)
def test_an_empty_or_oversized_call_is_never_sent(vendor: respx.MockRouter, batch: Relabel) -> None:
    with pytest.raises(Rejected) as refusal:
        performed(batch)
    assert refusal.value.status == 0
    assert not vendor.calls


@pytest.mark.parametrize("status", [200, 201])
def test_a_tag_is_created_by_its_folded_name(vendor: respx.MockRouter, status: int) -> None:
    tag = {"id": "T1", "name": "vip", "locationId": LOCATION}
    route = vendor.post(TAGS).respond(status, json={"tag": tag})
    assert performed(Creation("vip", " VIP")) == Performed(whole=APPLIED, definition=Definition("vip", "vip"))
    assert sent(route.calls.last.request) == {"name": "vip"}


def test_a_tag_that_exists_already_is_found(vendor: respx.MockRouter) -> None:
    body = {"status": 400, "message": "The tag name is already exist."}
    vendor.post(TAGS).respond(400, json=body)
    assert performed(Creation("vip", "vip")) == Performed(whole=ALREADY, definition=Definition("vip", "vip"))


def test_another_refusal_of_a_tag_raises(vendor: respx.MockRouter) -> None:
    vendor.post(TAGS).mock(return_value=refused(401, "The token is not authorized for this scope."))
    with pytest.raises(NotAuthorised):
        performed(Creation("vip", "vip"))


def test_every_entry_of_a_tag_s_name_is_deleted(vendor: respx.MockRouter) -> None:
    tags = [{"id": "T1", "name": "vip"}, {"id": "T2", "name": "Vip "}, {"id": "T3", "name": "lead"}]
    vendor.get(TAGS).respond(json={"tags": tags})
    vendor.delete(f"{TAGS}/T1").respond(json={"succeded": True})
    vendor.delete(f"{TAGS}/T2").respond(json={"succeded": True, "succeeded": True})
    assert performed(Undefinition("vip", Definition("vip", "VIP"))).whole == APPLIED
    assert [call.request.method for call in vendor.calls] == ["GET", "DELETE", "DELETE"]


def test_a_second_entry_that_stays_fails_the_deletion(vendor: respx.MockRouter) -> None:
    vendor.get(TAGS).respond(json={"tags": [{"id": "T1", "name": "vip"}, {"id": "T2", "name": "vip"}]})
    vendor.delete(f"{TAGS}/T1").respond(json={"succeded": True})
    vendor.delete(f"{TAGS}/T2").mock(return_value=refused(422, "no"))
    whole = performed(Undefinition("vip", Definition("vip", "vip"))).whole
    assert whole is not None
    assert whole.kind is Kind.FAILED


def test_a_tag_is_never_renamed_for_what_becomes_of_contacts_is_not_documented(
    vendor: respx.MockRouter,
) -> None:
    with pytest.raises(Rejected) as refusal:
        performed(Renaming("vip", "gold", Definition("vip", "vip")))
    assert refusal.value.status == 0
    assert not vendor.calls


def test_a_tag_that_is_gone_needs_no_deletion(vendor: respx.MockRouter) -> None:
    vendor.get(TAGS).respond(json={"tags": []})
    assert performed(Undefinition("vip", Definition("vip", "vip"))).whole == ALREADY
    assert len(vendor.calls) == 1


def test_contacts_are_deleted_one_by_one(vendor: respx.MockRouter) -> None:
    vendor.delete(f"{BASE}/contacts/{ADA}").respond(json={"succeded": True, "succeeded": True})
    vendor.delete(f"{BASE}/contacts/{BOB}").mock(return_value=refused(400, f"Contact not found for id:{BOB}"))
    vendor.delete(f"{BASE}/contacts/{CYD}").respond(json={"succeded": False})
    contacts = performed(Deletion((ADA, BOB, CYD, "../x"))).contacts
    assert [outcome.kind for outcome in contacts.values()] == [
        Kind.APPLIED,
        Kind.APPLIED,
        Kind.FAILED,
        Kind.FAILED,
    ]
    assert contacts[BOB].reason
    assert len(vendor.calls) == 3


@pytest.mark.parametrize("body", [b"{}", b"", b"<html>"])
def test_a_delete_whose_answer_says_nothing_is_unknown(vendor: respx.MockRouter, body: bytes) -> None:
    vendor.delete(f"{BASE}/contacts/{ADA}").respond(200, content=body)
    assert performed(Deletion((ADA,))).contacts[ADA].kind is Kind.UNKNOWN


def test_a_refused_first_delete_raises_and_a_later_one_is_an_outcome(vendor: respx.MockRouter) -> None:
    vendor.delete(f"{BASE}/contacts/{ADA}").mock(return_value=refused(422, "no"))
    vendor.delete(f"{BASE}/contacts/{BOB}").respond(json={"succeeded": True})
    with pytest.raises(Rejected):
        performed(Deletion((ADA, BOB)))
    contacts = performed(Deletion((BOB, ADA))).contacts
    assert [contacts[contact].kind for contact in (BOB, ADA)] == [Kind.APPLIED, Kind.FAILED]


def test_no_ticket_can_be_settled(vendor: respx.MockRouter) -> None:
    connector, straight = located()
    with pytest.raises(Rejected, match="no tickets"):
        asyncio.run(connector.settle(Relabel((ADA,), add=("vip",)), Ticket("job", "1"), straight, Kept()))
    assert not vendor.calls
