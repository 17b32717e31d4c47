"""Labels put on and taken off one contact."""

from __future__ import annotations

from tests.sandbox.kirimchat_rows.making import default, held

MEMBERSHIP = (
    held(
        "Attaching one label is answered with `attached` true.",
        "membership::test_attaching_one_label_twice_is_one_change",
        "membership",
        old="attached=True)",
        new="attached=False)",
    ),
    held(
        "Attaching twice is attaching once.",
        "membership::test_attaching_one_label_twice_is_one_change",
        "world",
        old="if label.id in contact.labels:",
        new="if False:",
    ),
    held(
        "Detaching one label is answered with `attached` false.",
        "membership::test_detaching_one_label_twice_is_one_change",
        "membership",
        old="attached=False)",
        new="attached=True)",
    ),
    held(
        "Detaching twice is detaching once.",
        "membership::test_detaching_one_label_twice_is_one_change",
        "world",
        old="if label.id not in contact.labels:",
        new="if False:",
    ),
    held(
        "A single call without `label_id` is 400 `missing_required_field`.",
        "membership::test_single_calls_refuse_what_is_unknown_or_malformed",
        "fields",
        old='required(fields, "label_id")',
        new='text(fields, "label_id")',
    ),
    held(
        "A label cannot be attached to a contact of another team.",
        "membership::test_one_label_cannot_be_attached_across_teams",
        "membership",
        old="contact.team != label.team or struck",
        new="struck",
    ),
    default(
        "A single call across teams is 400 `invalid_field_value`, assumed",
        "membership::test_one_label_cannot_be_attached_across_teams",
        "team_mismatch_answer",
        value='"resource_not_found"] = "invalid_field_value"',
        other='"resource_not_found"] = "resource_not_found"',
    ),
    held(
        "With `team_mismatch_answer` it is 404.",
        "membership::test_one_label_cannot_be_attached_across_teams",
        "membership",
        old='if world.switches.team_mismatch_answer == "resource_not_found":',
        new="if False:",
    ),
    default(
        "The labels of a contact cannot be read",
        "membership::test_the_labels_of_a_contact_can_be_read_by_a_switch_only",
        "contact_labels_route",
        value="contact_labels_route: bool = False",
        other="contact_labels_route: bool = True",
    ),
    held(
        "With `contact_labels_route` `GET /contacts/{id}/labels` lists them.",
        "membership::test_the_labels_of_a_contact_can_be_read_by_a_switch_only",
        "routes",
        old="if switches.contact_labels_route else []",
        new="if False else []",
    ),
    held(
        "The switch `foreign_contacts` names contacts of another organisation, which are 404 singly.",
        "membership::test_a_contact_of_another_organisation_is_skipped_and_counted",
        "contacts",
        old=" or key in world.switches.foreign_contacts",
        new="",
    ),
    held(
        "The switch `silently_skipped` names contacts on which a single call does nothing.",
        "membership::test_a_silently_skipped_contact_keeps_its_labels_and_is_counted_nowhere",
        "membership",
        old="contact.id in world.switches.silently_skipped or ",
        new="",
    ),
    default(
        "Attaching does not move `updated_at`; whether it does is unknown",
        "membership::test_labelling_moves_updated_at_by_a_switch_only",
        "labelling_touches_contact",
        value="labelling_touches_contact: bool = False",
        other="labelling_touches_contact: bool = True",
    ),
    held(
        "With `labelling_touches_contact` it does.",
        "membership::test_labelling_moves_updated_at_by_a_switch_only",
        "world",
        old="updated = at if world.switches.labelling_touches_contact else contact.updated",
        new="updated = contact.updated",
    ),
)
