"""A number of calls below which nobody can stay, whatever the packing: the largest of several proofs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from itertools import combinations

from labelsync.core.grid import Grid, numbers_of
from labelsync.core.price import priced

_SMALL = 64
_PRIME = 2**31 - 1
_WIDE = 10


def least(grid: Grid, *, overlap: bool) -> int:
    """How many calls every packing of the grid has at least.

    All proofs but `_rank` hold where calls may share pairs, and so all the more where they must not.
    """
    classes = {row: len(who) for row, who in grid.classes.items()}
    if grid.width == 1 and not any(map(grid.is_mixed, classes)):
        return sum(math.ceil(count / grid.height) for count in grid.carriers)
    rows = math.ceil(len(grid.rows) / grid.height)
    proofs = [rows, _families(grid, classes), _rounded(grid, classes), priced(grid, classes)]
    if not overlap and len(grid.rows) <= _SMALL:
        proofs.append(_rank(classes))
    return max(proofs)


def _families(grid: Grid, classes: Mapping[int, int]) -> int:
    """Families of pairs, one a label: no call holds pairs of two families.

    A contact's pair is in the family of its rarest label of those that no earlier family has; so of two
    families' contacts, those of the later do not need the earlier's label, and no call has both labels and
    both contacts. Each family takes a call for every `height` of its contacts.
    """
    taken: dict[int, int] = {}
    for row, number in classes.items():
        taken[row.bit_length()] = taken.get(row.bit_length(), 0) + number
    return sum(math.ceil(number / grid.height) for number in taken.values())


def _rounded(grid: Grid, classes: Mapping[int, int]) -> int:
    """One call a label and `height`, less what calls of several labels could save.

    Such a call holds at most `most` pairs. To save a label one call, all that its last call carries has to
    go into them. The last calls that carry least are saved first. Only where `most` is no more than the
    height: else a label could be saved more than its last call.
    """
    calls = sum(math.ceil(count / grid.height) for count in grid.carriers)
    most = _most(classes, grid.height)
    if most > grid.height:
        return 0
    best, spared = calls, 0
    lasts = sorted((count - 1) % grid.height + 1 for count in grid.carriers if count)
    for saved, last in enumerate(lasts, 1):
        spared += last
        best = min(best, calls - saved + math.ceil(spared / max(1, most)))
    return best


def _most(classes: Mapping[int, int], height: int) -> int:
    """How many pairs a call of several labels can hold: more than the height where it is not counted out.

    Of two labels, twice the contacts of the most usual two; of more, so many times the most usual three.
    """
    twos: Counter[tuple[int, ...]] = Counter()
    threes: Counter[tuple[int, ...]] = Counter()
    widest = 0
    for row, number in classes.items():
        labels = numbers_of(row)
        if len(labels) > 1 and (2 * number > height or len(labels) > _WIDE):
            return height + 1
        widest = max(widest, len(labels))
        for two in combinations(labels, 2):
            twos[two] += number
        for three in combinations(labels, 3):
            threes[three] += number
    return max(2 * max(twos.values(), default=0), widest * max(threes.values(), default=0))


def _rank(classes: Mapping[int, int]) -> int:
    """The rank of the grid as a matrix, modulo a prime.

    Where each pair is in exactly one call, the matrix is the sum of its calls, and the rank of each is one.
    """
    size = max((row.bit_length() for row in classes), default=0)
    rows = [[row >> label & 1 for label in range(size)] for row in classes]
    rank = 0
    for label in range(size):
        pivot = next((row for row in rows if row[label]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        inverse = pow(pivot[label], -1, _PRIME)
        rank += 1
        for row in rows:
            factor = row[label] * inverse % _PRIME
            if factor:
                row[:] = [(one - factor * two) % _PRIME for one, two in zip(row, pivot, strict=True)]
    return rank
