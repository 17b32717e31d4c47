"""The grid of pairs that must change: contacts down, labels across, as numbers, so that bits can count."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Cells = Mapping[str, Collection[str]]
_ONE = ord("1")
_SHORT = 1 << 256


class Call(NamedTuple):
    """A rectangle: every label of `shape` (bits), for every contact of `who` (numbers, ascending)."""

    shape: int
    who: Sequence[int]


@dataclass(frozen=True, slots=True)
class Grid:
    """Contacts and labels by number, and what a call can hold of them.

    A label that is gained and the same label lost are two. They are numbered from the most frequent to the
    rarest, contacts in the order of their ids. `carriers` counts the contacts that need each label; `rows`
    has the labels of each contact as bits, `classes` the contacts (ascending) of each row; `gains` are the
    labels that are gained, as bits. A call holds at most `height` contacts and `width` labels of each sign.
    """

    contacts: Sequence[str]
    labels: Sequence[str]
    carriers: Sequence[int]
    rows: Sequence[int]
    classes: Mapping[int, Sequence[int]]
    gains: int
    height: int
    width: int

    def fits(self, shape: int) -> bool:
        """Whether one call may carry these labels."""
        return self.calls_at_least(shape) <= 1

    def calls_at_least(self, shape: int) -> int:
        """In how many calls these labels are at least, for the width."""
        gained = (shape & self.gains).bit_count()
        return max(-(-gained // self.width), -(-(shape.bit_count() - gained) // self.width))

    def is_mixed(self, shape: int) -> bool:
        """Whether some of these labels are gained and some lost."""
        return 0 != shape & self.gains != shape

    def parts(self, shape: int) -> list[int]:
        """Calls' worth of labels that are these together; one of them at most has labels of both signs."""
        if self.fits(shape):
            return [shape]
        gains = list(_cut(shape & self.gains, self.width))
        losses = list(_cut(shape & ~self.gains, self.width))
        if gains and losses:
            gains.append(gains.pop() | losses.pop())
        return gains + losses


def draw(add: Cells, remove: Cells, *, height: int, width: int) -> Grid:
    """The grid of `{label: contact ids}` to gain and to lose; no contact is named twice for a label."""
    sides = ((label, lost, who) for lost, side in enumerate((add, remove)) for label, who in side.items())
    counted = ((-len(who), label, lost, who) for label, lost, who in sides)
    signed = sorted(counted, key=lambda one: one[:3])
    needs: dict[str, int] = {}
    gains = 0
    for number, (_, _, lost, who) in enumerate(signed):
        bit = 1 << number
        gains |= 0 if lost else bit
        for contact in who:
            needs[contact] = needs.get(contact, 0) | bit
    contacts = sorted(needs)
    rows = [needs[contact] for contact in contacts]
    classes: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        classes.setdefault(row, []).append(number)
    labels, carriers = [one[1] for one in signed], [-one[0] for one in signed]
    return Grid(contacts, labels, carriers, rows, classes, gains, height, width)


def numbers_of(bits: int) -> list[int]:
    """The numbers of the bits that are set, ascending."""
    found = []
    if bits < _SHORT:
        while bits:
            last = bits & -bits
            found.append(last.bit_length() - 1)
            bits ^= last
        return found
    text = bin(bits)[:1:-1]
    at = text.find("1")
    while at >= 0:
        found.append(at)
        at = text.find("1", at + 1)
    return found


def bits_of(numbers: Sequence[int]) -> int:
    """The bits of these numbers (ascending)."""
    return _joined([(number, number + 1) for number in numbers])


def columns(rows: Sequence[int], labels: int) -> list[int]:
    """For each of so many labels the places in `rows` that have it, as bits; equal rows best adjoin."""
    runs: list[list[tuple[int, int]]] = [[] for _ in range(labels)]
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or rows[end] != rows[start]:
            row = rows[start]
            while row:
                last = row & -row
                runs[last.bit_length() - 1].append((start, end))
                row ^= last
            start = end
    return [_joined(spans) for spans in runs]


def _joined(spans: Sequence[tuple[int, int]]) -> int:
    """The bits from each start to before its end, ascending: as text first, which costs but its length."""
    if not spans:
        return 0
    text = bytearray(b"0") * spans[-1][1]
    for start, end in spans:
        if end - start == 1:
            text[start] = _ONE
        else:
            text[start:end] = b"1" * (end - start)
    text.reverse()
    return int(bytes(text), 2)


def _cut(shape: int, width: int) -> Iterator[int]:
    labels = numbers_of(shape)
    for start in range(0, len(labels), width):
        yield sum(1 << label for label in labels[start : start + width])
