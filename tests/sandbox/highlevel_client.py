"""A location over HTTP for the tests: a clock that moves when slept on, seeds, and calls."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import httpx

from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Person, View
from labelsync.sandbox.faults import Fault, Faulty, parse_fault
from labelsync.sandbox.highlevel import HighLevelEmulator, Switches, emulate, restore

LOCATION = "LOC00000000000000001"
TOKEN = "pit-00000000-0000-0000-0000-000000000001"
START = 1_780_000_000.0


class Clock:
    """Time that passes by sleeping, and by a tick at every look, as it does for real clocks."""

    def __init__(self) -> None:
        self.at = START
        self.tick = 0.0

    def now(self) -> float:
        self.at += self.tick
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds


def contact_id(number: int) -> str:
    return f"C{number:019d}"


def person(number: int, *labels: str, **cells: Any) -> Person:
    given = {"id": contact_id(number), "email": f"p{number}@example.com", "first_name": f"Pat{number}"}
    return Person(**{**given, **cells}, labels=labels)


class Location:
    """One emulated location, spoken to over HTTP only."""

    def __init__(self, *people: Person, **switches: Any) -> None:
        self.clock = Clock()
        self.switches = Switches(**switches)
        self.faults: list[Fault] = []
        self.emulator: HighLevelEmulator = emulate(people, switches=self.switches, around=self._around())

    def _around(self) -> Around:
        return Around(self.clock.now, self.clock.sleep, random.Random(7))

    def wait(self, seconds: float) -> None:
        self.clock.at += seconds

    def reborn(self) -> None:
        """Another process takes the world over from its dump."""
        self.emulator = restore(self.emulator.dump(), switches=self.switches, around=self._around())

    def beset(self, fault: str) -> None:
        """Let a fault meet the next request that it fits, as `--fault` would."""
        self.faults.append(parse_fault(fault))

    def view(self) -> View:
        return self.emulator.view()

    def labels(self, number: int) -> tuple[str, ...]:
        return self.view().contacts[contact_id(number)].labels

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {options.pop('token', TOKEN)}", "Version": "2021-07-28"}
        headers |= {"Version": options.pop("version")} if "version" in options else {}
        headers |= options.pop("headers", {})
        headers = {name: text for name, text in headers.items() if text is not None}
        sent = options if body is None else {"json": body, **options}
        return asyncio.run(self._send(method, path, headers, sent))

    async def _send(self, method: str, path: str, headers: dict[str, str], sent: Any) -> httpx.Response:
        application = Faulty(self.emulator.app, self.faults, self._around())
        transport = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=transport, base_url="http://highlevel.test") as client:
            return await client.request(method, path, headers=headers, **sent)

    def bulk(self, kind: str, numbers: list[int], tags: list[str], **more: Any) -> Any:
        ids = [contact_id(number) for number in numbers]
        body = {"locationId": LOCATION, "contacts": ids, "tags": tags, **more}
        response = self.call("POST", f"/contacts/bulk/tags/update/{kind}", body)
        assert response.status_code == 201, response.text
        return response.json()

    def search(self, *filters: Any, **more: Any) -> Any:
        response = self.search_response(*filters, **more)
        assert response.status_code == 200, response.text
        return response.json()

    def search_response(self, *filters: Any, **more: Any) -> httpx.Response:
        body = {"locationId": LOCATION, "pageLimit": 100, "filters": list(filters), **more}
        body = {field: value for field, value in body.items() if value is not None}
        return self.call("POST", "/contacts/search", body)

    def found(self, *filters: Any, **more: Any) -> list[int]:
        return [int(row["id"][1:]) for row in self.search(*filters, **more)["contacts"]]


def where(field: str, operator: str, value: Any = None, **more: Any) -> dict[str, Any]:
    asked = {"field": field, "operator": operator, **more}
    return asked if value is None else {**asked, "value": value}


OLDEST_FIRST = [{"field": "dateAdded", "direction": "asc"}]
