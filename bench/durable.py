"""The journal: commits a batch, the time it adds to a run at a vendor's rate, and a bare fsync beside: P8."""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple, TypeVar

from bench.tables import Row, at_most
from labelsync.core.scope import Account
from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Person
from labelsync.sandbox.stand import Stand
from labelsync.testing.grounds import Ground, InProcess
from labelsync.testing.stage import Stage, everybody
from labelsync.testing.subject import Subject, subject
from labelsync.wire.clock import SystemClock
from labelsync.wire.inprocess import Application

T = TypeVar("T")
VENDORS = ("wix", "highlevel", "kirimchat")
SIZES = (40, 400, 4_000)
PACED = 100
MEMORY = Path("/dev/shm")  # noqa: S108 - a disk without a disk, if there is one


@dataclass
class Thread:
    """The journal's thread, as the command line has it, which tells what it committed and for how long."""

    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    took: list[float] = field(default_factory=list)
    waited: int = 0

    def __call__(self, call: Callable[[], T]) -> Awaitable[T]:
        """Run it there."""
        return asyncio.get_running_loop().run_in_executor(self.pool, self._timed, call)

    def _timed(self, call: Callable[[], T]) -> T:
        began = perf_counter()
        self.waited += call.func.__name__ == "transaction" if isinstance(call, partial) else 1
        try:
            return call()
        finally:
            self.took.append(perf_counter() - began)


class RealTime:
    """A vendor in this process, that counts in real time."""

    settings = InProcess.settings

    def __init__(self, one: Subject) -> None:
        self.clock = SystemClock()
        chance = random.Random(8)
        self._stand = Stand(one.emulated, Around(self.clock.now, self.clock.sleep, chance))

    @property
    def application(self) -> Callable[[Account], Application]:
        """The vendor itself."""
        return lambda _: self._stand

    def prepare(self, folder: Path) -> None:
        """A seed file, which must be there though the world does not come from it."""
        (folder / "seed.csv").write_text("id\n", encoding="utf-8")

    def renew(self, people: Sequence[Person]) -> None:
        """Begin the world anew."""
        self._stand.renew(people)

    def fault(self, specs: Sequence[str]) -> None:
        """No trouble here."""

    def shown(self) -> dict[str, Any]:
        """The world as it is."""
        return self._stand.shown()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run in real time."""
        return asyncio.run(coroutine)


class Committed(NamedTuple):
    """What a run took: seconds, batches, commits, those that waited for the disk, and the seconds of all."""

    wall: float
    batches: int
    commits: int
    waited: int
    within: float


def _applied(ground: Ground, one: Subject, folder: Path, people: int, settings: str = "") -> Committed:
    thread = Thread()
    stage = Stage(folder, one, ground, thread=thread)
    stage.people(*everybody(people))
    members = "".join(f"      - p{number}@example.com\n" for number in range(people))
    stage.manifest(f"labels:\n  vip:\n    members:\n{members}", settings=settings)
    plan = stage.plan()
    thread.took.clear()
    thread.waited = 0
    began = perf_counter()
    stage.apply(plan)
    wall = perf_counter() - began
    batches = sum(account.cost.requests for account in plan.accounts)
    return Committed(wall, batches, len(thread.took), thread.waited, sum(thread.took))


def rows() -> list[Row]:
    """All of P8."""
    return [*(_commits(name) for name in VENDORS), *_added(), _fsync()]


def _commits(name: str) -> Row:
    """Commits that every further batch costs, in virtual time."""
    taken: list[Committed] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            one = subject(name)
            taken.append(_applied(InProcess(one), one, Path(folder, "run"), size, "batch: 20"))
    first, last = taken[0], taken[-1]
    more = last.batches - first.batches
    each, all_of_them = (last.waited - first.waited) / more, (last.commits - first.commits) / more
    counted = ", ".join(f"{some.waited} for {some.batches}" for some in taken)
    what = f"commits that wait for the disk, a batch, {name} ({counted}; {all_of_them:.1f} with all others)"
    return {"what": what, "measured": each, **at_most(each, 2, _KEY)}


_KEY = "an idempotency key is a commit of its own, between the intent and the call"


def _added() -> list[Row]:
    """A run at HighLevel's rate, the fastest: on this disk, and where no disk is waited for."""
    places = (tempfile.gettempdir(), str(MEMORY if MEMORY.is_dir() else tempfile.gettempdir()))
    turns = [[_paced(place) for place in places] for _ in range(3)]
    disk, memory = ([turn[side] for turn in turns] for side in (0, 1))
    with_disk, without = median(run.wall for run in disk), median(run.wall for run in memory)
    inside = median(run.within for run in memory)
    added = max(0.0, with_disk - without + inside) / without * 100
    text = f"{disk[0].batches} batches at HighLevel's rate: {with_disk:.2f} s, {without:.2f} s without a disk"
    share = median(run.within for run in disk) / with_disk * 100
    return [
        {"what": f"wall time that the journal adds, % ({text})", "measured": added, **at_most(added, 2)},
        {"what": "the same if no commit overlapped the pace, %", "measured": share},
    ]


def _paced(place: str) -> Committed:
    with tempfile.TemporaryDirectory(dir=place) as folder:
        one = subject("highlevel")
        return _applied(RealTime(one), one, Path(folder, "run"), PACED, "batch: 2")


def _fsync() -> Row:
    """The same disk, without a database."""
    with tempfile.NamedTemporaryFile(buffering=0) as file:
        took = [_synced(file.fileno()) for _ in range(50)]
    return {"what": "a bare fsync of 4 KiB on this disk, ms", "measured": median(took) * 1000}


def _synced(descriptor: int) -> float:
    began = perf_counter()
    os.write(descriptor, b"x" * 4096)
    os.fsync(descriptor)
    return perf_counter() - began


if __name__ == "__main__":
    from bench.tables import table

    sys.stdout.write(table(rows()))
