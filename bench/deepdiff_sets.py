"""deepdiff on what is there and what is wanted, a set of labels a contact.

Usage: `deepdiff_sets URL LIST`, by id.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from deepdiff import DeepDiff

from bench.obvious import contacts


def differing(url: str, path: Path) -> int:
    """How many pairs differ."""
    have = {
        contact["id"]: {key.removeprefix("custom.") for key in contact["info"]["labelKeys"]["items"]}
        for contact in contacts(url)
    }
    want = defaultdict[str, set[str]](set)
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        for who, label in rows:
            want[who].add(label)
    found = DeepDiff(have, dict(want))
    return sum(len(found.get(kind, ())) for kind in ("set_item_added", "set_item_removed"))


if __name__ == "__main__":
    sys.stdout.write(f"{differing(sys.argv[1], Path(sys.argv[2]))}\n")
