"""The lagging index: what Query, List, facets and bulk filters do not see yet."""

from __future__ import annotations

from tests.sandbox.wix_client import CONTACTS, HEADERS, LABELS, Site, guid, people, person

VIP = {"info.labelKeys": {"$hasSome": ["custom.vip"]}}


def label(site: Site, number: int, key: str = "custom.vip") -> None:
    site.ok("POST", f"{CONTACTS}/{guid(number)}/labels", json={"labelKeys": [key]})


def listed_labels(site: Site, number: int) -> list[str]:
    contact = site.ok("GET", CONTACTS, params={"fields": "info.labelKeys"})["contacts"][number - 1]
    return contact.get("info", {}).get("labelKeys", {}).get("items", [])


def test_query_sees_a_change_after_two_seconds_and_list_after_one():
    site = Site(person(1), person(2, "VIP"))
    label(site, 1)
    assert site.ok("GET", f"{CONTACTS}/{guid(1)}")["contact"]["info"]["labelKeys"]["items"] == ["custom.vip"]
    assert site.found(VIP) == [guid(2)]
    assert listed_labels(site, 1) == []
    site.wait(1)
    assert site.found(VIP) == [guid(2)]
    assert listed_labels(site, 1) == ["custom.vip"]
    site.wait(1)
    assert site.found(VIP) == [guid(1), guid(2)]


def test_a_created_contact_and_a_deleted_one_are_seen_late_too():
    site = Site(person(1))
    made = site.ok("POST", CONTACTS, json={"info": {"name": {"first": "New"}}})["contact"]["id"]
    site.ok("DELETE", f"{CONTACTS}/{guid(1)}")
    assert site.found() == [guid(1)]
    site.wait(2)
    assert site.found() == [made]


def test_the_index_shows_the_state_of_two_seconds_ago_and_not_the_oldest_one():
    site = Site(person(1, "VIP"), person(2, "Old"))
    label(site, 1, "custom.old")
    site.wait(1.5)
    site.ok("DELETE", f"{CONTACTS}/{guid(1)}/labels", params={"labelKeys": "custom.old"})
    site.wait(1)
    assert site.found({"info.labelKeys": {"$hasSome": ["custom.old"]}}) == [guid(1), guid(2)]
    site.wait(1)
    assert site.found({"info.labelKeys": {"$hasSome": ["custom.old"]}}) == [guid(2)]


def test_a_stuck_index_never_learns():
    site = Site(person(1), person(2, "VIP"), stuck_index=True)
    label(site, 1)
    site.wait(100_000)
    assert site.found(VIP) == [guid(2)]
    assert site.labels_of(guid(1)) == ("VIP",)


def test_without_lag_a_change_is_seen_at_once():
    site = Site(person(1), person(2, "VIP"), index_lag=0.0)
    label(site, 1)
    assert site.found(VIP) == [guid(1), guid(2)]


def test_a_bulk_filter_does_not_match_a_contact_made_a_moment_ago():
    site = Site(person(1), person(2, "VIP"))
    made = site.ok("POST", CONTACTS, json={"info": {"name": {"first": "New"}}})["contact"]["id"]
    job = site.finished(site.label([guid(1), made], add=("custom.vip",)))
    assert job["totalItems"] == 1
    assert site.labels_of(made) == ()


def test_an_echoed_consistency_token_reads_past_the_lag_when_honoured():
    site = Site(person(1), person(2, "VIP"), consistent_header="honoured")
    answer = site.call("POST", f"{CONTACTS}/{guid(1)}/labels", json={"labelKeys": ["custom.vip"]})
    echo = {**HEADERS, "X-Wix-Consistent": answer.headers["X-Wix-Consistent"]}
    asked = {"query": {"filter": VIP}}
    assert site.found(VIP) == [guid(2)]
    assert len(site.ok("POST", f"{CONTACTS}/query", headers=echo, json=asked)["contacts"]) == 2


def test_the_consistency_token_is_absent_by_default_and_may_mean_nothing():
    assert "X-Wix-Consistent" not in Site().call("GET", CONTACTS).headers
    site = Site(person(1), person(2, "VIP"), consistent_header="decorative")
    label(site, 1)
    echo = {**HEADERS, "X-Wix-Consistent": "v1-1"}
    found = site.ok("POST", f"{CONTACTS}/query", headers=echo, json={"query": {"filter": VIP}})
    assert len(found["contacts"]) == 1


def test_a_new_label_reaches_list_labels_late_and_the_rest_at_once():
    site = Site()
    key = site.new_label("VIP")

    def listed() -> list[str]:
        return [found["key"] for found in site.ok("GET", LABELS)["labels"]]

    assert key not in listed()
    assert site.ok("GET", f"{LABELS}/{key}")["label"]["displayName"] == "VIP"
    assert site.ok("POST", f"{LABELS}/query", json={"query": {"filter": {"key": key}}})["labels"]
    site.wait(2)
    assert key in listed()


def test_the_age_of_the_label_cache_is_a_switch():
    site = Site(label_list_lag=0.0)
    key = site.new_label("VIP")
    assert key in [found["key"] for found in site.ok("GET", LABELS)["labels"]]


def test_a_big_shelf_of_changes_is_caught_up_in_order():
    site = Site(*people(50), rate_limit=0)
    site.new_label("VIP")
    for number in range(1, 51):
        label(site, number)
        site.wait(0.125)
    assert len(site.found(VIP)) == 35
    site.wait(2)
    assert len(site.found(VIP)) == 50
