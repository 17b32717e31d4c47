"""Bulk calls and their jobs."""

from __future__ import annotations

from tests.sandbox.breaking import Row

JOBS = (
    Row(
        "A bulk call answers 200 with the id of a job.",
        "tests/sandbox/test_wix_jobs.py::test_a_job_labels_and_unlabels_the_contacts_its_filter_finds",
        "sandbox/wix/bulk.py",
        'return {"jobId": job.id}',
        'return {"job": job.id}',
    ),
    Row(
        "A job goes NEW, LOADING, RUNNING, INDEXING, COMPLETED (assumed).",
        "tests/sandbox/test_wix_jobs.py::test_a_job_goes_from_new_to_completed_on_the_clock",
        "sandbox/wix/jobs.py",
        'return "LOADING"',
        'return "RUNNING"',
    ),
    Row(
        "Only COMPLETED has a `finishedDate`.",
        "tests/sandbox/test_wix_jobs.py::test_totals_are_missing_while_new_and_partial_while_running",
        "sandbox/wix/jobs.py",
        '    if state == "COMPLETED":\n        shown',
        "    if state:\n        shown",
    ),
    Row(
        "The filter is evaluated once, when LOADING begins (assumed).",
        "tests/sandbox/test_wix_silences.py::test_the_durations_of_a_job_are_switches",
        "sandbox/wix/jobs.py",
        "    if job.matched is None:\n        return loads_at(job, switches)",
        "    if job.matched is None:\n        return runs_at(job, switches)",
    ),
    Row(
        "While NEW nothing is matched yet (assumed).",
        "tests/sandbox/test_wix_silences.py::test_the_durations_of_a_job_are_switches",
        "sandbox/wix/jobs.py",
        "return job.started + switches.job_new",
        "return job.started",
    ),
    Row(
        "While RUNNING contacts change one by one, and the totals say how many (assumed).",
        "tests/sandbox/test_wix_jobs.py::test_totals_are_missing_while_new_and_partial_while_running",
        "sandbox/wix/jobs.py",
        "number * switches.job_per_contact",
        "switches.job_per_contact",
    ),
    Row(
        "`job_new=0.3`: seconds a job is NEW.",
        "tests/sandbox/test_wix_silences.py::test_the_durations_of_a_job_are_switches",
        "sandbox/wix/jobs.py",
        "job.started + switches.job_new",
        "job.started + 0.3",
    ),
    Row(
        "`job_loading=0.3`: seconds it is LOADING.",
        "tests/sandbox/test_wix_silences.py::test_the_durations_of_a_job_are_switches",
        "sandbox/wix/jobs.py",
        "+ switches.job_loading",
        "+ 0.3",
    ),
    Row(
        "`job_running=0.5`: seconds of RUNNING before the first contact.",
        "tests/sandbox/test_wix_silences.py::test_the_durations_of_a_job_are_switches",
        "sandbox/wix/jobs.py",
        "+ switches.job_running",
        "+ 0.5",
    ),
    Row(
        "`job_per_contact=0.002`: seconds for each contact.",
        "tests/sandbox/test_wix_silences.py::test_the_durations_of_a_job_are_switches",
        "sandbox/wix/jobs.py",
        "* switches.job_per_contact",
        "* 0.002",
    ),
    Row(
        "`job_indexing=0.5`: seconds it is INDEXING.",
        "tests/sandbox/test_wix_silences.py::test_the_durations_of_a_job_are_switches",
        "sandbox/wix/jobs.py",
        "+ switches.job_indexing",
        "+ 0.5",
    ),
    Row(
        "Totals of zero and empty errors are left out (assumed).",
        "tests/sandbox/test_wix_jobs.py::test_totals_are_missing_while_new_and_partial_while_running",
        "sandbox/wix/switches.py",
        "omit_zero_totals: bool = True",
        "omit_zero_totals: bool = False",
    ),
)
