"""An emulated Wix site, spoken to over HTTP on a clock that only waiting moves."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import httpx
from starlette.types import Receive, Scope, Send

from labelsync.sandbox.around import Around, epoch
from labelsync.sandbox.emulator import Person, View
from labelsync.sandbox.trouble import Trouble, troubled
from labelsync.sandbox.wix import Switches, WixEmulator, emulate, restore

SITE = "11111111-2222-4333-8444-555555555555"
HEADERS = {"Authorization": "IST.key", "wix-site-id": SITE}
NOW = epoch("2026-03-01T10:00:00Z")
CONTACTS = "/contacts/v4/contacts"
LABELS = "/contacts/v4/labels"
BULK = "/contacts/v4/bulk/contacts"
JOBS = "/contacts/v4/bulk/jobs"


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self, at: float = NOW) -> None:
        self.at = at

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds


class Site:
    """One emulator and a client with good credentials."""

    def __init__(self, *people: Person, seed: int = 7, **switches: Any) -> None:
        self.clock = Clock()
        self.switches = Switches(**switches)
        self.seed = seed
        self.emulator = emulate(people, switches=self.switches, around=self.around())

    def around(self) -> Around:
        return Around(self.clock.now, self.clock.sleep, random.Random(self.seed))

    def wait(self, seconds: float) -> None:
        self.clock.at += seconds

    def reborn(self) -> WixEmulator:
        """The emulator put away as text and taken out again, by another process as it were."""
        state = json.loads(json.dumps(self.emulator.dump()))
        self.emulator = restore(state, switches=self.switches, around=self.around())
        return self.emulator

    def call(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        trouble: Trouble | None = None,
        **more: Any,
    ) -> httpx.Response:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            met = scope if trouble is None else troubled(scope, trouble)
            await self.emulator.app(met, receive, send)

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://wix") as client:
                return await client.request(
                    method, path, headers=HEADERS if headers is None else headers, **more
                )

        return asyncio.run(ask())

    def ok(self, method: str, path: str, **more: Any) -> Any:
        answer = self.call(method, path, **more)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return answer.json()

    def refused(self, status: int, method: str, path: str, **more: Any) -> Any:
        answer = self.call(method, path, **more)
        assert answer.status_code == status, (answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def code(self, status: int, method: str, path: str, **more: Any) -> str:
        """The code of an application error."""
        return str(self.refused(status, method, path, **more)["details"]["applicationError"]["code"])

    def rule(self, method: str, path: str, **more: Any) -> str:
        """The rule of the first violation of a 400."""
        found = self.refused(400, method, path, **more)["details"]["validationError"]["fieldViolations"]
        return str(found[0]["violatedRule"])

    def query(self, filtered: Any = None, **query: Any) -> Any:
        asked = query if filtered is None else {"filter": filtered, **query}
        return self.ok("POST", f"{CONTACTS}/query", json={"query": asked})

    def found(self, filtered: Any = None, **query: Any) -> list[str]:
        return [contact["id"] for contact in self.query(filtered, **query)["contacts"]]

    def refused_filter(self, filtered: Any) -> str:
        return self.code(400, "POST", f"{CONTACTS}/query", json={"query": {"filter": filtered}})

    def bulk(self, action: str, **body: Any) -> str:
        return str(self.ok("POST", f"{BULK}/{action}", json=body)["jobId"])

    def label(
        self,
        ids: list[str],
        *,
        add: tuple[str, ...] = (),
        remove: tuple[str, ...] = (),
        trouble: Trouble | None = None,
    ) -> str:
        body = {"filter": {"id": {"$in": ids}}, "labelKeysToAdd": add, "labelKeysToRemove": remove}
        return str(self.ok("POST", f"{BULK}/add-remove-labels", json=body, trouble=trouble)["jobId"])

    def job(self, job_id: str) -> Any:
        return self.ok("GET", f"{JOBS}/{job_id}")["job"]

    def finished(self, job_id: str) -> Any:
        """The job once a minute has gone by."""
        self.wait(60)
        job = self.job(job_id)
        assert job["status"] == "COMPLETED"
        return job

    def new_label(self, name: str) -> str:
        return str(self.ok("POST", LABELS, json={"displayName": name})["label"]["key"])

    def labels_of(self, contact_id: str) -> tuple[str, ...]:
        return self.view().contacts[contact_id].labels

    def view(self) -> View:
        return self.emulator.view()


def guid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-000000000000"


def person(number: int, *labels: str, **more: Any) -> Person:
    """A contact known by its number: guid(number), p<number>@example.com."""
    given = {"email": f"p{number}@example.com", "first_name": f"P{number}", **more}
    return Person(id=guid(number), labels=labels, **given)


def people(count: int, *labels: str) -> list[Person]:
    return [person(number, *labels) for number in range(1, count + 1)]
