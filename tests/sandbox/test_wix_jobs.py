"""Bulk calls and the jobs they start."""

from __future__ import annotations

from tests.sandbox.wix_client import CONTACTS, JOBS, LABELS, Site, guid, people, person

ALL = {"createdDate": {"$gte": "2000-01-01"}}


def status(site: Site, job: str) -> str:
    return site.job(job)["status"]


def test_a_job_labels_and_unlabels_the_contacts_its_filter_finds():
    site = Site(*people(3, "Old"), person(4, "VIP"))
    job = site.finished(site.label([guid(1), guid(2)], add=("custom.vip",), remove=("custom.old",)))
    assert (job["type"], job["totalItems"], job["successTotal"]) == ("ADD_REMOVE_LABELS", 2, 2)
    labels = {contact.id: contact.labels for contact in site.view().contacts.values()}
    assert labels == {guid(1): ("VIP",), guid(2): ("VIP",), guid(3): ("Old",), guid(4): ("VIP",)}
    assert len(site.view().automations) == 4
    assert site.ok("GET", f"{CONTACTS}/{guid(1)}")["contact"]["revision"] == 2


def test_a_job_goes_from_new_to_completed_on_the_clock():
    site = Site(*people(50), rate_limit=0)
    site.new_label("VIP")
    job = site.label([guid(number) for number in range(1, 51)], add=("custom.vip",))
    seen = []
    for _ in range(200):
        seen.append(status(site, job))
        site.wait(0.02)
    assert list(dict.fromkeys(seen)) == ["NEW", "LOADING", "RUNNING", "INDEXING", "COMPLETED"]
    done = site.job(job)
    assert done["startedDate"] == "2026-03-01T10:00:00.000Z"
    assert done["finishedDate"] == "2026-03-01T10:00:01.700Z"


def test_totals_are_missing_while_new_and_partial_while_running():
    site = Site(*people(100), job_per_contact=0.1)
    site.new_label("VIP")
    job = site.label([guid(number) for number in range(1, 101)], add=("custom.vip",))
    assert set(site.job(job)) == {"id", "type", "status", "startedDate"}
    site.wait(0.6 + 0.5 + 3.05)
    running = site.job(job)
    assert (running["status"], running["totalItems"], running["successTotal"]) == ("RUNNING", 100, 30)
    assert sum(bool(contact.labels) for contact in site.view().contacts.values()) == 30


def test_zero_totals_may_be_told():
    site = Site(person(1, "VIP"), omit_zero_totals=False)
    job = site.job(site.label([guid(1)], add=("custom.vip",)))
    assert (job["totalItems"], job["successTotal"], job["failedTotal"], job["errors"]) == (0, 0, 0, [])


def test_an_id_that_is_not_there_is_silently_not_matched():
    site = Site(person(1, "Old"), person(2, "VIP"))
    job = site.finished(site.label([guid(1), guid(9)], add=("custom.vip",)))
    assert job["totalItems"] == 1
    assert "failedTotal" not in job
    assert "errors" not in job


def test_a_no_op_job_succeeds_and_changes_nothing():
    site = Site(*people(2, "VIP"))
    job = site.finished(site.label([guid(1), guid(2)], add=("custom.vip",)))
    assert job["successTotal"] == 2
    assert site.view().automations == ()
    assert site.ok("GET", f"{CONTACTS}/{guid(1)}")["contact"]["revision"] == 1


def test_failures_are_told_by_code_and_count_never_by_contact():
    site = Site(
        *people(5, "VIP"),
        fail_contacts={guid(1): "FAILED_UPDATE", guid(2): "FAILED_UPDATE", guid(3): "OTHER"},
    )
    job = site.finished(site.label([guid(number) for number in range(1, 6)], remove=("custom.vip",)))
    assert (job["totalItems"], job["successTotal"], job["failedTotal"]) == (5, 2, 3)
    assert [(error["count"], error["code"]) for error in job["errors"]] == [
        (2, "FAILED_UPDATE"),
        (1, "OTHER"),
    ]
    assert guid(1) not in str(job)
    assert [bool(contact.labels) for contact in site.view().contacts.values()] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_contact_may_be_skipped_in_silence():
    site = Site(*people(2, "VIP"), skip_contacts=frozenset({guid(1)}))
    job = site.finished(site.label([guid(1), guid(2)], remove=("custom.vip",)))
    assert (job["totalItems"], job["successTotal"]) == (2, 2)
    assert site.labels_of(guid(1)) == ("VIP",)


def test_a_bulk_delete_leaves_site_members():
    site = Site(person(1), person(2, more={"membership": "APPROVED"}), person(3))
    job = site.finished(site.bulk("delete", filter={"id": {"$in": [guid(1), guid(2)]}}))
    assert (job["type"], job["totalItems"], job["successTotal"], job["failedTotal"]) == ("DELETE", 2, 1, 1)
    assert [error["code"] for error in job["errors"]] == ["CANNOT_DELETE_SITE_MEMBERS"]
    assert set(site.view().contacts) == {guid(2), guid(3)}


def test_a_bulk_delete_takes_members_only_when_the_internal_flag_is_honoured():
    for honoured in (False, True):
        site = Site(person(1, more={"membership": "APPROVED"}), delete_member_honoured=honoured)
        site.finished(site.bulk("delete", filter={"id": guid(1)}, deleteMember=True))
        assert (guid(1) in site.view().contacts) is not honoured


def test_a_bulk_update_changes_the_info_of_all():
    site = Site(*people(2, "VIP"), person(3, more={"membership": "APPROVED"}))
    info = {
        "company": "Acme",
        "labelKeys": {"items": []},
        "emails": {"items": [{"email": "same@example.com"}]},
    }
    job = site.finished(site.bulk("update", filter=ALL, info=info))
    assert (job["type"], job["successTotal"]) == ("UPDATE", 2)
    assert [error["code"] for error in job["errors"]] == ["CANNOT_UPDATE_MEMBER_EMAIL"]
    assert site.labels_of(guid(1)) == ()
    assert site.view().contacts[guid(2)].email == "same@example.com"


def test_a_contact_deleted_while_the_job_runs_fails():
    site = Site(*people(2), person(3, "VIP"))
    job = site.label([guid(1), guid(2)], add=("custom.vip",))
    site.wait(0.7)
    assert site.job(job)["totalItems"] == 2
    site.ok("DELETE", f"{CONTACTS}/{guid(1)}")
    done = site.finished(job)
    assert (done["successTotal"], done["failedTotal"]) == (1, 1)
    assert done["errors"][0]["code"] == "CONTACT_NOT_FOUND"


def test_a_label_deleted_while_the_job_runs_is_on_nobody():
    site = Site(*people(2), person(3, "VIP"))
    job = site.label([guid(1), guid(2)], add=("custom.vip",))
    site.ok("DELETE", f"{LABELS}/custom.vip")
    assert site.finished(job)["failedTotal"] == 2
    assert site.labels_of(guid(1)) == ()


def test_jobs_that_overlap_land_in_the_order_of_their_instants():
    site = Site(person(1), person(2, "VIP"))
    site.label([guid(1)], add=("custom.vip",))
    site.wait(0.1)
    site.label([guid(1)], remove=("custom.vip",))
    site.wait(60)
    assert site.labels_of(guid(1)) == ()
    assert [fired.on for fired in site.view().automations] == ["add", "remove"]
    first, second = site.view().automations
    assert round(second.at - first.at, 3) == 0.1


def test_a_job_may_never_complete_though_its_work_is_done():
    site = Site(person(1), person(2, "VIP"), job_never_completes=True)
    job = site.label([guid(1)], add=("custom.vip",))
    site.wait(100_000)
    assert status(site, job) == "RUNNING"
    assert site.labels_of(guid(1)) == ("VIP",)


def test_a_job_may_show_a_status_nobody_knows():
    site = Site(person(1, "VIP"), unknown_job_status="POLISHING")
    job = site.label([guid(1)], remove=("custom.vip",))
    site.wait(1.2)
    assert status(site, job) == "POLISHING"
    site.wait(1)
    assert status(site, job) == "COMPLETED"


def test_totals_may_have_the_names_of_stale_examples():
    site = Site(*people(2, "VIP"), stale_job_names=True, fail_contacts={guid(1): "X"})
    job = site.finished(site.label([guid(1), guid(2)], remove=("custom.vip",)))
    assert (job["processedCount"], job["failedCount"], job["errors"][0]["errorCode"]) == (1, 1, "X")


def test_jobs_are_listed_newest_first_and_at_most_100():
    site = Site(person(1, "VIP"))
    made = [site.label([guid(1)], add=("custom.vip",)) for _ in range(102)]
    assert [job["id"] for job in site.ok("GET", JOBS)["jobs"]] == made[:1:-1]
    oldest = Site(person(1, "VIP"), jobs_newest_first=False)
    made = [oldest.label([guid(1)], add=("custom.vip",)) for _ in range(2)]
    assert [job["id"] for job in oldest.ok("GET", JOBS)["jobs"]] == made


def test_an_unknown_or_forgotten_job_is_404_with_empty_details():
    site = Site(person(1, "VIP"), job_retention=100.0)
    assert site.refused(404, "GET", f"{JOBS}/{guid(1)}")["details"] == {}
    job = site.label([guid(1)], add=("custom.vip",))
    site.finished(job)
    site.wait(100)
    site.refused(404, "GET", f"{JOBS}/{job}")
    assert site.ok("GET", JOBS)["jobs"] == []


def test_listing_jobs_may_be_gone():
    Site(list_jobs_served=False).refused(404, "GET", JOBS)


def test_query_is_still_behind_when_a_job_completes():
    site = Site(person(1), person(2, "VIP"))
    job = site.label([guid(1)], add=("custom.vip",))
    site.wait(1.7)
    assert status(site, job) == "COMPLETED"
    vip = {"info.labelKeys": {"$hasSome": ["custom.vip"]}}
    assert site.found(vip) == [guid(2)]
    site.wait(2)
    assert site.found(vip) == [guid(1), guid(2)]
