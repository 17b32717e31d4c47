"""Contacts asked for by label, by e-mail and phone, and by a filter of Wix's own."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from labelsync.core.question import Carriers, Everyone, Matching, Named, Page, Question, Reading, Seen
from labelsync.errors import Rejected
from tests.connectors.wix_scene import (
    ANN,
    FIELDS,
    FULL,
    OLDEST_FIRST,
    QUERY,
    asked,
    contact_id,
    people,
    plain,
    scene,
    sent,
    sheet,
)

LABELS = "/contacts/v4/labels"
DAY = "2026-03-01T10:15:00.000Z"
LATER = "2026-03-02T10:15:00.000Z"
THOUSAND = [plain(number, DAY) for number in range(999)] + [plain(999, LATER)]


def query(where: object) -> dict[str, object]:
    """A whole query, as it must leave."""
    return {
        "query": {
            "filter": where,
            "sort": OLDEST_FIRST,
            "paging": {"limit": 1000, "offset": 0},
            "fields": [*FIELDS, "createdDate"],
        }
    }


def mailing(number: int, email: str, *others: str) -> dict[str, object]:
    """A contact with a primary e-mail and others."""
    items = [{"email": address, "primary": address == email} for address in (email, *others)]
    return plain(number) | {"primaryInfo": {"email": email}, "info": {"emails": {"items": items}}}


def phoning(number: int, phone: str, *others: str) -> dict[str, object]:
    items = [{"e164Phone": text, "phone": text, "primary": text == phone} for text in (phone, *others)]
    return plain(number) | {"info": {"phones": {"items": items}}}


def ids(pages: list[Page]) -> list[str]:
    return [contact.id for contact in people(pages)]


def test_carriers_are_asked_by_key_with_the_total() -> None:
    with scene() as wix:
        route = wix.answers("POST", QUERY, sheet([FULL], total=1))
        pages = asked(wix, Carriers(("custom.vip", "custom.old", "custom.vip")))
        assert sent(route) == [query({"info.labelKeys": {"$hasSome": ["custom.vip", "custom.old"]}})]
    assert pages == [Page(tuple(people(pages)), total=1, last=True)]
    assert ids(pages) == [ANN]


def test_the_next_page_of_carriers_asks_for_both_the_labels_and_the_date() -> None:
    with scene() as wix:
        route = wix.answers(
            "POST", QUERY, sheet(THOUSAND, total=1001), sheet([THOUSAND[-1], plain(1000, LATER)], total=2)
        )
        pages = asked(wix, Carriers(("custom.vip",)))
        carrying = {"info.labelKeys": {"$hasSome": ["custom.vip"]}}
        both = {"$and": [carrying, {"createdDate": {"$gte": LATER}}]}
        assert sent(route) == [query(carrying), query(both)]
    reading = Reading()
    for page in pages:
        reading.fresh(page)
    assert reading.certificate() == Seen(1001, 2, total_known=True)


def test_more_labels_than_one_filter_takes_are_asked_in_parts_without_a_total() -> None:
    labels = tuple(f"custom.{number}" for number in range(101))
    with scene() as wix:
        route = wix.answers("POST", QUERY, sheet([plain(1)], total=1), sheet([plain(1), plain(2)], total=2))
        pages = asked(wix, Carriers(labels))
        assert sent(route)[1] == query({"info.labelKeys": {"$hasSome": ["custom.100"]}})
    assert ids(pages) == [contact_id(1), contact_id(1), contact_id(2)]
    assert [(page.total, page.last) for page in pages] == [(None, False), (None, False), (None, True)]


@pytest.mark.parametrize("question", [Carriers(()), Carriers(("",)), Named((), ()), Named(("",), ("",))])
def test_nobody_named_is_nobody_asked(question: Question) -> None:
    with scene() as wix:
        pages = asked(wix, question)
        assert not wix.routes.calls
    assert people(pages) == []
    assert pages[-1].last


def test_an_email_is_asked_as_a_beginning_and_longer_ones_are_left_out() -> None:
    longer = mailing(2, "ann@example.com.au")
    with scene() as wix:
        route = wix.answers("POST", QUERY, sheet([mailing(1, "Ann@Example.com"), longer], total=2))
        pages = asked(wix, Named(("ann@example.com",), ()))
        assert sent(route) == [query({"primaryInfo.email": {"$startsWith": "ann@example.com"}})]
    assert [(contact.id, contact.email) for contact in people(pages)] == [(ANN, "ann@example.com")]
    assert [page.total for page in pages] == [None] * len(pages)
    assert [page.last for page in pages][-1]


def test_each_email_is_a_request_and_phones_share_one() -> None:
    phones = ("+14155550100", "+14155550199")
    with scene() as wix:
        route = wix.answers(
            "POST",
            QUERY,
            sheet([mailing(1, "a@example.com")]),
            sheet([mailing(2, "b@example.com")]),
            sheet([phoning(3, phones[0]), phoning(4, "+14155550111", phones[1])]),
        )
        pages = asked(wix, Named(("a@example.com", "b@example.com"), phones))
        assert sent(route) == [
            query({"primaryInfo.email": {"$startsWith": "a@example.com"}}),
            query({"primaryInfo.email": {"$startsWith": "b@example.com"}}),
            query({"primaryPhone.e164Phone": {"$in": list(phones)}}),
        ]
    assert ids(pages) == [contact_id(number) for number in (1, 2, 3)]
    assert [page.last for page in pages].count(True) == 1
    assert pages[-1].last


TWO = ("a@example.com", "b@example.com")
WITNESS = contact_id(9)
TOGETHER = {
    "$or": [
        {"primaryInfo.email": {"$startsWith": TWO[0]}},
        {"primaryInfo.email": {"$startsWith": TWO[1]}},
        {"id": {"$eq": WITNESS}},
    ]
}
APART = [query({"primaryInfo.email": {"$startsWith": email}}) for email in TWO]


def beside_a_witness(*answers: httpx.Response) -> tuple[list[object], list[Page]]:
    """What was asked for two e-mails, once the account was identified, and the answer."""
    with scene() as wix:
        wix.answers("GET", LABELS, httpx.Response(200, json={"labels": []}))
        route = wix.answers("POST", QUERY, sheet([plain(9)]), *answers)
        asyncio.run(wix.connector.identify(wix.way))
        pages = asked(wix, Named(TWO, ()))
        return sent(route)[1:], pages


def test_emails_share_a_request_in_which_a_known_contact_is_the_witness() -> None:
    together = sheet([mailing(1, TWO[0]), mailing(2, TWO[1]), plain(9)])
    requests, pages = beside_a_witness(together)
    assert requests == [query(TOGETHER)]
    assert ids(pages) == [contact_id(1), contact_id(2)]


def test_emails_are_asked_one_by_one_where_the_answer_lacks_the_witness() -> None:
    one, other = sheet([mailing(1, TWO[0])]), sheet([mailing(2, TWO[1])])
    requests, pages = beside_a_witness(sheet([mailing(1, TWO[0])]), one, other)
    assert requests == [query(TOGETHER), *APART]
    assert ids(pages) == [contact_id(1), contact_id(2)]


def test_emails_are_asked_one_by_one_where_the_shared_request_is_refused() -> None:
    refused = httpx.Response(
        400, json={"message": "", "details": {"applicationError": {"code": "UNSUPPORTED_FILTER"}}}
    )
    requests, pages = beside_a_witness(refused, sheet([mailing(1, TWO[0])]), sheet([]))
    assert requests == [query(TOGETHER), *APART]
    assert ids(pages) == [contact_id(1)]


def test_a_shared_request_that_finds_everybody_was_not_understood() -> None:
    requests, _ = beside_a_witness(sheet([*THOUSAND[1:], plain(9)]), sheet([]), sheet([]))
    assert requests == [query(TOGETHER), *APART]


def test_any_field_asks_for_the_others_as_well() -> None:
    with scene() as wix:
        route = wix.answers(
            "POST",
            QUERY,
            sheet(
                [mailing(1, "x@example.com", "a@example.com"), mailing(2, "x@example.com", "a@example.comx")]
            ),
            sheet([phoning(3, "+14155550111", "+14155550100")]),
        )
        pages = asked(wix, Named(("a@example.com",), ("+14155550100",), any_field=True))
        assert sent(route) == [
            query({"info.emails.email": {"$startsWith": "a@example.com"}}),
            query({"info.phones.e164Phone": {"$in": ["+14155550100"]}}),
        ]
    assert ids(pages) == [contact_id(1), contact_id(3)]


def test_many_who_share_a_beginning_are_read_to_the_end() -> None:
    meant = mailing(1000, "ann@example.com") | {"createdDate": LATER}
    with scene() as wix:
        route = wix.answers("POST", QUERY, sheet(THOUSAND), sheet([meant]))
        pages = asked(wix, Named(("ann@example.com",), ()))
        assert route.call_count == 2
    assert ids(pages) == [contact_id(1000)]


def test_phones_are_asked_as_many_a_request_as_the_account_allows() -> None:
    phones = ("+14155550100", "+14155550101", "+14155550102")
    with scene(batch=2) as wix:
        route = wix.answers("POST", QUERY, sheet([]), sheet([]))
        asked(wix, Named((), phones))
        assert sent(route)[1] == query({"primaryPhone.e164Phone": {"$in": [phones[2]]}})


def test_a_native_filter_is_sent_as_written_and_joined_with_the_date_on_the_next_page() -> None:
    written = {"info.name.first": "John", "$not": {"info.locale": {"$in": ["en-us"]}}}
    with scene() as wix:
        route = wix.answers("POST", QUERY, sheet(THOUSAND, total=1001), sheet([plain(1000, LATER)], total=2))
        pages = asked(wix, Matching(json.dumps(written)))
        assert sent(route) == [
            query(written),
            query({"$and": [written, {"createdDate": {"$gte": LATER}}]}),
        ]
    assert [(page.total, page.last) for page in pages] == [(1001, False), (1001, True)]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"search": "ann"}', '{"info.labelKeys": "custom.vip"}'])
def test_a_flawed_native_filter_is_never_sent(text: str) -> None:
    with scene() as wix:
        with pytest.raises(Rejected) as caught:
            asked(wix, Matching(text))
        assert not wix.routes.calls
    assert caught.value.status == 0


def labelled(number: int, *keys: str) -> dict[str, object]:
    return plain(number) | {"info": {"labelKeys": {"items": list(keys)}}}


def test_whoever_shows_no_labels_carries_none_for_certain() -> None:
    with scene() as wix:
        wix.answers("POST", QUERY, sheet([labelled(1, "custom.vip"), plain(2)]))
        carried = {contact.id: (contact.labels, contact.unsure) for contact in people(asked(wix, Everyone()))}
        assert carried[contact_id(2)] == (frozenset(), False)
