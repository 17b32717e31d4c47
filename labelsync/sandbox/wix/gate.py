"""Who may call: credentials, site headers and permissions."""

from __future__ import annotations

from .call import Call
from .contact import is_guid
from .refusal import plain, violation
from .world import World

TOKEN_PREFIX = "OAUTH2."  # noqa: S105 - the start every token has in common


def check_caller(world: World, call: Call, permission: str) -> None:
    """401 without a good credential, 403 without the site or the permission.

    Documented: an API key comes raw with `wix-site-id`, an OAuth token stands for its site. `Bearer` before
    either is accepted (undocumented for keys).
    """
    credential = _credential(call.header("authorization"))
    if not credential or not _known(world, credential, call.at):
        raise plain(401, "Unauthenticated")
    if world.switches.strict_headers:
        _check_strictly(call)
    if not credential.startswith(TOKEN_PREFIX):
        _check_site(world, call)
    check_permission(world, permission)


def check_permission(world: World, permission: str) -> None:
    """403 when nobody has this permission."""
    if permission in world.switches.denied_permissions:
        raise plain(world.switches.denied_status, "Permission denied")


def _credential(header: str) -> str:
    scheme, _, rest = header.partition(" ")
    return (rest if scheme.lower() == "bearer" else header).strip()


def _known(world: World, credential: str, at: float) -> bool:
    if world.switches.credentials is not None and credential not in world.switches.credentials:
        return credential in world.tokens and at < world.tokens[credential]
    if not credential.startswith(TOKEN_PREFIX):
        return " " not in credential
    if credential not in world.tokens:
        return not world.switches.only_issued_tokens
    return at < world.tokens[credential]


def _check_site(world: World, call: Call) -> None:
    site = call.header("wix-site-id")
    if not is_guid(site):
        raise plain(world.switches.missing_site_status, "A site id is required")
    pinned = world.switches.pinned_site
    if pinned is not None and site.lower() != pinned.lower():
        raise plain(403, "Permission denied")


def _check_strictly(call: Call) -> None:
    if call.header("wix-site-id") and call.header("wix-account-id"):
        raise violation("wix-account-id", "must not be sent with wix-site-id", rule="CUSTOM")
    if call.raw and not call.header("content-type").lower().startswith("application/json"):
        raise violation("Content-Type", "is not application/json", rule="CUSTOM")
