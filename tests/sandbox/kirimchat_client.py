"""A clock that stands still until told, and a KirimChat to speak HTTP to."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterable
from typing import Any

import httpx

from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Person
from labelsync.sandbox.faults import Fault, Faulty, parse_fault
from labelsync.sandbox.kirimchat import KirimChatEmulator, Switches, emulate, restore

NOON = 1_780_000_000.0
KEY = "kdv_live_" + "a1B2c3D4-_" * 2 + "wxyz"
ANA = "ctc_" + "0" * 25 + "1"
BEN = "ctc_" + "0" * 25 + "2"
CEM = "ctc_" + "0" * 25 + "3"
NOBODY = "ctc_" + "9" * 26
NO_LABEL = "lbl_" + "9" * 26
PEOPLE = (
    Person(id=ANA, email="ana@example.org", phone="+6281200000001", first_name="Ana", labels=("VIP",)),
    Person(id=BEN, email="ben@example.org", phone="+6281200000002", first_name="Ben", last_name="Ito"),
    Person(id=CEM, phone="+6281200000003", labels=("VIP", "Lead")),
)
TWO_TEAMS = (
    Person(id=ANA, phone="+6281200000001", labels=("VIP",), more={"team": ""}),
    Person(id=BEN, phone="+6281200000002", more={"team": "sales"}),
)


class Clock:
    """Virtual time: sleeping moves it on at once."""

    def __init__(self, at: float = NOON) -> None:
        self.at = at

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds


class PatientClock(Clock):
    """Virtual time that passes only by `pass_time`; sleepers wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.sleepers: list[tuple[float, asyncio.Event]] = []

    async def sleep(self, seconds: float) -> None:
        event = asyncio.Event()
        self.sleepers.append((self.at + seconds, event))
        await event.wait()

    def pass_time(self, seconds: float) -> None:
        self.at += seconds
        for until, event in self.sleepers:
            if until <= self.at:
                event.set()


class Vendor:
    """An emulated KirimChat and a client with a good key."""

    def __init__(
        self, people: Iterable[Person] = PEOPLE, *, clock: Clock | None = None, **switches: Any
    ) -> None:
        self.clock = clock or Clock()
        self.switches = Switches(**switches)
        self.emulator: KirimChatEmulator = emulate(people, switches=self.switches, around=self.around())
        self.headers = {"Authorization": f"Bearer {KEY}"}
        self.faults: list[Fault] = []

    def around(self, seed: int = 7) -> Around:
        chance = random.Random(seed)
        return Around(now=self.clock.now, sleep=self.clock.sleep, chance=chance)

    def restart(self, **switches: Any) -> None:
        """What another process does later: the state through JSON, and new surroundings."""
        state = json.loads(json.dumps(self.emulator.dump()))
        self.switches = Switches(**switches) if switches else self.switches
        self.emulator = restore(state, switches=self.switches, around=self.around(8))

    async def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        transport = httpx.ASGITransport(app=Faulty(self.emulator.app, self.faults, self.around()))
        headers = self.headers | request.pop("headers", {})
        async with httpx.AsyncClient(transport=transport, base_url="http://vendor") as client:
            return await client.request(method, path, headers=headers, **request)

    def call(self, method: str, path: str, **request: Any) -> httpx.Response:
        return asyncio.run(self.ask(method, path, **request))

    def trouble(self, text: str) -> None:
        """Have a fault on order for the next request that it fits, written as on the command line."""
        self.faults.append(parse_fault(text))

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.call("GET", path, params=query)

    def post(self, path: str, body: Any, *, key: str | None = None) -> httpx.Response:
        return self.call("POST", path, json=body, headers={} if key is None else {"Idempotency-Key": key})

    def label(self, name: str) -> str:
        """The id of a label, as the API lists it."""
        rows = self.get("/labels", limit=100).json()["data"]
        return str(next(row["id"] for row in rows if row["name"] == name))

    def bulk(
        self, contacts: Iterable[str], label: str, *, operation: str = "attach", key: str | None = None
    ) -> httpx.Response:
        body = {"contact_ids": list(contacts), "label_id": label, "operation": operation}
        return self.post("/contacts/bulk_label", body, key=key)

    def carried(self, contact: str) -> tuple[str, ...]:
        """The labels a contact really carries."""
        return self.emulator.view().contacts[contact].labels

    def changes(self) -> list[tuple[str, str, str]]:
        """The effective label changes so far."""
        return [(a.contact, a.label, a.on) for a in self.emulator.view().automations]


def error(answer: httpx.Response) -> tuple[int, str, str, str]:
    """Status, type, code and parameter of a refusal; the envelope must be the documented one."""
    assert answer.is_error, answer.text
    body = answer.json()["error"]
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert body["message"]
    return (answer.status_code, body["type"], body["code"], body.get("param", ""))


def everything(vendor: Vendor, path: str, **query: Any) -> list[dict[str, Any]]:
    """All rows of a list, page by page."""
    rows: list[dict[str, Any]] = []
    while True:
        page = vendor.get(path, **query).json()
        rows += page["data"]
        if not page["has_more"]:
            assert page["next_cursor"] is None
            return rows
        query["cursor"] = page["next_cursor"]
