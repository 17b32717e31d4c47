"""What a simulation leaves behind: what was wanted when, what was sent, what the journal has, its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from labelsync.core.batch import Batch, Deletion, Relabel
from labelsync.core.outcome import Performed
from labelsync.core.plan import Plan
from labelsync.core.run import Run
from labelsync.journal.opening import open_store
from labelsync.journal.rows import read_batch, read_performed
from labelsync.sandbox.emulator import Person
from labelsync.testing.simulation.chronicle import Chronicle, Event
from labelsync.testing.simulation.wish import Wish


class Period(NamedTuple):
    """The time in which one manifest held, from `began` (epoch seconds) on; `people` are those of then."""

    began: float
    wish: Wish
    people: Mapping[str, Person]


@dataclass(frozen=True, slots=True)
class Played:
    """One run, until `over`. `run` is None where it died or was refused; `error` says why, else ''.

    `priced`: what it sent can be held against what its plan said. `ended` is false where it was stopped.
    """

    number: int
    over: float
    plan: Plan | None
    run: Run | None = None
    error: str = ""
    died: bool = False
    priced: bool = False
    ended: bool = True


class Entry(NamedTuple):
    """One intent of the journal. Open ones have neither `settled` nor `performed`."""

    id: int
    run: str
    batch: Batch
    at: float
    settled: float | None
    performed: Performed | None

    def under_way(self, at: float) -> bool:
        """Whether the intent was durable and without an outcome at an instant."""
        return self.at <= at and (self.settled is None or at <= self.settled)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of it. `readable` and `renamable` say what the vendor can; `settled` whether plans came out empty.

    `numbers` has the number of every person by contact id.
    """

    chronicle: Chronicle
    periods: tuple[Period, ...]
    played: tuple[Played, ...]
    entries: tuple[Entry, ...]
    numbers: Mapping[str, int]
    readable: bool
    renamable: bool
    settled: bool
    stopped: tuple[str, ...] = field(default=())

    @property
    def last(self) -> Period:
        """The manifest that holds in the end."""
        return self.periods[-1]

    def period(self, at: float) -> int:
        """Which manifest held at an instant."""
        return max((n for n, one in enumerate(self.periods) if one.began <= at), default=0)

    def of_pair(self, contact: str, label: str) -> Iterator[Event]:
        """The events of a contact and a label of this name, oldest first."""
        return (e for e in self.chronicle.events if e.contact == contact and e.label == label)

    def told(self, entry: Entry) -> float:
        """The instant by which an entry's outcome was known: what is read back is written at a run's end."""
        settled = entry.settled if entry.settled is not None else float("inf")
        return min((one.over for one in self.played if one.over >= settled), default=settled)

    def disturbed(self, contact: str, *, since: float, until: float) -> bool:
        """Whether somebody else changed a contact between two instants, or it was gone by the second."""
        gone = self.chronicle.gone.get(contact)
        if gone is not None and gone.since <= until:
            return True
        events = self.chronicle.events
        return any(e.theirs and e.contact == contact and since <= e.at <= until for e in events)

    def met(
        self, contact: str, trouble: str, *, since: float = float("-inf"), until: float = float("inf")
    ) -> int:
        """How many calls that named a contact met a trouble between two instants."""
        met = (one for one in self.chronicle.sent if one.fault == trouble and contact in one.named)
        return sum(since <= one.at <= until for one in met)


def entries(path: Path) -> tuple[Entry, ...]:
    """Every intent of a journal, oldest first."""
    store = open_store(path)
    try:
        rows = store.rows("SELECT id, run, batch, at, settled, performed FROM intent ORDER BY id")
        return tuple(
            Entry(number, run, read_batch(batch), at, settled, read_performed(told) if told else None)
            for number, run, batch, at, settled, told in rows
        )
    finally:
        store.close()


def contacts_of(batch: Batch) -> tuple[str, ...]:
    """The contacts that a batch is about; none for a label's definition."""
    return batch.contacts if isinstance(batch, Relabel | Deletion) else ()


def name_of(label: str) -> str:
    """The name of a label as results call it: that of a former self stands in `vip (was Very important)`."""
    return label.partition(" (was ")[2].rstrip(")") or label
