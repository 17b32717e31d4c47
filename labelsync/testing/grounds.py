"""Where a vendor stands while it is tested: in this process under virtual time, or behind a socket."""

from __future__ import annotations

import random
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from labelsync.core.exchange import Clock
from labelsync.core.scope import Account
from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Person
from labelsync.sandbox.faults import parse_fault
from labelsync.sandbox.stand import Stand
from labelsync.testing.subject import Subject
from labelsync.testing.time import VirtualClock
from labelsync.wire.inprocess import Application

T = TypeVar("T")


class Ground(Protocol):
    """An emulated vendor that tests can furnish, trouble and look at, and the time that passes there."""

    @property
    def clock(self) -> Clock:
        """The time that a run on this ground is handed."""

    @property
    def settings(self) -> str:
        """The account's settings in a manifest, as YAML flow text: how the vendor is reached."""

    @property
    def application(self) -> Callable[[Account], Application]:
        """The application that stands in for the vendor of a sandbox account."""

    def prepare(self, folder: Path) -> None:
        """Put what the settings name into the manifest's folder."""

    def renew(self, people: Sequence[Person]) -> None:
        """Begin the world anew, with these people."""

    def fault(self, specs: Sequence[str]) -> None:
        """Put these faults before the vendor, in place of those that were there."""

    def shown(self) -> dict[str, Any]:
        """The world as it is: `Stand.shown`."""

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run to the end, in the time of this ground."""


class InProcess:
    """A vendor in this process. Waiting costs nothing."""

    settings = "sandbox: seed.csv"

    def __init__(self, subject: Subject) -> None:
        self.clock = VirtualClock()
        around = Around(self.clock.now, self.clock.sleep, random.Random(8))  # noqa: S311 - the same every time
        self.stand = Stand(subject.emulated, around)

    @property
    def application(self) -> Callable[[Account], Application]:
        """The vendor itself."""
        return lambda _: self.stand

    def prepare(self, folder: Path) -> None:
        """A seed file, which must be there though the world does not come from it."""
        (folder / "seed.csv").write_text("id\n", encoding="utf-8")

    def renew(self, people: Sequence[Person]) -> None:
        """Begin the world anew."""
        self.stand.renew(people)

    def fault(self, specs: Sequence[str]) -> None:
        """Trouble the vendor."""
        self.stand.faults[:] = map(parse_fault, specs)

    def shown(self) -> dict[str, Any]:
        """Look at the world."""
        return self.stand.shown()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run in virtual time."""
        return self.clock.run(coroutine)
