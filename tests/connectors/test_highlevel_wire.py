"""HighLevel: each kind of request to the letter, what no request ever says, and answers as recorded."""

from __future__ import annotations

import asyncio
import inspect
from contextlib import suppress

import httpx
import pytest
import respx

from labelsync.connectors.highlevel import calls, tokens
from labelsync.connectors.highlevel.tokens import App
from labelsync.core.exchange import Request
from labelsync.core.question import Everyone, Page
from labelsync.core.roster import Contact
from labelsync.errors import LabelsyncError
from tests.connectors.highlevel_location import (
    ACTS,
    ADA,
    COMPANY,
    LOCATION,
    RENEW,
    SEARCH,
    TAGS,
    TOKEN,
    asked,
    granted,
    installed,
    sent,
    tokened,
)

FIXED = {"version": "2021-07-28", "accept": "application/json", "user-agent": "labelsync/test"}
JSON = {"content-type": "application/json"}
PIT = {"authorization": f"Bearer {TOKEN}"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
CARRIAGE = {"host", "connection", "accept-encoding", "content-length"}
BULK = {"contacts": [ADA], "tags": ["vip"], "locationId": LOCATION}
SCAN = {"locationId": LOCATION, "pageLimit": 500, "sort": [{"field": "dateAdded", "direction": "asc"}]}


def leaving(act: str) -> httpx.Request:
    """The first request of one kind, as it leaves; what it is answered does not matter."""
    method, url, does = ACTS[act]
    account = {"renew": installed, "exchange": lambda: installed(company_id=COMPANY)}.get(act, tokened)()
    with respx.mock(assert_all_called=False) as router:
        router.get(TAGS).respond(json={"tags": [{"id": "T1", "name": "vip"}]})
        router.post(RENEW).mock(return_value=granted(1))
        route = router.request(method, url).respond(418)
        with suppress(LabelsyncError):
            asyncio.run(does(account))
    return route.calls[0].request


@pytest.mark.parametrize(
    ("act", "line", "headers", "body"),
    [
        ("identify", f"GET /locations/{LOCATION}/tags", PIT, None),
        ("list", "POST /contacts/search", PIT | JSON, SCAN),
        ("show", f"GET /contacts/{ADA}", PIT, None),
        ("add", "POST /contacts/bulk/tags/update/add", PIT | JSON, BULK),
        ("remove", "POST /contacts/bulk/tags/update/remove", PIT | JSON, BULK),
        ("delete", f"DELETE /contacts/{ADA}", PIT, None),
        ("create", f"POST /locations/{LOCATION}/tags", PIT | JSON, {"name": "vip"}),
        ("undefine", f"DELETE /locations/{LOCATION}/tags/T1", PIT, None),
        ("renew", "POST /oauth/token", FORM, None),
        ("exchange", "POST /oauth/locationToken", FORM | {"authorization": "Bearer access-1"}, None),
    ],
)
def test_each_request_leaves_to_the_letter(
    act: str, line: str, headers: dict[str, str], body: object
) -> None:
    request = leaving(act)
    assert f"{request.method} {request.url.raw_path.decode()}" == line
    assert {k: v for k, v in request.headers.items() if k not in CARRIAGE} == FIXED | headers
    assert len(request.headers.raw) == len(set(request.headers))
    if headers.get("content-type") != FORM["content-type"]:
        assert (sent(request) if request.content else None) == body


APP = App("app-1", LOCATION, COMPANY, "v3", "hush", "first")
SAMPLES: dict[str, list[Request]] = {
    "tags": [calls.tags(LOCATION)],
    "scan": [
        calls.scan(LOCATION),
        calls.scan(LOCATION, filters=calls.any_of([("tags", "vip")]), after=b"[1]"),
    ],
    "these": [calls.these(LOCATION, contacts=(ADA,))],
    "contact": [calls.contact(ADA)],
    "relabel": [
        calls.relabel(LOCATION, direction="add", contacts=(ADA,), names=("vip",)),
        calls.relabel(LOCATION, direction="remove", contacts=(ADA,), names=("vip",)),
    ],
    "create_tag": [calls.create_tag(LOCATION, name="vip")],
    "delete_tag": [calls.delete_tag(LOCATION, tag="T1")],
    "delete_contact": [calls.delete_contact(ADA)],
    "renewal": [tokens.renewal(APP, refresh_token="first")],
    "exchange": [tokens.exchange(APP, agency_token="a")],
}


def test_every_request_that_can_be_built_has_a_sample() -> None:
    built = {
        name
        for module in (calls, tokens)
        for name, made in inspect.getmembers(module, inspect.isfunction)
        if made.__module__ == module.__name__
        and not name.startswith("_")
        and inspect.signature(made).return_annotation == "Request"
    }
    assert built == set(SAMPLES)


@pytest.mark.parametrize("request_", [one for many in SAMPLES.values() for one in many])
def test_no_request_replaces_or_strips_tags(request_: Request) -> None:
    said = f"{request_.path} {request_.query} {request_.body!r}".lower()
    assert request_.method in ("GET", "POST", "DELETE")
    assert not any(word in said for word in ("upsert", "removealltags", "remove-all", "merge"))
    assert (request_.method, request_.path) != ("POST", "/contacts/")


@pytest.mark.parametrize("name", ["renewal", "exchange"])
def test_a_token_call_is_never_listed_as_reading(name: str) -> None:
    for request in SAMPLES[name]:
        assert (request.method, request.path) not in calls.READS
        assert not any(path.startswith("/oauth") for _, path in calls.READS)


RECORDED = {
    "contacts": [
        {
            "id": ADA,
            "locationId": LOCATION,
            "firstNameLowerCase": "ada",
            "lastNameLowerCase": "l",
            "email": "ada@example.com",
            "phone": "+15550001111",
            "tags": ["lead", "vip"],
            "dnd": False,
            "dndSettings": {},
            "type": "lead",
            "source": "form",
            "dateAdded": "2026-01-02T03:04:05.678Z",
            "dateUpdated": "2026-02-02T03:04:05.678Z",
            "additionalEmails": [],
            "additionalPhones": [],
            "customFields": [],
            "attributionSource": None,
            "opportunities": [],
            "searchAfter": [1767323045678, ADA],
        }
    ],
    "total": 1,
    "traceId": "t",
}
READ = Contact(ADA, email="ada@example.com", phone="+15550001111", labels=frozenset({"lead", "vip"}))


def test_a_search_page_as_documented_is_read() -> None:
    with respx.mock() as router:
        router.post(SEARCH).respond(json=RECORDED)
        assert asyncio.run(asked(Everyone())) == [Page((READ,), total=1, last=True)]


@pytest.mark.parametrize(
    "spelling", [{"succeded": True}, {"succeeded": True}, {"succeded": True, "succeeded": True}]
)
def test_a_deletion_is_believed_in_either_spelling(spelling: dict[str, bool]) -> None:
    method, url, does = ACTS["delete"]
    with respx.mock() as router:
        router.request(method, url).respond(json={**spelling, "traceId": "t"})
        performed = asyncio.run(does(tokened()))
    assert performed.contacts[ADA].kind.value == "applied"
