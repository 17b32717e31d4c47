"""Tokens that Wix does not give, as people read it."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from inline_snapshot import snapshot

from labelsync.core.question import Definitions
from labelsync.errors import NotAuthorised
from tests.connectors.straight import gathered
from tests.connectors.wix_scene import APP_SECRET, read_by_people, scene

HTML = "<html>not Wix</html>"


def denied(status: int, code: str) -> httpx.Response:
    return httpx.Response(status, json={"error": code, "error_description": f"{APP_SECRET} is refused"})


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            denied(401, "invalid_client"),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (HTTP 401, invalid_client)
-> copy `app_id` and `app_secret` again: Wix does not take them together
"""),
        ),
        (
            denied(400, "invalid_grant"),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (HTTP 400, invalid_grant)
-> check `instance_id`, and that the app is still installed on that site
"""),
        ),
        (
            denied(400, "unauthorized_client"),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (HTTP 400, unauthorized_client)
-> the app may not ask for tokens by client credentials: check `app_id`, `app_secret` and
`instance_id`, and that the app is still installed on the site
"""),
        ),
        (
            denied(403, "access_denied"),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (HTTP 403, access_denied)
-> check `app_id`, `app_secret` and `instance_id`, and that the app is still installed on the
site
"""),
        ),
        (
            denied(400, "invalid_request"),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (HTTP 400, invalid_request)
-> please tell the maintainers: Wix does not take the request as it documents it
"""),
        ),
        (
            denied(400, "unsupported_grant_type"),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (HTTP 400, unsupported_grant_type)
-> please tell the maintainers: Wix does not take the request as it documents it
"""),
        ),
        (
            denied(400, "invalid_scope"),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (HTTP 400, invalid_scope)
-> please tell the maintainers: Wix does not take the request as it documents it
"""),
        ),
        (
            denied(400, "not a code"),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (HTTP 400, no code)
-> check `app_id`, `app_secret` and `instance_id`, and that the app is still installed on the
site
"""),
        ),
        (
            httpx.Response(404, json={"message": "x", "details": {}}),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (HTTP 404, no code)
-> check `app_id`, `app_secret` and `instance_id`, and that the app is still installed on the
site
"""),
        ),
        (
            httpx.Response(401),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (HTTP 401, no code)
-> check `app_id`, `app_secret` and `instance_id`, and that the app is still installed on the
site
"""),
        ),
        (
            httpx.Response(403, html=HTML),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (HTTP 403, no code)
-> check `base_url`, and whether something stands between here and Wix
"""),
        ),
        (
            httpx.Response(200, html=HTML),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (its answer is not of the documented shape)
-> check `base_url`, and whether something stands between here and Wix
"""),
        ),
        (
            httpx.Response(200, json={"access_token": ""}),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (its answer is not of the documented shape)
-> check `base_url`, and whether something stands between here and Wix
"""),
        ),
        (
            httpx.Response(200, json={"access_token": "OAUTH2.1", "expires_in": 0}),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (its answer is not of the documented shape)
-> check `base_url`, and whether something stands between here and Wix
"""),
        ),
        (
            httpx.Response(302, headers={"location": "https://example.com"}),
            snapshot("""\
NotAuthorised: Wix gave no access token for the app (the vendor redirects (302), and redirects
are never followed)
-> check `base_url`, and whether something stands between here and Wix
"""),
        ),
    ],
)
def test_a_token_that_is_not_given_is_told_with_what_to_do(answer: httpx.Response, told: str) -> None:
    with scene(app=True) as wix:
        wix.answers("POST", "/oauth2/token", answer)
        with pytest.raises(NotAuthorised) as caught:
            asyncio.run(gathered(wix.connector.observe(Definitions(), wix.wire())))
    assert read_by_people(caught.value) == told
    assert APP_SECRET not in read_by_people(caught.value)
