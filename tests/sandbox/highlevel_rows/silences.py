"""HighLevel: switches of the search."""

from __future__ import annotations

from tests.sandbox.breaking import Row

SILENCES: tuple[Row, ...] = (
    # Switches: searching
    Row(
        "index_lag is five seconds.",
        "tests/sandbox/test_highlevel_search.py::test_a_deleted_contact_stays_in_searches_until_the_lag_is_over",
        "sandbox/highlevel/switches.py",
        "index_lag: float = 5.0",
        "index_lag: float = 0.0",
    ),
    Row(
        "index_lag_spread lets results creep in by chance.",
        "tests/sandbox/test_highlevel_search.py::test_a_spread_lag_lets_results_creep_in_and_never_revives_a_deleted_contact",
        "sandbox/highlevel/world.py",
        "self.around.chance.random() * spread if spread else 0.0",
        "0.0",
    ),
    Row(
        "index_stuck shows no further change.",
        "tests/sandbox/test_highlevel_search.py::test_a_stuck_index_never_shows_another_change",
        "sandbox/highlevel/world.py",
        "stuck = self.switches.index_stuck if self.stuck is None else self.stuck",
        "stuck = bool(self.stuck)",
    ),
    Row(
        "omit_empty_tags is on: rows without tags have no tags key.",
        "tests/sandbox/test_highlevel_search.py::test_rows_without_tags_omit_the_key_unless_told_otherwise",
        "sandbox/highlevel/switches.py",
        "omit_empty_tags: bool = True",
        "omit_empty_tags: bool = False",
    ),
    Row(
        "cased_names is off: rows bear no firstName and lastName.",
        "tests/sandbox/test_highlevel_search.py::test_a_row_bears_the_documented_fields_and_its_cursor",
        "sandbox/highlevel/switches.py",
        "cased_names: bool = False",
        "cased_names: bool = True",
    ),
    Row(
        "page_limit_max is 500.",
        "tests/sandbox/test_highlevel_search.py::test_a_malformed_search_is_refused_with_every_fault",
        "sandbox/highlevel/switches.py",
        "page_limit_max: int = 500",
        "page_limit_max: int = 501",
    ),
    Row(
        "page_depth is 10 000 contacts.",
        "tests/sandbox/test_highlevel_search.py::test_pages_by_number_reach_no_deeper_than_10_000",
        "sandbox/highlevel/switches.py",
        "page_depth: int = 10_000",
        "page_depth: int = 20_000",
    ),
    Row(
        "page_depth_status is 400.",
        "tests/sandbox/test_highlevel_search.py::test_pages_by_number_reach_no_deeper_than_10_000",
        "sandbox/highlevel/switches.py",
        "page_depth_status: int = 400",
        "page_depth_status: int = 422",
    ),
    Row(
        "cursor_with_page_status is 400: page and searchAfter exclude each other.",
        "tests/sandbox/test_highlevel_search.py::test_page_and_cursor_exclude_each_other",
        "sandbox/highlevel/switches.py",
        "cursor_with_page_status: int | None = 400",
        "cursor_with_page_status: int | None = 422",
    ),
    Row(
        "value_max is 75 characters.",
        "tests/sandbox/test_highlevel_filters.py::test_a_value_of_75_characters_is_the_longest",
        "sandbox/highlevel/switches.py",
        "value_max: int = 75",
        "value_max: int = 74",
    ),
    Row(
        "value_max_status is 422.",
        "tests/sandbox/test_highlevel_filters.py::test_a_filter_that_cannot_be_is_refused",
        "sandbox/highlevel/switches.py",
        "value_max_status: int | None = 422",
        "value_max_status: int | None = 400",
    ),
    Row(
        "special_characters_status is 422: contains takes letters, digits and spaces only.",
        "tests/sandbox/test_highlevel_filters.py::test_a_filter_that_cannot_be_is_refused",
        "sandbox/highlevel/switches.py",
        "special_characters_status: int | None = 422",
        "special_characters_status: int | None = None",
    ),
    Row(
        "filters_max None has no end, a number refuses more.",
        "tests/sandbox/test_highlevel_filters.py::test_tag_filters_follow_the_switches",
        "sandbox/highlevel/filters.py",
        "if switches.filters_max is not None and",
        "if False and",
    ),
    Row(
        "filter_folds_tags is off: eq on tags minds the case.",
        "tests/sandbox/test_highlevel_filters.py::test_a_filter_finds",
        "sandbox/highlevel/switches.py",
        "filter_folds_tags: bool = False",
        "filter_folds_tags: bool = True",
    ),
    Row(
        "email_eq_minds_case is off: an e-mail is found whatever its case.",
        "tests/sandbox/test_highlevel_filters.py::test_an_email_is_found_whatever_its_case_unless_switched",
        "sandbox/highlevel/switches.py",
        "email_eq_minds_case: bool = False",
        "email_eq_minds_case: bool = True",
    ),
    Row(
        "contains_part_of_tag is on: contains finds part of a longer tag.",
        "tests/sandbox/test_highlevel_filters.py::test_a_filter_finds",
        "sandbox/highlevel/switches.py",
        "contains_part_of_tag: bool = True",
        "contains_part_of_tag: bool = False",
    ),
    Row(
        "ranges_in_location_zone is on: dates are read in the location's zone.",
        "tests/sandbox/test_highlevel_filters.py::test_date_ranges_are_read_in_the_locations_zone",
        "sandbox/highlevel/switches.py",
        "ranges_in_location_zone: bool = True",
        "ranges_in_location_zone: bool = False",
    ),
    Row(
        "query_misses_plus is on: free text misses e-mails with a plus.",
        "tests/sandbox/test_highlevel_filters.py::test_free_text_misses_plus_addresses",
        "sandbox/highlevel/switches.py",
        "query_misses_plus: bool = True",
        "query_misses_plus: bool = False",
    ),
    Row(
        "default_sort is dateAdded.",
        "tests/sandbox/test_highlevel_search.py::test_a_search_without_a_sort_goes_by_date_added",
        "sandbox/highlevel/switches.py",
        'default_sort: str = "dateAdded"',
        'default_sort: str = "email"',
    ),
    Row(
        "default_descending is on: the newest come first.",
        "tests/sandbox/test_highlevel_filters.py::test_without_a_sort_the_newest_come_first_unless_switched",
        "sandbox/highlevel/switches.py",
        "default_descending: bool = True",
        "default_descending: bool = False",
    ),
)
