"""KirimChat: labels on contacts, which no documentation shows, are believed where a server shows them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import respx

from labelsync.core.capability import Capabilities, Evidence, Membership, Repeat
from labelsync.core.question import Everyone, Named, Question, These
from labelsync.core.roster import Contact
from labelsync.errors import Incomprehensible, Rejected
from tests.connectors.kirimchat_organisation import (
    BASE,
    TOKEN,
    VIP,
    Organisation,
    enveloped,
    listed,
    organised,
    person,
    refused,
)
from tests.connectors.straight import gathered

NUMBER = "123456789012345"
ADA = "+6281234567890"


@pytest.fixture
def vendor() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        router.get(f"{BASE}/me").mock(return_value=enveloped({"organization": {"id": "org_1"}}))
        yield router


def identified(**settings: object) -> Organisation:
    organisation = organised(**settings)
    asyncio.run(organisation.connector.identify(organisation.straight))
    return organisation


def contacts(organisation: Organisation, question: Question) -> list[Contact]:
    pages = asyncio.run(gathered(organisation.connector.observe(question, organisation.straight)))
    return [contact for page in pages for contact in page.contacts]


def without_membership(capabilities: Capabilities) -> list[object]:
    names = [name for name in capabilities.__slots__ if name != "membership"]
    return [getattr(capabilities, name) for name in names]


@pytest.mark.parametrize("generation", ["", NUMBER])
@pytest.mark.parametrize("labels", [[], [VIP], [{"id": VIP, "name": "VIP"}]])
def test_one_contact_with_labels_shows_that_they_can_be_read(
    vendor: respx.MockRouter, labels: list[object], generation: str
) -> None:
    path = f"{BASE}/{generation}/contacts" if generation else f"{BASE}/contacts"
    route = vendor.get(path).mock(return_value=listed({"id": person(1), "labels": labels}, following="c1"))
    organisation = identified(texts={"phone_number_id": generation})
    assert organisation.connector.capabilities.membership is Membership.ON_CONTACT
    request = route.calls.last.request
    assert (request.method, str(request.url)) == ("GET", f"{path}?limit=1")
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert len(vendor.calls) == 2


def test_nothing_else_changes_with_it(vendor: respx.MockRouter) -> None:
    vendor.get(f"{BASE}/contacts").mock(return_value=listed({"id": person(1), "labels": []}))
    can = identified().connector.capabilities
    assert without_membership(can) == without_membership(organised().connector.capabilities)
    assert (can.evidence, can.repeat, can.lag, can.carriers) == (Evidence.COUNTS, Repeat.KEYED, 0.0, 0)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"id": person(1)}],
        [{"id": person(1), "labels": None}],
        [{"id": person(1), "labels": ["VIP"]}],
        [{"id": person(1), "labels": [{"name": "VIP"}]}],
        [{"id": person(1), "labels": {"data": []}}],
        [{"id": person(1), "labels": 3}],
    ],
    ids=["nobody", "no member", "null", "names", "objects without ids", "an object", "a count"],
)
def test_without_ids_of_labels_they_stay_unreadable(vendor: respx.MockRouter, rows: list[object]) -> None:
    vendor.get(f"{BASE}/contacts").mock(return_value=listed(*rows))
    organisation = identified()
    assert organisation.connector.capabilities.membership is Membership.UNREADABLE
    people = contacts(organisation, Everyone())
    assert [(contact.labels, contact.unsure) for contact in people] == [(frozenset(), False) for _ in rows]


def test_what_was_shown_once_stays_so(vendor: respx.MockRouter) -> None:
    shown, bare = listed({"id": person(1), "labels": [VIP]}), listed({"id": person(1)})
    vendor.get(f"{BASE}/contacts").mock(side_effect=[shown, bare])
    organisation = identified()
    asyncio.run(organisation.connector.identify(organisation.straight))
    assert organisation.connector.capabilities.membership is Membership.ON_CONTACT


@pytest.mark.parametrize(
    "question",
    [Everyone(), Named((), (ADA,)), These((person(1), person(2)), strong=True)],
    ids=["everyone", "named", "these"],
)
def test_a_contact_whose_labels_are_left_out_while_others_show_theirs_is_unsure(
    vendor: respx.MockRouter, question: Question
) -> None:
    shown, bare = {"id": person(1), "labels": [{"id": VIP}]}, {"id": person(2), "labels": None}
    vendor.get(f"{BASE}/contacts").mock(return_value=listed(shown, bare))
    vendor.get(f"{BASE}/contacts/{person(1)}").mock(return_value=enveloped(shown))
    vendor.get(f"{BASE}/contacts/{person(2)}").mock(return_value=enveloped(bare))
    assert contacts(identified(), question) == [
        Contact(person(1), labels=frozenset({VIP})),
        Contact(person(2), unsure=True),
    ]


def test_contacts_under_no_such_number_are_refused_at_once(vendor: respx.MockRouter) -> None:
    vendor.get(f"{BASE}/{NUMBER}/contacts").mock(return_value=refused(404, "not_found", "x"))
    with pytest.raises(Rejected) as refusal:
        identified(texts={"phone_number_id": NUMBER})
    assert "phone_number_id" in refusal.value.advice


def test_a_first_contact_that_cannot_be_read_is_incomprehensible(vendor: respx.MockRouter) -> None:
    vendor.get(f"{BASE}/contacts").respond(text="<html>")
    with pytest.raises(Incomprehensible):
        identified()
