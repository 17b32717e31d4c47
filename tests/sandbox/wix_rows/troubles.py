"""Troubles of one request."""

from __future__ import annotations

from tests.sandbox.breaking import Row

TROUBLES = (
    Row(
        "`partial`: the last contacts of a bulk call fail in its job, by a code that is assumed.",
        "tests/sandbox/test_wix_troubles.py::test_partial_refuses_the_last_contacts_that_a_bulk_call_names",
        "sandbox/wix/working.py",
        '    if trouble == "partial":\n',
        "    if False:\n",
    ),
    Row(
        "`partial`: a single call is refused with 428 and changes nothing; the code for labels is assumed.",
        "tests/sandbox/test_wix_troubles.py::test_partial_refuses_a_single_call_and_nothing_is_changed",
        "sandbox/wix/deleting.py",
        "raise application(428, REFUSED_UPDATE)",
        "pass",
    ),
    Row(
        "`partial`: a bulk deletion spares contacts, by a documented code.",
        "tests/sandbox/test_wix_troubles.py::test_partial_spares_contacts_from_a_bulk_delete_with_a_documented_code",
        "sandbox/wix/working.py",
        'return REFUSED_DELETE if job.type == "DELETE" else REFUSED_UPDATE',
        "return REFUSED_UPDATE",
    ),
    Row(
        "`skip`: a job counts contacts as done and leaves them.",
        "tests/sandbox/test_wix_troubles.py::test_skip_counts_contacts_of_a_bulk_call_as_done_and_leaves_them",
        "sandbox/wix/working.py",
        'if trouble == "skip" or',
        "if False or",
    ),
    Row(
        "`skip`: a single call answers as done and leaves the contact.",
        "tests/sandbox/test_wix_troubles.py::test_skip_answers_a_single_label_as_done_and_leaves_the_contact",
        "sandbox/wix/writing.py",
        'return contact if call.meets("skip") else put',
        "return contact if False else put",
    ),
    Row(
        "`lag`: Query stays so many seconds behind from then on, List half as many.",
        "tests/sandbox/test_wix_troubles.py::test_lag_keeps_query_and_half_as_much_list_behind_from_then_on",
        "sandbox/wix/world.py",
        "world.lag, world.stuck = lag, False",
        "world.lag, world.stuck = 2.0, False",
    ),
    Row(
        "`stuck`: Query, List and bulk filters learn nothing more.",
        "tests/sandbox/test_wix_troubles.py::test_stuck_stops_query_list_and_bulk_filters_from_then_on",
        "sandbox/wix/world.py",
        "stuck = world.stuck or",
        "stuck =",
    ),
    Row(
        "A lag or a stop outlives a restart.",
        "tests/sandbox/test_wix_troubles.py::test_a_lag_and_a_stop_outlive_a_restart",
        "sandbox/wix/saving.py",
        "        lag=saved.lag,\n",
        "",
    ),
    Row(
        "`endless`: the job does its work and stays RUNNING, after a restart too.",
        "tests/sandbox/test_wix_troubles.py::test_an_endless_job_does_its_work_and_never_completes_not_even_after_a_restart",
        "sandbox/wix/jobs.py",
        'job.trouble.kind == "endless"',
        "False",
    ),
    Row(
        "`merge`: the first contact named is merged into another, and its labels go there.",
        "tests/sandbox/test_wix_troubles.py::test_merge_takes_the_contact_into_another_one_before_the_request_is_served",
        "sandbox/wix/troubles.py",
        "        unite(world, target, [source], at=call.at)\n",
        "        pass\n",
    ),
    Row(
        "`vanish`: the first contact named is deleted by somebody else.",
        "tests/sandbox/test_wix_troubles.py::test_vanish_deletes_the_first_contact_that_is_there_and_named",
        "sandbox/wix/troubles.py",
        "        drop(world, contact.id, at=call.at)\n",
        "        pass\n",
    ),
    Row(
        "A request that the gate refuses meets no trouble.",
        "tests/sandbox/test_wix_troubles.py::test_a_request_that_is_refused_at_the_gate_meets_no_trouble",
        "sandbox/wix/app.py",
        "    if permission:\n        check_caller(world, call, permission)",
        "    if permission:\n        befall(world, call)\n        check_caller(world, call, permission)",
    ),
)
