"""HighLevel: carriers of tags, people by e-mail or phone, and a list's own filter, asked of the search."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
import respx

from labelsync.core.question import Carriers, Everyone, Matching, Named, Page, Question, Reading, Seen, Unseen
from labelsync.core.roster import Contact
from labelsync.errors import Incomprehensible, Rejected
from tests.connectors.highlevel_location import ADA, BOB, CYD, LOCATION, SEARCH, asked, row, rows, sent

SORT = [{"field": "dateAdded", "direction": "asc"}]


@pytest.fixture
def vendor() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


def observed(question: Question) -> list[Page]:
    return asyncio.run(asked(question))


def people(pages: list[Page]) -> list[Contact]:
    return [contact for page in pages for contact in page.contacts]


def certificate(pages: list[Page]) -> Seen | Unseen:
    reading = Reading()
    for page in pages:
        reading.fresh(page)
    return reading.certificate()


def eq(field: str, value: str) -> dict[str, str]:
    return {"field": field, "operator": "eq", "value": value}


def scanned(*filters: object, **more: object) -> dict[str, object]:
    return {"locationId": LOCATION, "pageLimit": 500, "sort": SORT, "filters": list(filters), **more}


def any_of(*filters: object) -> dict[str, object]:
    return {"group": "OR", "filters": list(filters)}


def test_carriers_are_asked_by_an_or_group_of_folded_tags(vendor: respx.MockRouter) -> None:
    told = [row(ADA, tags=["VIP"]), row(BOB, tags=["lead", "x"])]
    route = vendor.post(SEARCH).respond(json={"contacts": told, "total": 2})
    pages = observed(Carriers((" VIP", "lead", "vip")))
    assert sent(route.calls.last.request) == scanned(any_of(eq("tags", "lead"), eq("tags", "vip")))
    assert [contact.labels for contact in people(pages)] == [{"vip"}, {"lead", "x"}]
    assert certificate(pages) == Seen(2, 1, total_known=True)


def test_carriers_are_scanned_by_the_cursor_to_the_end(vendor: respx.MockRouter) -> None:
    route = vendor.post(SEARCH).mock(
        side_effect=[
            httpx.Response(200, json={"contacts": rows(500, tags=["vip"]), "total": 501}),
            httpx.Response(200, json={"contacts": [row(ADA, tags=["vip"])], "total": 501}),
        ]
    )
    pages = observed(Carriers(("vip",)))
    assert sent(route.calls.last.request) == scanned(
        any_of(eq("tags", "vip")), searchAfter=[1767323045678 + 499, "C0000000000000000499"]
    )
    assert certificate(pages) == Seen(501, 2, total_known=True)


def test_a_row_that_carries_none_of_the_tags_is_left_out_and_off_the_total(vendor: respx.MockRouter) -> None:
    told = [row(ADA, tags=["vip"]), row(BOB, tags=["vip-old"]), row(CYD)]
    vendor.post(SEARCH).respond(json={"contacts": told, "total": 3})
    pages = observed(Carriers(("vip",)))
    assert people(pages) == [Contact(ADA, labels=frozenset({"vip"})), Contact(CYD, unsure=True)]
    assert certificate(pages) == Seen(2, 1, total_known=True)


def test_carriers_that_the_total_does_not_account_for_earn_no_certificate(vendor: respx.MockRouter) -> None:
    vendor.post(SEARCH).respond(json={"contacts": [row(ADA, tags=["vip"])], "total": 2})
    assert isinstance(certificate(observed(Carriers(("vip",)))), Unseen)


def test_more_than_fifty_tags_are_several_scans_without_a_common_total(vendor: respx.MockRouter) -> None:
    names = tuple(f"t{number:02}" for number in range(51))
    route = vendor.post(SEARCH)
    route.side_effect = [
        httpx.Response(200, json={"contacts": [row(ADA, tags=["t00", "t50"])], "total": 1}) for _ in "ab"
    ]
    pages = observed(Carriers(names))
    groups = [sent(call.request) for call in route.calls]
    assert groups == [
        scanned(any_of(*(eq("tags", name) for name in names[:50]))),
        scanned(any_of(eq("tags", "t50"))),
    ]
    assert [page.last for page in pages] == [False, False, True]
    assert certificate(pages) == Seen(1, 3, total_known=False)


def test_a_scan_among_several_that_disagrees_with_its_total_spoils_the_answer(
    vendor: respx.MockRouter,
) -> None:
    route = vendor.post(SEARCH)
    route.side_effect = [
        httpx.Response(200, json={"contacts": [row(ADA, tags=["t00"])], "total": total}) for total in (2, 1)
    ]
    pages = observed(Carriers(tuple(f"t{number:02}" for number in range(51))))
    assert isinstance(certificate(pages), Unseen)


def test_people_are_named_by_e_mail_and_phone_in_one_group(vendor: respx.MockRouter) -> None:
    told = [row(ADA, email="ADA@example.com", tags=[]), row(BOB, phone="+15550001111", tags=[])]
    route = vendor.post(SEARCH).respond(json={"contacts": told, "total": 2})
    pages = observed(Named(("ada@example.com", "ada@example.com"), ("+15550001111",)))
    assert sent(route.calls.last.request) == scanned(
        any_of(eq("email", "ada@example.com"), eq("phone", "+15550001111"))
    )
    assert people(pages) == [Contact(ADA, email="ada@example.com"), Contact(BOB, phone="+15550001111")]
    assert certificate(pages) == Seen(2, 1, total_known=True)


def test_people_are_named_fifty_a_request(vendor: respx.MockRouter) -> None:
    emails = tuple(f"p{number}@example.com" for number in range(50))
    phones = tuple(f"+1555000{number:04}" for number in range(50))
    route = vendor.post(SEARCH).respond(json={"contacts": [], "total": 0})
    pages = observed(Named(emails, phones))
    assert [sent(call.request) for call in route.calls] == [
        scanned(any_of(*(eq("email", email) for email in emails))),
        scanned(any_of(*(eq("phone", phone) for phone in phones))),
    ]
    assert pages[-1] == Page(last=True)


@pytest.mark.parametrize("question", [Carriers(()), Named((), ())])
def test_nobody_asked_is_nobody_told(vendor: respx.MockRouter, question: Question) -> None:
    assert observed(question) == [Page(last=True)]
    assert not vendor.calls


@pytest.mark.parametrize(
    "question",
    [
        Named(("ada@example.com",), (), any_field=True),
        Named(("a" * 70 + "@example.com",), ()),
        Carriers(("x" * 76,)),
        Carriers(("vip", " ")),
        Matching('{"field":"tags"}'),
    ],
)
def test_what_the_search_cannot_be_asked_is_refused_before_any_request(
    vendor: respx.MockRouter, question: Question
) -> None:
    with pytest.raises(Rejected) as refusal:
        observed(question)
    assert refusal.value.status == 0
    assert refusal.value.advice
    assert "example.com" not in refusal.value.reason + refusal.value.advice
    assert not vendor.calls


@pytest.mark.parametrize(
    ("told", "filters"),
    [
        (
            '{"field":"source","operator":"eq","value":"Form"}',
            [{"field": "source", "operator": "eq", "value": "Form"}],
        ),
        ('{"field":"tags","operator":"eq","value":" VIP"}', [eq("tags", "vip")]),
        (
            '[{"group":"OR","filters":[{"field":"tags","operator":"contains","value":"VI P"}]},'
            '{"field":"dnd","operator":"not_exists"}]',
            [
                any_of({"field": "tags", "operator": "contains", "value": "vi p"}),
                {"field": "dnd", "operator": "not_exists"},
            ],
        ),
    ],
)
def test_a_filter_of_a_list_is_sent_with_its_tags_folded(
    vendor: respx.MockRouter, told: str, filters: list[object]
) -> None:
    route = vendor.post(SEARCH).respond(json={"contacts": [row(ADA, tags=["vip"])], "total": 1})
    pages = observed(Matching(told))
    assert sent(route.calls.last.request) == scanned(*filters)
    assert certificate(pages) == Seen(1, 1, total_known=True)


def test_a_filter_of_a_list_is_scanned_by_the_cursor_to_the_end(vendor: respx.MockRouter) -> None:
    route = vendor.post(SEARCH).mock(
        side_effect=[
            httpx.Response(200, json={"contacts": rows(500), "total": 500}),
            httpx.Response(200, json={"contacts": [], "total": 500}),
        ]
    )
    pages = observed(Matching('{"field":"email","operator":"exists"}'))
    assert len(people(pages)) == 500
    assert sent(route.calls.last.request) == scanned(
        {"field": "email", "operator": "exists"}, searchAfter=[1767323045678 + 499, "C0000000000000000499"]
    )


def test_a_scan_that_goes_in_a_circle_is_not_believed(vendor: respx.MockRouter) -> None:
    route = vendor.post(SEARCH)
    route.side_effect = [
        httpx.Response(200, json={"contacts": rows(500, start), "total": 9999}) for start in (0, 500, 0)
    ]
    with pytest.raises(Incomprehensible, match="where the next one begins"):
        observed(Everyone())
    assert route.call_count == 3
