"""KirimChat: the bulk call under its key, its counts, and who was skipped."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
import respx

from labelsync.core.batch import Relabel
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import APPLIED, Kind, Performed
from labelsync.errors import AnswerLost, Rejected
from tests.connectors.kirimchat_organisation import (
    BASE,
    BULK,
    KEY,
    VIP,
    Organisation,
    enveloped,
    organised,
    person,
    refused,
    sent,
)
from tests.connectors.straight import Kept

IN_PROGRESS = refused(409, "conflict", "idempotency_in_progress")


@pytest.fixture
def vendor() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


def people(count: int) -> tuple[str, ...]:
    return tuple(map(person, range(count)))


def performed(batch: Relabel, organisation: Organisation | None = None) -> Performed:
    at = organisation or organised()
    return asyncio.run(at.connector.perform(batch, at.straight, Kept(KEY)))


@pytest.mark.parametrize(
    ("operation", "url"), [("attach", BULK), ("detach", f"{BASE}/12345678/contacts/bulk_label")]
)
def test_a_label_is_attached_or_detached_in_one_call_under_the_batch_s_key(
    vendor: respx.MockRouter, operation: str, url: str
) -> None:
    texts = {} if operation == "attach" else {"phone_number_id": "12345678"}
    route = vendor.post(url).mock(
        return_value=enveloped({"applied": 2, "skipped_cross_org": 0, "skipped_team_mismatch": 0})
    )
    pair = (person(2), person(1), person(2))
    batch = Relabel(pair, add=(VIP,)) if operation == "attach" else Relabel(pair, remove=(VIP,))
    assert performed(batch, organised(texts=texts)).contacts == {person(1): APPLIED, person(2): APPLIED}
    request = route.calls.last.request
    assert sent(request) == {
        "contact_ids": [person(1), person(2)],
        "label_id": VIP,
        "operation": operation,
    }
    assert request.headers["idempotency-key"] == KEY
    assert len(vendor.calls) == 1


@pytest.mark.parametrize("skipped", [3, -1])
def test_counts_that_cannot_be_true_prove_nothing(vendor: respx.MockRouter, skipped: int) -> None:
    tally = {"applied": 2, "skipped_cross_org": skipped, "skipped_team_mismatch": 0}
    vendor.post(BULK).mock(return_value=enveloped(tally))
    contacts = performed(Relabel(people(2), add=(VIP,))).contacts
    assert {outcome.kind for outcome in contacts.values()} == {Kind.UNKNOWN}
    assert len(vendor.calls) == 1


@pytest.mark.parametrize("body", [b"<html>", b'{"data":{}}', b""])
def test_a_success_that_cannot_be_read_is_unknown(vendor: respx.MockRouter, body: bytes) -> None:
    vendor.post(BULK).respond(content=body)
    contacts = performed(Relabel(people(2), add=(VIP,))).contacts
    assert {outcome.kind for outcome in contacts.values()} == {Kind.UNKNOWN}


def test_what_cannot_be_an_id_fails_alone(vendor: respx.MockRouter) -> None:
    route = vendor.post(BULK).mock(return_value=enveloped({"applied": 1}))
    contacts = performed(Relabel(("ctc_bad", person(1)), add=(VIP,))).contacts
    assert {contact: outcome.kind for contact, outcome in contacts.items()} == {
        "ctc_bad": Kind.FAILED,
        person(1): Kind.APPLIED,
    }
    assert sent(route.calls.last.request)["contact_ids"] == [person(1)]


def test_nothing_is_sent_when_no_contact_can_be(vendor: respx.MockRouter) -> None:
    assert performed(Relabel(("x",), add=(VIP,))).contacts["x"].kind is Kind.FAILED
    assert not vendor.calls


@pytest.mark.parametrize(
    "batch",
    [
        Relabel((), add=(VIP,)),
        Relabel((person(1),)),
        Relabel((person(1),), add=(VIP, "lbl_2")),
        Relabel((person(1),), add=(VIP,), remove=("lbl_2",)),
        Relabel((person(1),), add=("",)),
        Relabel(people(1001), add=(VIP,)),
    ],
)
def test_a_call_of_another_shape_is_never_sent(vendor: respx.MockRouter, batch: Relabel) -> None:
    with pytest.raises(Rejected) as refusal:
        performed(batch)
    assert refusal.value.status == 0
    assert not vendor.calls


def test_an_unknown_label_is_refused_for_the_whole_call(vendor: respx.MockRouter) -> None:
    vendor.post(BULK).mock(return_value=refused(404, "not_found", "resource_not_found"))
    with pytest.raises(Rejected) as refusal:
        performed(Relabel(people(2), add=(VIP,)))
    assert refusal.value.code == "resource_not_found"
    assert "plan again" in refusal.value.advice


def test_a_call_in_progress_is_asked_again_under_the_same_key(vendor: respx.MockRouter) -> None:
    route = vendor.post(BULK).mock(side_effect=[IN_PROGRESS, IN_PROGRESS, enveloped({"applied": 2})])
    organisation = organised()
    contacts = performed(Relabel(people(2), add=(VIP,)), organisation).contacts
    assert set(contacts.values()) == {APPLIED}
    assert {call.request.headers["idempotency-key"] for call in route.calls} == {KEY}
    assert organisation.clock.slept == 3.0


def test_a_call_that_stays_in_progress_is_lost_and_settles_later(vendor: respx.MockRouter) -> None:
    vendor.post(BULK).mock(return_value=IN_PROGRESS)
    organisation = organised()
    batch = Relabel(people(2), add=(VIP,))
    with pytest.raises(AnswerLost):
        performed(batch, organisation)
    settling = organisation.connector.settle(batch, Ticket("key", "k-1"), organisation.straight, Kept())
    assert asyncio.run(settling) is None


def test_settling_sends_the_same_body_under_the_ticket_s_key(vendor: respx.MockRouter) -> None:
    replayed = httpx.Response(200, json={"data": {"applied": 2}}, headers={"Idempotent-Replayed": "true"})
    route = vendor.post(BULK).mock(return_value=replayed)
    organisation = organised()
    batch = Relabel((person(1), person(0)), remove=(VIP,))
    settling = organisation.connector.settle(batch, Ticket("key", "k-1"), organisation.straight, Kept())
    settled = asyncio.run(settling)
    assert settled is not None
    assert set(settled.contacts.values()) == {APPLIED}
    request = route.calls.last.request
    assert request.headers["idempotency-key"] == "k-1"
    assert sent(request) == {
        "contact_ids": [person(0), person(1)],
        "label_id": VIP,
        "operation": "detach",
    }


def test_a_job_is_no_ticket_of_this_vendor(vendor: respx.MockRouter) -> None:
    organisation = organised()
    batch = Relabel(people(2), add=(VIP,))
    with pytest.raises(Rejected):
        asyncio.run(organisation.connector.settle(batch, Ticket("job", "1"), organisation.straight, Kept()))
    assert not vendor.calls
