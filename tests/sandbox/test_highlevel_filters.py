"""What the list call finds: operators, groups, free text, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.highlevel_client import OLDEST_FIRST, Location, contact_id, person, where

PEOPLE = (
    person(1, "vip", phone="+15550001", last_name="Ames", more={"company": "Acme", "source": "form"}),
    person(2, "vip-gold", phone="+15550002", email="p2+x@example.com"),
    person(3, "lead", "vip", email=""),
    person(4, last_name="Amesbury"),
)


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (where("id", "eq", contact_id(3)), [3]),
        (where("id", "not_eq", contact_id(3)), [1, 2, 4]),
        (where("email", "eq", "P1@Example.com"), [1]),
        (where("email", "not_eq", "p1@example.com"), [2, 3, 4]),
        (where("email", "exists"), [1, 2, 4]),
        (where("email", "not_exists"), [3]),
        (where("phone", "eq", "+15550002"), [2]),
        (where("phone", "contains", "555"), [1, 2]),
        (where("phone", "not_contains", "0001"), [2, 3, 4]),
        (where("tags", "eq", "vip"), [1, 3]),
        (where("tags", "eq", "VIP"), []),
        (where("tags", "eq", ["lead", "vip-gold"]), [2, 3]),
        (where("tags", "eq", ["lead", "vip"], options={"minimumMatch": "all"}), [3]),
        (where("tags", "not_eq", "vip"), [2, 4]),
        (where("tags", "contains", "vip"), [1, 2, 3]),
        (where("tags", "not_contains", "vip"), [4]),
        (where("tags", "exists"), [1, 2, 3]),
        (where("tags", "not_exists"), [4]),
        (where("lastNameLowerCase", "contains", "ames"), [1, 4]),
        (where("lastNameLowerCase", "eq", "ames"), [1]),
        (where("companyName", "eq", "Acme"), [1]),
        (where("source", "exists"), [1]),
        (where("type", "eq", "lead"), [1, 2, 3, 4]),
        (where("dnd", "eq", False), [1, 2, 3, 4]),
        (where("assignedTo", "exists"), []),
        (where("customFields.F1", "exists"), []),
        (where("dateAdded", "range", {"gte": "2026-01-01T00:00:01Z", "lt": "2026-01-01T00:00:03Z"}), [2, 3]),
        (where("dateAdded", "range", {"gt": 1767225602000}), [4]),
        (where("dateUpdated", "exists"), [1, 2, 3, 4]),
    ],
)
def test_a_filter_finds(condition: dict[str, Any], found: list[int]) -> None:
    assert Location(*PEOPLE).found(condition, sort=OLDEST_FIRST) == found


def test_filters_are_anded_and_groups_nest() -> None:
    either = {"group": "OR", "filters": [where("id", "eq", contact_id(one)) for one in (1, 2, 3)]}
    location = Location(*PEOPLE)
    assert location.found(either, where("tags", "not_eq", "vip-gold"), sort=OLDEST_FIRST) == [1, 3]
    nested = {"group": "AND", "filters": [either, {"group": "OR", "filters": [where("tags", "eq", "lead")]}]}
    assert location.found(nested) == [3]
    mixed = {"group": "OR", "filters": [where("email", "eq", "p1@example.com"), where("tags", "not_exists")]}
    assert location.found(mixed, sort=OLDEST_FIRST) == [1, 4]


def test_a_count_is_the_total_of_a_page_of_one() -> None:
    assert Location(*PEOPLE).search(where("tags", "eq", "vip"), pageLimit=1)["total"] == 2


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        (where("email", "contains", "p1"), 400),
        (where("tags", "range", {"gte": 1}), 400),
        (where("tags", "eq"), 422),
        (where("dateAdded", "range", {"from": 1}), 422),
        (where("dateAdded", "range", {"gte": "soon"}), 422),
        (where("tags", "contains", "a-b"), 422),
        (where("tags", "eq", "x" * 76), 422),
        ({"group": "XOR", "filters": []}, 422),
        ("tags", 422),
    ],
)
def test_a_filter_that_cannot_be_is_refused(condition: Any, status: int) -> None:
    assert Location().search_response(condition).status_code == status


def test_a_value_of_75_characters_is_the_longest() -> None:
    assert Location().search_response(where("tags", "eq", "x" * 75)).status_code == 200
    lenient = Location(value_max_status=None, special_characters_status=None)
    assert lenient.search_response(where("tags", "contains", "-" * 76)).status_code == 200


def test_tag_filters_follow_the_switches() -> None:
    assert sorted(Location(*PEOPLE, filter_folds_tags=True).found(where("tags", "eq", "VIP"))) == [1, 3]
    whole = Location(*PEOPLE, contains_part_of_tag=False)
    assert sorted(whole.found(where("tags", "contains", "vip"))) == [1, 3]
    few = Location(filters_max=1)
    assert few.search_response(where("tags", "exists"), where("id", "eq", "x")).status_code == 422


def test_an_email_is_found_whatever_its_case_unless_switched() -> None:
    people = (person(1, email="Ada@Example.com"), person(2))
    folding, minding = Location(*people), Location(*people, email_eq_minds_case=True)
    for asked, loose, strict in (
        (where("email", "eq", "ada@example.com"), [1], []),
        (where("email", "eq", "Ada@Example.com"), [1], [1]),
        (where("email", "not_eq", "ada@example.com"), [2], [1, 2]),
    ):
        assert folding.found(asked, sort=OLDEST_FIRST) == loose
        assert minding.found(asked, sort=OLDEST_FIRST) == strict


def test_date_ranges_are_read_in_the_locations_zone() -> None:
    day = where("dateAdded", "range", {"gte": "2026-01-01", "lt": "2026-01-02"})
    late = person(1, created="2026-01-02T03:00:00Z")
    assert Location(late).found(day) == []
    assert Location(late, timezone="America/Chicago").found(day) == [1]
    assert Location(late, timezone="America/Chicago", ranges_in_location_zone=False).found(day) == []


def test_free_text_misses_plus_addresses() -> None:
    location = Location(*PEOPLE)
    assert location.found(query="p1@example") == [1]
    assert location.found(query="p2+x@example.com") == []
    assert location.found(query="pat2") == [2]
    assert Location(*PEOPLE, query_misses_plus=False).found(query="p2+x@example.com") == [2]


def test_without_a_sort_the_newest_come_first_unless_switched() -> None:
    assert Location(*PEOPLE).found() == [4, 3, 2, 1]
    assert Location(*PEOPLE, default_descending=False).found() == [1, 2, 3, 4]
