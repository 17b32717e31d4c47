"""HighLevel: what is asked of the location, and how its answers are read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
import respx

from labelsync.core.question import Definitions, Everyone, Page, Question, Reading, Seen, These
from labelsync.core.roster import Contact, Definition
from labelsync.errors import Incomprehensible, Rejected
from tests.connectors.highlevel_location import (
    ADA,
    BASE,
    BOB,
    CYD,
    LOCATION,
    SEARCH,
    TAGS,
    TOKEN,
    asked,
    located,
    refused,
    row,
    rows,
    sent,
)


@pytest.fixture
def vendor() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


def observed(question: Question, **settings: object) -> list[Page]:
    return asyncio.run(asked(question, **settings))


def test_identifying_asks_for_the_tags_of_the_location_with_token_and_version(
    vendor: respx.MockRouter,
) -> None:
    route = vendor.get(TAGS).respond(json={"tags": []})
    connector, straight = located()
    identified = asyncio.run(connector.identify(straight))
    headers = route.calls.last.request.headers
    assert (identified.text, identified.tenant) == (f"location {LOCATION}", LOCATION)
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["version"] == "2021-07-28"
    assert headers["accept"] == "application/json"


def test_the_version_of_the_account_is_sent(vendor: respx.MockRouter) -> None:
    route = vendor.get(TAGS).respond(json={"tags": []})
    connector, straight = located(texts={"version": "v3"})
    asyncio.run(connector.identify(straight))
    assert route.calls.last.request.headers["version"] == "v3"


def test_everyone_is_scanned_by_search_after_until_a_short_page(vendor: respx.MockRouter) -> None:
    full = rows(500)
    route = vendor.post(SEARCH).mock(
        side_effect=[
            httpx.Response(200, json={"contacts": full, "total": 501}),
            httpx.Response(200, json={"contacts": [row(ADA)], "total": 501}),
        ]
    )
    pages = observed(Everyone())
    first = {"locationId": LOCATION, "pageLimit": 500, "sort": [{"field": "dateAdded", "direction": "asc"}]}
    assert [sent(call.request) for call in route.calls] == [
        first,
        {**first, "searchAfter": [1767323045678 + 499, "C0000000000000000499"]},
    ]
    reading = Reading()
    assert sum(len(reading.fresh(page)) for page in pages) == 501
    assert reading.certificate() == Seen(501, 2, total_known=True)


def test_a_full_last_page_is_followed_by_an_empty_one(vendor: respx.MockRouter) -> None:
    full = rows(500)
    vendor.post(SEARCH).mock(
        side_effect=[
            httpx.Response(200, json={"contacts": full, "total": 500}),
            httpx.Response(200, json={"contacts": [], "total": 500}),
        ]
    )
    assert [(len(page.contacts), page.last) for page in observed(Everyone())] == [(500, False), (0, True)]


@pytest.mark.parametrize("after", [None, [1, "same"]])
def test_a_scan_that_would_not_move_on_is_not_believed(
    vendor: respx.MockRouter, after: list[object] | None
) -> None:
    full = [{"id": f"C{number:019}", "searchAfter": after} for number in range(500)]
    vendor.post(SEARCH).respond(json={"contacts": full, "total": 900})
    with pytest.raises(Incomprehensible, match="where the next one begins"):
        observed(Everyone())


def test_a_contact_is_read_with_folded_email_and_tags(vendor: respx.MockRouter) -> None:
    told = row(
        ADA,
        email=" Ada@Example.COM",
        phone="+15550001111",
        tags=[" VIP ", "lead"],
        additionalEmails=[{"email": "A@example.com"}, "b@example.com", None, {}],
        additionalPhones=["+15550002222", "555", {"phone": "+15550003333"}],
        dnd=False,
        customFields=[{"id": "x", "value": 1}],
    )
    vendor.post(SEARCH).respond(json={"contacts": [told], "total": 1, "traceId": "t"})
    assert observed(Everyone())[0].contacts == (
        Contact(
            ADA,
            email="ada@example.com",
            phone="+15550001111",
            labels=frozenset({"vip", "lead"}),
            emails=("a@example.com", "b@example.com"),
            phones=("+15550002222", "+15550003333"),
        ),
    )


@pytest.mark.parametrize("sloppy", [{}, {"tags": None, "email": None, "phone": None}, {"phone": "5551234"}])
def test_what_is_missing_on_a_row_counts_as_none_and_its_tags_as_unsure(
    vendor: respx.MockRouter, sloppy: dict[str, object]
) -> None:
    vendor.post(SEARCH).respond(json={"contacts": [{"id": ADA, **sloppy}]})
    assert observed(Everyone()) == [Page((Contact(ADA, unsure=True),), total=None, last=True)]


def test_an_empty_list_of_tags_is_sure(vendor: respx.MockRouter) -> None:
    vendor.post(SEARCH).respond(json={"contacts": [row(ADA, tags=[]), row(BOB)], "total": 2})
    for question in (Everyone(), These((ADA, BOB), strong=False)):
        assert observed(question)[0].contacts == (Contact(ADA), Contact(BOB, unsure=True))


def test_a_contact_shown_by_its_id_without_tags_has_none(vendor: respx.MockRouter) -> None:
    vendor.get(f"{BASE}/contacts/{ADA}").respond(json={"contact": {"id": ADA}})
    assert observed(These((ADA,), strong=True))[0].contacts == (Contact(ADA),)


def test_equal_tag_sets_are_kept_once(vendor: respx.MockRouter) -> None:
    told = [row(ADA, tags=["a", "b"]), row(BOB, tags=["B", "a"]), row(CYD, tags=["a", "b"])]
    vendor.post(SEARCH).respond(json={"contacts": told, "total": 3})
    first, second, third = (contact.labels for contact in observed(Everyone())[0].contacts)
    assert first is second
    assert second is third


def test_these_contacts_are_searched_by_an_or_group_of_at_most_fifty_ids(vendor: respx.MockRouter) -> None:
    ids = tuple(f"C{number:019}" for number in range(51))
    route = vendor.post(SEARCH).respond(json={"contacts": [row(ids[50]), row(ADA)], "total": 2})
    pages = observed(These((*ids, ids[0]), strong=False))
    assert [sent(call.request) for call in route.calls] == [
        {
            "locationId": LOCATION,
            "pageLimit": 500,
            "filters": [
                {
                    "group": "OR",
                    "filters": [{"field": "id", "operator": "eq", "value": contact} for contact in group],
                }
            ],
        }
        for group in (ids[:50], ids[50:])
    ]
    assert [contact.id for page in pages for contact in page.contacts] == [ids[50]]
    assert [page.last for page in pages] == [False, False, True]


def test_an_empty_question_sends_nothing(vendor: respx.MockRouter) -> None:
    for strong in (True, False):
        assert observed(These((), strong=strong)) == [Page(last=True)]
    assert not vendor.calls


@pytest.mark.parametrize("strong", [True, False])
def test_what_cannot_be_an_id_is_not_asked_for(vendor: respx.MockRouter, strong: bool) -> None:
    assert observed(These(("", "../locations", "a?b", "x" * 76), strong=strong)) == [Page(last=True)]
    assert not vendor.calls


@pytest.mark.parametrize("at_once", [0, 3])
def test_the_strong_way_asks_each_contact_by_its_id(vendor: respx.MockRouter, at_once: int) -> None:
    vendor.get(f"{BASE}/contacts/{ADA}").respond(json={"contact": {"id": ADA, "tags": ["vip"]}})
    vendor.get(f"{BASE}/contacts/{BOB}").mock(return_value=refused(400, f"Contact not found for id:{BOB}"))
    vendor.get(f"{BASE}/contacts/{CYD}").mock(return_value=refused(404, "Not Found"))
    pages = observed(These((ADA, BOB, CYD, ADA), strong=True), concurrency=at_once)
    assert [contact for page in pages for contact in page.contacts] == [
        Contact(ADA, labels=frozenset({"vip"}))
    ]
    assert [page.last for page in pages].index(True) == len(pages) - 1
    assert len(vendor.calls) == 3


def test_an_answer_for_another_contact_is_passed_over(vendor: respx.MockRouter) -> None:
    vendor.get(f"{BASE}/contacts/{ADA}").respond(json={"contact": {"id": BOB}})
    assert [page.contacts for page in observed(These((ADA,), strong=True))] == [(), ()]


def test_a_path_that_the_version_does_not_have_is_not_a_missing_contact(vendor: respx.MockRouter) -> None:
    vendor.get(f"{BASE}/contacts/{ADA}").mock(return_value=refused(404, f"Cannot GET /contacts/{ADA}"))
    with pytest.raises(Rejected) as refusal:
        observed(These((ADA,), strong=True))
    assert "version" in refusal.value.advice


@pytest.mark.parametrize("body", [b"", b"<html>no such page</html>", b"{}"])
def test_a_404_without_a_message_is_no_evidence_that_a_contact_is_gone(
    vendor: respx.MockRouter, body: bytes
) -> None:
    vendor.get(f"{BASE}/contacts/{ADA}").respond(404, content=body)
    with pytest.raises(Rejected):
        observed(These((ADA,), strong=True))


def test_another_bad_request_is_not_a_missing_contact(vendor: respx.MockRouter) -> None:
    vendor.get(f"{BASE}/contacts/{ADA}").mock(return_value=refused(400, "Invalid field contact_name"))
    with pytest.raises(Rejected, match="Invalid field contact_name"):
        observed(These((ADA,), strong=True))


def test_definitions_are_folded_names_each_once(vendor: respx.MockRouter) -> None:
    tags = [{"id": "T1", "name": "VIP", "locationId": LOCATION}, {"id": "T2", "name": "lead"}]
    vendor.get(TAGS).respond(json={"tags": [*tags, {"id": "T3", "name": "lead"}]})
    assert observed(Definitions(("vip",))) == [
        Page(definitions=(Definition("vip", "VIP"), Definition("lead", "lead")), last=True)
    ]


@pytest.mark.parametrize(
    "body", [b"<html>", b"", b'{"contacts":{}}', b'{"contacts":[{"email":1}]}', b"\xff\xfe", b"[]"]
)
def test_a_body_of_another_shape_is_incomprehensible(vendor: respx.MockRouter, body: bytes) -> None:
    vendor.post(SEARCH).respond(content=body)
    with pytest.raises(Incomprehensible):
        observed(Everyone())
