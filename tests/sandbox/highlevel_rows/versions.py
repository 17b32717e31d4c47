"""HighLevel: what every request must say, and how an unknown path is answered."""

from __future__ import annotations

from tests.sandbox.breaking import Row

VERSIONS: tuple[Row, ...] = (
    # Versions
    Row(
        "A request without a Version is refused with 401.",
        "tests/sandbox/test_highlevel_access.py::test_a_wrong_version_is_refused",
        "sandbox/highlevel/access.py",
        'refused(401, "version header was not found.")',
        'refused(400, "version header was not found.")',
    ),
    Row(
        "A version that is a date and was never published is refused with 401.",
        "tests/sandbox/test_highlevel_access.py::test_a_wrong_version_is_refused",
        "sandbox/highlevel/access.py",
        'refused(401, "version header is invalid")',
        'refused(400, "version header is invalid")',
    ),
    Row(
        "Any other unknown version is refused with 400, and named.",
        "tests/sandbox/test_highlevel_access.py::test_a_wrong_version_is_refused",
        "sandbox/highlevel/access.py",
        "version segment '{version}'",
        "version segment ''",
    ),
    Row(
        "Five versions answer: v3, three dates and legacy.",
        "tests/sandbox/test_highlevel_access.py::test_every_published_version_answers",
        "sandbox/highlevel/access.py",
        '"2021-04-15", "legacy"',
        '"2021-04-15"',
    ),
    Row(
        "The renamed path of the location token exists under v3 only.",
        "tests/sandbox/test_highlevel_oauth.py::test_the_renamed_paths_exist_under_v3_only",
        "sandbox/highlevel/oauth.py",
        '"/oauth/location-token", location_token, WRITE, AGENCY_KINDS, v3_only=True',
        '"/oauth/location-token", location_token, WRITE, AGENCY_KINDS',
    ),
    Row(
        "The renamed path of the installed locations exists under v3 only.",
        "tests/sandbox/test_highlevel_oauth.py::test_the_renamed_paths_exist_under_v3_only",
        "sandbox/highlevel/oauth.py",
        "installed_v3, READ, AGENCY_KINDS, v3_only=True",
        "installed_v3, READ, AGENCY_KINDS",
    ),
    Row(
        "The old path of the location token answers under v3 and before.",
        "tests/sandbox/test_highlevel_oauth.py::test_the_renamed_paths_exist_under_v3_only",
        "sandbox/highlevel/oauth.py",
        '"/oauth/locationToken", location_token, WRITE, AGENCY_KINDS',
        '"/oauth/locationToken", location_token, WRITE, AGENCY_KINDS, v3_only=True',
    ),
    Row(
        "The deprecated list of contacts answers under every version.",
        "tests/sandbox/test_highlevel_search.py::test_the_deprecated_list_has_its_limits_and_answers_under_every_version",
        "sandbox/highlevel/listing.py",
        'list_contacts, "contacts.readonly")',
        'list_contacts, "contacts.readonly", v3_only=True)',
    ),
    Row(
        "An unknown path or method is refused with 404 and named.",
        "tests/sandbox/test_highlevel_access.py::test_an_unknown_path_and_method_are_refused_with_404",
        "sandbox/highlevel/door.py",
        'f"Cannot {request.method} {path}"',
        '"Not Found"',
    ),
    Row(
        "A body is JSON whatever its content type says, but for forms.",
        "tests/sandbox/test_highlevel_access.py::test_what_clients_add_to_a_request_is_passed_over",
        "sandbox/highlevel/door.py",
        "    if not raw.strip():\n",
        '    if not raw.strip() or kind != "application/json":\n',
    ),
    Row(
        "Every answer of the API bears a trace id.",
        "tests/sandbox/test_highlevel_access.py::test_a_wrong_version_is_refused",
        "sandbox/highlevel/door.py",
        '{**answer.body, "traceId": trace}',
        "{**answer.body}",
    ),
    Row(
        "A field that the vendor does not list is refused with 422 and named.",
        "tests/sandbox/test_highlevel_contacts.py::test_an_unknown_field_is_named_in_the_refusal",
        "sandbox/highlevel/shapes.py",
        'f"property {field} should not exist"',
        '"a property should not exist"',
    ),
)
