"""Who may call: one kind of key, which gives full access to its organisation (documented: no scopes)."""

from __future__ import annotations

import re

from labelsync.sandbox.kirimchat.call import Call
from labelsync.sandbox.kirimchat.refusal import forbidden, unauthenticated
from labelsync.sandbox.kirimchat.world import World

# 33 characters; the `kdv_test_` prefix is reserved and not accepted (documented).
_BEARER = re.compile(r"(?i:Bearer) +(kdv_live_[A-Za-z0-9_-]{24})")


def key(call: Call) -> str:
    """The call's API key. Documented: a Bearer token, never in the query, no Basic, no cookie."""
    found = _BEARER.fullmatch(call.authorization)
    if found is None:
        raise unauthenticated("invalid_api_key", "Send Authorization: Bearer kdv_live_...")
    return found[1]


def admit(world: World, call: Call) -> None:
    """Refuse a call without a good key (401) or of a suspended organisation (403).

    `expired_api_key` is documented; the codes of the other refusals are assumed.
    """
    switches, given = world.switches, key(call)
    if given in switches.expired_keys:
        raise unauthenticated("expired_api_key", "This API key has expired.")
    if given in switches.revoked_keys or (switches.api_keys and given not in switches.api_keys):
        raise unauthenticated("invalid_api_key", "This API key is unknown or was revoked.")
    if switches.suspended:
        raise forbidden("organization_suspended", "This organisation is suspended.")
