"""What a start costs, CPU in milliseconds: `python -m bench.start`.

The program is run by its console script, in turns with a bare interpreter; medians of many runs, for each is
short. The goals in milliseconds were set where a bare interpreter takes six.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.folders import person_by_person
from bench.measuring import Command, spent
from bench.population import Population
from bench.serving import serving
from bench.tables import Row, table

PROGRAM = str(Path(sys.executable).with_name("labelsync"))
BARE, VERSION, HELP = "bare", "version", "help"
IMPORTS, PLAN = "imports", "plan"
PEOPLE = Population(200, each=3, labels=20, every=20)
MANY, SOME = 31, 11
REFERENCE = 6.0
"""Milliseconds of a bare interpreter where the goals were set."""


def rows() -> list[Row]:
    """Every measurement: what, measured, goal, and whether it is met."""
    short = _medians(
        {BARE: _python("pass"), VERSION: [PROGRAM, "--version"], HELP: [PROGRAM, "--help"]}, MANY
    )
    long = {**short, **_planned()}
    return [
        _printed("bare python", f"{short[BARE]:.1f} ms", "the measure"),
        _version(short),
        _row("labelsync --help", long, HELP, 50.0, "click alone is most of it"),
        _printed("imports of labelsync plan", f"{long[IMPORTS]:.0f} ms", "part of the next"),
        _row("a cold plan of 200 people, one page", long, PLAN, 250.0, "imports are most of it"),
    ]


def _printed(what: str, measured: str, verdict: str) -> Row:
    return {"what": what, "measured": measured, "goal": "", "verdict": verdict}


def _version(taken: Mapping[str, float]) -> Row:
    times = taken[VERSION] / taken[BARE]
    return {
        "what": "labelsync --version",
        "measured": f"{taken[VERSION]:.1f} ms, {times:.2f} × bare python",
        "goal": "≤ 1.5 × bare python",
        "verdict": "met" if times <= 1.5 else f"off by {times / 1.5:.1f}×",
    }


def _row(what: str, taken: Mapping[str, float], name: str, goal: float, reason: str) -> Row:
    """Against a goal in milliseconds, and in those of the machine where it was set."""
    there = taken[name] * REFERENCE / taken[BARE]
    short = f"off by {taken[name] / goal:.2f}× here ({there / goal:.2f}× there): {reason}"
    return {
        "what": what,
        "measured": f"{taken[name]:.0f} ms; {there:.0f} ms where bare python takes {REFERENCE:.0f}",
        "goal": f"≤ {goal:.0f} ms",
        "verdict": "met" if taken[name] <= goal else short,
    }


def _planned() -> dict[str, float]:
    with TemporaryDirectory() as name, serving(PEOPLE) as url:
        folder = person_by_person(Path(name), PEOPLE, url=url)
        commands = {
            IMPORTS: _python("import gc; gc.disable(); import labelsync.cli.plan"),
            PLAN: [PROGRAM, "plan", str(folder)],
        }
        return _medians(commands, SOME)


def _python(code: str) -> Command:
    return [sys.executable, "-c", code]


def _medians(commands: Mapping[str, Command], runs: int) -> dict[str, float]:
    """Milliseconds of each, run in turns so that what else the machine does hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(1000 * spent(command).cpu)
    return {name: median(each) for name, each in taken.items()}


if __name__ == "__main__":
    sys.stdout.write(table(rows()))
