from __future__ import annotations

import httpx
import pytest

from labelsync.core.question import Everyone, Reading, Seen
from labelsync.core.roster import Contact
from labelsync.errors import Incomprehensible
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


def day(number: int) -> str:
    return f"2026-03-01T10:{number // 60:02d}:{number % 60:02d}.000Z"


def test_everyone_is_asked_oldest_first_for_the_needed_fields_only() -> None:
    with scene() as wix:
        query = wix.answers("POST", QUERY, sheet([FULL], total=1))
        pages = asked(wix, Everyone())
        assert sent(query) == [
            {
                "query": {
                    "sort": OLDEST_FIRST,
                    "paging": {"limit": 1000, "offset": 0},
                    "fields": [*FIELDS, "createdDate"],
                }
            }
        ]
        assert query.calls.last.request.headers["content-type"] == "application/json"
    assert [(len(page.contacts), page.total, page.last) for page in pages] == [(1, 1, True)]


def test_a_contact_is_read_with_folded_mails_and_phones_in_e164() -> None:
    with scene() as wix:
        wix.answers("POST", QUERY, sheet([FULL]))
        assert people(asked(wix, Everyone())) == [
            Contact(
                ANN,
                "ann@example.com",
                "+14155550100",
                frozenset({"custom.vip", "contacts.customers"}),
                ("ann.lee@example.com",),
                ("+14155550199",),
            )
        ]


@pytest.mark.parametrize(
    "sparse",
    [
        {"id": ANN},
        {"id": ANN, "primaryInfo": {}, "info": {}},
        {"id": ANN, "primaryInfo": None, "info": {"labelKeys": None, "emails": {}, "phones": {"items": []}}},
        {"id": ANN, "primaryInfo": {"phone": "0415 555"}, "info": {"phones": {"items": [{"phone": "12"}]}}},
    ],
)
def test_what_wix_leaves_out_is_empty(sparse: object) -> None:
    with scene() as wix:
        wix.answers("POST", QUERY, sheet([sparse]))
        assert people(asked(wix, Everyone())) == [Contact(ANN)]


def test_contacts_with_equal_labels_share_one_set() -> None:
    labels = {"labelKeys": {"items": ["custom.vip"]}}
    with scene() as wix:
        wix.answers("POST", QUERY, sheet([plain(1) | {"info": labels}, plain(2) | {"info": labels}]))
        first, second = people(asked(wix, Everyone()))
    assert first.labels is second.labels


def test_the_next_page_starts_at_the_last_creation_date_and_repeats_nobody() -> None:
    first = [plain(number, day(number)) for number in range(1000)]
    second = [plain(999, day(999)), plain(1000, day(1000))]
    with scene() as wix:
        query = wix.answers("POST", QUERY, sheet(first, total=1001), sheet(second, total=2))
        pages = asked(wix, Everyone())
        second_query = sent(query)[1]
    assert second_query == {
        "query": {
            "filter": {"createdDate": {"$gte": day(999)}},
            "sort": OLDEST_FIRST,
            "paging": {"limit": 1000, "offset": 0},
            "fields": [*FIELDS, "createdDate"],
        }
    }
    assert [contact.id for contact in people(pages)] == [contact_id(number) for number in range(1001)]
    assert [(page.total, page.last) for page in pages] == [(1001, False), (1001, True)]


def test_a_deletion_ahead_of_the_reading_still_earns_a_certificate() -> None:
    first = [plain(number, day(number)) for number in range(1000)]
    with scene() as wix:
        wix.answers(
            "POST", QUERY, sheet(first, total=1003), sheet([first[-1], plain(1000, day(1001))], total=2)
        )
        reading = Reading()
        for page in asked(wix, Everyone()):
            reading.fresh(page)
    assert reading.certificate() == Seen(1001, 2, total_known=True)


def test_a_whole_page_of_one_date_is_stepped_over_by_offset() -> None:
    same = [plain(number, day(0)) for number in range(1000)]
    rest = [plain(1000, day(0)), plain(1001, day(1))]
    with scene() as wix:
        query = wix.answers("POST", QUERY, sheet(same, total=1002), sheet(rest, total=1002))
        pages = asked(wix, Everyone())
        bodies = str(sent(query)[1])
    assert "'offset': 1000" in bodies
    assert "filter" not in bodies
    assert len({contact.id for contact in people(pages)}) == 1002
    assert [page.total for page in pages] == [1002, 1002]


def test_an_empty_page_after_a_full_one_is_the_end() -> None:
    first = [plain(number, day(number)) for number in range(1000)]
    with scene() as wix:
        wix.answers("POST", QUERY, sheet(first), sheet([]))
        pages = asked(wix, Everyone())
    assert [(len(page.contacts), page.last) for page in pages] == [(1000, False), (0, True)]


def test_a_total_that_wix_does_not_stand_by_is_no_total() -> None:
    with scene() as wix:
        wix.answers("POST", QUERY, sheet([FULL], total=1, tooManyToCount=True))
        assert asked(wix, Everyone())[0].total is None


@pytest.mark.parametrize(
    "body", [b"<html></html>", b"[]", b"{}", b'{"contacts": [{"revision": 1}]}', b"\xff"]
)
def test_an_answer_of_another_shape_is_not_taken_for_an_empty_site(body: bytes) -> None:
    with scene() as wix:
        wix.answers("POST", QUERY, httpx.Response(200, content=body))
        with pytest.raises(Incomprehensible):
            asked(wix, Everyone())
