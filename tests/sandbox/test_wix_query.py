"""Query and List Contacts: filters, order, pages, fields."""

from __future__ import annotations

import pytest

from tests.sandbox.wix_client import CONTACTS, Site, guid, people, person

IDS = [guid(number) for number in range(1, 6)]


def rich_site(**switches: object) -> Site:
    return Site(
        person(1, "VIP", last_name="Lee", country="US", phone="+14155550100", created="2026-01-01"),
        person(2, "VIP", "Old", last_name="Ng", created="2026-01-02", more={"custom.tier": "gold"}),
        person(3, last_name="lee-Ann", created="2026-01-03T10:00:00.500Z"),
        person(4, email="", phone="+4930123", country="DE", created="2026-01-04"),
        person(5, "Old", email="P5@Example.com", created="2026-01-05", more={"membership": "APPROVED"}),
        **switches,
    )


@pytest.mark.parametrize(
    ("filtered", "numbers"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"id": guid(3)}, [3]),
        ({"id": {"$in": [guid(4), guid(2), guid(99)]}}, [2, 4]),
        ({"id": {"$ne": guid(3)}}, [1, 2, 4, 5]),
        ({"primaryInfo.email": "p1@example.com"}, [1]),
        ({"primaryInfo.email": {"$eq": "p5@example.com"}}, []),
        ({"info.emails.email": {"$startsWith": "P"}}, [1, 2, 3, 5]),
        ({"info.emails.email": {"$exists": False}}, [4]),
        ({"info.name.last": {"$startsWith": "LEE"}}, [1, 3]),
        ({"info.labelKeys": {"$hasSome": ["custom.vip", "custom.none"]}}, [1, 2]),
        ({"info.labelKeys": {"$hasAll": ["custom.vip", "custom.old"]}}, [2]),
        ({"$not": {"info.labelKeys": {"$hasSome": ["custom.vip"]}}}, [3, 4, 5]),
        ({"$or": [{"id": guid(1)}, {"info.addresses.country": "DE"}]}, [1, 4]),
        (
            {
                "$and": [
                    {"info.labelKeys": {"$hasSome": ["custom.old"]}},
                    {"createdDate": {"$gt": "2026-01-02"}},
                ]
            },
            [5],
        ),
        ({"createdDate": {"$gte": "2026-01-02T00:00:00.000Z", "$lt": "2026-01-04"}}, [2, 3]),
        ({"createdDate": {"$lte": "2026-01-03T10:00:00.500Z"}}, [1, 2, 3]),
        ({"createdDate": {"$eq": "2026-01-03T11:00:00.500+01:00"}}, [3]),
        ({"createdDate": {"$ne": "2026-01-03T10:00:00.500Z"}}, [1, 2, 4, 5]),
        ({"updatedDate": {"$gt": "2026-01-04"}}, [5]),
        ({"info.phones.e164Phone": {"$in": ["+4930123"]}}, [4]),
        ({"primaryPhone.countryCode": "US"}, [1]),
        ({"info.extendedFields.custom.tier": "gold"}, [2]),
        ({"info.extendedFields.members.membershipStatus": {"$in": ["APPROVED", "PENDING"]}}, [5]),
        ({"info.extendedFields.members.membershipStatus": {"$nin": ["APPROVED"]}}, [1, 2, 3, 4]),
        ({"info.extendedFields.emailSubscriptions.effectiveEmail": {"$exists": True}}, [1, 2, 3, 5]),
        ({"primaryEmail.subscriptionStatus": "NOT_SET"}, [1, 2, 3, 5]),
    ],
)
def test_a_filter_finds_the_contacts_it_describes(filtered, numbers):
    site = rich_site()
    answer = site.query(filtered)
    assert [contact["id"] for contact in answer["contacts"]] == [guid(number) for number in numbers]
    assert answer["pagingMetadata"]["total"] == len(numbers)


@pytest.mark.parametrize(
    ("filtered", "code"),
    [
        ("id", "MALFORMED_FILTER"),
        ([], "MALFORMED_FILTER"),
        ({"$and": {}}, "MALFORMED_FILTER"),
        ({"id": {"in": []}}, "MALFORMED_FILTER"),
        ({"$nor": []}, "UNSUPPORTED_FILTER"),
        ({"info.shoeSize": 43}, "UNSUPPORTED_FILTER_FIELD_UNKNOWN"),
        ({"info.labelKeys.items": {"$hasSome": []}}, "UNSUPPORTED_FILTER_FIELD_UNKNOWN"),
        ({"info.labelKeys": "custom.vip"}, "UNSUPPORTED_FILTER_OPERATOR"),
        ({"id": {"$startsWith": "0"}}, "UNSUPPORTED_FILTER_OPERATOR"),
        ({"createdDate": {"$exists": True}}, "UNSUPPORTED_FILTER_OPERATOR"),
        ({"info.name.first": {"$isEmpty": True}}, "UNSUPPORTED_FILTER_OPERATOR"),
        ({"createdDate": {"$gt": "yesterday"}}, "UNSUPPORTED_FILTER_VALUE_TYPE"),
        ({"id": 7}, "UNSUPPORTED_FILTER_VALUE_TYPE"),
        ({"id": {"$in": guid(1)}}, "UNSUPPORTED_FILTER_VALUE_TYPE"),
        ({"info.name.first": {"$exists": "yes"}}, "UNSUPPORTED_FILTER_VALUE_TYPE"),
        ({"id": {"$in": [guid(number) for number in range(101)]}}, "UNSUPPORTED_FILTER_VALUE"),
    ],
)
def test_a_filter_that_wix_does_not_know_is_refused_with_its_code(filtered, code):
    assert Site().refused_filter(filtered) == code


def test_a_site_may_know_fewer_logical_operators():
    site = Site(logical_operators=frozenset({"$and"}))
    assert site.refused_filter({"$or": []}) == "UNSUPPORTED_FILTER"


def test_the_cap_of_in_is_a_switch():
    assert Site(in_cap=2).refused_filter({"id": {"$in": IDS[:3]}}) == "UNSUPPORTED_FILTER_VALUE"
    assert Site(*people(3), in_cap=3).found({"id": {"$in": IDS[:3]}}) == IDS[:3]


def test_equality_on_an_email_may_be_blind_to_case():
    site = rich_site(email_case_sensitive=False)
    assert site.found({"info.emails.email": "p5@EXAMPLE.com"}) == [guid(5)]


def test_pages_by_offset_show_everything_once():
    site = Site(*people(25))
    pages = [site.found(paging={"limit": 10, "offset": offset}) for offset in (0, 10, 20, 30)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert [contact for page in pages for contact in page] == [guid(number) for number in range(1, 26)]
    backwards = site.found(
        sort=[{"fieldName": "createdDate", "order": "DESC"}], paging={"limit": 3, "offset": 1}
    )
    assert backwards == [guid(24), guid(23), guid(22)]


def test_a_page_is_50_contacts_unless_told():
    answer = Site(*people(60)).query()
    assert answer["pagingMetadata"] == {"count": 50, "offset": 0, "total": 60, "tooManyToCount": False}


def test_contacts_come_by_the_sort_asked_for():
    site = rich_site()
    assert site.found(sort=[{"fieldName": "primaryInfo.email"}])[0] == guid(4)
    assert site.found(sort=[{"fieldName": "info.name.last", "order": "DESC"}])[:3] == [
        guid(3),
        guid(2),
        guid(1),
    ]


@pytest.mark.parametrize("name", ["id", "updatedDate", "primaryInfo.phone", "nonsense", None])
def test_a_field_that_cannot_be_sorted_by_is_refused(name):
    asked = {"query": {"sort": [{"fieldName": name}]}}
    assert Site().code(400, "POST", f"{CONTACTS}/query", json=asked) == "UNSUPPORTED_SORT_FIELD"


def test_two_sort_keys_are_one_too_many():
    asked = {"query": {"sort": [{"fieldName": "createdDate"}, {"fieldName": "info.name.first"}]}}
    assert Site().rule("POST", f"{CONTACTS}/query", json=asked) == "MAX_SIZE"


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_a_limit_outside_1_to_1000_is_refused(limit):
    asked = {"query": {"paging": {"limit": limit}}}
    assert Site().code(400, "POST", f"{CONTACTS}/query", json=asked) == "ILLEGAL_LIMIT"
    assert Site().code(400, "GET", CONTACTS, params={"paging.limit": limit}) == "ILLEGAL_LIMIT"


def test_an_offset_may_have_an_end():
    asked = {"query": {"paging": {"offset": 11}}}
    assert Site(max_offset=10).rule("POST", f"{CONTACTS}/query", json=asked) == "MAX"


def test_a_total_may_be_too_many_to_count():
    metadata = Site(*people(3), too_many_to_count=2).query()["pagingMetadata"]
    assert metadata == {"count": 3, "offset": 0, "tooManyToCount": True}


def test_only_the_fields_asked_for_are_shown_with_id_and_revision():
    site = rich_site()
    asked = {"fields": ["info.labelKeys", "primaryInfo", "createdDate"]}
    shown = site.query({"id": guid(1)}, **asked)["contacts"][0]
    assert shown == {
        "id": guid(1),
        "revision": 1,
        "createdDate": "2026-01-01T00:00:00.000Z",
        "primaryInfo": {"email": "p1@example.com", "phone": "+14155550100"},
        "info": {"labelKeys": {"items": ["custom.vip"]}},
    }
    basic = site.query({"id": guid(1)}, fieldsets=["BASIC"])["contacts"][0]
    assert set(basic) == {"id", "revision", "primaryInfo", "info"}
    assert basic["info"] == {"name": {"first": "P1", "last": "Lee"}}


def test_a_whole_contact_has_every_part_that_is_not_empty():
    contact = rich_site().query({"id": guid(1)})["contacts"][0]
    assert contact["primaryEmail"]["subscriptionStatus"] == "NOT_SET"
    assert contact["primaryPhone"]["e164Phone"] == "+14155550100"
    assert contact["lastActivity"]["activityType"] == "CONTACT_CREATED"
    assert contact["info"]["extendedFields"]["items"]["emailSubscriptions.effectiveEmail"] == "p1@example.com"
    assert "company" not in contact["info"]


def test_label_keys_are_missing_from_a_contact_without_labels_unless_told():
    assert "labelKeys" not in rich_site().query({"id": guid(3)})["contacts"][0]["info"]
    kept = rich_site(omit_empty_label_keys=False).query({"id": guid(3)})["contacts"][0]
    assert kept["info"]["labelKeys"] == {"items": []}


def test_an_unlisted_field_is_ignored_or_refused():
    assert "shoes" not in Site(*people(1)).query(fields=["shoes"])["contacts"][0]
    asked = {"query": {"fields": ["shoes"]}}
    assert Site(unknown_fields="refused").rule("POST", f"{CONTACTS}/query", json=asked) == "CUSTOM"


def test_list_takes_fields_repeated_or_as_a_comma_list():
    site = rich_site()
    repeated = site.ok("GET", CONTACTS, params={"fields": ["info.labelKeys", "primaryInfo"]})
    comma = site.ok("GET", CONTACTS, params={"fields": "info.labelKeys,primaryInfo"})
    assert repeated == comma
    assert repeated["pagingMetadata"]["total"] == 5
    assert repeated["contacts"][1]["info"] == {"labelKeys": {"items": ["custom.vip", "custom.old"]}}


def test_list_pages_and_sorts_and_does_not_filter():
    site = rich_site()
    params = {"paging.limit": 2, "paging.offset": 1, "sort.fieldName": "createdDate", "sort.order": "DESC"}
    shown = site.ok("GET", CONTACTS, params=params)["contacts"]
    assert [contact["id"] for contact in shown] == [guid(4), guid(3)]
    refused = site.code(400, "GET", CONTACTS, params={"sort.fieldName": "id"})
    assert refused == "UNSUPPORTED_SORT_FIELD"


def test_the_order_follows_contacts_that_come_go_and_change():
    site = rich_site(index_lag=0.0)
    by_name = [{"fieldName": "info.name.first"}]
    assert site.found(sort=by_name) == IDS
    site.ok("PATCH", f"{CONTACTS}/{guid(1)}", json={"revision": 1, "info": {"name": {"first": "Zoe"}}})
    site.ok("DELETE", f"{CONTACTS}/{guid(3)}")
    made = site.ok("POST", CONTACTS, json={"info": {"name": {"first": "Abe"}}})["contact"]["id"]
    assert site.found(sort=by_name) == [made, guid(2), guid(4), guid(5), guid(1)]
    assert site.found({"info.name.first": "Zoe"}) == [guid(1)]
