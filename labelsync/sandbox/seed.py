"""Seed files: CSV rows become people."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from labelsync.errors import WrongUsage
from labelsync.sandbox.emulator import Person

COLUMNS = ("id", "email", "phone", "first_name", "last_name", "country", "created", "labels")
FIRST_NAMES = ("Ada", "Bima", "Chloe", "Dewi", "Elif", "Farid", "Grace", "Hana", "Ines", "Jun")


def read_seed(path: Path) -> tuple[Person, ...]:
    """The people of a seed file. Columns are those of `Person`; labels are separated by `;`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(_person(row) for row in csv.DictReader(file))
    except (OSError, UnicodeError, csv.Error) as error:
        raise WrongUsage(
            f"the sandbox's seed file {path.name} cannot be read ({type(error).__name__})",
            advice="it is CSV with the columns " + ", ".join(COLUMNS),
        ) from error


def _person(row: dict[str, str]) -> Person:
    cells = {name: (cell or "").strip() for name, cell in row.items() if name}
    return Person(
        **{name: cells.get(name, "") for name in COLUMNS if name != "labels"},
        labels=tuple(label.strip() for label in cells.get("labels", "").split(";") if label.strip()),
        more={name: cell for name, cell in cells.items() if name not in COLUMNS and cell},
    )


def make_people(count: int) -> Iterator[Person]:
    """That many people with addresses at example.com and numbers that nobody has, always the same ones."""
    for number in range(count):
        yield Person(
            email=f"person{number:06}@example.com",
            phone=f"+1555{number:07}",
            first_name=FIRST_NAMES[number % len(FIRST_NAMES)],
            last_name=f"Sample {number}",
            country="US",
        )
