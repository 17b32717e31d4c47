"""Runs that die: at a commit or a writing request of one's choice, with nothing done on the way out."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from labelsync.core.batch import Batch
from labelsync.core.outcome import Performed
from labelsync.core.run import Run
from labelsync.errors import Locked
from labelsync.journal.journal import Journal
from labelsync.journal.rows import read_batch, read_performed
from tests.workflow.scene import Scene, members, people

T = TypeVar("T")
UNDER_WAY = 0.2
"""Seconds that a writing request takes to the vendor, and its answer back."""


class Death(BaseException):
    """The process is gone."""


@dataclass
class Fate:
    """Counts the durable steps of a run, and ends it at one of them, numbered from 1; 0 never ends it.

    Whoever takes the last step never comes back from it. Once dead, nothing is committed or sent any more.
    """

    dies_at: int = 0
    steps: list[str] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    abandoned: bool = False
    living: asyncio.Future[Any] | None = None

    async def step(self, name: str) -> None:
        if self.abandoned:
            raise Death(name)
        if not self.gone.is_set():
            self.steps.append(name)
        if len(self.steps) == self.dies_at:
            self.gone.set()
            await asyncio.Future()

    async def live(self, run: Coroutine[Any, Any, T]) -> T:
        """Let it run to its end, or abandon it where it dies."""
        living, gone = asyncio.ensure_future(run), asyncio.ensure_future(self.gone.wait())
        self.living = living
        await asyncio.wait({living, gone}, return_when=asyncio.FIRST_COMPLETED)
        if self.gone.is_set():
            self.abandoned = True
            raise Death(self.steps[-1])
        return living.result()


class Asked(NamedTuple):
    """A writing request as it reaches the vendor."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]


class Mortal(Scene):
    """A scene whose runs may die, or find the disk full.

    `is_full` is asked before each commit, with its number; `on_write` sees each writing request first.
    """

    def __init__(self, folder: Path, vendor: str, count: int = 8, switches=None) -> None:
        folder.mkdir(exist_ok=True)
        super().__init__(folder, vendor, people(count), switches)
        self.fate = Fate()
        self._vendor_side = self.counting.application
        self.counting.application = self._answer
        self.commits = 0
        self.is_full: Callable[[int], bool] = lambda _: False
        self.on_write: Callable[[Asked], None] = lambda _: None

    def journal(self) -> Journal:
        return Journal(self.path, self._thread)

    @property
    def path(self) -> Path:
        return self.folder / ".labelsync" / "journal.db"

    def apply(self, plan=None, before=None) -> Run:
        return self._live(Fate(), plan, before)

    def die_at(self, step: int) -> Fate:
        """Apply, and die at this durable step; the fate knows whether it came so far."""
        fate = Fate(step)
        try:
            self._live(fate)
        except Death:
            assert fate.gone.is_set()
        return fate

    def _live(self, fate: Fate, plan=None, before=None) -> Run:
        self.fate = fate
        return self.clock.run(fate.live(self._apply(plan, before)))

    def apply_again(self) -> Run:
        """A plain apply. While a delete job of a dead run is open it is refused; a minute later it is not."""
        try:
            return self.apply()
        except Locked:
            self.clock.passed += 60
            return self.apply()

    async def _thread(self, call):
        await self.fate.step("before a commit")
        self.commits += 1
        if self.is_full(self.commits):
            raise sqlite3.OperationalError("database or disk is full")
        value = call()
        await self.fate.step("after a commit")
        return value

    async def _answer(self, scope, receive, send) -> None:
        if not self.emulator.writes(scope["method"], scope["path"]):
            await self._vendor_side(scope, receive, send)
            return
        name = f"{scope['method']} {scope['path']}"
        await self.fate.step(f"before {name}")
        body = (await receive())["body"]
        headers = {key.decode(): value.decode() for key, value in scope["headers"]}
        self.on_write(Asked(scope["method"], scope["path"], body, headers))
        held = []

        async def again():
            return {"type": "http.request", "body": body, "more_body": False}

        async def hold(message) -> None:
            held.append(message)

        await self.clock.sleep(UNDER_WAY)
        await self._vendor_side(scope, again, hold)
        await self.fate.step(f"after {name}")
        await self.clock.sleep(UNDER_WAY)
        for message in held:
            await send(message)


def yesterday(scene: Scene) -> None:
    """What was applied before: three carriers of a label, and one of a label that will go."""
    scene.manifest(
        f"labels: {{vip: {{members: {members(0, 1, 2)}}}, old: {{members: {members(3)}}}}}\n", BATCHES
    )
    assert scene.apply().converged


def today(scene: Scene) -> None:
    """Additions, removals, a label that is new, one that goes, and (where possible) a deletion."""
    deletion = "" if scene.vendor == "kirimchat" else "contacts: [{contact: p7@example.com, state: absent}]\n"
    scene.manifest(
        f"labels: {{vip: {{members: {members(2, 3, 4, 5)}}}, gold: {{members: {members(5, 6)}}},"
        f" old: {{state: absent, definition: absent}}}}\n{deletion}",
        BATCHES,
    )


BATCHES = "batch: 2"


class World(NamedTuple):
    """What a vendor holds and what it has fired, in words that are the same in every scene."""

    people: dict[str, frozenset[str]]
    labels: frozenset[str]
    fired: Counter[tuple[str, str, str]]


def world(scene: Scene, names: dict[str, str]) -> World:
    """The vendor's side now. `names` has the e-mail of every contact id there ever was."""
    view = scene.emulator.view()
    return World(
        {person.email: frozenset(person.labels) for person in view.contacts.values()},
        frozenset(view.labels),
        Counter((names[event.contact], event.label, event.on) for event in view.automations),
    )


def everybody(scene: Scene) -> dict[str, str]:
    return {contact: person.email for contact, person in scene.emulator.view().contacts.items()}


class Entry(NamedTuple):
    """One intent of the journal, as a second connection reads it. Open ones have no `settled`."""

    id: int
    run: str
    batch: Batch
    at: float
    settled: float | None
    performed: Performed | None
    tickets: tuple[tuple[str, str], ...]


def entries(path: Path) -> Iterator[Entry]:
    """Every intent that is durable now, oldest first."""
    reading = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        rows = reading.execute("SELECT id, run, batch, at, settled, performed FROM intent ORDER BY id")
        for number, run, batch, at, settled, performed in rows.fetchall():
            tickets = reading.execute("SELECT kind, text FROM ticket WHERE intent = ?", (number,)).fetchall()
            known = read_performed(performed) if performed else None
            yield Entry(number, run, read_batch(batch), at, settled, known, tuple(tickets))
    finally:
        reading.close()
