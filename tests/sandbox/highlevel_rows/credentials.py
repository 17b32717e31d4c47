"""HighLevel: switches of tokens."""

from __future__ import annotations

from tests.sandbox.breaking import Row

CREDENTIALS: tuple[Row, ...] = (
    # Switches: tokens
    Row(
        "tokens gives a token a class, scopes, a location, an app and an end.",
        "tests/sandbox/test_highlevel_access.py::test_a_missing_scope_is_refused_and_nothing_is_written",
        "sandbox/highlevel/access.py",
        "world.switches.tokens.get(token) or",
        "",
    ),
    Row(
        "known_tokens_only on: a token that is not known is refused.",
        "tests/sandbox/test_highlevel_access.py::test_a_missing_a_revoked_and_an_unknown_token_are_refused",
        "sandbox/highlevel/access.py",
        "if known or world.switches.known_tokens_only or not token",
        "if known or not token",
    ),
    Row(
        "revoked_tokens are refused.",
        "tests/sandbox/test_highlevel_access.py::test_a_missing_a_revoked_and_an_unknown_token_are_refused",
        "sandbox/highlevel/access.py",
        "or token in world.switches.revoked_tokens",
        "",
    ),
    Row(
        "bad_token_message is what a refused token hears.",
        "tests/sandbox/test_highlevel_access.py::test_a_missing_a_revoked_and_an_unknown_token_are_refused",
        "sandbox/highlevel/access.py",
        "refused(401, world.switches.bad_token_message)",
        'refused(401, "Invalid token: access token is invalid")',
    ),
    Row(
        "refused_agents is Python-urllib: the CDN refuses it.",
        "tests/sandbox/test_highlevel_access.py::test_the_default_python_agent_is_refused_by_the_cdn",
        "sandbox/highlevel/switches.py",
        '("Python-urllib",)',
        "()",
    ),
    Row(
        "oauth_clients empty takes any client, else only those.",
        "tests/sandbox/test_highlevel_oauth.py::test_a_code_works_once_and_is_checked_before_the_client",
        "sandbox/highlevel/oauth.py",
        "known = not clients or",
        "known = clients or",
    ),
    Row(
        "authorization_codes None takes any code, else only those.",
        "tests/sandbox/test_highlevel_oauth.py::test_a_code_works_once_and_is_checked_before_the_client",
        "sandbox/highlevel/oauth.py",
        "allowed is None or code in allowed",
        "bool(code)",
    ),
    Row(
        "location_scopes are those of a location's token.",
        "tests/sandbox/test_highlevel_oauth.py::test_lifetimes_and_scopes_of_issued_tokens_are_switches",
        "sandbox/highlevel/oauth.py",
        "scopes=world.switches.location_scopes",
        "scopes=None",
    ),
    Row(
        "company_scopes are those of an agency's token.",
        "tests/sandbox/test_highlevel_oauth.py::test_lifetimes_and_scopes_of_issued_tokens_are_switches",
        "sandbox/highlevel/oauth.py",
        "scopes=world.switches.company_scopes",
        "scopes=None",
    ),
    Row(
        "access_lifetime is 86399 seconds.",
        "tests/sandbox/test_highlevel_oauth.py::test_a_code_is_exchanged_for_a_token_that_works_until_it_expires",
        "sandbox/highlevel/switches.py",
        "access_lifetime: int = 86_399",
        "access_lifetime: int = 86_400",
    ),
    Row(
        "refresh_lifetime is a year.",
        "tests/sandbox/test_highlevel_oauth.py::test_an_unused_refresh_token_lives_a_year",
        "sandbox/highlevel/switches.py",
        "refresh_lifetime: int = 31_536_000",
        "refresh_lifetime: int = 63_072_000",
    ),
    Row(
        "refresh_grace is thirty seconds.",
        "tests/sandbox/test_highlevel_oauth.py::test_a_refresh_token_rotates_with_thirty_seconds_of_grace",
        "sandbox/highlevel/switches.py",
        "refresh_grace: float = 30.0",
        "refresh_grace: float = 40.0",
    ),
    Row(
        "bad_refresh_status is 400.",
        "tests/sandbox/test_highlevel_oauth.py::test_a_refresh_token_rotates_with_thirty_seconds_of_grace",
        "sandbox/highlevel/switches.py",
        "bad_refresh_status: int = 400",
        "bad_refresh_status: int = 401",
    ),
    Row(
        "location_token_status is 201.",
        "tests/sandbox/test_highlevel_oauth.py::test_an_agency_token_cannot_read_contacts_and_mints_a_location_token_that_can",
        "sandbox/highlevel/switches.py",
        "location_token_status: int = 201",
        "location_token_status: int = 200",
    ),
    Row(
        "installed_by_agency on: a code gives a Company token.",
        "tests/sandbox/test_highlevel_oauth.py::test_an_app_installed_by_the_agency_gets_a_company_token_for_any_code",
        "sandbox/highlevel/oauth.py",
        "by_agency = world.switches.installed_by_agency and",
        "by_agency = False and",
    ),
)
