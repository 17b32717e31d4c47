"""What a command costs: CPU time of its process and all that it started, and the most memory it held.

Every measurement is a fresh process. The kernel hands a child the peak of whoever forked it, so what measures
stays small itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
SHORT = 10.0
"""Seconds of CPU below which a median is of five runs, above of three."""

Command = Sequence[str]


class Spent(NamedTuple):
    """CPU seconds (user and system), and the peak of resident memory in MiB."""

    cpu: float
    peak: float


class Failed(Exception):
    """A command that was to be measured ended with an error."""


def python(module: str, *arguments: object) -> list[str]:
    """The command that runs a module of ours."""
    return [sys.executable, "-m", module, *map(str, arguments)]


def spent(command: Command, *, folder: Path | None = None) -> Spent:
    """Run it once. Its output goes nowhere, except what it says when it fails."""
    where = {**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT))}  # noqa: TID251 - handed on
    process = subprocess.Popen(
        command, cwd=folder, env=where, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise Failed(f"{' '.join(command)} ended with {process.returncode}: {said.decode()[-2000:]}")
    return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compared(
    commands: Mapping[str, tuple[Command, Path | None]], *, once: Sequence[str] = ()
) -> dict[str, Spent]:
    """The medians of several commands, each in its folder, run in turns; those in `once` a single time."""
    taken = {name: [spent(command, folder=folder)] for name, (command, folder) in commands.items()}
    for turn in range(1, 5):
        for name, (command, folder) in commands.items():
            if name not in once and (turn < 3 or taken[name][0].cpu < SHORT):
                taken[name].append(spent(command, folder=folder))
    return {name: _middle(runs) for name, runs in taken.items()}


def _middle(runs: Sequence[Spent]) -> Spent:
    return Spent(median(run.cpu for run in runs), median(run.peak for run in runs))


def growth(smaller: tuple[int, float], larger: tuple[int, float]) -> float:
    """The exponent of (size, seconds) between two sizes: 1 where twice as much costs twice as much."""
    return log(larger[1] / smaller[1]) / log(larger[0] / smaller[0])
