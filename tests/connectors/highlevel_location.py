"""A HighLevel location as the tests know it: its ids, its address, and how it is opened."""

from __future__ import annotations

import json

import httpx

from labelsync.connectors.highlevel import VENDOR
from labelsync.core.connector import Connector
from labelsync.core.setting import AccountSettings
from tests.connectors.straight import Straight, Sundial

BASE = "https://services.leadconnectorhq.com"
LOCATION = "ve9EPM428h8vShlRW1KT"
TOKEN = "pit-11111111-2222-3333-4444-555555555555"
ADA, BOB, CYD = "AAAAAAAAAAAAAAAAAAA1", "AAAAAAAAAAAAAAAAAAA2", "AAAAAAAAAAAAAAAAAAA3"
BULK = f"{BASE}/contacts/bulk/tags/update"
TAGS = f"{BASE}/locations/{LOCATION}/tags"
SEARCH = f"{BASE}/contacts/search"


def located(**more: object) -> tuple[Connector, Straight]:
    """The location's connector and the straight way to it; `more` are further account settings."""
    texts = {"location_id": LOCATION, **dict(more.pop("texts", {}))}  # type: ignore[call-overload]
    settings = AccountSettings(texts=texts, secrets={"token": TOKEN}, **more)  # type: ignore[arg-type]
    opened = VENDOR.open(settings, Sundial())
    return opened.connector, Straight(opened.access)


def refused(status: int, message: object) -> httpx.Response:
    """A refusal with a body as HighLevel writes it."""
    return httpx.Response(status, json={"statusCode": status, "message": message, "traceId": "t"})


def sent(request: httpx.Request) -> object:
    """The JSON body of a request."""
    return json.loads(request.content)
