"""The simple groupings: contacts by label, and contacts by all that they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from labelsync.core.grid import Call, Grid, numbers_of


def simplest(grid: Grid) -> list[Call]:
    """The fewer of the calls `by_row` and `by_label`."""
    by_rows = sum(_calls(len(who), grid) * len(grid.parts(row)) for row, who in grid.classes.items())
    by_labels = sum(_calls(number, grid) for number in grid.carriers)
    return by_row(grid) if by_rows <= by_labels else by_label(grid)


def by_label(grid: Grid) -> list[Call]:
    """Calls of one label each."""
    contacts: list[list[int]] = [[] for _ in grid.labels]
    for row, who in grid.classes.items():
        for label in numbers_of(row):
            contacts[label] += who
    return [
        Call(1 << label, chunk)
        for label, who in enumerate(contacts)
        for chunk in _chunks(sorted(who), grid.height)
    ]


def by_row(grid: Grid) -> list[Call]:
    """Calls for contacts that need the same; several where that is more than a call carries."""
    return [
        Call(shape, chunk)
        for row, who in grid.classes.items()
        for shape in grid.parts(row)
        for chunk in _chunks(who, grid.height)
    ]


def peeled(grid: Grid) -> tuple[list[Call], list[int]]:
    """The full calls among those `by_row`, and the contacts that are not in them."""
    calls: list[Call] = []
    rest: list[int] = []
    for row, who in grid.classes.items():
        end = len(who) // grid.height * grid.height
        rest += who[end:]
        if end:
            calls += [Call(s, chunk) for s in grid.parts(row) for chunk in _chunks(who[:end], grid.height)]
    return calls, sorted(rest)


def _calls(contacts: int, grid: Grid) -> int:
    return -(-contacts // grid.height)


def _chunks(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
