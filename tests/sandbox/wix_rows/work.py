"""What a job does to each contact, and its switches."""

from __future__ import annotations

from tests.sandbox.breaking import Row

WORK = (
    Row(
        "A bulk call without filter and search is NEITHER_FILTER_NOR_SEARCH.",
        "tests/sandbox/test_wix_bulk.py::test_a_bulk_call_without_filter_and_search_is_refused",
        "sandbox/wix/bulk.py",
        '"NEITHER_FILTER_NOR_SEARCH"',
        '"MALFORMED_FILTER"',
    ),
    Row(
        "An empty filter counts as none (assumed).",
        "tests/sandbox/test_wix_bulk.py::test_a_bulk_call_without_filter_and_search_is_refused",
        "sandbox/wix/switches.py",
        "empty_filter_matches_all: bool = False",
        "empty_filter_matches_all: bool = True",
    ),
    Row(
        "`empty_filter_matches_all=False`: it may mean everybody.",
        "tests/sandbox/test_wix_bulk.py::test_an_empty_filter_may_match_everybody",
        "sandbox/wix/bulk.py",
        "if filtered == {} and not world.switches.empty_filter_matches_all:",
        "if filtered == {}:",
    ),
    Row(
        "Where filter and search are given, both must match.",
        "tests/sandbox/test_wix_bulk.py::test_search_and_filter_must_both_match",
        "sandbox/wix/working.py",
        "    if job.search:\n",
        "    if job.search and job.filter is None:\n",
    ),
    Row(
        "`search` looks at names, e-mails and phones, and is at most 100 long.",
        "tests/sandbox/test_wix_fields.py::test_a_bulk_search_looks_at_names_emails_and_phones",
        "sandbox/wix/fields.py",
        '("name.first", "name.last", "emails.email", "phones.phone", "phones.e164Phone")',
        '("name.first", "name.last", "phones.phone", "phones.e164Phone")',
    ),
    Row(
        "A bad filter of a bulk call is refused at once (assumed).",
        "tests/sandbox/test_wix_bulk.py::test_a_bad_filter_is_refused_at_once",
        "sandbox/wix/bulk.py",
        "    if filtered is not None:\n        parse(",
        "    if filtered is None:\n        parse(",
    ),
    Row(
        "A bulk call takes at most 100 keys to add and 100 to remove.",
        "tests/sandbox/test_wix_bulk.py::test_a_bulk_call_takes_100_keys_a_list",
        "sandbox/wix/bulk.py",
        "_MOST_KEYS = 100",
        "_MOST_KEYS = 101",
    ),
    Row(
        '`empty_label_change="refused"`: a bulk call without keys is refused, or does nothing (assumed).',
        "tests/sandbox/test_wix_bulk.py::test_a_bulk_call_without_keys_is_refused_or_does_nothing",
        "sandbox/wix/bulk.py",
        'world.switches.empty_label_change == "refused"',
        "False",
    ),
    Row(
        '`key_in_both="add"`: a key to add and to remove is added; it may be removed or refused.',
        "tests/sandbox/test_wix_bulk.py::test_one_list_wins_for_a_key_in_both",
        "sandbox/wix/labelling.py",
        'if world.switches.key_in_both == "remove":',
        "if False:",
    ),
    Row(
        "A key in both lists is added unless told, as V5 documents and V4 is assumed to.",
        "tests/sandbox/test_wix_silences.py::test_a_key_in_both_lists_is_added_unless_told",
        "sandbox/wix/switches.py",
        'key_in_both: Literal["add", "remove", "refused"] = "add"',
        'key_in_both: Literal["add", "remove", "refused"] = "remove"',
    ),
)
