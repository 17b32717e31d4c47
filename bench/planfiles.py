"""A plan file of very many pairs: sealed and opened, each in a process of its own.

What those import, the process that measures does not.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measuring import compared, growth, python
from bench.population import contact_id, label
from bench.tables import Row

if TYPE_CHECKING:
    from labelsync.core.change import Add
    from labelsync.core.plan import Plan

SIZES = (10_000, 100_000, 1_000_000)
LABELS = 20
KEY = b"bench"
STEPS = ("made", "made and sealed", "opened", "shown")


def rows(sizes: Sequence[int] = SIZES) -> list[Row]:
    """What sealing costs beyond having the plan, and what opening and reading for display cost."""
    found: list[Row] = []
    last: dict[str, tuple[int, float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "plan.json")
            taken = compared({step: (python("bench.planfiles", step, size, path), None) for step in STEPS})
        for step, spent in taken.items():
            row: Row = {
                "what": f"plan file, {step}",
                "pairs": size,
                "CPU s": spent.cpu,
                "peak MiB": spent.peak,
            }
            found.append(row | {"exponent": growth(last[step], (size, spent.cpu)) if step in last else ""})
            last[step] = size, spent.cpu
    return sorted(found, key=lambda row: STEPS.index(str(row["what"]).removeprefix("plan file, ")))


def plan(pairs: int) -> Plan:
    """Additions to some labels, each pair with a line of a list and a pseudonym."""
    from labelsync.core.cost import Cost
    from labelsync.core.plan import AccountPlan, LabelLine, Origin, Plan, Read

    each = pairs // LABELS
    changes = tuple(_add(number, range(number * each, (number + 1) * each)) for number in range(LABELS))
    lines = tuple(
        LabelLine(change.label, 0, each, 0, 0, 0, 0, 0, seen=True, wanted_whole=True) for change in changes
    )
    part = AccountPlan(
        account="site",
        connector="wix",
        identity="a site",
        tenant="site",
        read=Read("observed", True, pairs, 1, 0.0, 0.0),  # noqa: FBT003 - a field of a tuple
        labels=lines,
        changes=changes,
        withheld=(),
        unmatched=(),
        cost=Cost(pairs, pairs, 1, 0, 0, 0, 0.0),
    )
    return Plan(0.0, 1e9, Origin({}, "", "states"), False, (part,), ())  # noqa: FBT003 - as above


def _add(number: int, people: Sequence[int]) -> Add:
    from labelsync.core.change import Add

    contacts = tuple(sorted(contact_id(one) for one in people))
    because = tuple(f"states/wanted.csv:{one}" for one in people)
    return Add(label(number), contacts, because, tuple(f"c_{one:016x}" for one in people))


def _step(step: str, pairs: int, path: Path) -> None:
    from labelsync.planfile import open_sealed, read, save

    match step:
        case "made":
            plan(pairs)
        case "made and sealed":
            save(plan(pairs), path, KEY)
        case "opened":
            open_sealed(path.read_bytes(), key=KEY, now=0.0)
        case _:
            read(path.read_bytes())


if __name__ == "__main__":
    _step(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
