"""The sizes of pages and lists, and the parts of a contact that are shown."""

from __future__ import annotations

import pytest

from tests.sandbox.wix_client import BULK, CONTACTS, LABELS, Site, guid, people, person


def many_labels(count: int, **switches: object) -> Site:
    return Site(person(1, *(f"L{number}" for number in range(count))), system_labels=(), **switches)


@pytest.mark.parametrize("asked", [("GET", CONTACTS, None), ("POST", f"{CONTACTS}/query", {})])
def test_a_page_of_contacts_is_50_unless_told(asked):
    method, path, body = asked
    assert len(Site(*people(60)).ok(method, path, json=body)["contacts"]) == 50


def test_a_page_of_contacts_may_be_1000():
    site = Site(*people(1001))
    assert len(site.found(paging={"limit": 1000})) == 1000
    assert len(site.ok("GET", CONTACTS, params={"paging.limit": 1000})["contacts"]) == 1000


def test_a_page_of_labels_is_1000_unless_told_and_2000_where_they_are_listed():
    site = many_labels(1500)
    assert len(site.ok("GET", LABELS)["labels"]) == 1000
    assert len(site.ok("GET", LABELS, params={"paging.limit": 2000})["labels"]) == 1500
    assert len(site.ok("POST", f"{LABELS}/query", json={})["labels"]) == 1000


@pytest.mark.parametrize("sort", [{"sort.fieldName": "key"}, {"sort.order": "UP"}])
def test_a_list_of_labels_refuses_a_sort_without_a_code_of_its_own(sort):
    assert Site().rule("GET", LABELS, params=sort) == "FORMAT"


def test_labels_of_a_query_come_by_their_creation_unless_told():
    site = Site(person(1, "B", "A"))
    answer = site.ok("POST", f"{LABELS}/query", json={})["labels"]
    assert [label["displayName"] for label in answer][2:] == ["B", "A"]


def test_labels_are_sorted_by_up_to_100_keys():
    sort = [{"fieldName": "displayName"}] * 100
    Site().ok("POST", f"{LABELS}/query", json={"query": {"sort": sort}})
    more = {"query": {"sort": [*sort, sort[0]]}}
    assert Site().rule("POST", f"{LABELS}/query", json=more) == "MAX_SIZE"


def test_fields_and_fieldsets_have_limits():
    def rule(**query: object) -> str:
        return Site().rule("POST", f"{CONTACTS}/query", json={"query": query})

    assert rule(fields=["createdDate"] * 101) == "MAX_SIZE"
    assert rule(fields=["x" * 101]) == "MAX_LENGTH"
    assert rule(fieldsets=["BASIC"] * 11) == "MAX_SIZE"
    assert rule(fieldsets=["SOME"]) == "FORMAT"


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ({"fieldsets": ["BASIC"]}, {"name"}),
        ({"fieldsets": ["COMMUNICATION_DETAILS"]}, {"name", "emails", "phones", "addresses"}),
        ({"fieldsets": ["EXTENDED"]}, {"name", "extendedFields"}),
        ({"fieldsets": ["BASIC"], "fields": ["info.labelKeys"]}, {"name", "labelKeys"}),
        (
            {"fieldsets": ["FULL"], "fields": ["info.name"]},
            {"name", "emails", "phones", "addresses", "labelKeys", "extendedFields"},
        ),
    ],
)
def test_fieldsets_name_parts_and_join_with_fields(asked, parts):
    site = Site(person(1, "VIP", phone="+491", country="DE"))
    assert set(site.query(**asked)["contacts"][0]["info"]) == parts
    shown = site.ok("GET", f"{CONTACTS}/{guid(1)}", params=asked)["contact"]
    assert set(shown["info"]) == parts
    assert {"id", "revision", "primaryInfo"} <= set(shown)


def test_an_order_is_asc_or_desc():
    sort = {"fieldName": "createdDate", "order": "UP"}
    assert Site().rule("POST", f"{CONTACTS}/query", json={"query": {"sort": [sort]}}) == "FORMAT"


def test_a_negative_offset_is_refused():
    asked = {"query": {"paging": {"offset": -1}}}
    assert Site().rule("POST", f"{CONTACTS}/query", json=asked) == "FORMAT"


def test_an_in_of_nothing_finds_nobody():
    site = Site(*people(2))
    assert site.found({"id": {"$in": []}}) == []
    assert site.found({"id": {"$in": [guid(number) for number in range(1, 101)]}}) == [guid(1), guid(2)]


def test_a_range_and_a_list_of_ids_of_a_bulk_call_mean_what_they_mean_in_a_query():
    site = Site(*people(3), person(9, "VIP"))
    chosen = {"id": {"$in": [guid(1), guid(3)]}, "createdDate": {"$gt": "2026-01-01T00:00:01Z"}}
    assert site.found(chosen) == [guid(3)]
    job = site.finished(site.bulk("add-remove-labels", filter=chosen, labelKeysToAdd=["custom.vip"]))
    assert job["totalItems"] == 1
    assert site.labels_of(guid(3)) == ("VIP",)


def test_a_bulk_call_takes_100_keys_to_add_and_100_to_remove():
    names = [f"L{number}" for number in range(200)]
    site = Site(person(1, *names[:100]), person(2, *names[100:]))
    keys = [f"custom.l{number}" for number in range(200)]
    body = {"filter": {"id": guid(1)}, "labelKeysToAdd": keys[100:], "labelKeysToRemove": keys[:100]}
    site.finished(site.ok("POST", f"{BULK}/add-remove-labels", json=body)["jobId"])
    assert site.labels_of(guid(1)) == tuple(names[100:])
