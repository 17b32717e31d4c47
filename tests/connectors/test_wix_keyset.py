"""The paging itself, against a site of any dates and page sizes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelsync.connectors.wix.answers import ContactRecord
from labelsync.connectors.wix.keyset import Keyset
from labelsync.errors import Incomprehensible

START = datetime(2026, 3, 1, tzinfo=UTC)


def record(number: int, *, second: int) -> ContactRecord:
    moment = (START + timedelta(seconds=second)).isoformat(timespec="milliseconds")
    return ContactRecord(f"c{number}", moment.replace("+00:00", "Z"))


def asked(site: list[ContactRecord], keyset: Keyset, *, limit: int) -> tuple[list[ContactRecord], int]:
    """What a query by creation date finds there: a page, and the total of the filter."""
    found = [contact for contact in site if contact.created_date >= keyset.since]
    ordered = sorted(found, key=lambda contact: contact.created_date)
    return ordered[keyset.offset : keyset.offset + limit], len(found)


@given(st.lists(st.integers(0, 6), max_size=40), st.integers(1, 7))
def test_every_contact_comes_once_and_the_total_stays_whole(seconds: list[int], limit: int) -> None:
    site = [record(number, second=second) for number, second in enumerate(seconds)]
    keyset = Keyset(limit=limit)
    came: list[str] = []
    while not keyset.over:
        page, total = asked(site, keyset, limit=limit)
        assert keyset.whole(total) == len(site)
        came.extend(contact.id for contact in keyset.take(page))
    assert sorted(came) == sorted(contact.id for contact in site)


@given(st.lists(st.integers(0, 9), unique=True, min_size=4, max_size=10), st.data())
def test_what_stays_is_seen_and_counted_whatever_is_deleted_behind_and_ahead(
    seconds: list[int], draw: st.DataObject
) -> None:
    site = [record(number, second=second) for number, second in enumerate(sorted(seconds))]
    keyset = Keyset(limit=3)
    came: set[str] = set()
    total: int | None = None
    while not keyset.over:
        page, remaining = asked(site, keyset, limit=3)
        total = keyset.whole(remaining)
        came.update(contact.id for contact in keyset.take(page))
        site.remove(draw.draw(st.sampled_from(site))) if len(site) > 1 else None
    assert {contact.id for contact in site} <= came
    assert total is not None
    assert total <= len(came) <= len(seconds)


def test_after_a_step_by_offset_only_the_first_total_counts() -> None:
    keyset = Keyset(limit=2)
    same = [record(0, second=0), record(1, second=0)]
    assert keyset.whole(5) == 5
    keyset.take(same)
    assert (keyset.since, keyset.offset) == ("", 2)
    assert keyset.whole(4) == 5


def test_pages_that_go_back_in_time_are_refused() -> None:
    keyset = Keyset(limit=2)
    keyset.take([record(0, second=5), record(1, second=6)])
    with pytest.raises(Incomprehensible):
        keyset.take([record(2, second=1), record(3, second=7)])


def test_the_same_page_again_is_refused_and_not_read_forever() -> None:
    keyset = Keyset(limit=2)
    same = [record(0, second=0), record(1, second=0)]
    keyset.take(same)
    with pytest.raises(Incomprehensible):
        keyset.take(same)


def test_contacts_without_a_creation_date_are_stepped_over_by_offset() -> None:
    keyset = Keyset(limit=2)
    keyset.take([ContactRecord("a"), ContactRecord("b")])
    assert (keyset.since, keyset.offset, keyset.over) == ("", 2, False)
    assert [contact.id for contact in keyset.take([ContactRecord("c")])] == ["c"]
    assert keyset.over


def test_a_date_that_is_no_date_is_refused() -> None:
    keyset = Keyset(limit=2)
    with pytest.raises(Incomprehensible):
        keyset.take([ContactRecord("a", "yesterday"), ContactRecord("b", "today")])
