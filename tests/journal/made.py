"""Journals with something in them, and a second connection's view of a journal."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Coroutine, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from labelsync.core.batch import Batch
from labelsync.core.outcome import Kind, Outcome, Performed
from labelsync.journal.journal import Journal
from labelsync.journal.rows import read_batch, read_performed
from labelsync.journal.store import Place
from tests.crash.mortal import Entry, Mortal
from tests.journal.cluster import execute
from tests.workflow.scene import inline

T = TypeVar("T")
TENANT = "site 1"


def now(coroutine: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(coroutine)


def opened(place: Place) -> Journal:
    return Journal(place, inline)


def alike(*contacts: str, kind: Kind = Kind.APPLIED) -> Performed:
    """The same outcome for each contact."""
    return Performed(dict.fromkeys(contacts, Outcome(kind)))


def record(
    journal: Journal, batch: Batch, performed: Performed, *, run: str = "run1", at: float = 1.0
) -> int:
    """One intent and its outcome."""

    async def both() -> int:
        intent = await journal.intend(run, "shop", TENANT, batch, at=at)
        await journal.record(intent, TENANT, batch, performed, at=at + 1)
        return intent

    return now(both())


def begun(place: Place, run: str = "run1", *, seal: str = "") -> Journal:
    """A journal in which a run has begun."""
    journal = opened(place)
    now(journal.begin(run, at=0.0, seal=seal))
    return journal


def change(place: Place, sql: str) -> list[tuple[Any, ...]]:
    """What somebody else's program does to the database, or sees in it."""
    if not isinstance(place, Path):
        return execute(place, sql)
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        return other.execute(sql).fetchall()


def select(place: Place, sql: str) -> list[tuple[Any, ...]]:
    """What a second connection sees, which is what is committed."""
    if not isinstance(place, Path):
        return execute(place, sql)
    with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as other:
        return other.execute(sql).fetchall()


def entries(place: Place) -> Iterator[Entry]:
    """Every intent that is durable now, oldest first."""
    tickets = select(place, "SELECT intent, kind, text FROM ticket ORDER BY intent, kind, text")
    rows = select(place, "SELECT id, run, batch, at, settled, performed FROM intent ORDER BY id")
    for number, run, batch, at, settled, performed in rows:
        own = tuple((kind, text) for intent, kind, text in tickets if intent == number)
        known = read_performed(performed) if performed else None
        yield Entry(number, run, read_batch(batch), at, settled, known, own)


class Elsewhere(Mortal):
    """A scene whose journal is at a place of one's choice."""

    def __init__(self, folder: Path, vendor: str, place: Place) -> None:
        super().__init__(folder, vendor)
        self.place = place

    def journal(self) -> Journal:
        return Journal(self.place, self._thread)
