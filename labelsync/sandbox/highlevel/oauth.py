"""The OAuth calls: tokens for codes, rotating refresh tokens, location tokens, installed locations."""

from __future__ import annotations

from math import ceil
from typing import Any

from labelsync.sandbox.around import iso
from labelsync.sandbox.highlevel.call import AGENCY_KINDS, Answer, Call, Operation
from labelsync.sandbox.highlevel.mint import well_formed
from labelsync.sandbox.highlevel.refusals import OTHER_LOCATION, oauth_refused, refused
from labelsync.sandbox.highlevel.shapes import number, require
from labelsync.sandbox.highlevel.switches import Grant
from labelsync.sandbox.highlevel.vault import Issue, Rotation
from labelsync.sandbox.highlevel.world import World

CODE_LIFETIME = 600
SNAKE = {
    "clientId": "client_id",
    "clientSecret": "client_secret",
    "grantType": "grant_type",
    "refreshToken": "refresh_token",
    "userType": "user_type",
    "redirectUri": "redirect_uri",
}
CAMEL = {
    "access_token": "accessToken",
    "token_type": "tokenType",
    "expires_in": "expiresIn",
    "refresh_token": "refreshToken",
}


def token(call: Call) -> Answer:
    """POST /oauth/token — snake_case, camelCase under v3 (documented)."""
    asked = {SNAKE.get(field, field): str(value) for field, value in call.body.items()}
    exchanges = {
        "authorization_code": _by_code,
        "refresh_token": _by_refresh,
        "client_credentials": _by_client,
    }
    exchange = exchanges.get(asked.get("grant_type", ""))
    if exchange is None:
        raise oauth_refused(400, "unsupported_grant_type", "grant_type is not supported")
    body = _told(call.world, exchange(call.world, asked))
    call.world.revision += 1
    return Answer(200, {CAMEL.get(field, field): value for field, value in body.items()} if call.v3 else body)


def _by_code(world: World, asked: dict[str, str]) -> Issue:
    """The code is checked before the client (measured); each code works once."""
    code, vault, now = asked.get("code", ""), world.vault, world.around.now()
    allowed = world.switches.authorization_codes
    known = allowed is None or code in allowed or code in vault.open_codes
    expired = vault.open_codes.get(code, now) < now
    if not code or not known or expired or code in vault.used_codes:
        raise oauth_refused(401, "UnAuthorized!", "Authorization code not found")
    _check_client(world, asked)
    vault.used_codes[code] = now
    reconnected = vault.code_grants.get(code)
    return _issue(world, reconnected or _grant(world, asked))


def _by_refresh(world: World, asked: dict[str, str]) -> Issue:
    """Single use; within the grace the same client gets the same new pair again (documented)."""
    _check_client(world, asked)
    given, now = asked.get("refresh_token", ""), world.around.now()
    secret = f"{asked.get('client_id', '')}/{asked.get('client_secret', '')}"
    used = world.vault.rotated.get(given)
    if used and secret == used.secret and now - used.at <= world.switches.refresh_grace:
        return used.issue
    held = world.vault.refreshable.get(given)
    stale = held is not None and held.refresh_until < now
    foreign = held is None and world.switches.known_tokens_only
    if not given or used or stale or foreign:
        status = world.switches.bad_refresh_status
        raise oauth_refused(status, "invalid_grant", "This refresh token is invalid")
    issue = _issue(world, held.grant if held else _grant(world, asked))
    world.vault.refreshable.pop(given, None)
    world.vault.rotated[given] = Rotation(now, secret, issue)
    return issue


def _by_client(world: World, asked: dict[str, str]) -> Issue:
    _check_client(world, asked)
    return _issue(world, _grant(world, asked))


def _check_client(world: World, asked: dict[str, str]) -> None:
    clients = world.switches.oauth_clients
    known = not clients or clients.get(asked.get("client_id", "")) == asked.get("client_secret")
    if not known or not asked.get("client_id") or not asked.get("client_secret"):
        raise oauth_refused(401, "UnAuthorized!", "Invalid client credentials")


def _grant(world: World, asked: dict[str, str]) -> Grant:
    by_agency = world.switches.installed_by_agency and asked.get("grant_type") == "authorization_code"
    if by_agency or asked.get("user_type") == "Company":
        return Grant(kind="company", scopes=world.switches.company_scopes, app=asked["client_id"])
    return _for_location(world, world.switches.location_id, app=asked["client_id"])


def _for_location(world: World, location_id: str | None, *, app: str) -> Grant:
    return Grant(kind="location", scopes=world.switches.location_scopes, location_id=location_id, app=app)


def _issue(world: World, grant: Grant) -> Issue:
    now, switches = world.around.now(), world.switches
    ending = Grant(grant.kind, grant.scopes, grant.location_id, grant.app, now + switches.access_lifetime)
    access, refresh, user = world.mint.make(60), world.mint.make(60), world.mint.make()
    issue = Issue(access, refresh, ending, user, now + switches.refresh_lifetime)
    world.vault.keep(issue)
    return issue


def _told(world: World, issue: Issue) -> dict[str, Any]:
    left = ceil((issue.grant.until or 0) - world.around.now())
    company = issue.grant.kind == "company"
    place = {} if company else {"locationId": issue.grant.location_id or world.home}
    return {
        "access_token": issue.access,
        "token_type": "Bearer",
        "expires_in": left,
        "refresh_token": issue.refresh,
        "scope": " ".join(issue.grant.scopes or ()),
        "userType": "Company" if company else "Location",
        **place,
        "companyId": world.switches.company_id,
        "userId": issue.user,
    }


def location_token(call: Call) -> Answer:
    """POST /oauth/locationToken — an agency's token makes a location's, answered 201 (measured)."""
    require(call.body, {"companyId": "text", "locationId": "text"}, required=("companyId", "locationId"))
    world, location_id = call.world, call.body["locationId"]
    pinned = world.switches.location_id
    known = pinned in {None, location_id} or location_id in world.switches.sibling_locations
    if not well_formed(location_id) or not known:
        raise refused(403, OTHER_LOCATION)
    issue = _issue(world, _for_location(world, location_id, app=call.grant.app))
    world.revision += 1
    return Answer(world.switches.location_token_status, _told(world, issue))


def reconnect(call: Call) -> Answer:
    """POST /oauth/reconnect — a fresh code without the user (documented); its lifetime is assumed."""
    shape = dict.fromkeys(("clientKey", "clientSecret", "locationId", "companyId"), "text")
    require(call.body, shape, required=("clientKey", "clientSecret"))
    asked = {"client_id": call.body["clientKey"], "client_secret": call.body["clientSecret"]}
    world = call.world
    _check_client(world, asked)
    for_company = asked | {"user_type": "Company"}
    place = call.body.get("locationId") or world.switches.location_id
    company = "companyId" in call.body
    grant = _grant(world, for_company) if company else _for_location(world, place, app=asked["client_id"])
    code, expires = world.mint.make(40), world.around.now() + CODE_LIFETIME
    world.vault.open_codes[code] = expires
    world.vault.code_grants[code] = grant
    world.revision += 1
    return Answer(200, {"authorizationCode": code, "expiresAt": iso(expires)})


INSTALLED = dict.fromkeys(
    ("companyId", "appId", "isInstalled", "skip", "limit", "query", "locationId", "versionId", "onTrial"),
    "text",
)


def installed(call: Call) -> Answer:
    """GET /oauth/installedLocations — skip and limit, 20 by default (documented)."""
    require(call.query, INSTALLED, required=("companyId", "appId"))
    skip = number(call.query, "skip", 0, least=0)
    limit = number(call.query, "limit", 20, least=1)
    found = _installations(call)
    return Answer(200, {"locations": found[skip : skip + limit], "count": len(found)})


def installed_v3(call: Call) -> Answer:
    """GET /oauth/installed-locations — pageSize 1 to 100 and pageToken (documented); token shape assumed."""
    shape = {**INSTALLED, "pageSize": "text", "pageToken": "text"}
    require(call.query, shape, required=("companyId", "appId"))
    size = number(call.query, "pageSize", 20, least=1, most=100)
    start = number(call.query, "pageToken", 0, least=0)
    found = _installations(call)
    more = {"nextPageToken": str(start + size)} if start + size < len(found) else {}
    return Answer(200, {"locations": found[start : start + size], "count": len(found), **more})


def _installations(call: Call) -> list[dict[str, Any]]:
    world = call.world
    ids = [world.home, *world.switches.sibling_locations]
    wanted = call.query.get("locationId")
    gone = call.query.get("isInstalled") == "false" or call.query["companyId"] != world.switches.company_id
    name = world.switches.location_name
    return [
        {"_id": one, "name": name, "address": "", "isInstalled": True}
        for one in ids
        if not gone and wanted in {None, one} and call.query.get("query", "").lower() in name.lower()
    ]


READ, WRITE = "oauth.readonly", "oauth.write"
OPERATIONS = (
    Operation("POST", "/oauth/token", token, None),
    Operation("POST", "/oauth/reconnect", reconnect, None),
    Operation("POST", "/oauth/locationToken", location_token, WRITE, AGENCY_KINDS),
    Operation("POST", "/oauth/location-token", location_token, WRITE, AGENCY_KINDS, v3_only=True),
    Operation("GET", "/oauth/installedLocations", installed, READ, AGENCY_KINDS),
    Operation("GET", "/oauth/installed-locations", installed_v3, READ, AGENCY_KINDS, v3_only=True),
)
