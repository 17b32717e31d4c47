"""Where a credential may go: to the vendor over https, or to this machine; nowhere else."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from labelsync.core.connector import Access
from labelsync.errors import NotAuthorised
from labelsync.wire.paths import is_straight

_PLAIN = re.compile(r"https?://(?:[a-z0-9.\-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:/[!-~]*)?", re.IGNORECASE)


def is_loopback(url: str) -> bool:
    """Whether the URL's host is this machine: `localhost`, 127.0.0.0/8 or ::1."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def check_origin(access: Access) -> None:
    """Refuse a base URL that would carry the credential anywhere but to the vendor or the loopback.

    A URL that two readers might read differently (a user, escapes, a query) is refused unread, because it
    may hold a secret too.
    """
    allowed = f"the credential goes only to {', '.join(access.hosts)} over https, or to the loopback"
    parts = _parts(access.base_url)
    if parts is None:
        raise NotAuthorised("the base URL is not a plain https://host/path", advice=allowed)
    if is_loopback(access.base_url):
        return
    if parts.scheme != "https" or parts.hostname not in access.hosts or parts.port not in (None, 443):
        origin = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        raise NotAuthorised(f"{origin} is not an origin of this vendor", advice=allowed)


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        plain = _PLAIN.fullmatch(url) and parts.port != 0 and is_straight(parts.path.rstrip("/") or "/x")
    except ValueError:
        return None
    return parts if plain and not parts.query and not parts.fragment else None
