"""How much was simulated: counts of one seed, and of many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields


@dataclass(slots=True)
class Statistics:
    """Counts that add up. `people`, `batches` and `requests` say how many seeds had so many."""

    seeds: int = 0
    runs: int = 0
    deaths: int = 0
    refused: int = 0
    priced: int = 0
    verified: int = 0
    events: int = 0
    people: Counter[int] = field(default_factory=Counter)
    batches: Counter[int] = field(default_factory=Counter)
    requests: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    edits: Counter[str] = field(default_factory=Counter)

    def add(self, other: Statistics) -> None:
        """Add the counts of other seeds."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def spread(counts: Counter[int]) -> str:
    """A distribution in five numbers: smallest, quarter, median, three quarters, largest."""
    values = sorted(counts.elements())
    if not values:
        return "none"
    last = len(values) - 1
    return " · ".join(str(values[round(last * part)]) for part in (0.0, 0.25, 0.5, 0.75, 1.0))
