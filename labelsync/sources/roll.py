"""The roll of one account: every row that names somebody, in columns of numbers, so that millions fit.

A row's number says when it was called out. A person is known by the number of the first row that names them;
what all their rows say together is kept there, and each row leads back to the one before it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence, ValuesView
from functools import partial
from typing import NamedTuple

from labelsync.core.member import Place
from labelsync.core.wish import Stance, Swift, Wish

_wish = partial(tuple.__new__, Wish)
_place = partial(tuple.__new__, Place)

Firsts = dict[str, int]
"""The number of the first row that names a person, by identity text."""


class Stretch(NamedTuple):
    """Rows that were called out of one file: their lines, and the column in which all are written."""

    file: str
    lines: Sequence[int]
    column: int = 0


class _Steps(dict[int, int]):
    """From one stance to what it becomes together with another one, by number; filled as they are met."""

    def __init__(self, roll: Roll, known: int) -> None:
        super().__init__()
        self._roll = roll
        self._known = known

    def __missing__(self, more: int) -> int:
        one, other = self._roll.stances[self._known], self._roll.stances[more]
        both = Stance(one.wanted | other.wanted, one.without | other.without, one.absent or other.absent)
        step = self[more] = self._roll.number(both)
        return step


class Roll:
    """Rows, and the persons whom they name. Stances are interned: equal ones are one value here."""

    def __init__(self) -> None:
        self._stances: list[Stance] = []
        self._numbers: dict[Stance, int] = {}
        self._steps: list[_Steps] = []
        self._said = array("I")
        self._whole = array("I")
        self._latest = array("I")
        self._before = array("I")
        self._starts: list[int] = []
        self._stretches: list[Stretch] = []

    def number(self, stance: Stance) -> int:
        """The number of a stance."""
        known = self._numbers.get(stance)
        if known is None:
            known = self._numbers[stance] = len(self._stances)
            self._stances.append(stance)
            self._steps.append(_Steps(self, known))
        return known

    @property
    def stances(self) -> Sequence[Stance]:
        """Every stance, by its number."""
        return self._stances

    def taken(self) -> list[Stance]:
        """The stances that rows have, alone or together with the others of their person."""
        return [self._stances[number] for number in sorted(set(self._whole))]

    def call(self, firsts: Firsts, texts: Sequence[str], said: Sequence[int], where: Stretch) -> None:
        """Rows that name these texts; `said` has the number of what each of them says."""
        if not texts:
            return
        rows, known = range(len(self._said), len(self._said) + len(texts)), len(firsts)
        found = list(map(firsts.setdefault, texts, rows))
        said, fresh = array("I", said), array("I", rows)
        self._said += said
        self._whole += said
        self._latest += fresh
        self._before += fresh
        self._place(rows.start, where)
        if len(firsts) - known < len(texts):
            self._join(rows, found)

    def _place(self, start: int, where: Stretch) -> None:
        """Rows that come one by one lengthen the stretch before them."""
        if self._stretches and len(where.lines) == 1:
            file, lines, column = self._stretches[-1]
            if file == where.file and column == where.column and isinstance(lines, array):
                lines.extend(where.lines)
                return
        lines = where.lines if isinstance(where.lines, range) else array("I", where.lines)
        self._starts.append(start)
        self._stretches.append(where._replace(lines=lines))

    def _join(self, rows: range, found: Sequence[int]) -> None:
        """Lets the first row of a person know what later ones say."""
        said, whole, latest, before, steps = self._said, self._whole, self._latest, self._before, self._steps
        for row, first in zip(rows, found, strict=True):
            if first != row:
                whole[first] = steps[whole[first]][said[row]]
                before[row] = latest[first]
                latest[first] = row

    def stance(self, first: int) -> Stance:
        """What all rows of a person say together."""
        return self._stances[self._whole[first]]

    def wish(self, first: int) -> Wish:
        """The person's wish: the stance, and the place of the first row."""
        return _wish((self._stances[self._whole[first]], self.place(first)))

    def wishes(self, firsts: Iterable[int]) -> Iterator[Wish]:
        """The wishes of persons, in the order in which they were first named."""
        whole, stances, end = self._whole, self._stances, -1
        for first in firsts:
            if first >= end:
                at = bisect_right(self._starts, first)
                start, (file, lines, column) = self._starts[at - 1], self._stretches[at - 1]
                end = self._starts[at] if at < len(self._starts) else len(self._said)
            yield _wish((stances[whole[first]], _place((file, lines[first - start], column))))

    def place(self, row: int) -> Place:
        """Where a row is written."""
        at = bisect_right(self._starts, row) - 1
        file, lines, column = self._stretches[at]
        return _place((file, lines[row - self._starts[at]], column))

    def rows(self, first: int) -> list[tuple[int, Stance]]:
        """The rows of a person, in order, each with what it says."""
        row = self._latest[first]
        found = [row]
        while row != first:
            row = self._before[row]
            found.append(row)
        return [(row, self._stances[self._said[row]]) for row in reversed(found)]


class People(Swift):
    """The persons of a kind, by identity text; each wish is made when it is asked for."""

    __slots__ = ("_firsts", "_roll")

    def __init__(self, roll: Roll, firsts: Firsts) -> None:
        self._roll = roll
        self._firsts = firsts

    def __getitem__(self, text: str) -> Wish:
        """The wish of a person."""
        return self._roll.wish(self._firsts[text])

    def __contains__(self, text: object) -> bool:
        """Whether a person is named."""
        return text in self._firsts

    @property
    def stances(self) -> Iterable[Stance]:
        """Every stance that a row of the account has, alone or together with others."""
        return self._roll.taken()

    def stance(self, who: str) -> Stance | None:
        """The stance of a person, None for nobody."""
        first = self._firsts.get(who)
        return None if first is None else self._roll.stance(first)

    def __iter__(self) -> Iterator[str]:
        """The texts, in the order in which they were first named."""
        return iter(self._firsts)

    def __len__(self) -> int:
        """How many persons are named."""
        return len(self._firsts)

    def keys(self) -> KeysView[str]:
        """The texts."""
        return self._firsts.keys()

    def values(self) -> ValuesView[Wish]:
        """The wishes, each made anew."""
        return _Values(self._roll, self._firsts)

    def items(self) -> ItemsView[str, Wish]:
        """Texts and wishes."""
        return _Pairs(self._roll, self._firsts)


class _Values(ValuesView[Wish]):
    def __init__(self, roll: Roll, firsts: Firsts) -> None:
        self._roll = roll
        self._firsts = firsts

    def __len__(self) -> int:
        return len(self._firsts)

    def __iter__(self) -> Iterator[Wish]:
        return self._roll.wishes(self._firsts.values())


class _Pairs(ItemsView[str, Wish]):
    def __init__(self, roll: Roll, firsts: Firsts) -> None:
        self._roll = roll
        self._firsts = firsts

    def __len__(self) -> int:
        return len(self._firsts)

    def __iter__(self) -> Iterator[tuple[str, Wish]]:
        return zip(self._firsts, self._roll.wishes(self._firsts.values()), strict=True)


class Also(Mapping[tuple[str, str], Place]):
    """The places of labels that are not wanted first where the person is named first."""

    __slots__ = ("_groups", "_roll")

    def __init__(self, roll: Roll, groups: Sequence[Firsts]) -> None:
        self._roll = roll
        self._groups = groups

    def __getitem__(self, key: tuple[str, str]) -> Place:
        """The place that wants a label on the person whose identity text this is."""
        text, label = key
        for firsts in self._groups:
            if text in firsts and (place := self._places(firsts[text]).get(label)):
                return place
        raise KeyError(key)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Texts and labels, person by person."""
        for firsts in self._groups:
            for text, first in firsts.items():
                yield from ((text, label) for label in self._places(first))

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)

    def _places(self, first: int) -> dict[str, Place]:
        """The person's labels that are wanted elsewhere, each with the place that wants it first."""
        rows = self._roll.rows(first)
        if len(rows) == 1:
            return {}
        found: dict[str, int] = {}
        for row, stance in rows:
            for label in stance.wanted:
                found.setdefault(label, row)
        here = self._roll.place(first)
        places = {label: self._roll.place(row) for label, row in found.items() if row != first}
        return {label: place for label, place in places.items() if place != here}
