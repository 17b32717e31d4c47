"""A KirimChat organisation as the tests know it: ids, addresses, answers, and how it is opened."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from textwrap import indent, wrap
from typing import Any

import httpx
import pytest

from labelsync.connectors.kirimchat import VENDOR
from labelsync.core.batch import Batch, Creation, Relabel, Renaming, Undefinition
from labelsync.core.connector import Connector, Ports
from labelsync.core.question import Definitions, Everyone, Matching, Question, These
from labelsync.core.roster import Definition
from labelsync.core.setting import AccountSettings
from labelsync.errors import LabelsyncError
from labelsync.testing.time import VirtualClock
from labelsync.wire.line import Line, OpenReader, OpenWriter
from labelsync.wire.opening import Terms, open_line
from labelsync.wire.waiting import Waits
from tests.connectors.straight import Kept, Straight, Sundial, gathered

BASE = "https://api-kckit.kirim.chat/v1"
BULK = f"{BASE}/contacts/bulk_label"
TOKEN = "kdv_live_abcdefghijklmnopqrstuvwx"
KEY = "5b2c6a1e-0000-4000-8000-000000000001"
VIP = "lbl_01HZX0000000000000000000V1"


def person(number: int) -> str:
    """The id of a contact."""
    return f"ctc_01HZX{number:021}"


class Unused:
    """A vault that nothing is kept in: the key of an organisation does not renew itself."""

    outlives = False

    def read(self, name: str) -> str:
        raise AssertionError(name)

    async def keep(self, name: str, text: str) -> None:
        raise AssertionError(name, len(text))


@dataclass
class Organisation:
    """One opened account: its connector, the straight way to it, and its clock."""

    connector: Connector
    straight: Straight
    clock: Sundial


def organised(**more: object) -> Organisation:
    """The organisation; `more` are further account settings."""
    clock = Sundial()
    opened = VENDOR.open(AccountSettings(secrets={"token": TOKEN}, **more), Ports(clock, Unused()))
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


def sent(request: httpx.Request) -> dict[str, Any]:
    """The JSON body of a request."""
    body: dict[str, Any] = json.loads(request.content)
    return body


@dataclass
class Counter:
    """Counts as the bulk call is documented to: how many were skipped, and why, never who.

    With `leaves_out` those who were as wanted before the call are not counted as applied.
    """

    foreign: frozenset[str] = frozenset()
    mismatched: frozenset[str] = frozenset()
    uncounted: frozenset[str] = frozenset()
    lifetime: int = 1000
    leaves_out: bool = False
    carriers: set[str] = field(default_factory=set)
    keys: list[str] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a call; once its lifetime is over, with a refusal."""
        self.keys.append(request.headers["idempotency-key"])
        if len(self.keys) > self.lifetime:
            return refused(403, "permission_error", "suspended")
        asked = frozenset(sent(request)["contact_ids"])
        foreign, mismatched = len(asked & self.foreign), len(asked & self.mismatched)
        reached = asked - self.foreign - self.mismatched
        counted = len(reached - self.uncounted - (self.carriers if self.leaves_out else set()))
        self.carriers |= reached
        return enveloped(
            {"applied": counted, "skipped_cross_org": foreign, "skipped_team_mismatch": mismatched}
        )


@dataclass
class Refusing:
    """A server that always answers the same, but for what it has `beside` that."""

    answer: httpx.Response
    beside: dict[str, httpx.Response] = field(default_factory=dict)

    async def __call__(self, scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        await receive()
        answer = self.beside.get(f"{scope['method']} {scope['path']}", self.answer)
        await send(
            {"type": "http.response.start", "status": answer.status_code, "headers": answer.headers.raw}
        )
        await send({"type": "http.response.body", "body": answer.content})


@dataclass
class Wired:
    """An organisation on the real wire, with its patience, in virtual time."""

    connector: Connector
    line: Line
    server: Refusing


def wired(answer: httpx.Response, clock: VirtualClock) -> Wired:
    """An organisation whose server answers so."""
    settings = AccountSettings(secrets={"token": TOKEN}, base_url="http://localhost")
    opened, server = VENDOR.open(settings, Ports(clock, Unused())), Refusing(answer)
    terms = Terms(agent="labelsync/test")
    line = open_line(opened.access, terms, waits=Waits(clock), chance=random.Random(1), application=server)
    return Wired(opened.connector, line, server)


Act = Callable[[Wired], Coroutine[Any, Any, object]]


async def identify(at: Wired) -> object:
    return await at.connector.identify(OpenReader(at.line))


async def look_at_one(at: Wired) -> object:
    at.server.beside["GET /me"] = enveloped({"organization": {"id": "org_1"}})
    return await identify(at)


def ask(question: Question) -> Act:
    async def asking(at: Wired) -> object:
        return await gathered(at.connector.observe(question, OpenReader(at.line)))

    return asking


def tell(batch: Batch) -> Act:
    async def telling(at: Wired) -> object:
        at.server.beside["GET /labels"] = listed()
        return await at.connector.perform(batch, OpenWriter(at.line), Kept())

    return telling


READS: dict[str, Act] = {
    "identify": identify,
    "look at one": look_at_one,
    "everyone": ask(Everyone()),
    "by phone": ask(Matching('{"phone": "+15550001111"}')),
    "by search": ask(Matching('{"search": "Ada"}')),
    "one": ask(These((person(1),), strong=True)),
    "labels": ask(Definitions()),
}
WRITES: dict[str, Act] = {
    "attach": tell(Relabel((person(1),), add=(VIP,))),
    "attach two": tell(Relabel((person(1), person(2)), add=(VIP,))),
    "detach": tell(Relabel((person(1),), remove=(VIP,))),
    "create": tell(Creation("vip", "VIP")),
    "rename": tell(Renaming("vip", "Best", Definition(VIP, "VIP"))),
    "delete": tell(Undefinition("vip", Definition(VIP, "VIP"))),
}
ACTS = READS | WRITES


def failure(act: str, answer: httpx.Response) -> LabelsyncError:
    clock = VirtualClock()
    with pytest.raises(LabelsyncError) as failed:
        clock.run(ACTS[act](wired(answer, clock)))
    return failed.value


def read(act: str, answers: tuple[httpx.Response, ...]) -> str:
    """What the user reads of each, behind the kind of the error, by which the workflow stops or goes on."""
    lines = []
    for answer in answers:
        error = failure(act, answer)
        lines += wrap(f"{type(error).__name__}: {error.reason}", 104, subsequent_indent="  ")
        lines.append(indent("\n".join(wrap(f"> {error.advice}", 102)), "  "))
    return "\n".join([*lines, ""])


def foreign(status: int, text: str = "<html>Ada +15550001111</html>") -> httpx.Response:
    """An answer of somebody else, on the way or at a wrong address."""
    return httpx.Response(status, text=text)


def bad(code: str, param: str = "") -> httpx.Response:
    """A request that the vendor finds wrong."""
    return refused(400, "invalid_request_error", code, param)


def unauthorised(status: int, code: str = "") -> httpx.Response:
    """A key, or an organisation, that may not."""
    return refused(status, "authentication_error" if status == 401 else "permission_error", code)


GONE = refused(404, "not_found", "resource_not_found")
IN_PROGRESS = refused(409, "conflict", "idempotency_in_progress")
REUSED = refused(422, "invalid_request_error", "idempotency_key_reuse")
UPSTREAM = refused(424, "api_error", "whatsapp_upstream_error")
UNKNOWN = refused(418, "teapot_error", "Ada@example.com", "+15550001111")
