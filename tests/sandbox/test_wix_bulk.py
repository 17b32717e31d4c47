"""What a bulk call may ask for: filters, searches, and label keys."""

from __future__ import annotations

import pytest

from tests.sandbox.wix_client import BULK, JOBS, Site, guid, people, person

ALL = {"createdDate": {"$gte": "2000-01-01"}}


@pytest.mark.parametrize("action", ["add-remove-labels", "update", "delete"])
@pytest.mark.parametrize("chosen", [{}, {"filter": {}}, {"filter": None, "search": ""}])
def test_a_bulk_call_without_filter_and_search_is_refused(action, chosen):
    site = Site(person(1, "VIP"))
    body = {**chosen, "labelKeysToAdd": ["custom.vip"]}
    assert site.code(400, "POST", f"{BULK}/{action}", json=body) == "NEITHER_FILTER_NOR_SEARCH"
    assert len(site.view().contacts) == 1


def test_an_empty_filter_may_match_everybody():
    site = Site(*people(3), empty_filter_matches_all=True)
    assert site.finished(site.bulk("delete", filter={}))["totalItems"] == 3
    assert not site.view().contacts


def test_search_and_filter_must_both_match():
    site = Site(person(1, first_name="Ann"), person(2, first_name="Ann"), person(3, first_name="Bob"))
    site.finished(site.bulk("delete", filter={"id": {"$in": [guid(1), guid(3)]}}, search="ANN"))
    assert set(site.view().contacts) == {guid(2), guid(3)}
    site.finished(site.bulk("delete", search="p3@exam"))
    assert set(site.view().contacts) == {guid(2)}
    assert site.rule("POST", f"{BULK}/delete", json={"search": "x" * 101}) == "MAX_LENGTH"


@pytest.mark.parametrize("action", ["add-remove-labels", "update", "delete"])
def test_a_bad_filter_is_refused_at_once(action):
    site = Site(person(1, "VIP"))
    body = {
        "filter": {"id": {"$in": [guid(number) for number in range(101)]}},
        "labelKeysToAdd": ["custom.vip"],
    }
    assert site.code(400, "POST", f"{BULK}/{action}", json=body) == "UNSUPPORTED_FILTER_VALUE"
    assert site.ok("GET", JOBS)["jobs"] == []


def test_a_bulk_call_takes_100_keys_a_list():
    site = Site(person(1, "VIP"))
    for name in ("labelKeysToAdd", "labelKeysToRemove"):
        body = {"filter": ALL, name: ["custom.vip"] * 101}
        assert site.rule("POST", f"{BULK}/add-remove-labels", json=body) == "MAX_SIZE"


def test_a_bulk_call_without_keys_is_refused_or_does_nothing():
    assert Site().rule("POST", f"{BULK}/add-remove-labels", json={"filter": ALL}) == "MIN_SIZE"
    site = Site(person(1, "VIP"), empty_label_change="accepted")
    assert site.finished(site.bulk("add-remove-labels", filter=ALL))["successTotal"] == 1
    assert site.labels_of(guid(1)) == ("VIP",)


@pytest.mark.parametrize(("mode", "before", "after"), [("add", (), ("VIP",)), ("remove", ("VIP",), ())])
def test_one_list_wins_for_a_key_in_both(mode, before, after):
    site = Site(person(1, *before), person(2, "VIP"), key_in_both=mode)
    site.finished(site.label([guid(1)], add=("custom.vip",), remove=("custom.vip",)))
    assert site.labels_of(guid(1)) == after


def test_a_key_in_both_lists_may_be_refused():
    site = Site(person(1, "VIP"), key_in_both="refused")
    keys = ["custom.vip"]
    body = {"filter": ALL, "labelKeysToAdd": keys, "labelKeysToRemove": keys}
    assert site.rule("POST", f"{BULK}/add-remove-labels", json=body) == "CUSTOM"


def test_an_unknown_label_key_is_refused_fails_the_job_or_is_passed_over():
    body = {"filter": ALL, "labelKeysToAdd": ["custom.none", "custom.old"]}
    outcomes = {}
    for mode in ("refused", "job_error", "ignored"):
        site = Site(person(1, "VIP"), person(2, "Old"), unknown_label_key=mode)
        answer = site.call("POST", f"{BULK}/add-remove-labels", json=body)
        job = site.finished(answer.json()["jobId"]) if answer.status_code == 200 else {}
        outcomes[mode] = (answer.status_code, job.get("failedTotal", 0), site.labels_of(guid(1)))
    assert outcomes == {
        "refused": (404, 0, ("VIP",)),
        "job_error": (200, 2, ("VIP",)),
        "ignored": (200, 0, ("VIP", "Old")),
    }
