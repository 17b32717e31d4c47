"""Where what is served, and what else a request may hold."""

from __future__ import annotations

from tests.sandbox.kirimchat_rows.making import default, held

PATHS = (
    default(
        "Contacts are at the root, as the documentation of May 2026 has them",
        "access::test_contacts_are_served_flat_and_below_a_phone_number_id",
        "flat_paths",
        value="flat_paths: bool = True",
        other="flat_paths: bool = False",
    ),
    default(
        "Contacts are below a phone number id too, as the newer documentation has them",
        "access::test_contacts_are_served_flat_and_below_a_phone_number_id",
        "phone_scoped_paths",
        value="phone_scoped_paths: bool = True",
        other="phone_scoped_paths: bool = False",
    ),
    held(
        "With `flat_paths` off, contacts at the root are 404.",
        "access::test_either_generation_of_paths_can_be_switched_off",
        "routes",
        old="flat = scoped if switches.flat_paths else []",
        new="flat = scoped",
    ),
    held(
        "With `phone_scoped_paths` off, contacts below a phone number id are 404.",
        "access::test_either_generation_of_paths_can_be_switched_off",
        "routes",
        old="_below_a_phone(scoped) if switches.phone_scoped_paths else ()",
        new="_below_a_phone(scoped)",
    ),
    held(
        "A phone number id has 6 to 20 digits; another length is 400 (the status is assumed).",
        "access::test_a_phone_number_id_has_6_to_20_digits_and_may_be_pinned",
        "routes",
        old="[0-9]{6,20}",
        new="[0-9]{5,20}",
    ),
    held(
        "The switch `phone_number_id` names the only one there is; others are 404.",
        "access::test_a_phone_number_id_has_6_to_20_digits_and_may_be_pinned",
        "routes",
        old="if ours and given != ours:",
        new="if not ours and given:",
    ),
    held(
        "`/me`, `/accounts`, `/labels` and `/webhook_subscriptions` are at the root in both generations.",
        "access::test_what_is_not_about_contacts_stays_at_the_root",
        "routes",
        old="_below_a_phone(scoped) if",
        new="_below_a_phone([*scoped, *_ROOTED]) if",
    ),
    held(
        "Every path is served with and without `/v1`, so that an API root may end in it or not.",
        "clients::test_every_path_is_served_with_and_without_its_version",
        "application",
        old='Mount("/v1"',
        new='Mount("/v2"',
    ),
    held(
        "`GET /v1/openapi.json` needs no key.",
        "access::test_the_description_needs_no_key",
        "application",
        old='Route("/openapi.json"',
        new='Route("/description.json"',
    ),
    held(
        "A path that is not there is 404 `not_found`.",
        "access::test_an_unknown_path_is_404_in_the_vendors_envelope",
        "application",
        old='raise not_found("path")',
        new='raise RefusedError(410, "conflict", "gone", "Gone.")',
    ),
    default(
        "A method that a path lacks is 404, assumed",
        "clients::test_a_method_that_a_path_lacks_is_404_or_405",
        "absent_method_status",
        value="absent_method_status: Literal[404, 405] = 404",
        other="absent_method_status: Literal[404, 405] = 405",
    ),
    held(
        "With `absent_method_status` 405 it is 405, and only where the path has other methods.",
        "clients::test_a_method_that_a_path_lacks_is_404_or_405",
        "application",
        old="_lacking if lacks and world.switches.absent_method_status == 405 else _nothing",
        new="_nothing",
    ),
    held(
        "A HEAD is answered like a GET.",
        "clients::test_a_head_is_answered_like_a_get",
        "application",
        old="    return Route(way.path, _endpoint(world, way.serve), methods=[way.method])",
        new="    found = Route(way.path, _endpoint(world, way.serve), methods=[way.method])\n"
        "    found.methods.discard('HEAD')\n"
        "    return found",
    ),
    held(
        "A body is read as JSON whatever its content type says.",
        "clients::test_a_body_is_json_whatever_its_content_type_says",
        "door",
        old="body=await request.body(),",
        new='body=await request.body() if "json" in request.headers.get("content-type", "") else b"",',
    ),
    held(
        "Fields, parameters and headers that are not known are passed over.",
        "clients::test_fields_parameters_and_headers_that_nobody_knows_are_passed_over",
        "membership",
        old="    label = label_named(world, fields.label_id(call.fields()))\n",
        new="    label = label_named(world, fields.label_id(call.fields()))\n"
        '    if len(call.fields()) > 1:\n        raise missing("nothing")\n',
    ),
    held(
        "The call that takes one label off needs no body and may have one.",
        "clients::test_a_detaching_call_may_have_a_body",
        "membership",
        old="    contact, label = contact_at(world, call), label_at(world, call)\n",
        new="    contact, label = contact_at(world, call), label_at(world, call)\n"
        '    if call.body:\n        raise missing("nothing")\n',
    ),
)
