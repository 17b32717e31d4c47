"""How far the work on one account is, for whoever looks now and then."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum, auto

from labelsync.core.outcome import Kind


class Stage(Enum):
    """What is being done: nothing yet, reading the contacts, nothing more, sending batches, nothing more."""

    OPENED = auto()
    READING = auto()
    READ = auto()
    APPLYING = auto()
    ENDED = auto()


@dataclass(slots=True)
class Standing:
    """What was read and sent so far. It is brought up to date a page or a batch at a time.

    `contacts` are distinct; `total` is how many the vendor counts, None where it does not say. `batches` are
    those that ended, of the `planned` ones of the waves that have begun. `outcomes` are of pairs and labels.
    """

    stage: Stage = Stage.OPENED
    contacts: int = 0
    pages: int = 0
    total: int | None = None
    batches: int = 0
    planned: int = 0
    outcomes: Counter[Kind] = field(default_factory=Counter)

    def turn(self, contacts: int, *, total: int | None) -> None:
        """One more page came, with so many contacts that no earlier one held."""
        if self.stage is not Stage.READING:
            self.stage, self.contacts, self.pages = Stage.READING, 0, 0
        self.contacts += contacts
        self.pages += 1
        self.total = total

    def close(self, *, contacts: int, pages: int) -> None:
        """The reading is over, and this is what its certificate says of it."""
        self.stage, self.contacts, self.pages = Stage.READ, contacts, pages

    def begin(self, batches: int) -> None:
        """So many more batches are to be sent."""
        self.stage = Stage.APPLYING
        self.planned += batches
