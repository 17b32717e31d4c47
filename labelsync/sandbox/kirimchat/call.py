"""One request as the routes see it, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from labelsync.sandbox.kirimchat.refusal import invalid
from labelsync.sandbox.kirimchat.world import World
from labelsync.sandbox.trouble import Trouble

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Call:
    """A request: `names` are the variable parts of its path, `at` the instant it arrived."""

    method: str
    path: str
    at: float
    names: Mapping[str, str]
    query: Mapping[str, str]
    authorization: str
    key: str | None
    body: bytes
    trouble: Trouble | None = None

    @property
    def kind(self) -> str:
        """The class whose limit the call counts against: `write` or `read` (documented)."""
        return "write" if self.method in WRITES else "read"

    def fields(self) -> dict[str, Any]:
        """The body, which must be a JSON object."""
        try:
            fields = msgspec.json.decode(self.body)
        except msgspec.DecodeError:
            raise invalid("body", "The body is not JSON.") from None
        if not isinstance(fields, dict):
            raise invalid("body", "The body must be a JSON object.")
        return fields


@dataclass(frozen=True, slots=True)
class Reply:
    """What a route answers; the request id is added later. `held`: seconds it stays in flight."""

    content: dict[str, Any]
    status: int = 200
    held: float = 0.0


Serve = Callable[[World, Call], Reply]
