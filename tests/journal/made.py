"""Journals with something in them, and a second connection's view of a journal's file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from labelsync.core.batch import Batch
from labelsync.core.outcome import Kind, Outcome, Performed
from labelsync.journal.journal import Journal
from tests.workflow.scene import inline

T = TypeVar("T")
TENANT = "site 1"


def now(coroutine: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(coroutine)


def opened(folder: Path) -> Journal:
    return Journal(folder / "kept" / "journal.db", inline)


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


def begun(folder: Path, run: str = "run1", *, seal: str = "") -> Journal:
    """A journal in which a run has begun."""
    journal = opened(folder)
    now(journal.begin(run, at=0.0, seal=seal))
    return journal


def select(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a second connection sees, which is what is committed."""
    other = sqlite3.connect(f"file:{folder / 'kept' / 'journal.db'}?mode=ro", uri=True)
    try:
        return other.execute(sql).fetchall()
    finally:
        other.close()
