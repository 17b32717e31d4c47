"""HighLevel: switches of the location, and of contacts that ail."""

from __future__ import annotations

from tests.sandbox.breaking import Row

SETTINGS: tuple[Row, ...] = (
    # Switches: the location
    Row(
        "location_id: None takes and echoes any location, a given one refuses all others.",
        "tests/sandbox/test_highlevel_access.py::test_any_well_formed_location_is_echoed_where_none_is_pinned",
        "sandbox/highlevel/switches.py",
        "    location_id: str | None = None\n    company_id",
        '    location_id: str | None = "LOC00000000000000001"\n    company_id',
    ),
    Row(
        "company_id is the only agency that finds locations.",
        "tests/sandbox/test_highlevel_locations.py::test_an_agency_pages_through_its_locations",
        "sandbox/highlevel/locations.py",
        "!= world.switches.company_id",
        '== ""',
    ),
    Row(
        "location_name is what the location tells of itself.",
        "tests/sandbox/test_highlevel_locations.py::test_the_location_tells_its_settings",
        "sandbox/highlevel/locations.py",
        '"name": world.switches.location_name',
        '"name": "Sandbox"',
    ),
    Row(
        "timezone is what the location tells of itself, UTC unless set.",
        "tests/sandbox/test_highlevel_locations.py::test_the_location_tells_its_settings",
        "sandbox/highlevel/locations.py",
        '"timezone": world.switches.timezone',
        '"timezone": "UTC"',
    ),
    Row(
        "sibling_locations are the agency's others.",
        "tests/sandbox/test_highlevel_locations.py::test_an_agency_pages_through_its_locations",
        "sandbox/highlevel/locations.py",
        "*(world.switches.sibling_locations",
        "*(()",
    ),
    Row(
        "allow_duplicate_contact is off: a duplicate is refused with 400 and named.",
        "tests/sandbox/test_highlevel_contacts.py::test_a_duplicate_is_refused_where_the_location_allows_none",
        "sandbox/highlevel/switches.py",
        "allow_duplicate_contact: bool = False",
        "allow_duplicate_contact: bool = True",
    ),
    Row(
        "unique_key tells by what duplicates are found where none are allowed.",
        "tests/sandbox/test_highlevel_contacts.py::test_the_duplicate_search_goes_by_the_unique_key_of_the_location",
        "sandbox/highlevel/duplicates.py",
        "if world.switches.allow_duplicate_contact else world.switches.unique_key",
        "if True else ()",
    ),
    Row(
        "locations_limit_max caps the search for locations; None does not.",
        "tests/sandbox/test_highlevel_locations.py::test_an_agency_pages_through_its_locations",
        "sandbox/highlevel/locations.py",
        "most=world.switches.locations_limit_max",
        "most=None",
    ),
    # Switches: ailing contacts
    Row(
        "missing_contact_status is 400.",
        "tests/sandbox/test_highlevel_contacts.py::test_an_unknown_and_a_deleted_contact_are_refused_with_400",
        "sandbox/highlevel/switches.py",
        "missing_contact_status: int = 400",
        "missing_contact_status: int = 404",
    ),
    Row(
        "undeletable refuse deletion.",
        "tests/sandbox/test_highlevel_contacts.py::test_a_contact_that_cannot_be_deleted_stays",
        "sandbox/highlevel/people.py",
        "if contact.id in call.world.switches.undeletable",
        "if False",
    ),
    Row(
        "skipped are answered as done and stay as they are.",
        "tests/sandbox/test_highlevel_bulk.py::test_a_skipped_contact_claims_success_and_stays_as_it_was",
        "sandbox/highlevel/troubles.py",
        "call.world.switches.skipped | struck",
        "frozenset() | struck",
    ),
    Row(
        "failing answer a row of error with their text.",
        "tests/sandbox/test_highlevel_bulk.py::test_a_failing_contact_answers_its_error_and_the_others_are_tagged",
        "sandbox/highlevel/tagging.py",
        "world.switches.failing.get(contact_id)",
        "None",
    ),
    Row(
        "text_rows answer a bare text.",
        "tests/sandbox/test_highlevel_bulk.py::test_a_row_can_be_bare_text_as_the_schema_types_it",
        "sandbox/highlevel/tagging.py",
        "if contact_id in world.switches.text_rows",
        "if False",
    ),
    Row(
        "elsewhere belong to another location.",
        "tests/sandbox/test_highlevel_bulk.py::test_the_four_row_messages_come_with_201_and_success_flags",
        "sandbox/highlevel/tagging.py",
        "    if contact_id in world.switches.elsewhere:\n        return ELSEWHERE\n",
        "",
    ),
    Row(
        "merged are merged at the start.",
        "tests/sandbox/test_highlevel_contacts.py::test_a_merged_contact_is_gone_and_the_survivor_bears_its_tags",
        "sandbox/highlevel/seeding.py",
        "in switches.merged.items()",
        "in ()",
    ),
    Row(
        "create_fails_late answers 422 to a create that was committed.",
        "tests/sandbox/test_highlevel_contacts.py::test_a_create_can_answer_422_and_still_have_created",
        "sandbox/highlevel/people.py",
        "if call.world.switches.create_fails_late",
        "if False",
    ),
)
