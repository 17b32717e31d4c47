"""What the journal remembers: open intents, the ledger, which plans are used up, how runs ended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from labelsync.core.batch import Batch
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import Performed
from labelsync.errors import JournalUnwritable
from labelsync.journal.chain import Verdict, verify
from labelsync.journal.ledger import LATELY
from labelsync.journal.rows import read_batch, read_performed
from labelsync.journal.store import Row, Store

BEGAN = (
    "LEFT JOIN (SELECT row_id, min(seq) AS seq FROM chain WHERE kind = 'run' GROUP BY row_id) AS began"
    " ON began.row_id = run.id"
)
FLAPS = 3
NEWEST = "coalesce(began.seq, 0) DESC, run.started DESC, run.id DESC"
"""The order of runs, whatever the clock said when they began."""


@dataclass(frozen=True, slots=True)
class OpenIntent:
    """An intent of an earlier run whose outcome was never recorded."""

    id: int
    run: str
    account: str
    batch: Batch
    at: float
    tickets: tuple[Ticket, ...]


class Deed(NamedTuple):
    """A batch of some run, on which account, and what became of it; None while that is open."""

    account: str
    tenant: str
    batch: Batch
    performed: Performed | None


class Begun(NamedTuple):
    """A run as it began: its name, its plan's document, and its result document, '' while there is none."""

    run: str
    plan: str
    result: str


class Done(NamedTuple):
    """A batch of ours, what became of it, and when (epoch seconds)."""

    batch: Batch
    performed: Performed
    at: float


@dataclass(frozen=True, slots=True)
class Memory:
    """The looking side of a journal. Each look raises JournalUnwritable when the database fails."""

    _store: Store

    def open_intents(self, accounts: Iterable[str]) -> tuple[OpenIntent, ...]:
        """What earlier runs left open on these accounts, oldest first."""
        wanted = set(accounts)
        rows = self._rows("SELECT id, run, account, batch, at FROM intent WHERE settled IS NULL ORDER BY id")
        return tuple(
            OpenIntent(number, run, account, read_batch(batch), at, self._tickets(number))
            for number, run, account, batch, at in rows
            if account in wanted
        )

    def ledger(self, tenant: str) -> dict[str, frozenset[str]] | None:
        """What we know to have given: `{contact: vendor label ids}`; None when there is no ledger yet."""
        if not self._rows("SELECT 1 FROM ledger_begun WHERE tenant = ?", tenant):
            return None
        labels: dict[str, set[str]] = {}
        for contact, label in self._rows("SELECT contact, label FROM ledger WHERE tenant = ?", tenant):
            labels.setdefault(contact, set()).add(label)
        return {contact: frozenset(carried) for contact, carried in labels.items()}

    def flapping(self, tenant: str, *, now: float) -> frozenset[tuple[str, str]]:
        """(vendor label id, contact) pairs that we gave `FLAPS` times of late, and never took off between."""
        rows = self._rows(
            "SELECT label, contact FROM ledger WHERE tenant = ? AND times >= ? AND given >= ?",
            tenant,
            FLAPS,
            now - LATELY,
        )
        return frozenset((label, contact) for label, contact in rows)

    def named(self, tenant: str, who: Iterable[str]) -> dict[str, str]:
        """The contact that each of these pseudonyms meant last, as far as that is known."""
        found: dict[str, str] = {}
        for one in who:
            for (contact,) in self._rows(
                "SELECT contact FROM named WHERE tenant = ? AND who = ?", tenant, one
            ):
                found[one] = contact
        return found

    def managed(self) -> frozenset[tuple[str, str]]:
        """(account, label key) of everything that the last whole apply managed."""
        return frozenset(
            (account, label) for account, label in self._rows("SELECT account, label FROM managed")
        )

    def definitions(self, tenant: str) -> dict[str, str]:
        """The vendor's label ids that we know, by label key."""
        return dict(self._rows("SELECT label, id FROM definition WHERE tenant = ?", tenant))

    def recent(self, account: str, *, since: float) -> tuple[Done, ...]:
        """What we did to this account since an instant, oldest first."""
        rows = self._rows(
            "SELECT batch, performed, settled FROM intent"
            " WHERE account = ? AND performed IS NOT NULL AND settled >= ?"
            " ORDER BY id",
            account,
            since,
        )
        return tuple(Done(read_batch(batch), read_performed(performed), at) for batch, performed, at in rows)

    def used_by(self, seal: str) -> str:
        """The run that used up this plan file, '' for none."""
        rows = self._rows("SELECT run FROM used_plan WHERE seal = ?", seal)
        return str(rows[0][0]) if rows else ""

    def result(self, run: str) -> str:
        """The result document of a run, '' when there is none."""
        rows = self._rows("SELECT result FROM run WHERE id = ?", run)
        return str(rows[0][0] or "") if rows else ""

    def verify_chain(self) -> Verdict:
        """Whether every run, intent, ticket and outcome is as it was written; else the first that is not."""
        try:
            return self._store.snapshot(partial(verify, self._store))
        except self._store.failures as error:
            raise unreadable(error) from error

    def deeds(self, run: str) -> tuple[Deed, ...]:
        """Everything that a run intended, in order."""
        rows = self._rows(
            "SELECT account, tenant, batch, performed FROM intent WHERE run = ? ORDER BY id", run
        )
        return tuple(
            Deed(account, tenant, read_batch(batch), read_performed(performed) if performed else None)
            for account, tenant, batch, performed in rows
        )

    def about(self, account: str, contact: str) -> Iterator[tuple[str, float, Batch, Performed | None]]:
        """Run, instant, batch and outcome of the calls that named a contact, newest first, 1,000 at most."""
        written = json.dumps(contact)
        for sign in "!%_":
            written = written.replace(sign, f"!{sign}")
        rows = self._rows(
            "SELECT run, at, batch, performed FROM intent WHERE account = ? AND batch LIKE ? ESCAPE '!'"
            " ORDER BY id DESC LIMIT 1000",
            account,
            f"%{written}%",
        )
        for run, at, batch, performed in rows:
            yield run, at, read_batch(batch), read_performed(performed) if performed else None

    def begun(self, run: str = "") -> Begun | None:
        """A run by its name, or the latest one that had a plan; None where there is none."""
        rows = self._rows(
            f"SELECT id, plan, result FROM run {BEGAN} WHERE id = ? OR (? = '' AND plan <> '')"  # noqa: S608 - constants
            f" ORDER BY {NEWEST} LIMIT 1",
            run,
            run,
        )
        return Begun(str(rows[0][0]), str(rows[0][1]), str(rows[0][2] or "")) if rows else None

    def _tickets(self, intent: int) -> tuple[Ticket, ...]:
        rows = self._rows("SELECT kind, text FROM ticket WHERE intent = ?", intent)
        return tuple(Ticket(kind, text) for kind, text in rows)

    def _rows(self, sql: str, *values: object) -> list[Row]:
        try:
            return self._store.rows(sql, *values)
        except self._store.failures as error:
            raise unreadable(error) from error


def unreadable(error: Exception) -> JournalUnwritable:
    """The refusal to go on without what the journal knows."""
    return JournalUnwritable(
        f"the journal cannot be read ({type(error).__name__})",
        advice="see that its file is whole, or that the database answers; then run the command again",
    )
