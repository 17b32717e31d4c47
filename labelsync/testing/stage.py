"""The stage of a test: one account, its vendor's world, a journal, and runs of labelsync."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from labelsync.core.capability import Capabilities
from labelsync.core.connector import Identified
from labelsync.core.plan import Plan
from labelsync.core.question import Question, Reading, Seen, Unseen
from labelsync.core.roster import Contact, Definition
from labelsync.core.run import Run
from labelsync.journal.journal import Journal, Thread
from labelsync.journal.vault import FileVault
from labelsync.sandbox.emulator import Person
from labelsync.testing.grounds import Ground
from labelsync.testing.subject import Subject
from labelsync.testing.world import World
from labelsync.workflow.apply import Application, Bounds
from labelsync.workflow.desk import Outside, open_desk
from labelsync.workflow.folder import folder_of
from labelsync.workflow.prepare import prepare
from labelsync.workflow.site import Site, Surroundings, open_site
from labelsync.workflow.wanted import Wanted

T = TypeVar("T")
ANY = Bounds()
LOOSE = "policy: {guards: {additions: 100000, removals: 100000, deletions: 100000, empty: allow}}\n"


async def inline(call: Callable[[], T]) -> T:
    """The journal's thread in a test: none."""
    return call()


class Answered(NamedTuple):
    """What a vendor answered to one question: each contact once, labels, and the certificate."""

    contacts: tuple[Contact, ...]
    labels: tuple[Definition, ...]
    certificate: Seen | Unseen


class Opened(NamedTuple):
    """What a run works with."""

    site: Site
    journal: Journal
    wanted: Wanted


@dataclass(slots=True)
class Stage:
    """A manifest about the account `a`, and what labelsync makes of it.

    `plan`, `ask` and `identify` assert that nothing was written meanwhile. `thread` runs the journal's
    commits.
    """

    folder: Path
    subject: Subject
    ground: Ground
    thread: Thread = inline
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - the same every time
    runs: int = 0

    def __post_init__(self) -> None:
        """An empty folder for the manifest."""
        (self.folder / "states").mkdir(parents=True)
        self.ground.prepare(self.folder / "states")

    def people(self, *people: Person) -> None:
        """Begin the vendor's world anew, with these people."""
        self.ground.renew(people)

    def manifest(self, text: str, *, settings: str = "", policy: str = LOOSE) -> None:
        """The manifest: sections `labels` and `contacts` as YAML; `settings` of the account as flow text."""
        more = f", {settings}" if settings else ""
        account = f"{{connector: {self.subject.name}, {self.ground.settings}{more}}}"
        head = f"version: 1\naccounts: {{a: {account}}}\n"
        (self.folder / "states" / "crm.yaml").write_text(head + text + policy, encoding="utf-8")

    def fault(self, *specs: str) -> None:
        """Faults before the vendor from now on, in place of earlier ones."""
        self.ground.fault(specs)

    def plan(self, *, everyone: bool = False) -> Plan:
        """Plan; `everyone`: by a scan. No writing request may reach the vendor."""
        return self._looking(self._plan(everyone=everyone))

    def apply(self, plan: Plan | None = None, *, bounds: Bounds = ANY) -> Run:
        """Apply a plan, or plan and apply."""
        return self.ground.run(self._apply(plan, bounds))

    def ask(self, question: Question) -> Answered:
        """Ask the connector. No writing request may reach the vendor."""
        return self._looking(self._ask(question))

    def identify(self) -> tuple[Identified, Capabilities]:
        """Whose account it is, and what can be done there. No writing request may reach the vendor."""
        return self._looking(self._identify())

    @property
    def world(self) -> World:
        """The vendor's side as it is now."""
        return World(self.ground.shown())

    def _looking(self, look: Coroutine[Any, Any, T]) -> T:
        before = self.world.writes
        seen = self.ground.run(look)
        assert self.world.writes == before, "a writing request left while it was only to look"  # noqa: S101 - a test's
        return seen

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Opened]:
        outside = Outside(self.ground.clock, self.chance, {}, "0.1.0")
        vendors = {self.subject.name: self.subject.vendor}
        desk = open_desk(folder_of(self.folder / "states"), vendors, outside)
        path = self.folder / ".labelsync" / "journal.db"
        vault = FileVault(path, outlives=True, now=self.ground.clock.now)
        around = Surroundings(
            clock=self.ground.clock,
            chance=self.chance,
            agent="labelsync/test",
            secret=lambda _: "",
            emulator=self.ground.application,
            vault=lambda _: vault,
        )
        site, journal = open_site(desk.manifest.accounts["a"], vendors, around), Journal(path, self.thread)
        memory = journal.memory
        wanted = Wanted(desk.manifest, desk.wishes, desk.origin(), {}, memory, lambda text: f"~{text}")
        try:
            yield Opened(site, journal, wanted)
        finally:
            journal.close()
            await site.line.close()

    async def _plan(self, *, everyone: bool) -> Plan:
        async with self._opened() as opened:
            return await prepare([opened.site], replace(opened.wanted, everyone=everyone))

    async def _apply(self, plan: Plan | None, bounds: Bounds) -> Run:
        self.runs += 1
        async with self._opened() as opened:
            name = f"run{self.runs}"
            run = Application(name, [opened.site], opened.wanted, opened.journal, self.chance, bounds)
            return await run.perform(await run.prepare(plan), seal="")

    async def _identify(self) -> tuple[Identified, Capabilities]:
        async with self._opened() as opened:
            found = await opened.site.connector.identify(opened.site.reader)
            return found, opened.site.capabilities

    async def _ask(self, question: Question) -> Answered:
        reading, contacts, labels = Reading(), list[Contact](), list[Definition]()
        async with self._opened() as opened:
            site = opened.site
            await site.connector.identify(site.reader)
            async for page in site.connector.observe(question, site.reader):
                contacts += reading.fresh(page)
                labels += page.definitions
        return Answered(tuple(contacts), tuple(labels), reading.certificate())


def everybody(count: int, *labels: str, first_name: str = "", start: int = 0) -> tuple[Person, ...]:
    """That many people `p0@…`, each with a phone number of their own, carrying the labels."""
    return tuple(
        Person(
            email=f"p{number}@example.com",
            phone=f"+62811000{number:05}",
            first_name=first_name,
            labels=labels,
        )
        for number in range(start, start + count)
    )


def members(*numbers: int) -> str:
    """The same people as a flow list of a manifest."""
    return "[" + ", ".join(f"p{number}@example.com" for number in numbers) + "]"


def emails(*numbers: int) -> set[str]:
    """Their e-mails."""
    return {f"p{number}@example.com" for number in numbers}
