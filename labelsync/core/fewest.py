"""The fewest calls for a grid: the best of several packings, polished where the grid is small."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from labelsync.core.cover import cover
from labelsync.core.grid import Call, Grid
from labelsync.core.grouping import peeled, simplest
from labelsync.core.polish import polish
from labelsync.core.pruning import prune

_MANY = 50_000


def fewest(grid: Grid, *, overlap: bool, enough: int) -> list[Call]:
    """Calls for every pair of the grid; nothing more is tried once they are `enough`, the fewest possible."""
    best = simplest(grid)
    if grid.width > 1:
        for packed in _packings(grid, overlap=overlap):
            if len(best) <= enough:
                break
            best = min(best, packed(), key=len)
    return polish(grid, best, overlap=overlap, enough=enough)


def _packings(grid: Grid, *, overlap: bool) -> list[Callable[[], list[Call]]]:
    """Ways to pack, the most promising first; where there are many contacts only that one."""
    ways: list[Callable[[], list[Call]]] = [partial(_covered, grid, peel=True, overlap=overlap)]
    if len(grid.rows) > _MANY:
        return ways
    if overlap:
        ways.append(partial(_covered, grid, peel=True, overlap=False))
    if any(len(who) >= grid.height for who in grid.classes.values()):
        ways.append(partial(_covered, grid, peel=False, overlap=overlap))
    return ways


def _covered(grid: Grid, *, peel: bool, overlap: bool) -> list[Call]:
    """The greedy cover, pruned; with `peel` after the calls that contacts alike fill by themselves."""
    full, rest = peeled(grid) if peel else ([], list(range(len(grid.rows))))
    return full + prune(grid, cover(grid, rest, overlap=overlap), overlap=overlap)
