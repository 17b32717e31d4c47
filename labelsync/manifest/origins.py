"""Whether a credential may go to an address."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit


def is_loopback(url: str) -> bool:
    """Whether the address is this machine."""
    parts = _parts(url)
    host = parts.hostname if parts else None
    if not host or host == "localhost":
        return host == "localhost"
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def objection(url: str, *, vendors: str) -> str:
    """Why a `base_url` may not be used, '' if it may: the vendor's own origin by https, or the loopback."""
    parts = _parts(url)
    if parts is None or not parts.hostname or parts.scheme not in {"http", "https"}:
        return "`base_url` is an address such as http://127.0.0.1:8080"
    if parts.username or parts.password or parts.query or parts.fragment:
        return "`base_url` has no user, no query and no fragment"
    if is_loopback(url):
        return ""
    if parts.scheme != "https":
        return "only https leaves this machine"
    own = _parts(vendors)
    if own is None or (own.hostname, own.port or 443) != (parts.hostname, parts.port or 443):
        return "`base_url` is the vendor's own origin or this machine (127.0.0.1, ::1, localhost)"
    return ""


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 else parts
