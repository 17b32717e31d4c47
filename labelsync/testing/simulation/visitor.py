"""A third party at each vendor, who edits by the vendor's own HTTP API while labelsync is at work."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from labelsync.errors import WrongUsage
from labelsync.sandbox.trouble import Trouble, troubled
from labelsync.wire.inprocess import Application, Message


class Call(NamedTuple):
    """A request of the third party."""

    method: str
    path: str
    body: Any = None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a third party speaks to one vendor. Labels are the vendor's ids.

    `labels` lists the definitions, and `ids` reads that answer as ids by name. `delete` is None where nobody
    can delete a contact. `lag` is how long the emulator's lists are behind by themselves, in seconds.
    """

    headers: Mapping[str, str]
    labels: Call
    ids: Callable[[Any], dict[str, str]]
    give: Callable[[str, str], Call]
    take: Callable[[str, str], Call]
    delete: Callable[[str], Call] | None
    lag: float


_WIX = "/contacts/v4"
_LOCATION = "LOC00000000000000001"
DIALECTS: Mapping[str, Dialect] = {
    "wix": Dialect(
        {"authorization": "IST.visitor", "wix-site-id": "5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a"},
        Call("POST", f"{_WIX}/labels/query", {"query": {}}),
        lambda told: {row["displayName"]: row["key"] for row in told["labels"]},
        lambda contact, key: Call("POST", f"{_WIX}/contacts/{contact}/labels", {"labelKeys": [key]}),
        lambda contact, key: Call("DELETE", f"{_WIX}/contacts/{contact}/labels", {"labelKeys": [key]}),
        lambda contact: Call("DELETE", f"{_WIX}/contacts/{contact}"),
        lag=2.0,
    ),
    "highlevel": Dialect(
        {"authorization": "Bearer pit-visitor", "version": "2021-07-28"},
        Call("GET", f"/locations/{_LOCATION}/tags"),
        lambda told: {row["name"]: row["name"] for row in told["tags"]},
        lambda contact, tag: Call("POST", f"/contacts/{contact}/tags", {"tags": [tag]}),
        lambda contact, tag: Call("DELETE", f"/contacts/{contact}/tags", {"tags": [tag]}),
        lambda contact: Call("DELETE", f"/contacts/{contact}"),
        lag=5.0,
    ),
    "kirimchat": Dialect(
        {"authorization": "Bearer kdv_live_vvvvvvvvvvvvvvvvvvvvvvvv"},
        Call("GET", "/labels"),
        lambda told: {row["name"]: row["id"] for row in told["data"]},
        lambda contact, label: Call("POST", f"/contacts/{contact}/labels", {"label_id": label}),
        lambda contact, label: Call("DELETE", f"/contacts/{contact}/labels/{label}"),
        None,
        lag=0.0,
    ),
}
"""By the name of the connector."""


def dialect_of(vendor: str) -> Dialect:
    """How a third party speaks to a vendor. Raises WrongUsage where nobody wrote that down."""
    if vendor not in DIALECTS:
        raise WrongUsage(
            f"nobody simulates {vendor}: how a third party edits there is not known",
            advice=f"simulated are {', '.join(sorted(DIALECTS))}; add a Dialect beside theirs",
        )
    return DIALECTS[vendor]


@dataclass(frozen=True, slots=True)
class Visitor:
    """The third party before one vendor. What it does is done at once, in no time."""

    dialect: Dialect
    app: Callable[[], Application]

    def give(self, contact: str, label: str) -> bool:
        """Put a label, by name, on a contact; whether the vendor took it."""
        key = self._key(label)
        return bool(key) and self._done(self.dialect.give(contact, key))

    def take(self, contact: str, label: str) -> bool:
        """Take a label, by name, off a contact."""
        key = self._key(label)
        return bool(key) and self._done(self.dialect.take(contact, key))

    def delete(self, contact: str) -> bool:
        """Delete a contact, where anybody can."""
        return self.dialect.delete is not None and self._done(self.dialect.delete(contact))

    def relieve(self) -> bool:
        """Bring lists and searches back to the lag that they have by themselves; False while refused."""
        return self._said(self.dialect.labels, Trouble("lag", self.dialect.lag))[0] == 200

    def keys(self) -> dict[str, str]:
        """The ids of all labels by name; none while the vendor refuses."""
        status, told = self._said(self.dialect.labels)
        return self.dialect.ids(told) if status == 200 else {}

    def _key(self, label: str) -> str:
        return self.keys().get(label, "")

    def _done(self, call: Call) -> bool:
        return 200 <= self._said(call)[0] < 300

    def _said(self, call: Call, trouble: Trouble | None = None) -> tuple[int, Any]:
        """The status and the JSON of an answer. An emulator without latency answers without waiting."""
        said: list[Message] = []
        scope = _scope(call, self.dialect.headers)
        body = b"" if call.body is None else json.dumps(call.body).encode()

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            said.append(message)

        asking = self.app()(troubled(scope, trouble) if trouble else scope, receive, send)
        _finish(asking)
        text = b"".join(message.get("body", b"") for message in said)
        return said[0]["status"], json.loads(text) if text else None


def _finish(asking: Any) -> None:
    try:
        asking.send(None)
    except StopIteration:
        return
    asking.close()
    raise RuntimeError("an emulator that waits has no third party in a simulation")


def _scope(call: Call, headers: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": call.method,
        "scheme": "http",
        "path": call.path,
        "raw_path": call.path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"content-type", b"application/json"), *_encoded(headers)],
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
    }


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]
