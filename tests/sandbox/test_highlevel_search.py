"""The list call: sorts, cursors, bounds, and the index that lags."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.highlevel_client import LOCATION, OLDEST_FIRST, Location, contact_id, person, where


def scan(location: Location, *filters: Any, **asked: Any) -> list[int]:
    """Every match, page by page, as the vendor advises beyond 10 000."""
    seen: list[int] = []
    after: Any = None
    while True:
        rows = location.search(*filters, searchAfter=after, **asked)["contacts"]
        if not rows:
            return seen
        seen += [int(row["id"][1:]) for row in rows]
        after = rows[-1]["searchAfter"]


def test_a_row_bears_the_documented_fields_and_its_cursor() -> None:
    location = Location(
        person(1, "Lead", "VIP", phone="+15550001111", last_name="Doe", created="2026-01-02T03:04:05.678Z")
    )
    answer = location.search(sort=OLDEST_FIRST)
    row = answer["contacts"][0]
    assert answer["total"] == 1
    assert answer["traceId"]
    assert row["id"] == contact_id(1)
    assert row["locationId"] == LOCATION
    assert (row["firstNameLowerCase"], row["lastNameLowerCase"]) == ("pat1", "doe")
    assert row["tags"] == ["lead", "vip"]
    assert row["dateAdded"] == "2026-01-02T03:04:05.678Z"
    assert row["searchAfter"] == [1767323045678, contact_id(1)]
    assert (row["dnd"], row["type"], row["phone"]) == (False, "lead", "+15550001111")
    assert "firstName" not in row


def test_a_row_bears_every_field_that_the_vendor_lists() -> None:
    listed = """id additionalEmails additionalPhones address assignedTo businessId businessName city
        companyName country customFields dateAdded dateOfBirth dateUpdated dnd dndSettings email
        firstNameLowerCase lastNameLowerCase followers locationId phone phoneLabel postalCode source state
        tags type validEmail website attributionSource lastAttributionSource opportunities searchAfter"""
    assert set(Location(person(1, "a")).search()["contacts"][0]) == set(listed.split())


def test_rows_without_tags_omit_the_key_unless_told_otherwise() -> None:
    assert "tags" not in Location(person(1)).search()["contacts"][0]
    assert Location(person(1), omit_empty_tags=False).search()["contacts"][0]["tags"] == []


def test_cased_names_appear_on_rows_only_when_switched_on() -> None:
    assert Location(person(1), cased_names=True).search()["contacts"][0]["firstName"] == "Pat1"


@pytest.mark.parametrize("lag", [0.0, 5.0, 60.0])
def test_a_search_sees_a_change_after_the_lag_and_get_sees_it_at_once(lag: float) -> None:
    location = Location(person(1), index_lag=lag)
    location.bulk("add", [1], ["vip"])
    assert location.call("GET", f"/contacts/{contact_id(1)}").json()["contact"]["tags"] == ["vip"]
    if lag:
        location.wait(lag - 0.1)
        assert location.found(where("tags", "eq", "vip")) == []
        location.wait(0.2)
    assert location.found(where("tags", "eq", "vip")) == [1]


def test_a_deleted_contact_stays_in_searches_until_the_lag_is_over() -> None:
    location = Location(person(1), person(2))
    location.bulk("add", [1], ["late"])
    location.call("DELETE", f"/contacts/{contact_id(1)}")
    assert sorted(location.found()) == [1, 2]
    location.wait(5)
    assert location.found() == [2]


def test_a_spread_lag_lets_results_creep_in_and_never_revives_a_deleted_contact() -> None:
    location = Location(*(person(number) for number in range(30)), index_lag_spread=60.0)
    location.bulk("add", list(range(30)), ["vip"])
    location.bulk("remove", [3], ["vip"])
    location.call("DELETE", f"/contacts/{contact_id(4)}")
    location.wait(30)
    assert 0 < len(location.found(where("tags", "eq", "vip"))) < 28
    location.wait(36)
    assert len(location.found(where("tags", "eq", "vip"))) == 28


def test_a_stuck_index_never_shows_another_change() -> None:
    location = Location(person(1), index_stuck=True)
    location.bulk("add", [1], ["vip"])
    location.wait(86_400)
    assert location.found(where("tags", "eq", "vip")) == []
    assert location.labels(1) == ("vip",)


def test_a_scan_by_cursor_visits_every_contact_once_in_order() -> None:
    location = Location(*(person(number) for number in range(25)))
    assert scan(location, sort=OLDEST_FIRST, pageLimit=10) == list(range(25))
    newest = [{"field": "dateAdded", "direction": "desc"}]
    assert scan(location, sort=newest, pageLimit=7) == list(range(24, -1, -1))


def test_a_cursor_bears_the_values_of_a_custom_sort_and_then_the_id() -> None:
    people = [person(number, created="2026-01-01", last_name="ab"[number % 2]) for number in range(9)]
    location = Location(*people)
    sort = [{"field": "lastNameLowerCase", "direction": "desc"}, {"field": "email", "direction": "asc"}]
    assert location.search(sort=sort, pageLimit=1)["contacts"][0]["searchAfter"] == [
        "b",
        "p1@example.com",
        contact_id(1),
    ]
    assert scan(location, sort=sort, pageLimit=2) == [1, 3, 5, 7, 0, 2, 4, 6, 8]


def test_contacts_without_the_sorted_value_come_last_and_are_scanned_too() -> None:
    location = Location(*(person(number, last_name="x" if number == 2 else "") for number in range(4)))
    sort = [{"field": "lastNameLowerCase", "direction": "asc"}]
    assert scan(location, sort=sort, pageLimit=1) == [2, 0, 1, 3]


def test_a_kept_order_follows_changes_as_they_become_visible() -> None:
    location = Location(*(person(number) for number in range(5)), index_lag=0.0)
    sort = [{"field": "dateUpdated", "direction": "asc"}]
    assert location.found(sort=sort) == [0, 1, 2, 3, 4]
    location.bulk("add", [1], ["a"])
    location.wait(1)
    location.bulk("add", [0], ["a"])
    location.call("DELETE", f"/contacts/{contact_id(3)}")
    assert location.found(sort=sort) == [2, 4, 1, 0]


def test_pages_by_number_reach_no_deeper_than_10_000() -> None:
    location = Location(*(person(number) for number in range(12)))
    assert location.found(sort=OLDEST_FIRST, pageLimit=5, page=3) == [10, 11]
    assert location.search_response(page=20, pageLimit=500).status_code == 200
    assert location.search_response(page=21, pageLimit=500).status_code == 400


def test_page_and_cursor_exclude_each_other() -> None:
    location = Location(person(1))
    after = location.search()["contacts"][0]["searchAfter"]
    assert location.search_response(page=1, searchAfter=after).status_code == 400
    lenient = Location(person(1), cursor_with_page_status=None)
    assert lenient.search_response(page=1, searchAfter=after).status_code == 200


def test_a_search_without_a_sort_goes_by_date_added() -> None:
    assert Location(person(1)).search()["contacts"][0]["searchAfter"] == [1767225600000, contact_id(1)]


def test_the_page_bounds_and_the_default_sort_are_switches() -> None:
    location = Location(
        person(1), page_limit_max=50, page_depth=60, page_depth_status=422, default_sort="email"
    )
    assert location.search_response(pageLimit=51).status_code == 422
    assert location.search_response(pageLimit=50, page=2).status_code == 422
    assert location.search(pageLimit=50)["contacts"][0]["searchAfter"] == ["p1@example.com", contact_id(1)]


@pytest.mark.parametrize("cursor", [[1], ["x", "y"], ["text", contact_id(1)], [1, 2, contact_id(1)]])
def test_a_cursor_of_another_shape_is_refused(cursor: list[Any]) -> None:
    assert Location(person(1)).search_response(searchAfter=cursor).status_code == 400


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"locationId": None}, ["locationId can't be undefined"]),
        ({"pageLimit": None}, ["pageLimit must be a number"]),
        ({"pageLimit": "10"}, ["pageLimit must be a number"]),
        ({"pageLimit": 501}, ["pageLimit must not be greater than 500"]),
        ({"pageLimit": 0}, ["pageLimit must not be less than 1"]),
        ({"pageLimit": None, "limit": 5}, ["property limit should not exist", "pageLimit must be a number"]),
        ({"query": "x" * 76}, ["query must be shorter than or equal to 75 characters"]),
        ({"sort": OLDEST_FIRST * 3}, ["sort must contain no more than 2 elements"]),
    ],
)
def test_a_malformed_search_is_refused_with_every_fault(change: dict[str, Any], message: list[str]) -> None:
    response = Location().search_response(**change)
    assert (response.status_code, response.json()["message"]) == (422, message)
    assert response.json()["error"] == "Unprocessable Entity"


def test_an_unknown_field_is_refused_in_the_vendors_words() -> None:
    location = Location()
    for response in (
        location.search_response(where("contact_name", "eq", "x")),
        location.search_response(sort=[{"field": "contact_name", "direction": "asc"}]),
    ):
        assert response.status_code == 400
        body = response.json()
        assert (body["message"], body["error"]) == ("Invalid field contact_name", "Bad Request")


def test_the_deprecated_list_pages_by_its_own_marks() -> None:
    location = Location(*(person(number) for number in range(5)))
    first = location.call("GET", f"/contacts/?locationId={LOCATION}&limit=2").json()
    assert [one["id"] for one in first["contacts"]] == [contact_id(4), contact_id(3)]
    assert first["count"] == first["meta"]["total"] == 5
    assert first["meta"]["startAfterId"] == contact_id(3)
    second = location.call("GET", first["meta"]["nextPageUrl"]).json()
    third = location.call("GET", second["meta"]["nextPageUrl"]).json()
    assert [one["id"] for one in third["contacts"]] == [contact_id(0)]
    assert third["meta"]["nextPageUrl"] is None


def test_the_deprecated_list_shows_twenty_unless_asked() -> None:
    location = Location(*(person(number) for number in range(21)))
    assert len(location.call("GET", f"/contacts/?locationId={LOCATION}").json()["contacts"]) == 20


def test_the_deprecated_list_has_its_limits_and_answers_under_every_version() -> None:
    location = Location(person(1))
    path = f"/contacts/?locationId={LOCATION}"
    assert location.call("GET", f"{path}&limit=101").json()["message"] == [
        "limit must not be greater than 100"
    ]
    assert location.call("GET", f"{path}&offset=1").status_code == 422
    for version in ("v3", "2023-02-21", "2021-07-28", "2021-04-15", "legacy"):
        assert location.call("GET", path, version=version).status_code == 200
