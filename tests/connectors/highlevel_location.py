"""A HighLevel location as the tests know it: its ids, its address, and how it is opened."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from textwrap import fill
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import respx

from labelsync.connectors.highlevel import VENDOR
from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Undefinition
from labelsync.core.connector import Connector, Ports
from labelsync.core.question import Everyone, Page, Question, These
from labelsync.core.roster import Definition
from labelsync.core.setting import AccountSettings
from labelsync.errors import LabelsyncError
from labelsync.wire.line import OpenWriter
from labelsync.wire.opening import Terms, open_line
from labelsync.wire.waiting import Waits
from tests.connectors.straight import Kept, Straight, Sundial, gathered

BASE = "https://services.leadconnectorhq.com"
LOCATION = "ve9EPM428h8vShlRW1KT"
COMPANY = "5DP4iH6HLkQsiKESj6rh"
TOKEN = "pit-11111111-2222-3333-4444-555555555555"
ADA, BOB, CYD = "AAAAAAAAAAAAAAAAAAA1", "AAAAAAAAAAAAAAAAAAA2", "AAAAAAAAAAAAAAAAAAA3"
BULK = f"{BASE}/contacts/bulk/tags/update"
TAGS = f"{BASE}/locations/{LOCATION}/tags"
SEARCH = f"{BASE}/contacts/search"
RENEW = f"{BASE}/oauth/token"
EXCHANGE = f"{BASE}/oauth/locationToken"


@dataclass
class Box:
    """A vault in memory; `kept` is all that it was given, in order."""

    outlives: bool = True
    texts: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def read(self, name: str) -> str:
        return self.texts.get(name, "")

    async def keep(self, name: str, text: str) -> None:
        self.texts[name] = text
        self.kept.append(text)


@dataclass
class Installed:
    """An account with the real line to it, which asks for tokens and is patient."""

    connector: Connector
    writer: OpenWriter
    vault: Box
    clock: Sundial

    async def tags(self) -> str:
        """One reading request, as whichever token lets it pass."""
        return (await self.connector.identify(self.writer)).tenant


def located(texts: Mapping[str, str] | None = None, **more: Any) -> tuple[Connector, Straight]:
    """The location's connector and the straight way to it; `more` are further account settings."""
    settings = AccountSettings(
        texts={"location_id": LOCATION, **(texts or {})}, secrets={"token": TOKEN}, **more
    )
    opened = VENDOR.open(settings, Ports(Sundial(), Box()))
    return opened.connector, Straight(opened.access)


def installed(
    vault: Box | None = None, *, first: str = "first", clock: Sundial | None = None, **texts: str
) -> Installed:
    """The location as an app opens it, with its first refresh token; `texts` are further settings."""
    secrets = {"client_secret": "hush", "refresh_token": first}
    return _lined(
        {"client_id": "app-1", **texts}, secrets, vault if vault is not None else Box(), clock or Sundial()
    )


def tokened() -> Installed:
    """The location as its private integration token opens it."""
    return _lined({}, {"token": TOKEN}, Box(), Sundial())


def _lined(texts: dict[str, str], secrets: dict[str, str], vault: Box, clock: Sundial) -> Installed:
    settings = AccountSettings(texts={"location_id": LOCATION, **texts}, secrets=secrets)
    opened = VENDOR.open(settings, Ports(clock, vault))
    line = open_line(opened.access, Terms("labelsync/test"), waits=Waits(clock), chance=random.Random(1))
    return Installed(opened.connector, OpenWriter(line), vault, clock)


async def asked(question: Question, **settings: Any) -> list[Page]:
    """All pages of an answer, by a private integration token."""
    connector, straight = located(**settings)
    return await gathered(connector.observe(question, straight))


def granted(number: int, *, v3: bool = False, status: int = 200) -> httpx.Response:
    """The answer to a refresh: access token `access-N`, and `refresh-N` to spend next."""
    names = (
        ("accessToken", "expiresIn", "refreshToken")
        if v3
        else ("access_token", "expires_in", "refresh_token")
    )
    told = dict(zip(names, (f"access-{number}", 86_399, f"refresh-{number}"), strict=True))
    return httpx.Response(status, json={**told, "userType": "Location", "traceId": "t"})


def refused(status: int, message: object) -> httpx.Response:
    """A refusal with a body as HighLevel writes it."""
    return httpx.Response(status, json={"statusCode": status, "message": message, "traceId": "t"})


def sent(request: httpx.Request) -> object:
    """The JSON body of a request."""
    return json.loads(request.content)


def form(request: httpx.Request) -> dict[str, str]:
    """The form of a token call, which says that it is one."""
    assert request.headers.get_list("content-type") == ["application/x-www-form-urlencoded"]
    return dict(parse_qsl(request.content.decode(), strict_parsing=True))


def bearer(request: httpx.Request) -> str:
    """The token that a request goes with, '' where it has none."""
    return request.headers.get("authorization", "").removeprefix("Bearer ")


def row(contact: str, number: int = 1, **more: object) -> dict[str, object]:
    """A row of the search, with the cursor that leads on from it."""
    return {"id": contact, "searchAfter": [1767323045678 + number, contact], **more}


def rows(count: int, start: int = 0, **more: object) -> list[dict[str, object]]:
    """So many rows of different contacts."""
    return [row(f"C{number:019}", number, **more) for number in range(start, start + count)]


Act = Callable[[Installed], Awaitable[Any]]


def _perform(batch: Batch) -> Act:
    return lambda account: account.connector.perform(batch, account.writer, Kept())


def _observe(question: Question) -> Act:
    return lambda account: gathered(account.connector.observe(question, account.writer))


ACTS: dict[str, tuple[str, str, Act]] = {
    "identify": ("GET", TAGS, Installed.tags),
    "list": ("POST", SEARCH, _observe(Everyone())),
    "show": ("GET", f"{BASE}/contacts/{ADA}", _observe(These((ADA,), strong=True))),
    "add": ("POST", f"{BULK}/add", _perform(Relabel((ADA,), add=("vip",)))),
    "remove": ("POST", f"{BULK}/remove", _perform(Relabel((ADA,), remove=("vip",)))),
    "delete": ("DELETE", f"{BASE}/contacts/{ADA}", _perform(Deletion((ADA,)))),
    "create": ("POST", TAGS, _perform(Creation("vip", "vip"))),
    "undefine": ("DELETE", f"{TAGS}/T1", _perform(Undefinition("vip", Definition("vip", "vip")))),
    "renew": ("POST", RENEW, Installed.tags),
    "exchange": ("POST", EXCHANGE, Installed.tags),
}
"""Every kind of request that the connector sends: its method, its address, and what leads to it."""


def answered(act: str, answer: httpx.Response | Exception) -> LabelsyncError:
    """The error as which the answer to one kind of request is told."""
    method, url, does = ACTS[act]
    account = {"renew": installed, "exchange": lambda: installed(company_id=COMPANY)}.get(act, tokened)()
    with respx.mock(assert_all_called=False) as router:
        router.get(TAGS).respond(json={"tags": [{"id": "T1", "name": "vip"}]})
        router.post(RENEW).mock(return_value=granted(1))
        router.request(method, url).mock(side_effect=lambda _: _afresh(answer))
        with pytest.raises(LabelsyncError) as failure:
            asyncio.run(does(account))
    return failure.value


def _afresh(answer: httpx.Response | Exception) -> httpx.Response:
    """The answer once more: one that was read to its end cannot be given again."""
    if isinstance(answer, Exception):
        raise answer
    return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


def page(error: LabelsyncError) -> str:
    """What people read: the kind of the error and its reason, and below it the advice."""
    assert error.advice
    head = fill(f"{type(error).__name__}: {error.reason}", 100)
    return f"{head}\n{fill(error.advice, 100, initial_indent='  ', subsequent_indent='  ')}\n"


def told(act: str, answer: httpx.Response | Exception) -> str:
    """What people read of the answer to one kind of request."""
    return page(answered(act, answer))
