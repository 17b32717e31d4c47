"""The calls on a single contact."""

from __future__ import annotations

import pytest

from tests.sandbox.wix_client import CONTACTS, NOW, Site, guid, people, person

ONE = f"{CONTACTS}/{guid(1)}"


def test_a_label_is_added_and_the_contact_comes_back_changed():
    site = Site(person(1, "Old"), person(2, "VIP"))
    contact = site.ok("POST", f"{ONE}/labels", json={"labelKeys": ["custom.vip"]})["contact"]
    assert contact["info"]["labelKeys"]["items"] == ["custom.old", "custom.vip"]
    assert (contact["revision"], contact["updatedDate"]) == (2, "2026-03-01T10:00:00.000Z")
    fired = site.view().automations
    assert [(one.at, one.contact, one.label, one.on) for one in fired] == [(NOW, guid(1), "VIP", "add")]


@pytest.mark.parametrize(
    "more",
    [
        {"json": {"labelKeys": ["custom.vip", "custom.old"]}},
        {"params": [("contactId", guid(1)), ("labelKeys", "custom.vip"), ("labelKeys", "custom.old")]},
        {"params": {"labelKeys": "custom.vip,custom.old"}},
    ],
)
def test_labels_are_removed_by_body_and_by_query_string(more):
    site = Site(person(1, "VIP", "Old", "Kept"))
    contact = site.ok("DELETE", f"{ONE}/labels", **more)["contact"]
    assert contact["info"]["labelKeys"]["items"] == ["custom.kept"]
    assert contact["revision"] == 2
    assert [(fired.label, fired.on) for fired in site.view().automations] == [
        ("VIP", "remove"),
        ("Old", "remove"),
    ]


def test_a_change_that_changes_nothing_leaves_no_trace():
    site = Site(person(1, "VIP"), person(2, "Old"))
    site.ok("POST", f"{ONE}/labels", json={"labelKeys": ["custom.vip"]})
    contact = site.ok("DELETE", f"{ONE}/labels", json={"labelKeys": ["custom.old"]})["contact"]
    assert (contact["revision"], contact["updatedDate"]) == (1, "2026-01-01T00:00:00.000Z")
    assert site.view().automations == ()


def test_a_change_that_changes_nothing_may_raise_the_revision():
    site = Site(person(1, "VIP"), noop_bumps_revision=True)
    contact = site.ok("POST", f"{ONE}/labels", json={"labelKeys": ["custom.vip"]})["contact"]
    assert contact["revision"] == 2
    assert site.view().automations == ()


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_label_keys_are_1_to_100(method):
    site = Site(person(1, "VIP"))
    assert site.rule(method, f"{ONE}/labels", json={"labelKeys": []}) == "MIN_SIZE"
    assert site.rule(method, f"{ONE}/labels", json={"labelKeys": ["custom.vip"] * 101}) == "MAX_SIZE"
    assert site.rule(method, f"{ONE}/labels", json={"labelKeys": [1]}) == "FORMAT"


def test_an_unknown_label_key_is_404_and_nothing_is_changed():
    site = Site(person(1, "VIP"), person(2, "Old"))
    asked = {"labelKeys": ["custom.old", "custom.none"]}
    assert site.refused(404, "POST", f"{ONE}/labels", json=asked)["details"] == {}
    site.refused(404, "DELETE", f"{ONE}/labels", json={"labelKeys": ["custom.none", "custom.vip"]})
    assert site.labels_of(guid(1)) == ("VIP",)


def test_an_unknown_label_key_may_be_passed_over():
    site = Site(person(1), person(2, "Old"), unknown_label_key="ignored")
    site.ok("POST", f"{ONE}/labels", json={"labelKeys": ["custom.none", "custom.old"]})
    assert site.labels_of(guid(1)) == ("Old",)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("POST", "/labels", {"labelKeys": ["custom.vip"]}),
        ("DELETE", "/labels", {"labelKeys": ["custom.vip"]}),
        ("PATCH", "", {"revision": 1, "info": {}}),
        ("DELETE", "", None),
        ("POST", "/merge", {"targetContactRevision": 1, "sourceContactIds": [guid(1)]}),
    ],
)
def test_a_contact_that_is_not_there_is_not_found(method, path, body):
    more = {} if body is None else {"json": body}
    site = Site(person(1, "VIP"))
    assert site.code(404, method, f"{CONTACTS}/{guid(9)}{path}", **more) == "CONTACT_NOT_FOUND"


def test_a_deleted_contact_is_gone():
    site = Site(*people(2, "VIP"))
    assert site.ok("DELETE", ONE) == {}
    assert list(site.view().contacts) == [guid(2)]
    assert site.code(404, "DELETE", ONE) == "CONTACT_NOT_FOUND"
    assert site.view().automations == ()


def test_a_site_member_cannot_be_deleted():
    site = Site(person(1, more={"membership": "APPROVED"}))
    shown = site.ok("GET", ONE)["contact"]["info"]["extendedFields"]["items"]
    assert shown["members.membershipStatus"] == "APPROVED"
    assert site.code(428, "DELETE", ONE) == "CANNOT_DELETE_MEMBER"
    assert site.code(428, "DELETE", ONE, params={"deleteMember": "true"}) == "CANNOT_DELETE_MEMBER"
    assert site.view().contacts[guid(1)].more == {"membership": "APPROVED"}


def test_the_internal_member_flag_may_be_honoured():
    site = Site(person(1, more={"membership": "PENDING"}), delete_member_honoured=True)
    site.code(428, "DELETE", ONE)
    site.ok("DELETE", ONE, params={"deleteMember": "true"})
    assert not site.view().contacts


def test_a_contact_can_be_made_to_refuse_writes():
    billing = "CANNOT_DELETE_CONTACT_WITH_BILLING_SUBSCRIPTION"
    failing = {
        guid(1): billing,
        guid(2): "FAILED_UPDATE",
        guid(3): "FAILED_DELETE_CONTACT_AFTER_MEMBER_DELETION",
    }
    site = Site(*people(3, "VIP"), fail_contacts=failing)
    keys = {"labelKeys": ["custom.vip"]}
    assert site.code(428, "DELETE", ONE) == billing
    site.ok("DELETE", f"{ONE}/labels", json=keys)
    assert site.code(500, "DELETE", f"{CONTACTS}/{guid(2)}/labels", json=keys) == "FAILED_UPDATE"
    assert site.code(500, "DELETE", f"{CONTACTS}/{guid(3)}").startswith("FAILED_DELETE")
    assert site.labels_of(guid(1)) == ()
    assert site.labels_of(guid(2)) == ("VIP",)


def test_get_shows_only_the_fields_asked_for():
    site = Site(person(1, "VIP"))
    shown = site.ok("GET", ONE, params={"fields": "info.labelKeys"})
    assert shown == {
        "contact": {"id": guid(1), "revision": 1, "info": {"labelKeys": {"items": ["custom.vip"]}}},
        "responseType": "REGULAR",
    }
