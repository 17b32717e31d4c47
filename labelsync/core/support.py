"""Which sets of labels many contacts need all of, and how many: counted exactly, the rarest labels first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labelsync.core.grid import columns, numbers_of

_STEPS = 200_000
_WORDS = 65_536


@dataclass(frozen=True, slots=True)
class Support:
    """How many contacts need all of a set of labels (bits), of sets that at least `floor` contacts need.

    Sets with one of the `uncounted` labels (bits) as their rarest were too many to count.
    """

    counts: Mapping[int, int]
    floor: int
    uncounted: int

    def is_counted(self, shape: int) -> bool:
        """Whether a shape that is not in `counts` is known to be needed by fewer than `floor`."""
        return not self.uncounted >> shape.bit_length() - 1 & 1


def support(classes: Mapping[int, int], *, floor: int) -> Support:
    """The counts of all sets that at least `floor` contacts need; `classes` counts contacts by their needs.

    The higher a label's bit, the rarer it is. Each label's sets with more frequent ones are looked for among
    the contacts that have the label, which are few where it is rare. Counting ends at
    the first label that has too many sets; it and all more frequent ones are uncounted.
    """
    within: dict[int, list[int]] = {}
    for row in classes:
        for label in numbers_of(row):
            within.setdefault(label, []).append(row)
    counts: dict[int, int] = {}
    uncounted = 0
    for label, rows in sorted(within.items(), reverse=True):
        found = _with(label, rows, classes, floor)
        if found is None:
            uncounted = (2 << label) - 1
            break
        counts.update(found)
    return Support(counts, floor, uncounted)


def _with(label: int, rows: Sequence[int], classes: Mapping[int, int], floor: int) -> dict[int, int] | None:
    """The counts of the sets of which this label is the rarest; None where they are too many."""
    projected: dict[int, int] = {}
    for row in rows:
        short = row & (1 << label) - 1
        projected[short] = projected.get(short, 0) + classes[row]
    number = sum(projected.values())
    if number < floor:
        return {}
    whole = [short for short in sorted(projected, reverse=True) for _ in range(projected[short])]
    bits = columns(whole, label)
    others = [(1 << n, who) for n, who in enumerate(bits) if who and who.bit_count() >= floor]
    counts = {1 << label: number}
    steps = _STEPS * _WORDS // (_WORDS + number)
    return counts if _extend(counts, 1 << label, others, floor, steps) else None


def _extend(
    counts: dict[int, int], shape: int, others: Sequence[tuple[int, int]], floor: int, most: int
) -> bool:
    """Count the sets that are this shape and some of the others; False where they are too many."""
    stack = [(shape, others)]
    while stack:
        shape, others = stack.pop()
        for number, (bit, who) in enumerate(others):
            counts[shape | bit] = who.bit_count()
            rest = [
                (b, both) for b, more in others[number + 1 :] if (both := who & more).bit_count() >= floor
            ]
            most -= len(others) - number
            if rest:
                stack.append((shape | bit, rest))
        if most < 0:
            return False
    return True
