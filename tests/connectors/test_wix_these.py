from __future__ import annotations

import httpx
import pytest

from labelsync.core.question import Page, These
from labelsync.core.roster import Contact
from labelsync.errors import Rejected
from tests.connectors.wix_scene import (
    ANN,
    FIELDS,
    FULL,
    OLDEST_FIRST,
    QUERY,
    asked,
    contact_id,
    ok,
    people,
    plain,
    refused,
    scene,
    sent,
    sheet,
)


def test_these_are_asked_in_chunks_by_id_and_only_they_come_back() -> None:
    ids = tuple(contact_id(number) for number in range(3))
    with scene(batch=2) as wix:
        query = wix.answers("POST", QUERY, sheet([plain(1), plain(7)]), sheet([plain(2)]))
        pages = asked(wix, These(ids, strong=False))
        first, second = sent(query)
    assert first == {
        "query": {
            "filter": {"id": {"$in": list(ids[:2])}},
            "sort": OLDEST_FIRST,
            "paging": {"limit": 2, "offset": 0},
            "fields": FIELDS,
        }
    }
    assert "'limit': 1" in str(second)
    assert [contact.id for contact in people(pages)] == [ids[1], ids[2]]
    assert [page.last for page in pages] == [False, False, True]


@pytest.mark.parametrize("strong", [False, True])
def test_nobody_asked_is_nobody_told_without_a_call(strong: bool) -> None:
    with scene() as wix:
        assert asked(wix, These((), strong=strong)) == [Page(last=True)]
        assert asked(wix, These(("", "."), strong=strong)) == [Page(last=True)]


def test_a_filter_that_is_too_tall_is_halved() -> None:
    ids = tuple(contact_id(number) for number in range(3))
    with scene() as wix:
        tall = refused(400, "UNSUPPORTED_FILTER_VALUE")
        halves = (sheet([plain(0), plain(1)]), sheet([plain(2)]))
        query = wix.answers("POST", QUERY, tall, *halves)
        pages = asked(wix, These(ids, strong=False))
        bodies = [str(body) for body in sent(query)]
    assert [contact.id for contact in people(pages)] == list(ids)
    assert [ids[2] in body for body in bodies] == [True, False, True]


def test_another_refusal_is_not_answered_by_halving() -> None:
    with scene() as wix:
        query = wix.answers("POST", QUERY, refused(400, "UNSUPPORTED_FILTER_OPERATOR"))
        with pytest.raises(Rejected) as caught:
            asked(wix, These((contact_id(1), contact_id(2)), strong=False))
        assert query.call_count == 1
    assert caught.value.code == "UNSUPPORTED_FILTER_OPERATOR"


def test_the_strong_way_gets_each_contact_by_its_id() -> None:
    with scene() as wix:
        get = wix.answers(
            "GET", f"/contacts/v4/contacts/{ANN}", ok({"contact": FULL, "responseType": "REGULAR"})
        )
        pages = asked(wix, These((ANN, ANN), strong=True))
        assert get.call_count == 1
        url = get.calls.last.request.url
        assert url.params.get_list("fields") == FIELDS
        assert get.calls.last.request.content == b""
    assert [contact.email for contact in people(pages)] == ["ann@example.com"]
    assert pages[-1].last


def test_a_merged_contact_is_told_by_the_id_of_the_one_that_took_its_place() -> None:
    with scene() as wix:
        gone = contact_id(2)
        wix.answers("GET", f"/contacts/v4/contacts/{gone}", ok({"contact": FULL, "responseType": "MERGED"}))
        assert people(asked(wix, These((gone,), strong=True))) == [Contact(gone, merged_into=ANN)]


def test_a_contact_that_wix_does_not_find_is_left_out() -> None:
    with scene() as wix:
        wix.answers("GET", f"/contacts/v4/contacts/{ANN}", refused(404, "CONTACT_NOT_FOUND"))
        assert people(asked(wix, These((ANN,), strong=True))) == []


@pytest.mark.parametrize("body", [b"", b"<html>no such page</html>", b'{"message":"","details":{}}'])
def test_any_other_404_is_no_evidence_that_a_contact_is_gone(body: bytes) -> None:
    with scene() as wix:
        wix.answers("GET", f"/contacts/v4/contacts/{ANN}", httpx.Response(404, content=body))
        with pytest.raises(Rejected) as caught:
            asked(wix, These((ANN,), strong=True))
    assert caught.value.status == 404
