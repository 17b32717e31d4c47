"""The soak: seeds of the simulation, one after another on all cores, until there are enough or time is up.

`python -m labelsync.testing.soak --seeds 20000 --seconds 600`
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from typing import NamedTuple

from labelsync.testing.simulation import Report, Simulation, Statistics, Violation
from labelsync.testing.simulation.statistics import spread
from labelsync.testing.simulation.visitor import DIALECTS
from labelsync.wire.clock import SystemClock

AHEAD = 4
"""Simulations that wait for each process."""

SHOWN = 5
"""Violations of one seed that are printed; the others are counted."""


class Lived(NamedTuple):
    """One seed of one vendor, and what contradicts its invariants. `broke` says why it could not be lived."""

    seed: int
    vendor: str
    statistics: Statistics
    violations: tuple[Violation, ...] = ()
    broke: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing contradicts it."""
        return not (self.violations or self.broke)


@dataclass(slots=True)
class Soak:
    """What many seeds came to. Times are in seconds."""

    statistics: Statistics = field(default_factory=Statistics)
    failures: list[Lived] = field(default_factory=list)
    seconds: float = 0.0

    def take(self, lived: Lived) -> None:
        """Add one seed."""
        self.statistics.add(lived.statistics)
        self.failures += [] if lived.holds else [lived]


def live(seed: int, vendor: str) -> Lived:
    """Live one seed. Never raises: a simulation that breaks is a failure of its seed."""
    try:
        report: Report = Simulation(seed, vendor).run()
    except Exception as broken:  # noqa: BLE001 - the other seeds go on
        return Lived(seed, vendor, Statistics(seeds=1), broke=f"{type(broken).__name__}: {broken}")
    return Lived(seed, vendor, report.statistics, report.violations)


def soak(tasks: Iterator[tuple[int, str]], *, seconds: float, now: Callable[[], float], cores: int) -> Soak:
    """Live the seeds on so many processes, none begun after so many seconds."""
    begun, total = now(), Soak()
    with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
        under_way = _begin(pool, tasks, cores * AHEAD)
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for one in done:
                total.take(one.result())
            if now() - begun < seconds:
                under_way |= _begin(pool, tasks, len(done))
    total.seconds = now() - begun
    return total


def _begin(pool: ProcessPoolExecutor, tasks: Iterator[tuple[int, str]], count: int) -> set[Future[Lived]]:
    return {pool.submit(live, seed, vendor) for seed, vendor in islice(tasks, count)}


def told(total: Soak) -> Iterator[str]:
    """The lines of the report."""
    counts = total.statistics
    rate = counts.seeds / total.seconds if total.seconds else 0.0
    yield f"{counts.seeds} seeds in {total.seconds:.0f} s: {rate:.1f} a second"
    yield f"  {counts.runs} runs · {counts.deaths} died · {counts.refused} refused · {counts.priced} priced"
    yield f"  {counts.events} effective changes · {counts.verified} outcomes verified"
    yield f"  people a world   {spread(counts.people)}"
    yield f"  contacts a call  {spread(counts.batches)}"
    yield f"  requests a seed  {spread(counts.requests)}"
    for title, found in (("faults", counts.faults), ("third party", counts.edits)):
        yield f"{title}: " + " · ".join(f"{kind} {found[kind]}" for kind in sorted(found))
    yield from _failures(total.failures)


def _failures(failures: Sequence[Lived]) -> Iterator[str]:
    if not failures:
        yield "nothing contradicts the invariants"
    for lived in sorted(failures, key=lambda one: (one.vendor, one.seed)):
        yield f"FAILED {lived.vendor} {lived.seed}: {replay(lived)}"
        texts = [f"{violation.invariant}: {violation.text}" for violation in lived.violations]
        texts += [f"broke: {lived.broke}"] if lived.broke else []
        yield from (f"  {text}" for text in texts[:SHOWN])
        if len(texts) > SHOWN:
            yield f"  and {len(texts) - SHOWN} more"


def replay(lived: Lived) -> str:
    """The command that lives this seed again."""
    return f"python -m labelsync.testing.soak --from {lived.seed} --seeds 1 --vendor {lived.vendor}"


def _tasks(first: int, count: int, vendors: Sequence[str]) -> Iterator[tuple[int, str]]:
    """`count` seeds in all: one vendor after the other at each number."""
    every = ((seed, vendor) for seed in range(first, first + count) for vendor in vendors)
    return islice(every, count)


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("labelsync.testing.soak", description="Live seeds of the simulation.")
    parser.add_argument("--seeds", type=int, default=20_000, help="how many, over all vendors")
    parser.add_argument("--seconds", type=float, default=600.0, help="begin none after so long")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed's number")
    parser.add_argument("--vendor", action="append", choices=sorted(DIALECTS), help="default: all")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    return parser.parse_args(words)


def main(words: Sequence[str] = ()) -> int:
    """Soak, and print what came of it; 1 where an invariant did not hold."""
    said = _arguments(words)
    tasks = _tasks(said.first, said.seeds, said.vendor or sorted(DIALECTS))
    total = soak(tasks, seconds=said.seconds, now=SystemClock().now, cores=said.cores)
    sys.stdout.writelines(f"{line}\n" for line in told(total))
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
