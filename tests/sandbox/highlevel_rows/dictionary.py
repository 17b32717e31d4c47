"""HighLevel: the dictionary of tags, and what tags may be called."""

from __future__ import annotations

from tests.sandbox.breaking import Row

DICTIONARY: tuple[Row, ...] = (
    # The dictionary of tags
    Row(
        "The whole dictionary comes at once, with ids, names and location.",
        "tests/sandbox/test_highlevel_locations.py::test_the_dictionary_lists_every_tag_with_id_and_location",
        "sandbox/highlevel/locations.py",
        '{"id": tag.id, "name": tag.name, "locationId": location}',
        '{"id": tag.id, "name": tag.name}',
    ),
    Row(
        "A tag is renamed by its id.",
        "tests/sandbox/test_highlevel_locations.py::test_a_tag_is_created_read_renamed_and_deleted",
        "sandbox/highlevel/locations.py",
        "world.tags.rename(renamed)",
        "world.tags.rename(tag)",
    ),
    Row(
        "A tag is deleted by its id, answered with the flag succeded.",
        "tests/sandbox/test_highlevel_locations.py::test_a_tag_is_created_read_renamed_and_deleted",
        "sandbox/highlevel/locations.py",
        '{"succeded": True, **',
        '{"ok": True, **',
    ),
    Row(
        "A name that exists is refused with 400 in the vendor's sentence.",
        "tests/sandbox/test_highlevel_locations.py::test_an_existing_name_is_refused_with_the_vendors_sentence",
        "sandbox/highlevel/locations.py",
        '"The tag name is already exist."',
        '"The tag exists."',
    ),
    Row(
        "That refusal says status, not statusCode.",
        "tests/sandbox/test_highlevel_locations.py::test_an_existing_name_is_refused_with_the_vendors_sentence",
        "sandbox/highlevel/locations.py",
        '{"status": 400,',
        '{"statusCode": 400,',
    ),
    Row(
        "A name with two entries leaves the contacts with the last of them.",
        "tests/sandbox/test_highlevel_locations.py::test_one_name_may_have_two_ids_and_goes_with_the_last",
        "sandbox/highlevel/locations.py",
        "and tag.name not in world.tags:",
        "and tag.name:",
    ),
    Row(
        "The location tells whether it allows duplicates.",
        "tests/sandbox/test_highlevel_locations.py::test_the_location_tells_its_settings",
        "sandbox/highlevel/locations.py",
        '"allowDuplicateContact": world',
        '"allowDuplicates": world',
    ),
    Row(
        "The search for locations gives ten, from the first.",
        "tests/sandbox/test_highlevel_locations.py::test_an_agency_pages_through_its_locations",
        "sandbox/highlevel/locations.py",
        '"limit", 10, least=1',
        '"limit", 20, least=1',
    ),
    Row(
        "The search for locations tells no total.",
        "tests/sandbox/test_highlevel_locations.py::test_a_location_token_finds_its_own_location_only",
        "sandbox/highlevel/locations.py",
        'return Answer(200, {"locations": [',
        'return Answer(200, {"total": 1, "locations": [',
    ),
    Row(
        "A location's token finds its own location only.",
        "tests/sandbox/test_highlevel_locations.py::test_a_location_token_finds_its_own_location_only",
        "sandbox/highlevel/locations.py",
        "if agency else ()",
        "if not agency else ()",
    ),
    # Switches: names of tags
    Row(
        "tag_trim is on: names lose the spaces around them.",
        "tests/sandbox/test_highlevel_bulk.py::test_a_bulk_add_gives_each_contact_the_tags_and_answers_a_row_each_in_order",
        "sandbox/highlevel/switches.py",
        "tag_trim: bool = True",
        "tag_trim: bool = False",
    ),
    Row(
        "tag_fold is lower: names are kept in lower case.",
        "tests/sandbox/test_highlevel_bulk.py::test_a_bulk_add_gives_each_contact_the_tags_and_answers_a_row_each_in_order",
        "sandbox/highlevel/switches.py",
        '"none"] = "lower"',
        '"none"] = "none"',
    ),
    Row(
        "dictionary_fold is on: the dictionary keeps lower case too.",
        "tests/sandbox/test_highlevel_locations.py::test_a_tag_is_created_read_renamed_and_deleted",
        "sandbox/highlevel/switches.py",
        "dictionary_fold: bool = True",
        "dictionary_fold: bool = False",
    ),
    Row(
        "tag_collapse_spaces is off: inner spaces stay.",
        "tests/sandbox/test_highlevel_tags.py::test_inner_spaces_stay_and_empty_names_are_dropped_unless_switched",
        "sandbox/highlevel/switches.py",
        "tag_collapse_spaces: bool = False",
        "tag_collapse_spaces: bool = True",
    ),
    Row(
        "empty_tag_status is None: empty names are dropped.",
        "tests/sandbox/test_highlevel_tags.py::test_inner_spaces_stay_and_empty_names_are_dropped_unless_switched",
        "sandbox/highlevel/switches.py",
        "empty_tag_status: int | None = None",
        "empty_tag_status: int | None = 422",
    ),
    Row(
        "tag_max_length refuses longer names.",
        "tests/sandbox/test_highlevel_tags.py::test_tag_limits_refuse_when_switched_on",
        "sandbox/highlevel/tags.py",
        "if switches.tag_max_length is not None and longest",
        "if False and longest",
    ),
    Row(
        "tags_per_call refuses more names.",
        "tests/sandbox/test_highlevel_tags.py::test_tag_limits_refuse_when_switched_on",
        "sandbox/highlevel/tags.py",
        "if switches.tags_per_call is not None and",
        "if False and",
    ),
    Row(
        "duplicate_tags are names with two entries.",
        "tests/sandbox/test_highlevel_locations.py::test_one_name_may_have_two_ids_and_goes_with_the_last",
        "sandbox/highlevel/seeding.py",
        "for name in switches.duplicate_tags",
        "for name in ()",
    ),
    Row(
        "tag_delete_strips_contacts is on: a deleted tag leaves the contacts.",
        "tests/sandbox/test_highlevel_locations.py::test_a_removed_label_is_gone_from_every_contact",
        "sandbox/highlevel/switches.py",
        "tag_delete_strips_contacts: bool = True",
        "tag_delete_strips_contacts: bool = False",
    ),
    Row(
        "tag_rename_follows_contacts is on: contacts bear the new name, and nothing is logged.",
        "tests/sandbox/test_highlevel_locations.py::test_a_renamed_label_is_followed_by_contacts_unless_switched_off",
        "sandbox/highlevel/locations.py",
        "world.relabel(world.contacts[contact_id], old=old, new=new)",
        "pass",
    ),
    Row(
        "tag_create_status is 200.",
        "tests/sandbox/test_highlevel_locations.py::test_a_tag_is_created_read_renamed_and_deleted",
        "sandbox/highlevel/switches.py",
        "tag_create_status: int = 200",
        "tag_create_status: int = 201",
    ),
)
