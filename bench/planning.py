"""Whole plans through the real command line, beside those who do the same work: P1 and P2."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.folders import LIST, listed_by_id, listed_by_identity, person_by_person
from bench.measuring import Command, Spent, compared, growth, python
from bench.population import Population, crowd, singles
from bench.serving import serving
from bench.tables import Row, at_least, at_most
from bench.zones import both_zones, zone_folder

Results = dict[int, dict[str, Spent]]
Build = Callable[..., Path]

PLAN: Command = python("labelsync", "--quiet", "plan", "--out", "plan.json")
OCTODNS: Command = [str(Path(sys.executable).with_name("octodns-sync")), "--config-file", "config.yaml"]
SIZES_1 = (1_000, 10_000, 100_000)
SIZES_2 = (10_000, 100_000, 1_000_000)
LARGE = 3_000_000
"""Run once, and only by ourselves. Ten million take a quarter of an hour, and are not run."""
DEEP = (10_000, 30_000)
"""Contacts at which deepdiff is bearable; beyond, what it would take is told by its exponent."""

OWN = "octoDNS, its own YAML on both sides"
PAGED = "octoDNS, a provider that reads the same pages"
YAML = "labelsync, YAML person by person"
CSV = "labelsync, CSV"
GOALS_1 = {(YAML, 10_000): 12, (YAML, 100_000): 25, (CSV, 100_000): 60}
HELD = 220
"""MiB that P1 may take."""


class Side(NamedTuple):
    """A way to plan: what to run, and in which folder."""

    name: str
    folder: str
    command: Command


@contextmanager
def _furnished(population: Population, builds: Mapping[str, Build]) -> Iterator[tuple[Path, str]]:
    """A folder with the manifests, each in its own, and the address of the site."""
    with serving(population) as url, tempfile.TemporaryDirectory() as name:
        for kind, build in builds.items():
            build(Path(name, kind, "states"), population, url=url)
        yield Path(name), url


def _run(sides: list[Side], folder: Path, *, once: tuple[str, ...] = ()) -> dict[str, Spent]:
    commands = {side.name: (side.command, folder / side.folder) for side in sides}
    return compared(commands, once=once)


def small(sizes: tuple[int, ...] = SIZES_1) -> list[Row]:
    """P1: assignments written in YAML or in a list, against as many that are there."""
    results = {size: _assigned(size) for size in sizes}
    rows: list[Row] = []
    for name in (OWN, PAGED, YAML, CSV):
        for row, size in _grown(name, results):
            rows.append(row | (_against_octodns(name, size, results[size]) if name in (YAML, CSV) else {}))
    return rows


def _assigned(size: int) -> dict[str, Spent]:
    builds = {"yaml": person_by_person, "csv": listed_by_identity}
    with _furnished(singles(size), builds) as (folder, url):
        zone_folder(folder / "paged", singles(size), url=url)
        both_zones(folder / "own", singles(size))
        sides = [
            Side(OWN, "own", OCTODNS),
            Side(PAGED, "paged", OCTODNS),
            Side(YAML, "yaml", PLAN),
            Side(CSV, "csv", PLAN),
        ]
        return _run(sides, folder, once=(OWN, PAGED) if size == SIZES_1[-1] else ())


def _against_octodns(name: str, size: int, spent: Mapping[str, Spent]) -> Row:
    ours = spent[name]
    own, paged = (spent[peer].cpu / ours.cpu for peer in (OWN, PAGED))
    row: Row = {"less CPU than its own": f"{own:.1f}×", "less than with the same pages": f"{paged:.1f}×"}
    goal = GOALS_1.get((name, size))
    if goal:
        row |= at_least(own, goal, _START if size < SIZES_1[-1] else _EACH)
        row["with the same pages"] = at_least(paged, goal)["verdict"]
        row["memory goal"] = at_most(ours.peak, HELD)["verdict"]
    return row


def large(sizes: tuple[int, ...] = SIZES_2, *, beyond: int = LARGE) -> list[Row]:
    """P2: three assignments a contact from a list, against all contacts of a site."""
    results = {size: _whole(size) for size in sizes}
    if beyond:
        results[beyond] = _whole(beyond, alone=True)
    rows: list[Row] = []
    for name in results[sizes[0]]:
        for row, size in _grown(name, results):
            ours = name.startswith("labelsync")
            rows.append(row | (_against_the_obvious(name, size, results[size]) if ours else {}))
            if ours and size == beyond:
                met = at_most(float(str(row["exponent"])), 1.05)
                rows[-1] |= {"goal": "exponent ≤ 1.05", "verdict": met["verdict"]}
    return [*rows, *_deep(sizes[-1])]


def _deep(size: int) -> Iterator[Row]:
    """What deepdiff takes for the comparison alone where it is bearable, and would take beyond."""
    results: Results = {}
    for contacts in DEEP:
        with _furnished(crowd(contacts), {"ids": listed_by_id}) as (folder, url):
            side = Side("deepdiff", "ids", python("bench.deepdiff_sets", url, f"states/{LIST}"))
            results[contacts] = _run([side], folder)
    yield from (row for row, _ in _grown("deepdiff", results))
    (few, short), (many, long) = ((contacts, spent["deepdiff"].cpu) for contacts, spent in results.items())
    slope = growth((few, short), (many, long))
    told = long * (size / many) ** slope
    yield {"what": "deepdiff, extrapolated", "contacts": size, "CPU s": told, "exponent": slope}


def _whole(size: int, *, alone: bool = False) -> dict[str, Spent]:
    builds = {"ids": listed_by_id, "contacts": listed_by_identity}
    with _furnished(crowd(size), builds) as (folder, url):
        peer = python("bench.obvious", url, f"states/{LIST}", "obvious.json")
        sides = [
            Side("the obvious design, by id", "ids", peer),
            Side("labelsync, by id", "ids", PLAN),
            Side("the obvious design, by e-mail and phone", "contacts", peer),
            Side("labelsync, by e-mail and phone", "contacts", PLAN),
            Side("the floor, by id", "ids", python("bench.floor", url, f"states/{LIST}")),
        ]
        if alone:
            sides = [side for side in sides if not side.name.startswith("the obvious")]
        return _run(sides, folder, once=tuple(side.name for side in sides) if alone else ())


def _against_the_obvious(name: str, size: int, spent: Mapping[str, Spent]) -> Row:
    how = name.partition(", ")[2]
    ours, peer = spent[name], spent.get(f"the obvious design, {how}")
    if peer is None:
        return {}
    cpu, held = ours.cpu / peer.cpu, ours.peak / peer.peak
    row: Row = {"CPU against the obvious": f"{cpu:.2f}×", "memory against it": f"{held:.2f}×"}
    if size == SIZES_2[-1]:
        least, most = (0.3, 0.2) if how == "by id" else (0.45, 0.3)
        row |= at_most(cpu, least, _PASSING)
        row["memory goal"] = f"≤ {most:g}"
        row["memory verdict"] = at_most(held, most, _KNOWN)["verdict"]
    return row


def _grown(name: str, results: Results) -> Iterator[tuple[Row, int]]:
    """A row for each size, with the exponent since the size before."""
    before: tuple[int, float] | None = None
    for size, spent in results.items():
        if name in spent:
            mine = spent[name]
            row: Row = {"what": name, "contacts": size, "CPU s": mine.cpu, "peak MiB": mine.peak}
            yield row | {"exponent": growth(before, (size, mine.cpu)) if before else ""}, size
            before = (size, mine.cpu)


_START = "starting Python and importing is most of it (P6)"
_EACH = "every contact of a page becomes a value and is compared one by one"
_PASSING = (
    "of a profile, a quarter is httpx and decoding, a fifth making a value of each contact, "
    "a fifth comparing it, a seventh reading the list"
)
_KNOWN = "the ids of the list and of all that passed are a third of it, the sets and maps over them a quarter"
