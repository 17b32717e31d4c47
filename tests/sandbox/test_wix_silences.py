"""Switches for what no page says: what a client may meet without having been told."""

from __future__ import annotations

from dataclasses import fields

import pytest

from labelsync.sandbox.wix import Switches
from tests.sandbox.rows_wix import ROWS
from tests.sandbox.wix_client import BULK, CONTACTS, JOBS, LABELS, NOW, Site, guid, people, person


def test_contacts_equal_in_the_sort_key_may_change_places_between_requests():
    same = [person(number, created="2026-01-01") for number in range(30)]
    stable = Site(*same)
    assert len({tuple(stable.found()) for _ in range(3)}) == 1
    site = Site(*same, person(50, created="2026-01-02"), stable_ties=False)
    shown = [site.found() for _ in range(3)]
    assert len({tuple(order) for order in shown}) == 3
    assert [(len(set(order)), order[-1]) for order in shown] == [(31, guid(50))] * 3


def test_the_first_revision_is_1_or_another():
    for first, site in ((1, Site(person(1))), (0, Site(person(1), first_revision=0))):
        made = site.ok("POST", CONTACTS, json={"info": {"name": {"first": "A"}}})["contact"]
        assert made["revision"] == site.ok("GET", f"{CONTACTS}/{guid(1)}")["contact"]["revision"] == first


@pytest.mark.parametrize(
    ("alphabet", "keys"),
    [
        ("lower", ["custom.my-label-j", "custom.ete-2026", "custom.label"]),
        ("cased", ["custom.My-Label-J", "custom.Ete-2026", "custom.label"]),
        ("unicode", ["custom.my-label-j", "custom.été-2026", "custom.日本"]),
    ],
)
def test_a_key_is_made_of_one_alphabet_or_another(alphabet, keys):
    site = Site(person(1, "Seen Before"), slug_alphabet=alphabet)
    assert [site.new_label(name) for name in ("My Label_J", "Été 2026", "日本")] == keys
    for key in keys:
        assert site.ok("GET", f"{LABELS}/{key}")["label"]["key"] == key


def test_a_job_may_pass_over_contacts_beyond_a_number():
    site = Site(*people(5), person(9, "VIP"), contacts_per_job=2)
    job = site.finished(site.label([guid(number) for number in range(1, 6)], add=("custom.vip",)))
    assert (job["totalItems"], job["successTotal"]) == (2, 2)
    assert site.labels_of(guid(3)) == ()


def test_a_site_may_work_on_few_jobs_at_once():
    site = Site(person(1, "VIP"), jobs_at_once=2)
    first, _ = (site.label([guid(1)], add=("custom.vip",)) for _ in range(2))
    body = {"filter": {"id": guid(1)}}
    assert site.refused(429, "POST", f"{BULK}/delete", json=body) == {"message": "", "details": {}}
    site.finished(first)
    site.finished(site.bulk("delete", **body))
    assert not site.view().contacts


def test_the_window_of_the_limit_may_begin_at_whole_minutes():
    site = Site(rate_limit=2, rate_window_fixed=True, retry_after=True)
    site.wait(50)
    site.ok("GET", JOBS)
    site.ok("GET", JOBS)
    assert site.call("GET", JOBS).headers["Retry-After"] == "10"
    site.wait(11)
    site.ok("GET", JOBS)
    site.ok("GET", JOBS)
    site.refused(429, "GET", JOBS)


def test_a_missing_permission_may_be_told_as_401():
    site = Site(denied_permissions=frozenset({"CONTACTS.VIEW"}), denied_status=401)
    site.refused(401, "GET", CONTACTS)


def test_a_403_may_have_no_body():
    denied = frozenset({"CONTACTS.VIEW"})
    assert Site(denied_permissions=denied).refused(403, "GET", CONTACTS)["details"] == {}
    answer = Site(denied_permissions=denied, forbidden_body=False).call("GET", CONTACTS)
    assert (answer.status_code, answer.content) == (403, b"")


def test_a_body_may_be_too_large():
    site = Site(*people(2), body_cap=100)
    site.query({"id": {"$in": [guid(1)]}})
    body = {"query": {"filter": {"id": {"$in": [guid(1), guid(2)]}}}}
    assert site.refused(413, "POST", f"{CONTACTS}/query", json=body) == {"message": "", "details": {}}


def test_a_write_may_arrive_twice():
    site = Site(*people(2, "VIP"), delivered_twice=True)
    site.label([guid(1)], remove=("custom.vip",))
    first, second = site.ok("GET", JOBS)["jobs"]
    assert first["id"] != second["id"]
    site.wait(60)
    assert [fired.on for fired in site.view().automations] == ["remove"]
    assert site.code(404, "DELETE", f"{CONTACTS}/{guid(2)}") == "CONTACT_NOT_FOUND"
    assert [call.method for call in site.emulator.requests] == ["POST", "POST", "GET", "DELETE", "DELETE"]


def test_removing_a_member_too_needs_its_own_permission_where_the_flag_works():
    member = person(1, more={"membership": "APPROVED"})
    denied = {"denied_permissions": frozenset({"MEMBERS.MEMBER_DELETE"})}
    site = Site(member, delete_member_honoured=True, **denied)
    site.refused(403, "DELETE", f"{CONTACTS}/{guid(1)}", params={"deleteMember": "true"})
    body = {"filter": {"id": guid(1)}, "deleteMember": True}
    site.refused(403, "POST", f"{BULK}/delete", json=body)
    assert site.code(428, "DELETE", f"{CONTACTS}/{guid(1)}") == "CANNOT_DELETE_MEMBER"
    site.ok("POST", f"{BULK}/delete", json={"filter": {"id": guid(9)}})
    Site(member, **denied).ok("POST", f"{BULK}/delete", json=body)
    assert len(site.view().contacts) == 1


def test_the_durations_of_a_job_are_switches():
    site = Site(
        *people(2),
        person(9, "VIP"),
        job_new=1.0,
        job_loading=2.0,
        job_running=4.0,
        job_per_contact=8.0,
        job_indexing=16.0,
    )
    job = site.label([guid(1), guid(2)], add=("custom.vip",))
    seen = []
    for at in (0.5, 1.5, 3.5, 14.5, 15.5, 22.5, 23.5, 38.5, 39.5):
        site.clock.at = NOW + at
        told = site.job(job)
        seen.append((at, told["status"], told.get("totalItems", 0), told.get("successTotal", 0)))
    assert seen == [
        (0.5, "NEW", 0, 0),
        (1.5, "LOADING", 2, 0),
        (3.5, "RUNNING", 2, 0),
        (14.5, "RUNNING", 2, 0),
        (15.5, "RUNNING", 2, 1),
        (22.5, "RUNNING", 2, 1),
        (23.5, "INDEXING", 2, 2),
        (38.5, "INDEXING", 2, 2),
        (39.5, "COMPLETED", 2, 2),
    ]


def test_a_key_in_both_lists_is_added_unless_told():
    site = Site(person(1), person(2, "VIP"))
    site.finished(site.label([guid(1), guid(2)], add=("custom.vip",), remove=("custom.vip",)))
    assert [contact.labels for contact in site.view().contacts.values()] == [("VIP",), ("VIP",)]


def test_a_site_has_2000_labels_at_most_unless_told():
    site = Site(person(1, *(f"L{number}" for number in range(1999))))
    site.new_label("Last")
    assert site.code(428, "POST", LABELS, json={"displayName": "One More"}) == "LABELS_QUOTA_REACHED"


def test_every_switch_has_a_row_that_breaks_it():
    told = " ".join(row.row for row in ROWS)
    assert [field.name for field in fields(Switches) if f"`{field.name}=" not in told] == []
