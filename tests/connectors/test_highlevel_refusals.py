"""HighLevel: what people read when their credential is refused: each cause, and what to do next."""

from __future__ import annotations

import httpx
import pytest
from inline_snapshot import snapshot

from tests.connectors.highlevel_location import answered, refused, told

SCOPE = refused(401, "The token is not authorized for this scope.")
KIND = refused(401, "Token's user type mismatch!")
CLASS = refused(401, "This authClass type is not allowed to access this scope. Please")
ENDED = {"statusCode": 401, "message": "Invalid token: access token is invalid", "error": "Unauthorized"}
FORBIDDEN = refused(403, "You do not have permission to access this resource")

TABLE = [
    (
        "identify",
        refused(401, "version header was not found."),
        snapshot("""\
NotAuthorised: HighLevel does not know this API version (401)
  set the account's version to 2021-07-28 or v3
"""),
    ),
    (
        "identify",
        refused(401, "version header is invalid"),
        snapshot("""\
NotAuthorised: HighLevel does not know this API version (401)
  set the account's version to 2021-07-28 or v3
"""),
    ),
    (
        "list",
        httpx.Response(401, json=ENDED),
        snapshot("""\
NotAuthorised: the token is wrong, revoked or expired (401)
  copy the token of the private integration again (a rotated one ends after 7 days); an app has to
  be installed again
"""),
    ),
    (
        "list",
        refused(401, "Invalid JWT"),
        snapshot("""\
NotAuthorised: the token is wrong, revoked or expired (401)
  copy the token of the private integration again (a rotated one ends after 7 days); an app has to
  be installed again
"""),
    ),
    (
        "identify",
        SCOPE,
        snapshot("""\
NotAuthorised: the token lacks a scope, or is an agency's (401)
  give the private integration the scope locations/tags.readonly, or give it to the app and install
  that again; where it is there, the token is an agency's: use one of the sub-account
"""),
    ),
    (
        "list",
        SCOPE,
        snapshot("""\
NotAuthorised: the token lacks a scope, or is an agency's (401)
  give the private integration the scope contacts.readonly, or give it to the app and install that
  again; where it is there, the token is an agency's: use one of the sub-account
"""),
    ),
    (
        "show",
        SCOPE,
        snapshot("""\
NotAuthorised: the token lacks a scope, or is an agency's (401)
  give the private integration the scope contacts.readonly, or give it to the app and install that
  again; where it is there, the token is an agency's: use one of the sub-account
"""),
    ),
    (
        "add",
        SCOPE,
        snapshot("""\
NotAuthorised: the token lacks a scope, or is an agency's (401)
  give the private integration the scope contacts.write, or give it to the app and install that
  again; where it is there, the token is an agency's: use one of the sub-account
"""),
    ),
    (
        "remove",
        SCOPE,
        snapshot("""\
NotAuthorised: the token lacks a scope, or is an agency's (401)
  give the private integration the scope contacts.write, or give it to the app and install that
  again; where it is there, the token is an agency's: use one of the sub-account
"""),
    ),
    (
        "delete",
        SCOPE,
        snapshot("""\
NotAuthorised: the token lacks a scope, or is an agency's (401)
  give the private integration the scope contacts.write, or give it to the app and install that
  again; where it is there, the token is an agency's: use one of the sub-account
"""),
    ),
    (
        "create",
        SCOPE,
        snapshot("""\
NotAuthorised: the token lacks a scope, or is an agency's (401)
  give the private integration the scope locations/tags.write, or give it to the app and install
  that again; where it is there, the token is an agency's: use one of the sub-account
"""),
    ),
    (
        "undefine",
        SCOPE,
        snapshot("""\
NotAuthorised: the token lacks a scope, or is an agency's (401)
  give the private integration the scope locations/tags.write, or give it to the app and install
  that again; where it is there, the token is an agency's: use one of the sub-account
"""),
    ),
    (
        "list",
        KIND,
        snapshot("""\
NotAuthorised: the token is an agency's (401)
  an agency's token cannot touch contacts: make a private integration inside the sub-account, or
  give the app's company_id
"""),
    ),
    (
        "list",
        CLASS,
        snapshot("""\
NotAuthorised: the token is an agency's (401)
  an agency's token cannot touch contacts: make a private integration inside the sub-account, or
  give the app's company_id
"""),
    ),
    (
        "identify",
        refused(403, "The token does not have access to this location."),
        snapshot("""\
NotAuthorised: the token belongs to another location (403)
  give the location_id of the sub-account in which the token was made, or a token made there
"""),
    ),
    (
        "add",
        FORBIDDEN,
        snapshot("""\
NotAuthorised: HighLevel refuses the token, and does not say plainly why (403)
  give the private integration the scope contacts.write, or give it to the app and install that
  again; where it is there, the token is an agency's: use one of the sub-account
"""),
    ),
    (
        "list",
        httpx.Response(403, text="error code: 1010"),
        snapshot("""\
NotAuthorised: the vendor's network edge refuses this program's User-Agent (error code 1010) (403)
  look for a proxy or a base_url that changes the User-Agent header
"""),
    ),
    (
        "list",
        httpx.Response(401),
        snapshot("""\
NotAuthorised: HighLevel refuses the token, and does not say plainly why (401)
  give the private integration the scope contacts.readonly, or give it to the app and install that
  again; where it is there, the token is an agency's: use one of the sub-account
"""),
    ),
    (
        "list",
        httpx.Response(403, html="<html>no</html>"),
        snapshot("""\
NotAuthorised: HighLevel refuses the token, and does not say plainly why (403)
  give the private integration the scope contacts.readonly, or give it to the app and install that
  again; where it is there, the token is an agency's: use one of the sub-account
"""),
    ),
]


@pytest.mark.parametrize(("act", "answer", "text"), TABLE)
def test_a_refusal_says_what_happened_and_what_to_do(act: str, answer: httpx.Response, text: str) -> None:
    assert told(act, answer) == text


@pytest.mark.parametrize("act", ["list", "add", "renew", "exchange"])
@pytest.mark.parametrize("answer", [SCOPE, KIND, CLASS, FORBIDDEN])
def test_a_missing_scope_is_never_told_as_an_ended_token(act: str, answer: httpx.Response) -> None:
    error = answered(act, answer)
    assert "expired" not in error.reason + error.advice
    assert "copy the token" not in error.advice
