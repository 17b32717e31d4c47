"""`make bench`: everything that is promised about speed, measured in one run.

Prints Markdown and writes bench/results.json; --out FILE puts the tables there as well, --only p1,p7 measures
those rows alone, --quick takes small sizes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from bench.tables import Row, table

RESULTS = Path(__file__).with_name("results.json")
PEERS = ("octodns", "deepdiff", "PyYAML", "ruamel.yaml", "httpx", "msgspec", "highspy")


class Part(NamedTuple):
    """A part of the promises: its sign, what it is about, and how it is measured, at length or quickly."""

    sign: str
    title: str
    measure: Callable[[bool], Sequence[Row]]


def _small(quick: bool) -> Sequence[Row]:
    from bench import planning

    return planning.small((1_000, 10_000) if quick else planning.SIZES_1)


def _large(quick: bool) -> Sequence[Row]:
    from bench import planning

    return planning.large((1_000, 10_000), beyond=0) if quick else planning.large()


def _files(quick: bool) -> Sequence[Row]:
    from bench import planfiles

    return planfiles.rows((1_000, 10_000) if quick else planfiles.SIZES)


def _requests(quick: bool) -> Sequence[Row]:
    from bench.requests import TALL, apart

    if quick:
        return apart("--contacts", "10000")
    return [*apart("--contacts", "100000"), *apart("--contacts", "1000000", "--shape", TALL)]


def _texts(quick: bool) -> Sequence[Row]:
    from bench import texts

    return texts.rows((1_000, 10_000), (1_000, 10_000)) if quick else texts.rows()


def _alone(name: str) -> Callable[[bool], Sequence[Row]]:
    """A module that has one size."""

    def measure(_: bool) -> Sequence[Row]:
        found: Sequence[Row] = import_module(f"bench.{name}").rows()
        return found

    return measure


PARTS = (
    Part("P1", "Assignments in YAML and in a list", _small),
    Part("P2", "A whole plan", _large),
    Part("P2", "The plan file", _files),
    Part("P3", "Requests of a plan", _requests),
    Part("P4", "Reads of a plan", _alone("reads")),
    Part("P5", "Use of the vendor's rate", _alone("pace")),
    Part("P6", "Start", _alone("start")),
    Part("P7", "Texts and lists", _texts),
    Part("P8", "The journal", _alone("durable")),
)
"""Imported when measured: this process stays small, since a child's peak is at least its parent's."""


def machine() -> str:
    """What all this was measured on."""
    peers = ", ".join(f"{name} {version(name)}" for name in PEERS)
    return f"{_model()}, {_cores()} cores, {platform.system()}, Python {platform.python_version()}; {peers}"


def _model() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name"))
    return next(names, platform.machine())


def _cores() -> int:
    return os.cpu_count() or 1


def main(arguments: Sequence[str]) -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--only", default="", help="p1,p7: these rows alone")
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--out", type=Path, help="the tables as Markdown")
    given = parser.parse_args(arguments)
    only = {sign.upper() for sign in given.only.split(",") if sign}
    text = f"# What labelsync costs\n\nMeasured on {machine()}.\n\n{_NOTE}"
    results: dict[str, object] = {"machine": machine()}
    sys.stdout.write(text)
    for part in PARTS:
        if not only or part.sign in only:
            began = perf_counter()
            rows = part.measure(given.quick)
            took = perf_counter() - began
            section = f"\n## {part.sign}. {part.title}\n\n{table(rows)}\nMeasured in {took:.0f} s.\n"
            text, results[f"{part.sign} {part.title}"] = text + section, rows
            sys.stdout.write(section)
            sys.stdout.flush()
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if given.out:
        given.out.write_text(text, encoding="utf-8")


_NOTE = """\
CPU seconds are user and system time of a fresh process and all that it starts, medians of five runs
below ten seconds and of three above, run in turns with the peers; octoDNS at its largest size and whole
plans of 3,000,000 contacts are run once. Peaks are the operating system's. `exponent` is the slope of
log CPU since the size before. The server of pages is another process, which is not counted. P1 is judged
against octoDNS with its own YAML on both sides; the verdict against a provider that reads the same
pages, the same work, stands beside.
"""

if __name__ == "__main__":
    main(sys.argv[1:])
