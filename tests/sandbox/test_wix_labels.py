"""Label definitions."""

from __future__ import annotations

import pytest

from tests.sandbox.wix_client import CONTACTS, LABELS, Site, guid, people, person


def names(site: Site, **query: object) -> list[str]:
    answer = site.ok("POST", f"{LABELS}/query", json={"query": query})
    return [label["displayName"] for label in answer["labels"]]


def test_a_label_is_created_once_and_found_after_that():
    site = Site()
    first = site.ok("POST", LABELS, json={"displayName": "My Label", "language": "en", "namespace": "x"})
    again = site.ok("POST", LABELS, json={"displayName": "My Label"})
    assert first == {
        "label": {
            "namespace": "custom",
            "namespaceDisplayName": "Labels",
            "key": "custom.my-label",
            "displayName": "My Label",
            "labelType": "USER_DEFINED",
            "createdDate": "2026-03-01T10:00:00.000Z",
            "updatedDate": "2026-03-01T10:00:00.000Z",
        },
        "newLabel": True,
    }
    assert again == {"label": first["label"], "newLabel": False}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("  VIP -- Gold! ", "custom.vip-gold"),
        ("Été", "custom.ete"),
        ("日本", "custom.label"),
        ("x" * 180, "custom." + "x" * 73),
    ],
)
def test_a_key_is_the_slug_of_the_name(name, key):
    assert Site().new_label(name) == key


def test_colliding_slugs_are_numbered():
    site = Site()
    assert [site.new_label(name) for name in ("VIP", "vip", "Vip!")] == [
        "custom.vip",
        "custom.vip-2",
        "custom.vip-3",
    ]


def test_a_name_may_be_found_blind_to_case():
    site = Site(label_name_case_sensitive=False)
    assert site.new_label("VIP") == site.new_label("vip")
    assert "vip" not in site.view().labels


def test_a_name_of_nothing_or_too_much_is_refused():
    assert Site().rule("POST", LABELS, json={}) == "MIN_LENGTH"
    assert Site().rule("POST", LABELS, json={"displayName": "x" * 181}) == "MAX_LENGTH"
    assert Site().rule("POST", LABELS, json={"displayName": 5}) == "FORMAT"


def test_the_quota_of_labels_is_told_in_strings():
    site = Site(labels_quota=1)
    site.new_label("One")
    assert site.new_label("One") == "custom.one"
    error = site.refused(428, "POST", LABELS, json={"displayName": "Two"})["details"]["applicationError"]
    assert error["code"] == "LABELS_QUOTA_REACHED"
    assert error["data"] == {"labelsQuota": "1", "labelsCurrentTotal": "1"}
    assert "Two" not in site.view().labels


@pytest.mark.parametrize(
    "body", [{"label": {"key": "custom.vip", "displayName": "Gold"}}, {"displayName": "Gold"}]
)
def test_a_renamed_label_keeps_its_key_and_its_contacts(body):
    site = Site(person(1, "VIP"))
    site.ok("PATCH", f"{LABELS}/custom.vip", json=body)
    label = site.ok("GET", f"{LABELS}/custom.vip")["label"]
    assert (label["key"], label["displayName"]) == ("custom.vip", "Gold")
    assert site.labels_of(guid(1)) == ("Gold",)
    assert site.view().automations == ()


def test_two_labels_may_come_to_share_a_name_unless_told():
    site = Site(person(1, "VIP", "Gold"))
    site.ok("PATCH", f"{LABELS}/custom.vip", json={"displayName": "Gold"})
    assert names(site, filter={"displayName": "Gold"}) == ["Gold", "Gold"]
    strict = Site(person(1, "VIP", "Gold"), duplicate_label_names=False)
    strict.refused(409, "PATCH", f"{LABELS}/custom.vip", json={"displayName": "Gold"})
    assert "VIP" in strict.view().labels


def test_a_removed_label_is_gone_from_every_contact():
    site = Site(*people(3, "VIP", "Old"))
    assert site.ok("DELETE", f"{LABELS}/custom.vip") == {}
    assert {contact.labels for contact in site.view().contacts.values()} == {("Old",)}
    assert "VIP" not in site.view().labels
    assert [(fired.label, fired.on) for fired in site.view().automations] == [("VIP", "remove")] * 3
    assert site.ok("GET", f"{CONTACTS}/{guid(1)}")["contact"]["revision"] == 2
    site.refused(404, "GET", f"{LABELS}/custom.vip")
    site.wait(2)
    assert site.found({"info.labelKeys": {"$hasSome": ["custom.vip"]}}) == []


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_a_missing_label_is_404_with_empty_details(method):
    more = {"json": {"displayName": "X"}} if method == "PATCH" else {}
    assert Site().refused(404, method, f"{LABELS}/custom.none", **more)["details"] == {}


@pytest.mark.parametrize("status", [428, 403])
def test_a_predefined_label_cannot_be_renamed_or_deleted(status):
    site = Site(person(1, "Customers"), system_label_status=status)
    site.refused(status, "PATCH", f"{LABELS}/contacts.customers", json={"displayName": "X"})
    site.refused(status, "DELETE", f"{LABELS}/contacts.customers")
    assert site.labels_of(guid(1)) == ("Customers",)


def test_predefined_labels_have_no_dates_and_speak_the_language_asked_for():
    label = Site().ok("GET", f"{LABELS}/contacts.customers", params={"language": "de"})["label"]
    assert label == {
        "namespace": "contacts",
        "namespaceDisplayName": "Kontakte",
        "key": "contacts.customers",
        "displayName": "Kunden",
        "labelType": "SYSTEM",
    }
    assert Site(system_labels=()).view().labels == ()


def test_list_labels_filters_and_pages():
    site = Site(person(1, "VIP", "vip two", "Old"))

    def listed(**params: object) -> list[str]:
        return [label["displayName"] for label in site.ok("GET", LABELS, params=params)["labels"]]

    assert listed() == ["Contacted Me", "Customers", "VIP", "vip two", "Old"]
    assert listed(labelType="SYSTEM", **{"sort.fieldName": "displayName"}) == ["Contacted Me", "Customers"]
    assert listed(namespace="custom") == ["VIP", "vip two", "Old"]
    assert listed(startsWith="vip") == ["vip two"]
    page = {"paging.limit": 2, "paging.offset": 1, "namespace": "custom"}
    answer = site.ok("GET", LABELS, params=page)
    assert [label["displayName"] for label in answer["labels"]] == ["vip two", "Old"]
    assert answer["metadata"] == {"count": 2, "offset": 1, "total": 3, "tooManyToCount": False}
    assert site.rule("GET", LABELS, params={"paging.limit": 2001}) == "MAX"


@pytest.mark.parametrize(
    ("filtered", "expected"),
    [
        ({"key": {"$in": ["custom.vip", "custom.none"]}}, ["VIP"]),
        ({"displayName": {"$startsWith": "vip"}}, ["VIP", "vip two"]),
        ({"displayName": {"$ne": "VIP"}, "namespace": "custom"}, ["vip two", "Old"]),
        ({"labelType": "SYSTEM", "namespace": {"$ne": "contacts"}}, []),
        ({"createdDate": {"$gte": "2026-01-01T00:00:04Z"}}, ["Old"]),
    ],
)
def test_query_labels_finds_what_its_filter_describes(filtered, expected):
    assert names(Site(person(1, "VIP", "vip two", "Old")), filter=filtered) == expected


def test_query_labels_sorts_by_several_keys_and_pages():
    site = Site(person(1, "B", "A", "C"))
    custom = {"namespace": "custom"}
    sort = [{"fieldName": "displayName", "order": "DESC"}, {"fieldName": "createdDate"}]
    assert names(site, filter=custom, sort=sort) == ["C", "B", "A"]
    assert names(site, filter=custom, paging={"limit": 1, "offset": 1}) == ["A"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"sort": [{"fieldName": "key"}]}, "INVALID_SORT"),
        ({"sort": {"fieldName": "displayName"}}, "INVALID_SORT"),
        ({"filter": 5}, "MALFORMED_FILTER"),
        ({"filter": {"$nor": []}}, "UNSUPPORTED_FILTER"),
        ({"filter": {"colour": "red"}}, "UNSUPPORTED_FILTER_FIELD"),
        ({"filter": {"key": {"$startsWith": "custom"}}}, "UNSUPPORTED_FILTER_OPERATOR"),
        ({"filter": {"key": 5}}, "UNSUPPORTED_FILTER_VALUE"),
    ],
)
def test_query_labels_refuses_with_its_own_codes(query, code):
    assert Site().code(400, "POST", f"{LABELS}/query", json={"query": query}) == code


def test_query_labels_names_its_paging_as_the_schema_or_the_examples_do():
    assert "pagingMetadata" in Site().ok("POST", f"{LABELS}/query", json={})
    assert "metadata" in Site(label_query_metadata="metadata").ok("POST", f"{LABELS}/query", json={})


def test_query_labels_has_a_largest_page():
    asked = {"query": {"paging": {"limit": 1001}}}
    assert Site().rule("POST", f"{LABELS}/query", json=asked) == "MAX"
    Site(label_query_limit=2000).ok("POST", f"{LABELS}/query", json=asked)
