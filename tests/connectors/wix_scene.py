"""A Wix site as respx shows it: the account under test, and answers as Wix documents them."""

from __future__ import annotations

import asyncio
import json
import random
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import httpx
import respx

from labelsync.connectors.wix import VENDOR
from labelsync.core.batch import Batch, Relabel
from labelsync.core.connector import Connector, Ports
from labelsync.core.outcome import Outcome, Performed
from labelsync.core.question import Page, Question
from labelsync.core.roster import Contact
from labelsync.core.setting import AccountSettings
from labelsync.errors import LabelsyncError
from labelsync.wire.line import OpenWriter
from labelsync.wire.opening import Terms, open_line
from labelsync.wire.waiting import Waits
from tests.connectors.straight import Kept, Straight, Sundial, gathered

SITE = "5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a"
KEY = "IST.not-a-real-key"
INSTANCE = "a94d2f60-7c15-4e3b-b8d1-25e7f0c69b48"
APP_ID = "d7a1c5e2-3b64-4f0a-8e19-6c2b9f4d5a03"
APP_SECRET = "not-a-real-secret"
APP_TEXTS = {"app_id": APP_ID, "instance_id": INSTANCE}
APP_SECRETS = {"app_secret": APP_SECRET}
JOB = "8046df3c-1234-4098-a5ab-c91ad8f33c47"
BASE = "https://www.wixapis.com"
RELABEL = "/contacts/v4/bulk/contacts/add-remove-labels"
DELETE = "/contacts/v4/bulk/contacts/delete"
POLL = f"/contacts/v4/bulk/jobs/{JOB}"
QUERY = "/contacts/v4/contacts/query"
OLDEST_FIRST = [{"fieldName": "createdDate", "order": "ASC"}]
DONE = {"id": JOB, "status": "COMPLETED", "totalItems": 3, "successTotal": 3, "failedTotal": 0, "errors": []}
FIELDS = ["primaryInfo", "info.phones", "info.emails", "info.labelKeys"]


class NoVault:
    """A vault in which nothing is and nothing may be: Wix has no token that must be kept."""

    outlives = False

    def read(self, name: str) -> str:
        raise AssertionError(f"nothing of a Wix account is kept, not even {name}")

    async def keep(self, name: str, text: str) -> None:
        raise AssertionError(f"nothing of a Wix account is kept, not even {len(text)} characters as {name}")


def ports(clock: Sundial | None = None) -> Ports:
    return Ports(clock or Sundial(), NoVault())


class Scene:
    """One account, opened by its key or its app, with its way to Wix, its clock and its keep."""

    def __init__(self, routes: respx.MockRouter, *, batch: int = 0, app: bool = False) -> None:
        texts, secrets = (APP_TEXTS, APP_SECRETS) if app else ({"site_id": SITE}, {"api_key": KEY})
        self.clock = Sundial()
        self.connector: Connector
        self.connector, self.access = VENDOR.open(
            AccountSettings(texts, secrets, batch=batch), ports(self.clock)
        )
        self.way = Straight(self.access)
        self.keep = Kept()
        self.routes = routes

    def answers(self, method: str, path: str, *answers: httpx.Response) -> respx.Route:
        """Wix answers this call so: one after the other, or always so where there is one answer only."""
        route = self.routes.request(method, path=path)
        return route.mock(return_value=answers[0]) if len(answers) == 1 else route.mock(side_effect=answers)

    def wire(self) -> OpenWriter:
        """The way as a run has it: with the credential, pace and patience."""
        line = open_line(self.access, Terms(agent="tests"), waits=Waits(self.clock), chance=random.Random(1))
        return OpenWriter(line)

    def runs(self, path: str, *jobs: Mapping[str, object]) -> respx.Route:
        """A bulk call starts a job, which shows these states."""
        self.answers("GET", f"/contacts/v4/bulk/jobs/{JOB}", *(ok({"job": job}) for job in jobs))
        return self.answers("POST", path, ok({"jobId": JOB}))


@contextmanager
def scene(*, batch: int = 0, app: bool = False) -> Iterator[Scene]:
    """A site on which every route that is not given is an error, and every route given is used."""
    with respx.mock(base_url=BASE) as routes:
        yield Scene(routes, batch=batch, app=app)


def ok(body: object) -> httpx.Response:
    return httpx.Response(200, json=body)


def refused(status: int, code: str) -> httpx.Response:
    details = {"applicationError": {"code": code, "description": "…", "data": {}}}
    return httpx.Response(status, json={"message": "ann@example.com may not", "details": details})


def sent(route: respx.Route) -> list[object]:
    """The bodies that this route was sent, decoded."""
    return [json.loads(call.request.content) for call in route.calls]


def contact_id(number: int) -> str:
    return f"0b1d2c3e-0000-4000-8000-{number:012d}"


def plain(number: int, created: str = "") -> dict[str, object]:
    """A contact without anything but an id and a date."""
    return {"id": contact_id(number), "revision": 1} | ({"createdDate": created} if created else {})


def sheet(contacts: Sequence[object], *, total: int | None = None, **paging: object) -> httpx.Response:
    metadata = {"count": len(contacts), "offset": 0} | ({} if total is None else {"total": total}) | paging
    return ok({"contacts": contacts, "pagingMetadata": metadata})


def the_outcome(performed: Performed) -> Outcome:
    """The one outcome that all contacts share."""
    outcomes = set(performed.contacts.values())
    assert len(outcomes) == 1
    return outcomes.pop()


THREE = tuple(contact_id(number) for number in (1, 2, 3))
CHANGE = Relabel(THREE, add=("custom.vip",), remove=("custom.old", "custom.x"))
ANN = contact_id(1)
FULL = {
    "id": ANN,
    "revision": 3,
    "createdDate": "2026-03-01T10:15:00.123Z",
    "primaryInfo": {"email": "Ann@Example.com", "phone": "(415) 555-0100"},
    "info": {
        "emails": {
            "items": [
                {"id": "x", "tag": "MAIN", "email": "ann@example.com", "primary": True},
                {"id": "y", "tag": "WORK", "email": "Ann.Lee@example.com", "primary": False},
            ]
        },
        "phones": {
            "items": [
                {"id": "z", "tag": "MOBILE", "phone": "4155550199", "e164Phone": "+14155550199"},
                {"tag": "MAIN", "phone": "(415) 555-0100", "e164Phone": "+14155550100", "primary": True},
                {"tag": "WORK", "phone": "ext. 12"},
            ]
        },
        "labelKeys": {"items": ["custom.vip", "contacts.customers"]},
    },
}


def performed(wix: Scene, batch: Batch) -> Performed:
    return asyncio.run(wix.connector.perform(batch, wix.way, wix.keep))


def asked(wix: Scene, question: Question) -> list[Page]:
    return asyncio.run(gathered(wix.connector.observe(question, wix.way)))


def people(pages: list[Page]) -> list[Contact]:
    return [contact for page in pages for contact in page.contacts]


def read_by_people(error: LabelsyncError) -> str:
    """The error's kind, what it says and what it advises, in lines."""
    lines = [
        *textwrap.wrap(f"{type(error).__name__}: {error.reason}", 96),
        *textwrap.wrap(f"-> {error.advice}", 96),
    ]
    return "\n".join(lines) + "\n"
