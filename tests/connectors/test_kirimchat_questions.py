"""KirimChat: contacts by phone number and by its own filter, and what it cannot be asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import respx

from labelsync.core.question import Carriers, Everyone, Matching, Named, Page, Question, Reading, Seen, These
from labelsync.core.roster import Contact
from labelsync.errors import Rejected
from tests.connectors.kirimchat_organisation import (
    BASE,
    TOKEN,
    VIP,
    listed,
    organised,
    person,
    refused,
)
from tests.connectors.straight import gathered

ADA, BOB = "+6281234567890", "+6281234567891"
NUMBER = "123456789012345"


@pytest.fixture
def vendor() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


def observed(question: Question, **settings: object) -> list[Page]:
    organisation = organised(**settings)
    return asyncio.run(gathered(organisation.connector.observe(question, organisation.straight)))


def row(number: int, phone: str) -> dict[str, object]:
    """A contact as the reference shows it."""
    return {
        "id": person(number),
        "object": "contact",
        "phone_number": phone,
        "name": "Ada",
        "email": None,
        "metadata": {},
        "whatsapp_account": {"phone_number": "+62800000000"},
        "created_at": "2026-05-04T10:00:00Z",
        "updated_at": "2026-05-04T10:00:00Z",
    }


@pytest.mark.parametrize("generation", ["", NUMBER])
def test_a_phone_number_is_asked_exactly_and_by_itself(vendor: respx.MockRouter, generation: str) -> None:
    contacts = f"/v1/{generation}/contacts" if generation else "/v1/contacts"
    route = vendor.get(f"https://api-kckit.kirim.chat{contacts}")
    route.mock(side_effect=[listed(row(1, ADA)), listed()])
    texts = {"phone_number_id": generation} if generation else {}
    pages = observed(Named((), (ADA, BOB, ADA)), texts=texts, concurrency=1)
    assert pages == [Page((Contact(person(1), phone=ADA),)), Page(), Page(last=True)]
    assert [call.request.url.raw_path.decode() for call in route.calls] == [
        f"{contacts}?limit=100&phone=%2B6281234567890",
        f"{contacts}?limit=100&phone=%2B6281234567891",
    ]
    request = route.calls.last.request
    assert (request.method, request.content) == ("GET", b"")
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert "idempotency-key" not in request.headers


def test_any_field_is_the_one_phone_number_that_a_contact_has(vendor: respx.MockRouter) -> None:
    vendor.get(f"{BASE}/contacts").mock(return_value=listed(row(1, ADA)))
    assert observed(Named((), (ADA,), any_field=True)) == observed(Named((), (ADA,)))


def test_a_phone_number_of_several_contacts_is_read_to_its_end(vendor: respx.MockRouter) -> None:
    route = vendor.get(f"{BASE}/contacts")
    route.mock(side_effect=[listed(row(1, ADA), following="c1"), listed(row(2, ADA))])
    reading = Reading()
    for page in observed(Named((), (ADA,))):
        reading.fresh(page)
    assert reading.certificate() == Seen(2, 2, total_known=False)
    assert dict(route.calls.last.request.url.params) == {"limit": "100", "phone": ADA, "cursor": "c1"}


def test_phone_numbers_are_asked_side_by_side(vendor: respx.MockRouter) -> None:
    vendor.get(f"{BASE}/contacts").mock(return_value=listed())
    pages = observed(Named((), tuple(f"+628123456{n:03}" for n in range(5))), concurrency=4)
    assert len(pages) == 3
    assert len(vendor.calls) == 5


def test_a_phone_number_that_the_vendor_finds_invalid_is_nobody_s(vendor: respx.MockRouter) -> None:
    invalid = refused(400, "invalid_request_error", "invalid_phone_number", "phone")
    vendor.get(f"{BASE}/contacts").mock(side_effect=[invalid, listed(row(2, BOB))])
    pages = observed(Named((), ("+00000000", BOB)), concurrency=1)
    assert [contact.id for page in pages for contact in page.contacts] == [person(2)]


def test_another_refusal_ends_the_answer(vendor: respx.MockRouter) -> None:
    vendor.get(f"{BASE}/contacts").mock(return_value=refused(400, "invalid_request_error", "invalid_limit"))
    with pytest.raises(Rejected):
        observed(Named((), (ADA,)))


def test_nobody_named_is_asked_for_nothing(vendor: respx.MockRouter) -> None:
    assert observed(Named((), ())) == [Page(last=True)]
    assert not vendor.calls


@pytest.mark.parametrize(
    ("wanted", "query"),
    [
        ('{"phone": "+6281234567890"}', "limit=100&phone=%2B6281234567890"),
        ('{"search": "ada lovelace & co"}', "limit=100&search=ada+lovelace+%26+co"),
    ],
)
def test_a_filter_of_the_vendor_s_own_stands_in_every_page(
    vendor: respx.MockRouter, wanted: str, query: str
) -> None:
    route = vendor.get(f"{BASE}/contacts")
    route.mock(side_effect=[listed(row(1, ADA), following="c 1"), listed(row(2, BOB))])
    pages = observed(Matching(wanted))
    assert [(len(page.contacts), page.last) for page in pages] == [(1, False), (1, True)]
    sent = [call.request.url.query.decode() for call in route.calls]
    assert sent == [query, f"{query}&cursor=c+1"]


@pytest.mark.parametrize(
    "question",
    [
        Carriers((VIP,)),
        Named(("ada@example.com",), ()),
        Named(("ada@example.com",), (ADA,), any_field=True),
        Matching("{}"),
        Matching('{"search": ""}'),
        Matching('{"phone": "0812"}'),
        Matching("nobody"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_any_request(
    vendor: respx.MockRouter, question: Question
) -> None:
    with pytest.raises(Rejected) as refusal:
        observed(question)
    assert refusal.value.status == 0
    assert "ada" not in f"{refusal.value.reason}{refusal.value.advice}"
    assert not vendor.calls


def test_what_can_be_asked_is_told() -> None:
    can = organised().connector.capabilities
    assert (can.page, can.these, can.strong) == (100, 1, 1)
    assert (can.carriers, can.emails, can.phones, can.matching) == (0, 0, 1, 100)


@pytest.mark.parametrize("question", [Everyone(), These((person(1),), strong=False), Named((), (ADA,))])
def test_every_question_only_reads(vendor: respx.MockRouter, question: Question) -> None:
    vendor.get(f"{BASE}/contacts").mock(return_value=listed())
    vendor.get(f"{BASE}/contacts/{person(1)}").mock(return_value=refused(404, "not_found"))
    observed(question)
    assert {call.request.method for call in vendor.calls} == {"GET"}
