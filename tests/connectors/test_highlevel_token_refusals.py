"""HighLevel: what people read when an app's account gets no token."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from inline_snapshot import snapshot

from labelsync.errors import NotAuthorised
from tests.connectors.highlevel_location import Box, answered, installed, page, refused, told

NO_CODE = {"error": "UnAuthorized!", "error_description": "Authorization code not found"}
SCOPE = "The token is not authorized for this scope."
CLASS = "This authClass type is not allowed to access this scope. Please"
ENDED = "Invalid token: access token is invalid"
ELSEWHERE = httpx.Response(302, headers={"location": "https://elsewhere.example"})

TABLE = [
    (
        "renew",
        httpx.Response(401, json=NO_CODE),
        snapshot("""\
NotAuthorised: HighLevel refuses the refresh token: spent, withdrawn or unused for a year (401)
  install the app again and give the refresh token of that installation; check client_id and
  client_secret, and that nothing else refreshes the tokens of this app
"""),
    ),
    (
        "renew",
        httpx.Response(400, json={"error": "invalid_grant"}),
        snapshot("""\
NotAuthorised: HighLevel refuses the refresh token: spent, withdrawn or unused for a year (400)
  install the app again and give the refresh token of that installation; check client_id and
  client_secret, and that nothing else refreshes the tokens of this app
"""),
    ),
    (
        "renew",
        refused(422, ["refresh_token must be a string"]),
        snapshot("""\
NotAuthorised: HighLevel refuses the refresh token: spent, withdrawn or unused for a year (422)
  install the app again and give the refresh token of that installation; check client_id and
  client_secret, and that nothing else refreshes the tokens of this app
"""),
    ),
    (
        "renew",
        httpx.Response(400),
        snapshot("""\
NotAuthorised: HighLevel refuses the refresh token: spent, withdrawn or unused for a year (400)
  install the app again and give the refresh token of that installation; check client_id and
  client_secret, and that nothing else refreshes the tokens of this app
"""),
    ),
    (
        "renew",
        refused(401, "version header is invalid"),
        snapshot("""\
NotAuthorised: HighLevel does not know this API version (401)
  set the account's version to 2021-07-28 or v3
"""),
    ),
    (
        "renew",
        refused(404, "Cannot POST /oauth/token"),
        snapshot("""\
NotAuthorised: HighLevel has no such token call in this API version (404)
  set the account's version to 2021-07-28 or v3
"""),
    ),
    (
        "renew",
        httpx.Response(403, text="error code: 1010"),
        snapshot("""\
NotAuthorised: the vendor's network edge refuses this program's User-Agent (error code 1010) (403)
  look for a proxy or a base_url that changes the User-Agent header
"""),
    ),
    (
        "renew",
        httpx.Response(200, html="<html>hello</html>"),
        snapshot("""\
NotAuthorised: HighLevel's answer to the request for a token holds none (200)
  check base_url and version, and run the command again at once: for 30 seconds the same refresh
  token gives the same answer; after that, install the app again
"""),
    ),
    (
        "renew",
        httpx.Response(200, json={"scope": "contacts.write"}),
        snapshot("""\
NotAuthorised: HighLevel's answer to the request for a token holds none (200)
  check base_url and version, and run the command again at once: for 30 seconds the same refresh
  token gives the same answer; after that, install the app again
"""),
    ),
    (
        "renew",
        ELSEWHERE,
        snapshot("""\
Unreachable: the account's token could not be renewed: the vendor redirects (302), and redirects are
never followed
  check the account's base_url
"""),
    ),
    (
        "renew",
        httpx.Response(503),
        snapshot("""\
Unreachable: the vendor's server fails (503)
  try again later
"""),
    ),
    (
        "renew",
        refused(429, "Too Many Requests"),
        snapshot("""\
Throttled: the vendor refuses for pace (429), again and again
  wait, or lower the account's `share`, then run the command again
"""),
    ),
    (
        "renew",
        httpx.ReadError("gone"),
        snapshot("""\
Unreachable: the account's token could not be renewed: the answer did not arrive (ReadError)
  run the command again at once: for 30 seconds the same refresh token gives the same answer; if it
  is refused then, install the app again
"""),
    ),
    (
        "renew",
        httpx.ConnectError("no route"),
        snapshot("""\
Unreachable: could not connect to services.leadconnectorhq.com (ConnectError)
  check the network and the account's base_url, then run the command again
"""),
    ),
    (
        "exchange",
        refused(401, SCOPE),
        snapshot("""\
NotAuthorised: the app may not ask for the tokens of locations (401)
  give the app the scope oauth.write, install it again in the agency, and give the refresh token of
  that installation
"""),
    ),
    (
        "exchange",
        refused(401, CLASS),
        snapshot("""\
NotAuthorised: the app may not ask for the tokens of locations (401)
  give the app the scope oauth.write, install it again in the agency, and give the refresh token of
  that installation
"""),
    ),
    (
        "exchange",
        refused(401, ENDED),
        snapshot("""\
NotAuthorised: HighLevel gives the agency no token for this location (401)
  check company_id and location_id, and that the app is installed for the location
"""),
    ),
    (
        "exchange",
        refused(400, "Bad Request"),
        snapshot("""\
NotAuthorised: HighLevel gives the agency no token for this location (400)
  check company_id and location_id, and that the app is installed for the location
"""),
    ),
    (
        "exchange",
        refused(403, "The token does not have access to this location."),
        snapshot("""\
NotAuthorised: HighLevel gives the agency no token for this location (403)
  check company_id and location_id, and that the app is installed for the location
"""),
    ),
    (
        "exchange",
        refused(422, ["companyId must be a string"]),
        snapshot("""\
NotAuthorised: HighLevel gives the agency no token for this location (422)
  check company_id and location_id, and that the app is installed for the location
"""),
    ),
    (
        "exchange",
        refused(404, "Cannot POST /oauth/locationToken"),
        snapshot("""\
NotAuthorised: HighLevel has no such token call in this API version (404)
  set the account's version to 2021-07-28 or v3
"""),
    ),
    (
        "exchange",
        httpx.Response(201, json={}),
        snapshot("""\
NotAuthorised: HighLevel's answer to the request for a token holds none (201)
  check base_url and version, and run the command again at once: for 30 seconds the same refresh
  token gives the same answer; after that, install the app again
"""),
    ),
]


@pytest.mark.parametrize(("act", "answer", "text"), TABLE)
def test_a_token_that_is_not_had_says_why_and_what_to_do(
    act: str, answer: httpx.Response | Exception, text: str
) -> None:
    assert told(act, answer) == text


def test_a_renewal_for_which_nothing_would_be_kept_says_where_to_keep_it() -> None:
    with pytest.raises(NotAuthorised) as refusal:
        asyncio.run(installed(Box(outlives=False)).tags())
    assert page(refusal.value) == snapshot("""\
NotAuthorised: the access token has to be renewed, which spends the refresh token, and nothing says
that the next one would be kept
  name the journal, with --journal or LABELSYNC_JOURNAL, on a disk that is kept between runs; or use
  a private integration token
""")


@pytest.mark.parametrize("act", ["renew", "exchange"])
def test_what_a_token_call_answers_is_never_quoted(act: str) -> None:
    error = answered(act, refused(400, "canary first hush access-1"))
    assert not any(word in error.reason + error.advice for word in ("canary", "hush", "access-1"))
