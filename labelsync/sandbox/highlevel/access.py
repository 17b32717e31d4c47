"""Who may call what: the version header, token classes and scopes, in the vendor's own refusals."""

from __future__ import annotations

import re

from labelsync.sandbox.highlevel.call import Operation
from labelsync.sandbox.highlevel.refusals import (
    NOT_THIS_SCOPE,
    OTHER_LOCATION,
    WRONG_CLASS,
    WRONG_USER_TYPE,
    refused,
)
from labelsync.sandbox.highlevel.switches import Grant
from labelsync.sandbox.highlevel.world import World

VERSIONS = frozenset({"v3", "2023-02-21", "2021-07-28", "2021-04-15", "legacy"})
DATED = re.compile(r"\d{4}-\d{2}-\d{2}")
ANYONE = Grant()
PIT = Grant(kind="location_pit", app="pit")


def check_version(version: str | None) -> str:
    """The version asked for. Missing: 401; a date never published: 401; anything else: 400 (measured)."""
    if version is None:
        raise refused(401, "version header was not found.")
    if version in VERSIONS:
        return version
    if DATED.fullmatch(version):
        raise refused(401, "version header is invalid")
    raise refused(400, f"Invalid API version segment '{version}' at position 0")


def bearer(authorization: str) -> str:
    """The token of an Authorization header, or ''."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def grant_of(world: World, token: str) -> Grant | None:
    """What a token grants, whether or not it is still good; None for a token never heard of.

    A location's integration token (`pit-…`) and any other token may do everything, unless a switch says
    otherwise or the emulator issued it. All integration tokens share one rate limit (documented).
    """
    known = world.switches.tokens.get(token) or world.vault.grants.get(token)
    if known or world.switches.known_tokens_only or not token:
        return known
    return PIT if token.startswith("pit-") else ANYONE


def check_token(world: World, token: str) -> Grant:
    """The grant of a good token; an expired, revoked or unknown one is refused with 401 (documented)."""
    grant = grant_of(world, token)
    ended = grant is not None and grant.until is not None and world.around.now() >= grant.until
    if grant is None or ended or token in world.switches.revoked_tokens:
        raise refused(401, world.switches.bad_token_message)
    return grant


def admit(world: World, grant: Grant, operation: Operation) -> None:
    """Refuse a token of the wrong class, without the scope, or of another location (measured)."""
    if grant.kind not in operation.kinds:
        raise refused(401, _class_refusal(grant, operation))
    if grant.scopes is not None and operation.scope not in grant.scopes:
        raise refused(401, NOT_THIS_SCOPE)
    pinned = world.switches.location_id
    if pinned and grant.location_id and grant.location_id != pinned:
        raise refused(403, OTHER_LOCATION)


def _class_refusal(grant: Grant, operation: Operation) -> str:
    """An agency integration token hears of its scope at the contacts, of its type elsewhere (measured)."""
    if not grant.kind.endswith("_pit"):
        return WRONG_CLASS
    return NOT_THIS_SCOPE if operation.path.startswith("/contacts") else WRONG_USER_TYPE


def app_of(world: World, token: str) -> str:
    """Whose rate limit a request draws on: its app's, apart for the agency and each location (documented)."""
    grant = grant_of(world, token)
    if grant is None:
        return "anonymous"
    location = grant.location_id or world.switches.location_id or "location"
    return f"{grant.app}/{'company' if grant.kind in {'company', 'agency_pit'} else location}"
