"""Troubles on purpose: what befalls one request, in Wix's own way."""

from __future__ import annotations

import pytest

from labelsync.sandbox.faults import Fault, Faulty
from labelsync.sandbox.trouble import KINDS, Trouble
from labelsync.sandbox.wix import EMULATED
from tests.sandbox.wix_client import BULK, CONTACTS, JOBS, LABELS, Site, guid, people, person

VIP = {"info.labelKeys": {"$hasSome": ["custom.vip"]}}
KEYS = {"labelKeys": ["custom.vip"]}
ONE = f"{CONTACTS}/{guid(1)}"
FOUR = [guid(3), guid(1), guid(4), guid(2)]


def labelled(site: Site) -> list[str]:
    return [contact.id for contact in site.view().contacts.values() if "VIP" in contact.labels]


def site_of(count: int, **switches: object) -> Site:
    """Unlabelled contacts, and one more that carries VIP."""
    return Site(*people(count), person(9, "VIP"), **switches)


def test_the_emulator_says_which_troubles_it_can_have():
    assert EMULATED.troubles == set(KINDS)


@pytest.mark.parametrize(("amount", "done"), [(0, [3, 1]), (1, [3, 1, 4]), (3, [3]), (9, [])])
def test_partial_refuses_the_last_contacts_that_a_bulk_call_names(amount, done):
    site = site_of(4)
    job = site.finished(site.label(FOUR, add=("custom.vip",), trouble=Trouble("partial", amount)))
    assert job.get("successTotal", 0) == len(done)
    assert job["errors"] == [{"count": 4 - len(done), "code": "FAILED_UPDATE", "message": "Failed update"}]
    assert set(labelled(site)) == {guid(9), *(guid(number) for number in done)}


def test_partial_spares_contacts_from_a_bulk_delete_with_a_documented_code():
    site = Site(*people(2))
    body = {"filter": {"$and": [{"id": {"$in": [guid(1), guid(2)]}}]}}
    started = site.ok("POST", f"{BULK}/delete", json=body, trouble=Trouble("partial"))
    job = site.finished(started["jobId"])
    assert [error["code"] for error in job["errors"]] == ["CANNOT_DELETE_CONTACT_WITH_BILLING_SUBSCRIPTION"]
    assert list(site.view().contacts) == [guid(2)]


@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        ("POST", f"{ONE}/labels", KEYS, "FAILED_UPDATE"),
        ("DELETE", f"{ONE}/labels", KEYS, "FAILED_UPDATE"),
        ("PATCH", ONE, {"revision": 1, "info": {"company": "Acme"}}, "FAILED_UPDATE"),
        ("DELETE", ONE, {}, "CANNOT_DELETE_CONTACT_WITH_BILLING_SUBSCRIPTION"),
    ],
)
def test_partial_refuses_a_single_call_and_nothing_is_changed(method, path, body, code):
    site = site_of(1)
    before = site.view()
    assert site.code(428, method, path, json=body, trouble=Trouble("partial")) == code
    assert site.view() == before
    assert site.ok("GET", ONE)["contact"]["revision"] == 1


@pytest.mark.parametrize(("amount", "done"), [(0, [3, 1]), (1, [3, 1, 4])])
def test_skip_counts_contacts_of_a_bulk_call_as_done_and_leaves_them(amount, done):
    site = site_of(4)
    job = site.finished(site.label(FOUR, add=("custom.vip",), trouble=Trouble("skip", amount)))
    assert (job["successTotal"], job.get("failedTotal", 0)) == (4, 0)
    assert set(labelled(site)) == {guid(9), *(guid(number) for number in done)}


def test_skip_answers_a_single_label_as_done_and_leaves_the_contact():
    site = site_of(1)
    answer = site.ok("POST", f"{ONE}/labels", json=KEYS, trouble=Trouble("skip"))
    assert answer["contact"]["info"]["labelKeys"]["items"] == ["custom.vip"]
    assert site.labels_of(guid(1)) == ()
    assert site.view().automations == ()


def test_skip_answers_an_update_and_a_deletion_as_done_and_leaves_the_contact():
    site = site_of(1)
    update = {"revision": 1, "info": {"company": "Acme"}}
    assert site.ok("PATCH", ONE, json=update, trouble=Trouble("skip"))["contact"]["revision"] == 2
    assert site.ok("DELETE", ONE, trouble=Trouble("skip")) == {}
    assert site.ok("GET", ONE)["contact"]["revision"] == 1


def test_lag_keeps_query_and_half_as_much_list_behind_from_then_on():
    site = site_of(1)
    site.ok("POST", f"{ONE}/labels", json=KEYS, trouble=Trouble("lag", 40.0))
    site.wait(19)
    assert "info" not in site.ok("GET", CONTACTS, params={"fields": "info.labelKeys"})["contacts"][0]
    site.wait(1)
    assert "info" in site.ok("GET", CONTACTS, params={"fields": "info.labelKeys"})["contacts"][0]
    site.wait(19)
    assert site.found(VIP) == [guid(9)]
    site.wait(1)
    assert site.found(VIP) == [guid(1), guid(9)]


def test_lag_may_end_a_stuck_index():
    site = site_of(1, stuck_index=True)
    site.ok("POST", f"{ONE}/labels", json=KEYS)
    assert site.found(VIP) == [guid(9)]
    site.ok("GET", JOBS, trouble=Trouble("lag", 0.0))
    assert site.found(VIP) == [guid(1), guid(9)]


def test_stuck_stops_query_list_and_bulk_filters_from_then_on():
    site = site_of(1)
    site.ok("GET", LABELS, trouble=Trouble("stuck"))
    made = site.ok("POST", CONTACTS, json={"info": {"name": {"first": "New"}}})["contact"]["id"]
    site.wait(100_000)
    assert made not in site.found()
    assert made not in str(site.ok("GET", CONTACTS))
    assert "totalItems" not in site.finished(site.label([made], add=("custom.vip",)))


def test_a_lag_and_a_stop_outlive_a_restart():
    delayed, stopped = site_of(1), site_of(1)
    for site, trouble in ((delayed, Trouble("lag", 40.0)), (stopped, Trouble("stuck"))):
        site.ok("POST", f"{ONE}/labels", json=KEYS, trouble=trouble)
        site.reborn()
        site.wait(39)
        assert site.found(VIP) == [guid(9)]
        site.wait(1)
    assert delayed.found(VIP) == [guid(1), guid(9)]
    assert stopped.found(VIP) == [guid(9)]


def test_an_endless_job_does_its_work_and_never_completes_not_even_after_a_restart():
    site = site_of(1, job_retention=10.0)
    job = site.label([guid(1)], add=("custom.vip",), trouble=Trouble("endless"))
    other = site.label([guid(1)], add=("custom.vip",))
    site.reborn()
    site.wait(5)
    told = site.job(job)
    assert (told["status"], told["successTotal"], site.labels_of(guid(1))) == ("RUNNING", 1, ("VIP",))
    assert site.job(other)["status"] == "COMPLETED"
    site.wait(100_000)
    assert site.job(job)["status"] == "RUNNING"


def test_a_partial_job_goes_on_after_a_restart():
    site = site_of(4)
    job = site.label(FOUR, add=("custom.vip",), trouble=Trouble("partial", 3))
    site.reborn()
    assert site.finished(job)["failedTotal"] == 3
    assert set(labelled(site)) == {guid(3), guid(9)}


def test_merge_takes_the_contact_into_another_one_before_the_request_is_served():
    site = Site(person(1, "VIP"), person(2, "Old"))
    path = f"{CONTACTS}/{guid(2)}"
    refused = site.code(404, "POST", f"{path}/labels", json=KEYS, trouble=Trouble("merge"))
    assert refused == "CONTACT_NOT_FOUND"
    got = site.ok("GET", path)
    assert (got["responseType"], got["contact"]["id"], got["contact"]["revision"]) == ("MERGED", guid(1), 2)
    assert site.labels_of(guid(1)) == ("VIP", "Old")
    fired = [(one.contact, one.label, one.on) for one in site.view().automations]
    assert fired == [(guid(1), "Old", "add")]


def test_merge_of_a_bulk_call_prefers_a_target_that_the_call_does_not_name():
    site = site_of(2)
    job = site.label([guid(1), guid(2)], add=("custom.vip",), trouble=Trouble("merge"))
    assert site.finished(job)["errors"][0]["code"] == "CONTACT_NOT_FOUND"
    assert site.ok("GET", ONE)["contact"]["id"] == guid(9)
    assert labelled(site) == [guid(2), guid(9)]


def test_merge_needs_another_contact():
    site = Site(person(1))
    assert site.ok("GET", ONE, trouble=Trouble("merge"))["responseType"] == "REGULAR"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", ONE, None),
        ("POST", f"{CONTACTS}/query", {"query": {"filter": {"id": guid(1)}}}),
        ("POST", f"{CONTACTS}/query", {"query": {"filter": {"$and": [{"id": {"$eq": guid(1)}}]}}}),
        ("POST", f"{BULK}/delete", {"filter": {"id": {"$in": [guid(7), guid(1), guid(2)]}}}),
    ],
)
def test_vanish_deletes_the_first_contact_that_is_there_and_named(method, path, body):
    site = Site(person(1, "VIP"), person(2))
    site.call(method, path, json=body, trouble=Trouble("vanish"))
    assert set(site.view().contacts) == {guid(2)}
    assert site.view().automations == ()


@pytest.mark.parametrize("kind", ["merge", "vanish", "partial", "skip", "endless"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", CONTACTS, None),
        ("POST", f"{CONTACTS}/query", {"query": {"filter": VIP}}),
        ("POST", f"{CONTACTS}/query", {"query": {"filter": {"$and": []}}}),
        ("POST", LABELS, {"displayName": "VIP"}),
    ],
)
def test_a_request_that_names_no_contact_is_served_as_ever(kind, method, path, body):
    site = Site(*people(2, "VIP"))
    plain = site.ok(method, path, json=body)
    before = site.view()
    assert site.ok(method, path, json=body, trouble=Trouble(kind)) == plain
    assert site.view() == before


def test_a_request_that_is_refused_at_the_gate_meets_no_trouble():
    site = Site(*people(2))
    site.refused(401, "GET", ONE, headers={}, trouble=Trouble("vanish"))
    assert len(site.view().contacts) == 2


def test_a_trouble_arrives_by_its_text_too_at_the_sdk_host_as_well():
    site = Site(*people(2))
    around = site.around()
    site.emulator.app = Faulty(site.emulator.app, [Fault("vanish", path="/_api")], around)
    assert site.code(404, "GET", f"/_api{ONE}") == "CONTACT_NOT_FOUND"
    assert site.ok("GET", f"/_api{CONTACTS}/{guid(2)}")["responseType"] == "REGULAR"
