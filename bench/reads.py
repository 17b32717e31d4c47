"""P4: the reads of a plan that speaks of few, on an account of many: `python -m bench.reads`.

Fifty people by e-mail and one exact label that two hundred carry, on the emulated vendors. Counted is every
request of planning, that for the account's identity and its labels included.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measuring import ROOT, python
from bench.tables import Row, at_most, table
from labelsync.core.plan import AccountPlan
from labelsync.testing import InProcess, Stage, everybody, members, subject

SIZES = {"wix": (10_000, 100_000), "highlevel": (10_000, 100_000, 1_000_000)}
"""A million contacts on the emulated Wix take minutes: `python -m bench.reads wix 1000000`."""
GOALS = {"wix": 6, "highlevel": 8}
CARRIERS = 200
MANIFEST = f"""\
labels:
  vip: {{ownership: additive, members: {members(*range(50))}}}
  old: {{members: [p40@example.com]}}
"""


def rows() -> list[Row]:
    """Each vendor at each size, in a process of its own, for the world of a million contacts is large."""
    return [_measured(vendor, size) for vendor in GOALS for size in SIZES[vendor]]


def _measured(vendor: str, size: int) -> Row:
    answer = subprocess.run(
        python("bench.reads", vendor, size), cwd=ROOT, check=True, capture_output=True, text=True
    )
    found = json.loads(answer.stdout)
    return {
        "vendor": vendor,
        "contacts": size,
        "reads": found["reads"],
        "a scan": found["reads"] + found["spared"],
        **at_most(found["reads"], GOALS[vendor]),
    }


def planned(vendor: str, size: int) -> AccountPlan:
    """The plan for an account of so many contacts."""
    with TemporaryDirectory() as folder:
        stage = Stage(Path(folder) / "stage", subject(vendor), InProcess(subject(vendor)))
        stage.people(*everybody(CARRIERS, "old"), *everybody(size - CARRIERS, start=CARRIERS))
        stage.manifest(MANIFEST)
        return stage.plan().accounts[0]


def main(arguments: Sequence[str]) -> None:
    """One measurement as JSON, or all of them as a table."""
    if not arguments:
        sys.stdout.write(table(rows()))
        return
    plan = planned(arguments[0], int(arguments[1]))
    sys.stdout.write(json.dumps({"reads": plan.cost.reads, "spared": plan.read.spared or 0}))


if __name__ == "__main__":
    main(sys.argv[1:])
