"""The journal itself: intent before, outcome after, each durable when its call returns."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from labelsync.core.batch import Batch, Deletion, Relabel, Undefinition
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import STANDING, Performed
from labelsync.errors import JournalUnwritable, PlanUnfit
from labelsync.journal.memory import Memory
from labelsync.journal.rows import write_batch, write_performed
from labelsync.journal.tables import connect

T = TypeVar("T")
Kept = TypeVar("Kept", bound=int | None)


class Thread(Protocol):
    """Where the journal's commits run: one thread beside the event loop, or inline in a simulation."""

    def __call__(self, call: Callable[[], T]) -> Awaitable[T]:
        """Run it, and wait for it."""


class Journal:
    """One folder's journal. All instants are epoch seconds, handed in."""

    def __init__(self, path: Path, thread: Thread) -> None:
        self._database = connect(path)
        self._thread = thread
        self.memory = Memory(self._database)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    async def begin(self, run: str, *, at: float, seal: str = "") -> None:
        """A run starts. `seal` names the plan file that its first intent uses up."""
        await self._write("INSERT INTO run (id, started, seal) VALUES (?, ?, ?)", (run, at, seal))

    async def finish(self, run: str, *, at: float, result: str) -> None:
        """A run ends with its result document."""
        await self._write("UPDATE run SET finished = ?, result = ? WHERE id = ?", (at, result, run))

    async def intend(self, run: str, account: str, tenant: str, batch: Batch, *, at: float) -> int:
        """Return the intent's number once the intent is durable."""
        values = (run, account, tenant, write_batch(batch), at)

        def write() -> int:
            cursor = self._database.execute(
                "INSERT INTO intent (run, account, tenant, batch, at) VALUES (?, ?, ?, ?, ?)", values
            )
            self._use_up(run)
            return int(cursor.lastrowid or 0)

        return await self._commit(write)

    def _use_up(self, run: str) -> None:
        """The run's plan file is used from now on, by this run and no other."""
        [seal] = self._database.execute("SELECT seal FROM run WHERE id = ?", (run,)).fetchone()
        if not seal:
            return
        self._database.execute("INSERT OR IGNORE INTO used_plan VALUES (?, ?)", (seal, run))
        if self.memory.used_by(seal) != run:
            raise PlanUnfit(
                "this plan was used meanwhile, by another run", advice="make and review a new plan"
            )

    async def ticket(self, intent: int, ticket: Ticket) -> None:
        """Return once the ticket is durable."""
        await self._write("INSERT OR IGNORE INTO ticket VALUES (?, ?, ?)", (intent, *ticket))

    async def record(
        self, intent: int, tenant: str, batch: Batch, performed: Performed, *, at: float
    ) -> None:
        """What became of an intent, and what the ledger may believe from it, in one commit."""
        text = write_performed(performed)

        def write() -> None:
            self._database.execute(
                "UPDATE intent SET settled = ?, performed = ? WHERE id = ?", (at, text, intent)
            )
            self._believe(tenant, batch, performed, at)

        await self._commit(write)

    async def remember(self, tenant: str, definitions: Mapping[str, str]) -> None:
        """Keep each label's vendor id, by manifest key: it stays when the label's name changes."""
        rows = [(tenant, label, found) for label, found in definitions.items()]
        await self._write("INSERT OR REPLACE INTO definition VALUES (?, ?, ?)", *rows)

    async def replace_ledger(self, tenant: str, pairs: Iterable[tuple[str, str]], *, at: float) -> None:
        """Put (contact, vendor label id) pairs in place of all that the ledger holds of a tenant."""
        rows = [(tenant, label, contact) for contact, label in pairs]

        def write() -> None:
            self._database.execute("DELETE FROM ledger WHERE tenant = ?", (tenant,))
            self._database.execute("DELETE FROM ledger_begun WHERE tenant = ?", (tenant,))
            if rows:
                self._database.execute("INSERT INTO ledger_begun VALUES (?, ?)", (tenant, at))
                self._database.executemany("INSERT OR IGNORE INTO ledger VALUES (?, ?, ?)", rows)

        await self._commit(write)

    def _believe(self, tenant: str, batch: Batch, performed: Performed, at: float) -> None:
        standing = [contact for contact, outcome in performed.contacts.items() if outcome.kind in STANDING]
        match batch:
            case Relabel(_, add, remove):
                self._database.execute("INSERT OR IGNORE INTO ledger_begun VALUES (?, ?)", (tenant, at))
                self._each("INSERT OR IGNORE INTO ledger VALUES (?, ?, ?)", tenant, add, standing)
                self._each(
                    "DELETE FROM ledger WHERE tenant = ? AND label = ? AND contact = ?",
                    tenant,
                    remove,
                    standing,
                )
            case Deletion():
                gone = [(tenant, contact) for contact in standing]
                self._database.executemany("DELETE FROM ledger WHERE tenant = ? AND contact = ?", gone)
            case Undefinition(_, definition) if performed.whole and performed.whole.kind in STANDING:
                self._database.execute(
                    "DELETE FROM ledger WHERE tenant = ? AND label = ?", (tenant, definition.id)
                )
            case _:
                pass

    def _each(self, sql: str, tenant: str, labels: Iterable[str], contacts: Iterable[str]) -> None:
        self._database.executemany(
            sql, [(tenant, label, contact) for label in labels for contact in contacts]
        )

    async def _write(self, sql: str, *rows: tuple[object, ...]) -> None:
        def write() -> None:
            self._database.executemany(sql, rows)

        await self._commit(write)

    async def _commit(self, write: Callable[[], Kept]) -> Kept:
        """One transaction in the journal's thread. No cursor may leave it.

        Cursors of the same SQL share a statement: one that is freed by the event loop would reset what the
        thread is running just then.
        """

        def transaction() -> Kept:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                value = write()
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
            return value

        try:
            return await self._thread(transaction)
        except sqlite3.Error as error:
            raise JournalUnwritable(
                f"the journal cannot be written ({type(error).__name__})",
                advice="free some disk space; run the command again: it settles what is open first",
            ) from error
