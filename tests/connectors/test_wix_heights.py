"""How many contacts one call may name is documented nowhere: refusals teach it, once for all calls."""

from __future__ import annotations

import httpx
import pytest

from labelsync.connectors.wix.height import Height
from labelsync.core.batch import Batch, Deletion, Relabel
from labelsync.core.outcome import APPLIED
from labelsync.core.question import Named, These
from labelsync.errors import Rejected, TooTall
from tests.connectors.wix_scene import (
    DELETE,
    JOB,
    QUERY,
    RELABEL,
    Scene,
    asked,
    contact_id,
    ok,
    people,
    performed,
    plain,
    refused,
    scene,
    sent,
    sheet,
    the_outcome,
)

FOUR = tuple(contact_id(number) for number in range(4))
TALL = [
    refused(400, "UNSUPPORTED_FILTER_VALUE"),
    refused(400, "MALFORMED_FILTER"),
    httpx.Response(413),
    httpx.Response(413, html="<html>"),
]


def change(contacts: tuple[str, ...]) -> Relabel:
    return Relabel(contacts, add=("custom.vip",))


def too_tall(wix: Scene, batch: Batch) -> TooTall:
    with pytest.raises(TooTall) as caught:
        performed(wix, batch)
    return caught.value


def completed(count: int) -> dict[str, object]:
    return {"status": "COMPLETED", "totalItems": count, "successTotal": count}


@pytest.mark.parametrize("answer", TALL)
@pytest.mark.parametrize(("path", "batch"), [(RELABEL, change(FOUR)), (DELETE, Deletion(FOUR))])
def test_a_write_that_is_refused_for_its_height_is_told_so(
    path: str, batch: Batch, answer: httpx.Response
) -> None:
    with scene() as wix:
        wix.answers("POST", path, answer)
        error = too_tall(wix, batch)
        assert wix.keep.tickets == []
    assert error.status == answer.status_code
    assert "smaller `batch`" in error.advice


def test_a_height_once_learnt_costs_no_further_request() -> None:
    with scene() as wix:
        post = wix.answers("POST", RELABEL, refused(400, "MALFORMED_FILTER"), ok({"jobId": JOB}))
        wix.answers("GET", f"/contacts/v4/bulk/jobs/{JOB}", ok({"job": completed(2)}))
        too_tall(wix, change(FOUR))
        assert too_tall(wix, change(FOUR[:3])).status == 0
        assert too_tall(wix, Deletion(FOUR)).status == 0
        assert the_outcome(performed(wix, change(FOUR[:2]))) == APPLIED
        assert post.call_count == 2


def test_the_halves_of_a_refused_call_are_not_too_tall() -> None:
    three = FOUR[:3]
    with scene() as wix:
        wix.answers("POST", RELABEL, refused(400, "MALFORMED_FILTER"), ok({"jobId": JOB}))
        wix.answers("GET", f"/contacts/v4/bulk/jobs/{JOB}", ok({"job": completed(2)}))
        too_tall(wix, change(three))
        assert the_outcome(performed(wix, change(three[:2]))) == APPLIED


def test_what_a_write_taught_a_reading_knows_and_the_other_way_round() -> None:
    with scene() as wix:
        wix.answers("POST", RELABEL, httpx.Response(413))
        query = wix.answers("POST", QUERY, sheet([plain(0), plain(1)]), sheet([plain(2), plain(3)]))
        too_tall(wix, change(FOUR))
        assert [contact.id for contact in people(asked(wix, These(FOUR, strong=False)))] == list(FOUR)
        assert query.call_count == 2
    with scene() as wix:
        halves = (sheet([plain(0), plain(1)]), sheet([plain(2), plain(3)]))
        wix.answers("POST", QUERY, httpx.Response(413), *halves)
        asked(wix, These(FOUR, strong=False))
        too_tall(wix, change(FOUR))


def test_a_reading_starts_at_the_learnt_height_the_next_time() -> None:
    tall = refused(400, "UNSUPPORTED_FILTER_VALUE")
    with scene() as wix:
        query = wix.answers("POST", QUERY, tall, *(sheet([]) for _ in range(4)))
        asked(wix, These(FOUR, strong=False))
        asked(wix, These(FOUR, strong=False))
        named = [body["query"]["filter"]["id"]["$in"] for body in sent(query)]
    assert [len(ids) for ids in named] == [4, 2, 2, 2, 2]


def test_phones_have_a_height_of_their_own() -> None:
    phones = ("+14155550100", "+14155550101", "+14155550102")
    tall = refused(400, "UNSUPPORTED_FILTER_VALUE")
    with scene() as wix:
        query = wix.answers("POST", QUERY, tall, sheet([]), sheet([]), sheet([]))
        pages = asked(wix, Named((), phones))
        asked(wix, These(FOUR, strong=False))
        filters = [body["query"]["filter"] for body in sent(query)]
    assert filters[0] == {"primaryPhone.e164Phone": {"$in": list(phones)}}
    assert filters[1] == {"primaryPhone.e164Phone": {"$in": list(phones[:2])}}
    assert filters[2] == {"primaryPhone.e164Phone": {"$in": list(phones[2:])}}
    assert filters[3] == {"id": {"$in": list(FOUR)}}
    assert pages[-1].last


@pytest.mark.parametrize("answer", TALL)
def test_one_contact_is_never_too_tall(answer: httpx.Response) -> None:
    with scene() as wix:
        wix.answers("POST", RELABEL, answer)
        with pytest.raises(Rejected) as caught:
            performed(wix, change(FOUR[:1]))
    assert not isinstance(caught.value, TooTall)


def test_where_one_alone_is_refused_the_height_was_not_the_reason() -> None:
    refusal = Rejected("no", status=400, code="MALFORMED_FILTER")
    height = Height(100)
    assert [height.learn(tried, refusal) for tried in (100, 50, 25)] == [True, True, True]
    assert height.limit == 13
    assert not height.learn(1, refusal)
    assert height.limit == 100


def test_another_refusal_teaches_nothing() -> None:
    height = Height(100)
    assert not height.learn(100, Rejected("no", status=400, code="UNSUPPORTED_FILTER_OPERATOR"))
    assert not height.learn(100, Rejected("no", status=404, code="MALFORMED_FILTER"))
    assert height.limit == 100
