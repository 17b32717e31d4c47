"""The OAuth token call of an app: client credentials for one instance."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from .call import Call
from .gate import TOKEN_PREFIX
from .refusal import WixError
from .world import World, new_id

_NEEDED = ("grant_type", "client_id", "client_secret", "instance_id")


def issue_token(world: World, call: Call) -> dict[str, Any]:
    """A token for 14400 s (documented). Refusals follow the IETF OAuth form (inferred)."""
    asked = _asked(call)
    missing = [name for name in _NEEDED if not isinstance(asked.get(name), str) or not asked[name]]
    if missing:
        raise _refused(400, "invalid_request", f"Missing {missing[0]}")
    if asked["grant_type"] != "client_credentials":
        raise _refused(400, "unsupported_grant_type", "Only client_credentials is supported")
    known = world.switches.clients
    secret = known.get(asked["client_id"], "") if known is not None else asked["client_secret"]
    if not secret or not hmac.compare_digest(secret.encode(), asked["client_secret"].encode()):
        raise _refused(401, "invalid_client", "Unknown client or wrong secret")
    return _issued(world, call.at)


def _asked(call: Call) -> dict[str, Any]:
    try:
        return call.body()
    except WixError as refused:
        raise _refused(400, "invalid_request", refused.body["message"]) from None


def _issued(world: World, at: float) -> dict[str, Any]:
    token = TOKEN_PREFIX + hashlib.blake2b(new_id(world).encode(), digest_size=24).hexdigest()
    world.tokens[token] = at + world.switches.token_lifetime
    world.revision += 1
    return {"access_token": token, "token_type": "Bearer", "expires_in": world.switches.token_lifetime}


def _refused(status: int, error: str, description: str) -> WixError:
    return WixError(status, {"error": error, "error_description": description})
