"""What the journal remembers: open intents, the ledger, which plans are used up, how runs ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from labelsync.core.batch import Batch
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import Performed
from labelsync.journal.rows import read_batch, read_performed


@dataclass(frozen=True, slots=True)
class OpenIntent:
    """An intent of an earlier run whose outcome was never recorded."""

    id: int
    run: str
    account: str
    batch: Batch
    at: float
    tickets: tuple[Ticket, ...]


class Done(NamedTuple):
    """A batch of ours, what became of it, and when (epoch seconds)."""

    batch: Batch
    performed: Performed
    at: float


@dataclass(frozen=True, slots=True)
class Memory:
    """The looking side of a journal."""

    _database: sqlite3.Connection

    def open_intents(self, accounts: Iterable[str]) -> tuple[OpenIntent, ...]:
        """What earlier runs left open on these accounts, oldest first."""
        wanted = set(accounts)
        rows = self._database.execute(
            "SELECT id, run, account, batch, at FROM intent WHERE settled IS NULL ORDER BY id"
        ).fetchall()
        return tuple(
            OpenIntent(number, run, account, read_batch(batch), at, self._tickets(number))
            for number, run, account, batch, at in rows
            if account in wanted
        )

    def ledger(self, tenant: str) -> dict[str, frozenset[str]] | None:
        """What we know to have given: `{contact: vendor label ids}`; None when there is no ledger yet."""
        begun = self._database.execute("SELECT 1 FROM ledger_begun WHERE tenant = ?", (tenant,)).fetchone()
        if begun is None:
            return None
        labels: dict[str, set[str]] = {}
        for contact, label in self._database.execute(
            "SELECT contact, label FROM ledger WHERE tenant = ?", (tenant,)
        ):
            labels.setdefault(contact, set()).add(label)
        return {contact: frozenset(carried) for contact, carried in labels.items()}

    def definitions(self, tenant: str) -> dict[str, str]:
        """The vendor's label ids that we know, by label key."""
        rows = self._database.execute("SELECT label, id FROM definition WHERE tenant = ?", (tenant,))
        return dict(rows.fetchall())

    def recent(self, account: str, *, since: float) -> tuple[Done, ...]:
        """What we did to this account since an instant, oldest first."""
        rows = self._database.execute(
            "SELECT batch, performed, settled FROM intent"
            " WHERE account = ? AND performed IS NOT NULL AND settled >= ?"
            " ORDER BY id",
            (account, since),
        )
        return tuple(Done(read_batch(batch), read_performed(performed), at) for batch, performed, at in rows)

    def used_by(self, seal: str) -> str:
        """The run that used up this plan file, '' for none."""
        row = self._database.execute("SELECT run FROM used_plan WHERE seal = ?", (seal,)).fetchone()
        return str(row[0]) if row else ""

    def result(self, run: str) -> str:
        """The result document of a run, '' when there is none."""
        row = self._database.execute("SELECT result FROM run WHERE id = ?", (run,)).fetchone()
        return str(row[0] or "") if row else ""

    def _tickets(self, intent: int) -> tuple[Ticket, ...]:
        rows = self._database.execute("SELECT kind, text FROM ticket WHERE intent = ?", (intent,))
        return tuple(Ticket(kind, text) for kind, text in rows)
