"""The field of a greedy cover: who still needs what, as bits, and what a call of any shape would settle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from labelsync.core.grid import Call, Grid, bits_of, columns, numbers_of


class Rank(NamedTuple):
    """How a call ranks, less is better: the pairs it settles and the contacts it could hold, negative."""

    unsettled: int
    unheld: int
    shape: int

    @property
    def settled(self) -> int:
        """The pairs that it settles."""
        return -self.unsettled


class Field:
    """Contacts at places, those who need the same side by side; the bits of a label are over places.

    `_open` has, by label, who needs it and was in no call with it yet; `_may` whom a call may give it to.
    """

    def __init__(self, grid: Grid, left: Mapping[int, int], spent: set[int], *, overlap: bool) -> None:
        """Of a grid, who needs what still; `spent` are those who were in a call that added and removed."""
        self._grid, self._spent, self._overlap = grid, spent, overlap
        self._who = sorted(left, key=left.__getitem__, reverse=True)
        self._rows = [left[contact] for contact in self._who]
        self._open = columns(self._rows, len(grid.labels))
        self._may = (
            columns([grid.rows[one] for one in self._who], len(grid.labels)) if overlap else self._open
        )
        self._free = bits_of([place for place, one in enumerate(self._who) if one not in spent])
        self._labels: dict[int, list[int]] = {}

    def left(self) -> dict[int, int]:
        """The labels that each contact still needs, by contact, ascending."""
        return dict(sorted((one, row) for one, row in zip(self._who, self._rows, strict=True) if row))

    def needy(self) -> int:
        """How many contacts still need something."""
        return reduce(or_, self._open).bit_count()

    def wants(self) -> Sequence[int]:
        """What each contact needs. Who was in a call that did both needs one for gains, one for losses."""
        if not self._spent:
            return [row for row in self._rows if row]
        gains = self._grid.gains
        halves = (
            half
            for one, row in zip(self._who, self._rows, strict=True)
            for half in ((row & gains, row & ~gains) if one in self._spent else (row,))
        )
        return sorted(filter(None, halves), reverse=True)

    def rank(self, shape: int) -> Rank:
        """How a call of this shape ranks now."""
        height, who = self._grid.height, self._able(shape)
        if not self._overlap:
            count = who.bit_count()
            return Rank(-shape.bit_count() * min(height, count), -count, shape)
        settled = held = 0
        for value, level in self._levels(shape, who):
            count = level.bit_count()
            settled += value * min(count, height - held)
            held += count
            if held >= height:
                break
        return Rank(-settled, -held, shape)

    def take(self, shape: int) -> Iterator[Call]:
        """Calls of this shape: all the full ones that settle as much as can be, or one."""
        places = self._chosen(shape)
        able = self._able(shape)
        bits = able if len(places) == able.bit_count() else bits_of(sorted(places))
        for label in self._labels[shape]:
            self._open[label] &= ~bits
        for place in places:
            self._rows[place] &= ~shape
        who = [self._who[place] for place in places]
        if self._grid.is_mixed(shape):
            self._free &= ~bits
            self._spent.update(who)
        for start in range(0, len(who), self._grid.height):
            yield Call(shape, sorted(who[start : start + self._grid.height]))

    def _able(self, shape: int) -> int:
        """The contacts that a call of this shape may have."""
        labels = self._labels.get(shape)
        if labels is None:
            labels = self._labels[shape] = numbers_of(shape)
        who = reduce(and_, [self._may[label] for label in labels])
        return who & self._free if self._grid.is_mixed(shape) else who

    def _levels(self, shape: int, who: int) -> Iterator[tuple[int, int]]:
        """How many of the labels are open, from all of them down to one, and for whom of these."""
        opened = [self._open[label] for label in self._labels[shape]]
        yield len(opened), reduce(and_, opened, who)
        digits = _digits(opened, who)
        for value in range(min(len(opened), 1 << len(digits)) - 1, 0, -1):
            yield (
                value,
                reduce(and_, [bits if value >> n & 1 else ~bits for n, bits in enumerate(digits)], who),
            )

    def _chosen(self, shape: int) -> list[int]:
        """Places for full calls, or for one: who has most open first, and whom it leaves with nothing."""
        who, height = self._able(shape), self._grid.height
        others = reduce(or_, [bits for label, bits in enumerate(self._open) if not shape >> label & 1], 0)
        whole = reduce(and_, [self._open[label] for label in self._labels[shape]], who)
        places = numbers_of(whole & ~others) + numbers_of(whole & others)
        if len(places) >= height or not self._overlap:
            return places[: len(places) // height * height or len(places)]
        for value, level in self._levels(shape, who):
            if value < len(self._labels[shape]) and len(places) < height:
                places += numbers_of(level & ~others) + numbers_of(level & others)
        return places[:height]


def _digits(opened: Sequence[int], who: int) -> list[int]:
    """How many of the labels are open for each of these: the bits of each digit, the lowest first."""
    digits: list[int] = []
    for bits in opened:
        carry = bits & who
        for number, digit in enumerate(digits):
            digits[number], carry = digit ^ carry, digit & carry
        if carry:
            digits.append(carry)
    return digits
