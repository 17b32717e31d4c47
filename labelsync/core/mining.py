"""Label sets worth a call: found on a sample of contacts, grown label by label while they gain."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from labelsync.core.grid import Grid, columns, numbers_of

SAMPLE = 16_384
BEAM = 500
_SPREAD = 4


class _Shape(NamedTuple):
    """Ordered as they are taken: by gain, then by carriers, both negative; `who` are the carriers' bits."""

    gain: float
    carriers: int
    shape: int
    who: int


def mine(rows: Sequence[int], grid: Grid) -> list[int]:
    """Shapes of which many of `rows` (what contacts still need; equal ones adjoining) have every label.

    Every single label that occurs is among them. A shape is kept where it gains more pairs a call than the
    one it was grown from; of each size the best go on. The order is that of discovery.
    """
    step = -(-len(rows) // SAMPLE)
    sample = rows[::step]
    height = max(1.0, grid.height / step)
    bits = columns(sample, len(grid.labels))
    every = numbers_of(reduce(or_, rows))
    level = [_Shape(-min(height, bits[n].bit_count()), -bits[n].bit_count(), 1 << n, bits[n]) for n in every]
    shapes, seen = [one.shape for one in level], {one.shape for one in level}
    while level:
        level = sorted(_grown(level, bits, height, grid, seen))
        shapes += [one.shape for one in level[: _SPREAD * BEAM]]
        del level[BEAM:]
    return shapes


def _grown(
    level: Sequence[_Shape], bits: Sequence[int], height: float, grid: Grid, seen: set[int]
) -> list[_Shape]:
    size = level[0].shape.bit_count() + 1
    live = [(1 << number, carriers) for number, carriers in enumerate(bits) if carriers]
    grown = []
    for one in level:
        for bit, carriers in live:
            shape = one.shape | bit
            if shape in seen:
                continue
            who = one.who & carriers
            count = who.bit_count()
            gain = size * min(height, count)
            if gain > -one.gain and grid.fits(shape):
                seen.add(shape)
                grown.append(_Shape(-gain, -count, shape, who))
    return grown
