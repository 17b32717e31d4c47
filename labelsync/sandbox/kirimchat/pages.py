"""Lists in pages: a limit of 1 to 100, and a signed cursor that is good for the same filters only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

import msgspec

from labelsync.sandbox.kirimchat.call import Call
from labelsync.sandbox.kirimchat.refusal import invalid
from labelsync.sandbox.kirimchat.shelf import Place, Shelved, place
from labelsync.sandbox.kirimchat.world import World

DEFAULT_LIMIT = 25  # documented, as is the range
MAX_LIMIT = 100
_SIGNATURE = 12  # bytes

T = TypeVar("T", bound=Shelved)


def page(
    world: World,
    call: Call,
    walk: Callable[[Place | None], Iterator[T]],
    *,
    show: Callable[[T], dict[str, Any]],
    bound: Mapping[str, str],
) -> dict[str, Any]:
    """One page of a walk, in the documented envelope. `bound`: the list and filters a cursor belongs to."""
    limit = _limit(call)
    scope = msgspec.json.encode(bound, order="deterministic")
    found = list(islice(walk(_after(world, call, scope)), limit + 1))
    shown = found[:limit]
    more = len(found) > limit
    cursor = _seal(world, scope, place(shown[-1])) if more else None
    return {"data": [show(value) for value in shown], "has_more": more, "next_cursor": cursor}


def _limit(call: Call) -> int:
    text = call.query.get("limit", str(DEFAULT_LIMIT))
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MAX_LIMIT):
        raise invalid("limit", f"limit must be 1 to {MAX_LIMIT}.", code="invalid_limit")
    return int(text)


def _after(world: World, call: Call, scope: bytes) -> Place | None:
    if "cursor" not in call.query:
        return None
    try:
        sealed = base64.urlsafe_b64decode(call.query["cursor"].encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        sealed = b""
    signature, spot = sealed[:_SIGNATURE], sealed[_SIGNATURE:]
    exact = base64.urlsafe_b64encode(sealed).decode() == call.query["cursor"]  # decoding skips odd letters
    if not exact or not hmac.compare_digest(signature, _sign(world, scope, spot)):
        raise invalid("cursor", "This cursor is not one of this list's.", code="invalid_cursor")
    after: Place = msgspec.json.decode(spot, type=Place)
    return after


def _seal(world: World, scope: bytes, spot: Place) -> str:
    text = msgspec.json.encode(spot)
    # Padded with spaces to whole groups of three: no `=`, which has to be escaped in a URL.
    text += b" " * (-(len(text) + _SIGNATURE) % 3)
    return base64.urlsafe_b64encode(_sign(world, scope, text) + text).decode()


def _sign(world: World, scope: bytes, spot: bytes) -> bytes:
    signed = hmac.new(world.cursor_secret.encode(), scope + b"\n" + spot, hashlib.sha256)
    return signed.digest()[:_SIGNATURE]
