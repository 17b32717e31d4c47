"""Who is let in."""

from __future__ import annotations

from tests.sandbox.kirimchat_rows.making import default, held

KEYS = (
    held(
        "A key is `kdv_live_` and 24 URL-safe base64 characters, sent as `Authorization: Bearer`.",
        "access::test_any_24_url_safe_characters_make_a_key_that_may_do_everything",
        "credentials",
        old="[A-Za-z0-9_-]{24}",
        new="[A-Za-z0-9-]{24}",
    ),
    held(
        "A key of another length is refused.",
        "access::test_a_call_without_a_live_key_is_401",
        "credentials",
        old="_-]{24}",
        new="_-]{5,25}",
    ),
    held(
        "A `kdv_test_` key is refused: that prefix is reserved.",
        "access::test_a_call_without_a_live_key_is_401",
        "credentials",
        old="+(kdv_live_[",
        new="+(kdv_(?:live|test)_[",
    ),
    held(
        "Basic authorization is refused.",
        "access::test_a_call_without_a_live_key_is_401",
        "credentials",
        old="(?i:Bearer) +",
        new="(?i:Bearer|Basic) +",
    ),
    held(
        "A key in the query is none.",
        "access::test_a_key_in_the_query_a_cookie_or_another_header_is_no_key",
        "door",
        old='request.headers.get("authorization", "")',
        new='request.headers.get("authorization", f"Bearer {request.query_params.get(\'api_key\')}")',
    ),
    held(
        "A key in a cookie is none.",
        "access::test_a_key_in_the_query_a_cookie_or_another_header_is_no_key",
        "door",
        old='request.headers.get("authorization", "")',
        new='request.headers.get("authorization", f"Bearer {request.cookies.get(\'api_key\')}")',
    ),
    held(
        "A key that is missing or malformed is 401 `authentication_error`.",
        "access::test_a_call_without_a_live_key_is_401",
        "refusal",
        old='RefusedError(401, "authentication_error", code',
        new='RefusedError(403, "permission_error", code',
    ),
    held(
        "An expired key is 401 `expired_api_key`.",
        "access::test_an_expired_and_a_revoked_key_are_401",
        "credentials",
        old='unauthenticated("expired_api_key"',
        new='unauthenticated("invalid_api_key"',
    ),
    held(
        "The switch `expired_keys` names the expired keys.",
        "access::test_an_expired_and_a_revoked_key_are_401",
        "credentials",
        old="if given in switches.expired_keys:",
        new="if given in ():",
    ),
    held(
        "The switch `revoked_keys` names the revoked keys, which are 401 at once.",
        "access::test_an_expired_and_a_revoked_key_are_401",
        "credentials",
        old="given in switches.revoked_keys or ",
        new="",
    ),
    default(
        "The code of every 401 but that of an expired key is `invalid_api_key`, assumed",
        "access::test_an_expired_and_a_revoked_key_are_401",
        "bad_key_code",
        value='bad_key_code: str = "invalid_api_key"',
        other='bad_key_code: str = "bad_api_key"',
    ),
    held(
        "The switch `bad_key_code` is that code.",
        "access::test_the_codes_that_no_document_shows_can_be_others",
        "door",
        old='"invalid_api_key": switches.bad_key_code,',
        new="",
    ),
    held(
        "The switch `api_keys` names the only keys that are accepted.",
        "access::test_the_accepted_keys_can_be_named",
        "credentials",
        old="(switches.api_keys and given not in switches.api_keys)",
        new="False",
    ),
    held(
        "A key has no scopes: each may do everything.",
        "access::test_any_24_url_safe_characters_make_a_key_that_may_do_everything",
        "credentials",
        old="if switches.suspended:",
        new='if switches.suspended or call.kind == "write":',
    ),
    held(
        "With `suspended`, everything is 403.",
        "access::test_a_suspended_organisation_is_403",
        "credentials",
        old="if switches.suspended:",
        new='if switches.suspended and call.kind == "write":',
    ),
    held(
        "A 403 is a `permission_error`.",
        "access::test_a_suspended_organisation_is_403",
        "refusal",
        old='RefusedError(403, "permission_error"',
        new='RefusedError(403, "authentication_error"',
    ),
)
