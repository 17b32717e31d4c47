"""A KirimChat organisation as the tests know it: ids, addresses, answers, and how it is opened."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import httpx

from labelsync.connectors.kirimchat import VENDOR
from labelsync.core.connector import Connector
from labelsync.core.setting import AccountSettings
from tests.connectors.straight import Straight, Sundial

BASE = "https://api-kckit.kirim.chat/v1"
BULK = f"{BASE}/contacts/bulk_label"
TOKEN = "kdv_live_abcdefghijklmnopqrstuvwx"
KEY = "5b2c6a1e-0000-4000-8000-000000000001"
VIP = "lbl_01HZX0000000000000000000V1"


def person(number: int) -> str:
    """The id of a contact."""
    return f"ctc_01HZX{number:021}"


@dataclass
class Organisation:
    """One opened account: its connector, the straight way to it, and its clock."""

    connector: Connector
    straight: Straight
    clock: Sundial


def organised(**more: object) -> Organisation:
    """The organisation; `more` are further account settings."""
    clock = Sundial()
    opened = VENDOR.open(AccountSettings(secrets={"token": TOKEN}, **more), clock)  # type: ignore[arg-type]
    return Organisation(opened.connector, Straight(opened.access), clock)


def enveloped(content: object, status: int = 200) -> httpx.Response:
    """A single answer."""
    return httpx.Response(status, json={"data": content, "request_id": "req_1"})


def listed(*rows: object, following: str | None = None) -> httpx.Response:
    """A page of a list."""
    page = {"data": rows, "has_more": following is not None, "next_cursor": following, "request_id": "req_1"}
    return httpx.Response(200, json=page)


def refused(status: int, kind: str, code: str = "", param: str = "") -> httpx.Response:
    """A refusal in KirimChat's envelope."""
    error = {"type": kind, "code": code, "message": "Ada +15550001111", "request_id": "req_1"}
    return httpx.Response(status, json={"error": {**error, **({"param": param} if param else {})}})


def sent(request: httpx.Request) -> dict[str, object]:
    """The JSON body of a request."""
    body: dict[str, object] = json.loads(request.content)
    return body


@dataclass
class Counter:
    """Counts as the bulk call is documented to: how many were skipped, and why, never who."""

    foreign: frozenset[str] = frozenset()
    mismatched: frozenset[str] = frozenset()
    uncounted: frozenset[str] = frozenset()
    lifetime: int = 1000
    keys: list[str] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a call; once its lifetime is over, with a refusal."""
        self.keys.append(request.headers["idempotency-key"])
        if len(self.keys) > self.lifetime:
            return refused(403, "permission_error", "suspended")
        asked = frozenset(sent(request)["contact_ids"])  # type: ignore[call-overload]
        foreign, mismatched = len(asked & self.foreign), len(asked & self.mismatched)
        counted = len(asked - self.uncounted) - foreign - mismatched
        return enveloped(
            {"applied": counted, "skipped_cross_org": foreign, "skipped_team_mismatch": mismatched}
        )
