"""Creating, updating and merging contacts, and counting them by facets."""

from __future__ import annotations

import pytest

from tests.sandbox.wix_client import CONTACTS, Site, guid, people, person

ONE = f"{CONTACTS}/{guid(1)}"


def test_a_contact_is_created_with_ids_a_primary_and_its_labels():
    site = Site(person(1, "VIP"))
    info = {
        "name": {"first": "Ann"},
        "emails": {"items": [{"email": "ann@example.com", "tag": "MAIN"}, {"email": "a@example.com"}]},
        "phones": {"items": [{"phone": "+1 415-555-0100"}]},
        "labelKeys": {"items": ["custom.vip"]},
        "extendedFields": {"items": {"custom.Tier": "gold"}},
    }
    made = site.ok("POST", CONTACTS, json={"info": info})["contact"]
    assert made["revision"] == 1
    assert made["primaryInfo"] == {"email": "ann@example.com", "phone": "+14155550100"}
    assert [item["primary"] for item in made["info"]["emails"]["items"]] == [True, False]
    assert made["info"]["extendedFields"]["items"]["custom.tier"] == "gold"
    assert site.labels_of(made["id"]) == ("VIP",)
    assert [fired.on for fired in site.view().automations] == ["add"]


def test_an_address_can_be_left_empty():
    site = Site()
    info = {"name": {"first": "A"}, "addresses": {"items": [{"tag": "HOME"}, {"address": {"country": "DE"}}]}}
    made = site.ok("POST", CONTACTS, json={"info": info})["contact"]
    assert [item["tag"] for item in made["info"]["addresses"]["items"]] == ["HOME", "UNTAGGED"]
    site.wait(2)
    assert site.found({"info.addresses.country": "DE"}) == [made["id"]]


@pytest.mark.parametrize(
    ("info", "code"),
    [
        ({}, "INSUFFICIENT_CONTACT_DATA"),
        ({"company": "Acme"}, "INSUFFICIENT_CONTACT_DATA"),
        (
            {"emails": {"items": [{"email": "a@b.c", "primary": True}, {"email": "d@b.c", "primary": True}]}},
            "CANNOT_HAVE_MULTIPLE_PRIMARY_INFO",
        ),
        (
            {"name": {"first": "A"}, "extendedFields": {"items": {"custom.a": {}}}},
            "INVALID_EXTENDED_FIELD_VALUE",
        ),
    ],
)
def test_a_contact_that_is_not_one_is_refused(info, code):
    site = Site()
    assert site.code(400, "POST", CONTACTS, json={"info": info}) == code
    assert not site.view().contacts


def test_lists_and_texts_of_a_contact_have_limits():
    many = {"emails": {"items": [{"email": f"{number}@b.c"} for number in range(51)]}}
    assert Site().rule("POST", CONTACTS, json={"info": many}) == "MAX_SIZE"
    assert Site().rule("POST", CONTACTS, json={"info": {"company": "x" * 1001}}) == "MAX_LENGTH"
    long = {"emails": {"items": [{"email": "x" * 321}]}}
    assert Site().rule("POST", CONTACTS, json={"info": long}) == "MAX_LENGTH"


def test_a_second_contact_of_one_email_or_phone_is_a_duplicate_unless_allowed():
    site = Site(person(1, phone="+491"))
    same = {
        "info": {"emails": {"items": [{"email": "P1@example.com"}]}, "phones": {"items": [{"phone": "+492"}]}}
    }
    error = site.refused(409, "POST", CONTACTS, json=same)["details"]["applicationError"]
    assert error["code"] == "DUPLICATE_CONTACT_EXISTS"
    assert error["data"] == {"duplicateContactId": guid(1), "duplicateEmail": "P1@example.com"}
    phone = {"info": {"phones": {"items": [{"phone": "+491"}]}}}
    assert site.code(409, "POST", CONTACTS, json=phone) == "DUPLICATE_CONTACT_EXISTS"
    both = {"info": {**phone["info"], "emails": {"items": [{"email": "other@example.com"}]}}}
    site.ok("POST", CONTACTS, json=both)
    site.ok("POST", CONTACTS, json={**same, "allowDuplicates": True})
    assert len(site.view().contacts) == 3


def test_an_id_can_be_brought_along_once():
    site = Site(person(1))
    body = {"info": {"name": {"first": "A"}}}
    assert site.ok("POST", CONTACTS, json={**body, "id": guid(7)})["contact"]["id"] == guid(7)
    assert site.code(409, "POST", CONTACTS, json={**body, "id": guid(1)}) == "CONTACT_ID_ALREADY_EXISTS"


def test_an_update_needs_the_current_revision():
    site = Site(person(1, "VIP"))
    changed = site.ok("PATCH", ONE, json={"revision": 1, "info": {"company": "Acme"}})["contact"]
    assert (changed["revision"], changed["info"]["company"]) == (2, "Acme")
    assert changed["info"]["labelKeys"]["items"] == ["custom.vip"]
    late = site.code(409, "PATCH", ONE, json={"revision": 1, "info": {"company": "Other"}})
    assert late == "CONTACT_ALREADY_CHANGED"
    assert site.rule("PATCH", ONE, json={"info": {"company": "Other"}}) == "FORMAT"
    assert site.ok("GET", ONE)["contact"]["info"]["company"] == "Acme"


def test_an_update_replaces_the_labels_it_names():
    site = Site(person(1, "VIP"), person(2, "Old"))
    site.ok("PATCH", ONE, json={"revision": 1, "info": {"labelKeys": {"items": ["custom.old"]}}})
    assert site.labels_of(guid(1)) == ("Old",)
    assert [(fired.label, fired.on) for fired in site.view().automations] == [
        ("Old", "add"),
        ("VIP", "remove"),
    ]


def test_an_update_must_leave_a_contact_and_not_take_an_email_of_another():
    site = Site(person(1), person(2), person(3, more={"membership": "APPROVED"}))
    assert site.code(400, "PATCH", ONE, json={"revision": 1}) == "INSUFFICIENT_UPDATE_CONTACT_DATA"
    nothing = {"emails": {"items": []}, "name": {}}
    assert site.code(400, "PATCH", ONE, json={"revision": 1, "info": nothing}) == "INSUFFICIENT_CONTACT_DATA"
    taken = {"emails": {"items": [{"email": "p2@example.com"}]}}
    assert site.code(409, "PATCH", ONE, json={"revision": 1, "info": taken}) == "DUPLICATE_CONTACT_EXISTS"
    member = {"revision": 1, "info": {"emails": {"items": [{"email": "new@example.com"}]}}}
    assert site.code(428, "PATCH", f"{CONTACTS}/{guid(3)}", json=member) == "CANNOT_UPDATE_MEMBER_EMAIL"
    assert {contact.email for contact in site.view().contacts.values()} == {
        "p1@example.com",
        "p2@example.com",
        "p3@example.com",
    }


def test_a_merged_contact_lives_on_in_its_target():
    site = Site(person(1, "VIP"), person(2, "Old", phone="+491"))
    asked = {"targetContactRevision": 1, "sourceContactIds": [guid(2)]}
    preview = site.ok("POST", f"{ONE}/preview-merge", json=asked)["contact"]
    assert len(site.view().contacts) == 2
    merged = site.ok("POST", f"{ONE}/merge", json=asked)["contact"]
    assert merged["info"] == preview["info"]
    assert [item["email"] for item in merged["info"]["emails"]["items"]] == [
        "p1@example.com",
        "p2@example.com",
    ]
    assert [item["primary"] for item in merged["info"]["emails"]["items"]] == [True, False]
    assert site.labels_of(guid(1)) == ("VIP", "Old")
    got = site.ok("GET", f"{CONTACTS}/{guid(2)}")
    assert (got["responseType"], got["contact"]["id"]) == ("MERGED", guid(1))
    site.code(404, "POST", f"{CONTACTS}/{guid(2)}/labels", json={"labelKeys": ["custom.vip"]})
    site.wait(2)
    assert site.found({"id": guid(2)}) == []


def test_a_merge_needs_the_revision_and_1_to_5_sources():
    site = Site(*people(8))
    other = [guid(number) for number in range(2, 8)]
    asked = {"targetContactRevision": 5, "sourceContactIds": other[:1]}
    assert site.code(409, "POST", f"{ONE}/merge", json=asked) == "CONTACT_ALREADY_CHANGED"
    for ids, rule in (([], "MIN_SIZE"), (other, "MAX_SIZE"), ([guid(1)], "CUSTOM")):
        asked = {"targetContactRevision": 1, "sourceContactIds": ids}
        assert site.rule("POST", f"{ONE}/merge", json=asked) == rule
    assert len(site.view().contacts) == 8


def test_a_contact_can_be_merged_from_the_start():
    site = Site(person(1, "VIP"), person(2), merged={guid(2): guid(1)})
    got = site.ok("GET", f"{CONTACTS}/{guid(2)}")
    assert (got["responseType"], got["contact"]["id"]) == ("MERGED", guid(1))
    assert site.found() == [guid(1)]


def test_facets_count_contacts_by_label_and_status():
    site = Site(person(1, "VIP"), person(2, "VIP", "Old"), person(3, more={"membership": "APPROVED"}))
    facets = site.ok("GET", f"{CONTACTS}/facets")["facets"]
    counts = {(facet["facetType"], facet["facetKey"]): facet["count"] for facet in facets}
    assert counts["LABEL", "custom.vip"] == 2
    assert counts["LABEL", "contacts.customers"] == 0
    assert counts["ALL_CONTACTS", "all"] == 3
    assert counts["NOT_LABELED", "not-labeled"] == 1
    assert counts["MEMBERSHIP_STATUS", "APPROVED"] == 1
    assert counts["SUBSCRIPTION_STATUS", "NOT_SET"] == 3
    vip = next(facet for facet in facets if facet["facetKey"] == "custom.vip")
    assert site.found(vip["queryFilter"]) == [guid(1), guid(2)]


def test_facets_can_be_asked_of_some_contacts_only():
    site = Site(person(1, "VIP"), person(2, "VIP", "Old"))
    for body in ({"filter": {"id": guid(2)}}, {"query": {"filter": {"id": guid(2)}}}):
        facets = site.ok("POST", f"{CONTACTS}/facets/query", json=body)["facets"]
        assert {facet["facetKey"]: facet["count"] for facet in facets}["custom.vip"] == 1


@pytest.mark.parametrize(
    "part",
    [
        {"addresses": {"items": [{"address": "Main St"}]}},
        {"emails": {"items": [{"email": ["a@example.com"]}]}},
        {"emails": {"items": [{"tag": "MAIN"}]}},
        {"name": {"last": 5}},
        {"locations": {"items": [{}]}},
        {"birthdate": "yesterday"},
    ],
)
def test_info_of_the_wrong_shape_is_refused(part):
    site = Site()
    assert site.rule("POST", CONTACTS, json={"info": {"name": {"first": "A"}, **part}}) in {
        "FORMAT",
        "MAX_LENGTH",
    }
    assert not site.view().contacts


def test_a_number_is_derived_from_its_country_as_the_vendor_shows_it():
    site = Site()
    info = {"phones": {"items": [{"countryCode": "US", "phone": "4155550100"}]}}
    made = site.ok("POST", CONTACTS, json={"info": info})["contact"]
    assert made["primaryPhone"] == {
        "countryCode": "US",
        "e164Phone": "+14155550100",
        "formattedPhone": "+1 415-555-0100",
        "phone": "4155550100",
        "subscriptionStatus": "NOT_SET",
    }
    assert made["primaryInfo"]["phone"] == "+14155550100"


def test_a_merge_is_previewed_without_a_revision():
    site = Site(person(1), person(2))
    asked = {"targetContactId": guid(1), "sourceContactIds": [guid(2)]}
    assert site.ok("POST", f"{CONTACTS}/{guid(1)}/preview-merge", json=asked)["contact"]["id"] == guid(1)
    site.refused(400, "POST", f"{CONTACTS}/{guid(1)}/merge", json=asked)
