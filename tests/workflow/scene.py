"""One account, its emulator with faults on purpose, a journal and virtual time: runs, seen from outside."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from labelsync.connectors.registry import vendors
from labelsync.core.plan import Plan
from labelsync.core.run import Run
from labelsync.journal.journal import Journal
from labelsync.journal.vault import FileVault
from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Emulator, Person
from labelsync.sandbox.faults import Fault, Faulty, parse_fault
from labelsync.testing.time import VirtualClock
from labelsync.workflow.apply import Application
from labelsync.workflow.desk import Desk, Outside, open_desk
from labelsync.workflow.folder import folder_of
from labelsync.workflow.prepare import prepare
from labelsync.workflow.site import Site, Surroundings, open_site
from labelsync.workflow.wanted import Wanted

HEAD = {
    "wix": "version: 1\naccounts: {a: {connector: wix, sandbox: seed.csv%s}}\n",
    "highlevel": "version: 1\naccounts: {a: {connector: highlevel, sandbox: seed.csv%s}}\n",
    "kirimchat": "version: 1\naccounts: {a: {connector: kirimchat, sandbox: seed.csv%s}}\n",
}
LOOSE = "policy: {guards: {additions: 100000, removals: 100000, deletions: 100000, empty: allow}}\n"


async def inline(call):
    """The journal's thread in a simulation: none."""
    return call()


@dataclass
class Counting:
    """An application that counts what reaches it."""

    application: object
    writes: Callable[[str, str], bool]
    seen: list[tuple[str, str]] = field(default_factory=list)

    async def __call__(self, scope, receive, send):
        self.seen.append((scope["method"], scope["path"]))
        await self.application(scope, receive, send)

    @property
    def writing(self) -> list[tuple[str, str]]:
        return [request for request in self.seen if self.writes(*request)]


class Scene:
    """A manifest's text about account `a`, the vendor's world, and runs of labelsync on them."""

    def __init__(self, folder: Path, vendor: str, people: list[Person], switches=None) -> None:
        from labelsync.sandbox import highlevel, kirimchat, wix

        room = {"wix": wix, "highlevel": highlevel, "kirimchat": kirimchat}[vendor]
        self.folder, self.vendor = folder, vendor
        self.clock = VirtualClock()
        self.chance = random.Random(7)
        self.around = Around(self.clock.now, self.clock.sleep, random.Random(8))
        self.emulator: Emulator = room.emulate(
            people, switches=switches or room.Switches(), around=self.around
        )
        self.faults: list[Fault] = []
        self.counting = Counting(self.emulator.app, self.emulator.writes)
        self.number = 0
        (folder / "states").mkdir()
        (folder / "states" / "seed.csv").write_text("id\n")

    def manifest(self, text: str, settings: str = "", policy: str = LOOSE) -> None:
        more = f", {settings}" if settings else ""
        (self.folder / "states" / "crm.yaml").write_text(HEAD[self.vendor] % more + text + policy)

    def fault(self, *specs: str) -> None:
        self.faults[:] = [parse_fault(spec) for spec in specs]

    def plan(self) -> Plan:
        return self.clock.run(self._plan())

    def apply(self, plan: Plan | None = None, before: Callable[[Application], None] | None = None) -> Run:
        return self.clock.run(self._apply(plan, before))

    def carriers(self, label: str) -> set[str]:
        """Who carries a label, as the vendor knows it, by e-mail."""
        people = self.emulator.view().contacts.values()
        return {person.email for person in people if label in person.labels}

    def journal(self) -> Journal:
        return Journal(self.folder / ".labelsync" / "journal.db", inline)

    def _desk(self) -> Desk:
        outside = Outside(self.clock, self.chance, {}, "0.1.0")
        return open_desk(folder_of(self.folder / "states"), vendors(), outside)

    def _site(self, desk: Desk) -> Site:
        application = Faulty(self.counting, self.faults, self.around, self.emulator.writes)
        vault = FileVault(self.folder / ".labelsync" / "journal.db", outlives=True, now=self.clock.now)
        around = Surroundings(
            self.clock, self.chance, "labelsync/test", lambda _: "", lambda _: application, lambda _: vault
        )
        return open_site(desk.manifest.accounts["a"], vendors(), around)

    def _wanted(self, desk: Desk, journal: Journal) -> Wanted:
        return Wanted(desk.manifest, desk.wishes, desk.origin(), {}, journal.memory, lambda text: f"~{text}")

    async def _plan(self) -> Plan:
        desk, journal = self._desk(), self.journal()
        try:
            return await prepare([self._site(desk)], self._wanted(desk, journal))
        finally:
            journal.close()

    async def _apply(self, plan: Plan | None, before: Callable[[Application], None] | None) -> Run:
        self.number += 1
        desk, journal = self._desk(), self.journal()
        name = f"run{self.number}"
        run = Application(name, [self._site(desk)], self._wanted(desk, journal), journal, self.chance)
        try:
            made = await run.prepare(plan)
            if before:
                before(run)
            return await run.perform(made, seal="")
        finally:
            journal.close()


def people(count: int, *labels: str, **more: str) -> list[Person]:
    """That many persons p0@…, each carrying the labels."""
    return [
        Person(email=f"p{n}@example.com", phone=f"+62811000{n:05}", labels=labels, more=more)
        for n in range(count)
    ]


def members(*numbers: int) -> str:
    return "[" + ", ".join(f"p{n}@example.com" for n in numbers) + "]"


def emails(*numbers: int) -> set[str]:
    return {f"p{n}@example.com" for n in numbers}
