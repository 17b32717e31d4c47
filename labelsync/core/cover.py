"""The greedy cover: the call that settles most pairs goes first, until every pair has its call."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from labelsync.core.field import Field
from labelsync.core.grid import Call, Grid
from labelsync.core.mining import mine

_SAGGED = 0.6
_FEW = 64


def cover(grid: Grid, who: Iterable[int], *, overlap: bool) -> list[Call]:
    """Calls that together hold every pair of these contacts; each pair once, unless calls may `overlap`.

    A contact is in one call at most that both adds and removes. Bits are drawn up anew for those who still
    need something once they are half as many.
    """
    left = {contact: grid.rows[contact] for contact in sorted(who)}
    spent: set[int] = set()
    calls: list[Call] = []
    while left:
        field = Field(grid, left, spent, overlap=overlap)
        enough = len(left) // 2 if len(left) > _FEW else 0
        while field.needy() > enough:
            calls += _round(grid, field)
        left = field.left()
    return calls


def _round(grid: Grid, field: Field) -> Iterator[Call]:
    """Calls of shapes found for what is left now, while they settle about as many pairs as the first did."""
    queue = [field.rank(shape) for shape in mine(field.wants(), grid)]
    heapq.heapify(queue)
    least = max(1.0, queue[0].settled * _SAGGED) if field.needy() > _FEW else 1.0
    while True:
        rank = field.rank(queue[0].shape)
        if rank > queue[0]:
            heapq.heapreplace(queue, rank)
        elif rank.settled < least:
            return
        else:
            yield from field.take(rank.shape)
