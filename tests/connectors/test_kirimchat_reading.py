"""KirimChat: what is asked of the organisation, and how its answers are read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import respx

from labelsync.core.question import Definitions, Everyone, Page, Question, Reading, Seen, These
from labelsync.core.roster import Contact, Definition
from labelsync.errors import Incomprehensible, NotAuthorised, Rejected
from tests.connectors.kirimchat_organisation import (
    BASE,
    TOKEN,
    enveloped,
    listed,
    organised,
    person,
    refused,
)
from tests.connectors.straight import gathered

PHONE_NUMBER = "123456789012345"


@pytest.fixture
def vendor() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


def observed(question: Question, **settings: object) -> list[Page]:
    organisation = organised(**settings)
    return asyncio.run(gathered(organisation.connector.observe(question, organisation.straight)))


def test_identifying_names_the_organisation_of_the_key(vendor: respx.MockRouter) -> None:
    route = vendor.get(f"{BASE}/me").mock(
        return_value=enveloped({"organization": {"id": "org_1", "object": "organization", "name": "Ada's"}})
    )
    vendor.get(f"{BASE}/contacts").mock(return_value=listed())
    organisation = organised()
    identified = asyncio.run(organisation.connector.identify(organisation.straight))
    assert (identified.text, identified.tenant) == ("organisation org_1", "org_1")
    assert route.calls.last.request.headers["authorization"] == f"Bearer {TOKEN}"


def test_everyone_is_read_by_cursor_until_there_is_no_more(vendor: respx.MockRouter) -> None:
    first = {
        "id": person(1),
        "object": "contact",
        "phone_number": "+6281234567890",
        "email": "Ada@Example.com",
        "whatsapp_account": {"phone_number": "+62800"},
        "metadata": {"x": 1},
    }
    route = vendor.get(f"{BASE}/contacts").mock(
        side_effect=[listed(first, following="c1"), listed({"id": person(2), "phone_number": "0812"})]
    )
    pages = observed(Everyone())
    assert [dict(call.request.url.params) for call in route.calls] == [
        {"limit": "100"},
        {"limit": "100", "cursor": "c1"},
    ]
    assert pages == [
        Page((Contact(person(1), email="ada@example.com", phone="+6281234567890"),)),
        Page((Contact(person(2)),), last=True),
    ]
    reading = Reading()
    for page in pages:
        reading.fresh(page)
    assert reading.certificate() == Seen(2, 2, total_known=False)


def test_contacts_may_stand_under_a_phone_number(vendor: respx.MockRouter) -> None:
    contacts = f"{BASE}/{PHONE_NUMBER}/contacts"
    vendor.get(contacts).mock(return_value=listed())
    vendor.get(f"{contacts}/{person(1)}").mock(return_value=enveloped({"id": person(1)}))
    settings = {"texts": {"phone_number_id": PHONE_NUMBER}}
    assert observed(Everyone(), **settings) == [Page(last=True)]
    assert observed(These((person(1),), strong=True), **settings)[0].contacts == (Contact(person(1)),)
    assert set(organised(**settings).straight.access.reads) == {
        ("GET", "/me"),
        ("GET", "/labels"),
        ("GET", f"/{PHONE_NUMBER}/contacts"),
        ("GET", f"/{PHONE_NUMBER}/contacts/{{}}"),
    }


def test_labels_on_a_contact_are_believed_where_a_server_shows_them(vendor: respx.MockRouter) -> None:
    rows = [{"id": person(1), "labels": ["lbl_1", "lbl_2"]}, {"id": person(2), "labels": None}]
    rows.append({"id": person(3), "labels": [{"id": "lbl_2", "name": "b"}, {"id": "lbl_1"}]})
    vendor.get(f"{BASE}/contacts").mock(return_value=listed(*rows))
    first, second, third = observed(Everyone())[0].contacts
    assert first.labels == {"lbl_1", "lbl_2"}
    assert first.labels is third.labels
    assert second.labels == frozenset()


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b'{"data":[]}',
        b'{"data":[],"has_more":true,"next_cursor":null}',
        b'{"data":[{"name":"x"}],"has_more":false}',
        b'{"data":{},"has_more":false}',
        b"\xff",
    ],
)
def test_a_list_of_another_shape_or_without_a_way_on_is_incomprehensible(
    vendor: respx.MockRouter, body: bytes
) -> None:
    vendor.get(f"{BASE}/contacts").respond(content=body)
    with pytest.raises(Incomprehensible):
        observed(Everyone())


def test_a_cursor_that_stands_still_is_incomprehensible(vendor: respx.MockRouter) -> None:
    vendor.get(f"{BASE}/contacts").mock(return_value=listed(following="c1"))
    with pytest.raises(Incomprehensible):
        observed(Everyone())


@pytest.mark.parametrize("strong", [True, False])
def test_these_contacts_are_asked_each_by_its_id(vendor: respx.MockRouter, strong: bool) -> None:
    vendor.get(f"{BASE}/contacts/{person(1)}").mock(return_value=enveloped({"id": person(1)}))
    vendor.get(f"{BASE}/contacts/{person(2)}").mock(return_value=refused(404, "not_found", "x"))
    asked = (person(1), person(2), person(1), "", "ctc_short", "../me")
    pages = observed(These(asked, strong=strong), concurrency=1)
    assert [contact.id for page in pages for contact in page.contacts] == [person(1)]
    assert [page.last for page in pages] == [False, False, True]
    assert len(vendor.calls) == 2


def test_several_contacts_may_be_asked_at_once(vendor: respx.MockRouter) -> None:
    for number in range(5):
        vendor.get(f"{BASE}/contacts/{person(number)}").mock(return_value=enveloped({"id": person(number)}))
    pages = observed(These(tuple(map(person, range(5))), strong=True))
    assert [len(page.contacts) for page in pages] == [4, 1, 0]


def test_a_404_of_somebody_else_is_not_a_missing_contact(vendor: respx.MockRouter) -> None:
    vendor.get(f"{BASE}/contacts/{person(1)}").respond(404, text="<html>no such site</html>")
    with pytest.raises(Rejected) as refusal:
        observed(These((person(1),), strong=True))
    assert refusal.value.status == 404


def test_an_empty_question_sends_nothing(vendor: respx.MockRouter) -> None:
    assert observed(These((), strong=True)) == [Page(last=True)]
    assert not vendor.calls


def test_definitions_are_read_by_cursor_and_kept_to_the_team(vendor: respx.MockRouter) -> None:
    rows = [{"id": f"lbl_{team}", "name": "VIP", "team_id": team} for team in ("a", "b")]
    pages = [listed(*rows, following="c1"), listed({"id": "lbl_3", "name": "Lead", "color": "gray"})]
    route = vendor.get(f"{BASE}/labels").mock(side_effect=[*pages, *pages])
    mine = observed(Definitions(), texts={"team_id": "a"})
    everybody_s = observed(Definitions(("VIP",)))
    assert [page.definitions for page in mine] == [
        (Definition("lbl_a", "VIP"),),
        (Definition("lbl_3", "Lead"),),
    ]
    assert len(everybody_s[0].definitions) == 2
    assert [page.last for page in mine] == [False, True]
    assert [dict(call.request.url.params) for call in route.calls][:2] == [
        {"limit": "100"},
        {"limit": "100", "cursor": "c1"},
    ]


@pytest.mark.parametrize(
    ("status", "kind", "code", "advised"),
    [
        (401, "authentication_error", "expired_api_key", "new key"),
        (401, "authentication_error", "invalid_api_key", "kdv_live_"),
        (403, "permission_error", "plan_limit", "suspended"),
    ],
)
def test_each_refused_key_is_told_apart(
    vendor: respx.MockRouter, status: int, kind: str, code: str, advised: str
) -> None:
    vendor.get(f"{BASE}/me").mock(return_value=refused(status, kind, code))
    organisation = organised()
    with pytest.raises(NotAuthorised) as refusal:
        asyncio.run(organisation.connector.identify(organisation.straight))
    assert advised in refusal.value.advice
    assert "Ada" not in refusal.value.reason


def test_a_refusal_gives_the_code_and_never_the_message(vendor: respx.MockRouter) -> None:
    answer = refused(400, "invalid_request_error", "invalid_cursor", "cursor")
    vendor.get(f"{BASE}/contacts").mock(return_value=answer)
    with pytest.raises(Rejected) as refusal:
        observed(Everyone())
    assert refusal.value.reason == "KirimChat refused to list contacts (400, invalid_cursor, cursor)"
    assert (refusal.value.status, refusal.value.code) == (400, "invalid_cursor")
    assert "again" in refusal.value.advice
