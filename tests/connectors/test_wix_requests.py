"""Every kind of request, whole, as it leaves over the wire."""

from __future__ import annotations

import asyncio
import json

import pytest

from labelsync.connectors.wix import calls
from labelsync.core.batch import Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.exchange import Request
from labelsync.core.roster import Definition
from tests.connectors.wix_scene import ANN, BASE, FIELDS, JOB, KEY, OLDEST_FIRST, SITE, ok, scene

VIP = Definition("custom.vip", "VIP")
IDS = {"id": {"$in": [ANN]}}
FOUR_FIELDS = "&".join(f"fields={field}" for field in FIELDS)


def query(where: object, *, limit: int = 1000, fields: list[str], offset: int = 0) -> dict[str, object]:
    paging = {"limit": limit, "offset": offset}
    asked = {"sort": OLDEST_FIRST, "paging": paging, "fields": fields}
    return {"query": asked if where is None else {"filter": where, **asked}}


DATED = [*FIELDS, "createdDate"]
REQUESTS = {
    "identify labels": (calls.any_label(), "GET /contacts/v4/labels?paging.limit=1", None),
    "identify contacts": (
        calls.any_contact(),
        "POST /contacts/v4/contacts/query",
        query(None, limit=1, fields=["createdDate"]),
    ),
    "contacts": (
        calls.contacts_since("", offset=1000),
        "POST /contacts/v4/contacts/query",
        query(None, fields=DATED, offset=1000),
    ),
    "contacts since": (
        calls.contacts_since("2026-03-01T10:15:00.123Z", offset=0, where=calls.carrying(("custom.vip",))),
        "POST /contacts/v4/contacts/query",
        query(
            {
                "$and": [
                    {"info.labelKeys": {"$hasSome": ["custom.vip"]}},
                    {"createdDate": {"$gte": "2026-03-01T10:15:00.123Z"}},
                ]
            },
            fields=DATED,
        ),
    ),
    "these": (
        calls.contacts_named((ANN,)),
        "POST /contacts/v4/contacts/query",
        query(IDS, limit=1, fields=FIELDS),
    ),
    "contact": (calls.contact(ANN), f"GET /contacts/v4/contacts/{ANN}?{FOUR_FIELDS}", None),
    "labels": (
        calls.labels(offset=1000),
        "GET /contacts/v4/labels?paging.limit=1000&paging.offset=1000&language=en",
        None,
    ),
    "poll": (calls.job(JOB), f"GET /contacts/v4/bulk/jobs/{JOB}", None),
    "relabel": (
        calls.relabel(Relabel((ANN,), add=("custom.vip",), remove=("custom.old",))),
        "POST /contacts/v4/bulk/contacts/add-remove-labels",
        {"filter": IDS, "labelKeysToAdd": ["custom.vip"], "labelKeysToRemove": ["custom.old"]},
    ),
    "delete": (
        calls.delete(Deletion((ANN,))),
        "POST /contacts/v4/bulk/contacts/delete",
        {"filter": IDS},
    ),
    "create label": (
        calls.create(Creation("vip", "VIP")),
        "POST /contacts/v4/labels",
        {"displayName": "VIP", "language": "en"},
    ),
    "rename label": (
        calls.rename(Renaming("vip", "New", VIP)),
        "PATCH /contacts/v4/labels/custom.vip",
        {"label": {"key": "custom.vip", "displayName": "New"}},
    ),
    "delete label": (
        calls.undefine(Undefinition("vip", VIP)),
        "DELETE /contacts/v4/labels/custom.vip",
        None,
    ),
}


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_request_leaves_as_wix_documents_it(kind: str) -> None:
    request, line, body = REQUESTS[kind]
    with scene() as wix:
        route = wix.routes.route().mock(return_value=ok({}))
        asyncio.run(wix.wire().write(request))
        sent = route.calls.last.request
    assert f"{sent.method} {str(sent.url).removeprefix(BASE)}" == line
    assert (json.loads(sent.content) if sent.content else None) == body
    assert (sent.headers["authorization"], sent.headers["wix-site-id"]) == (KEY, SITE)
    assert sent.headers.get("content-type") == ("application/json" if body else None)
    assert "wix-account-id" not in sent.headers


def test_no_request_searches_by_text_or_deletes_members() -> None:
    requests: list[Request] = [request for request, _, _ in REQUESTS.values()]
    for request in requests:
        assert b"search" not in request.body
        assert b"deleteMember" not in request.body
