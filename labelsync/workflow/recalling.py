"""The journal as a snapshot has it: what it said of the accounts when they were looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from labelsync.core.batch import Relabel
from labelsync.errors import JournalUnwritable
from labelsync.journal.memory import Done, Memory, OpenIntent
from labelsync.journal.store import Row, Store
from labelsync.snapshot import Look, Snapshot

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recalled(Memory):
    """Answers from the snapshot. `journal` is today's, if there is one: it alone knows whom entries meant."""

    snapshot: Snapshot
    journal: Memory | None

    def open_intents(self, accounts: Iterable[str]) -> tuple[OpenIntent, ...]:
        """What was open on these accounts, a run at a time."""
        wanted = set(accounts)
        return tuple(
            OpenIntent(0, run, look.account, Relabel(tuple(who for _, who in pairs)), 0.0, ())
            for look in self._looks()
            if look.account in wanted
            for run, pairs in groupby(look.unresolved, key=lambda pair: pair[0])
        )

    def ledger(self, tenant: str) -> dict[str, frozenset[str]] | None:
        """Nothing that the contacts of the snapshot do not carry already; None where there was no ledger."""
        return {} if any(look.ledger for look in self._looks(tenant)) else None

    def flapping(self, tenant: str, *, now: float) -> frozenset[tuple[str, str]]:  # noqa: ARG002 - it was asked then
        """(vendor label id, contact) pairs that were given again and again."""
        return frozenset(pair for look in self._looks(tenant) for pair in look.flapping)

    def named(self, tenant: str, who: Iterable[str]) -> dict[str, str]:
        """The contact that each of these pseudonyms meant last, as far as today's journal knows."""
        return self.journal.named(tenant, who) if self.journal else {}

    def managed(self) -> frozenset[tuple[str, str]]:
        """(account, label key) of everything that the last whole apply before the snapshot managed."""
        return self.snapshot.head.managed

    def definitions(self, tenant: str) -> dict[str, str]:
        """The vendor's label ids that were known, by label key."""
        return {key: found for look in self._looks(tenant) for key, found in look.remembered.items()}

    def recent(self, account: str, *, since: float) -> tuple[Done, ...]:  # noqa: ARG002 - looked at afresh then
        """Nothing: what was newer than the vendor's index is in the snapshot."""
        return ()

    def _looks(self, tenant: str | None = None) -> Iterator[Look]:
        looks = (part.look for part in self.snapshot.parts.values())
        return (look for look in looks if tenant is None or look.tenant == tenant)


def recalled(snapshot: Snapshot, journal: Memory | None) -> Memory | None:
    """The snapshot's word in the place of a journal; None where there was none when it was taken."""
    return Recalled(_Blank(), snapshot, journal) if snapshot.head.journal else None


class _Blank(Store):
    """A store in which nothing was ever written: for whatever a snapshot does not tell."""

    failures = ()

    def rows(self, sql: str, *values: object) -> list[Row]:  # noqa: ARG002 - the port's
        return []

    def each(self, sql: str) -> Iterator[Row]:  # noqa: ARG002 - the port's
        return iter(())

    def write(self, sql: str, *rows: Row) -> int:  # noqa: ARG002 - the port's
        raise JournalUnwritable("a snapshot is for looking")

    def insert(self, sql: str, *values: object) -> int:  # noqa: ARG002 - the port's
        raise JournalUnwritable("a snapshot is for looking")

    def transaction(self, change: Callable[[], T]) -> T:
        return change()

    def snapshot(self, look: Callable[[], T]) -> T:
        return look()

    def close(self) -> None:
        pass
