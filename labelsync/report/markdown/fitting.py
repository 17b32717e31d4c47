"""What fits into a budget of bytes: whole blocks and whole rows, the most needed first."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from labelsync.report.markdown.blocks import Block, Rank, Section, joined, size

GAP = 1  # the empty line after each part
AFTER = (Rank.OBJECTIONS, Rank.NOTES, Rank.GROUPS, Rank.COUNTS)
MISSES = 20  # so many rows in turn that do not fit: no other will, or hardly


class Fitted(NamedTuple):
    """What fits, and how much does not, by what it counts as."""

    text: str
    left: Counter[str]


def fitted(sections: Sequence[Section], room: int) -> Fitted:
    """The sections, in their order, within so many UTF-8 bytes.

    From rank to rank, sections are taken, and each block is given its line and its first rows; after that,
    other rows are given in turn, one to each block, while there is room.
    """
    page = _Page(sections, room)
    for rank in Rank:
        page.take(rank)
        page.give_lines(rank)
        page.give_rows(rank, first=True)
    for rank in AFTER:
        page.give_rows(rank, first=False)
    return Fitted(joined(page.parts()), page.left())


@dataclass(slots=True)
class _Told:
    """How much of a block is told by now."""

    block: Block
    line: str = ""
    opening: str = ""
    rows: list[str] = field(default_factory=list)
    drawn: int = 0

    def taken(self, *rows: str) -> int:
        """The bytes that it takes, or would with these rows too."""
        count = len(self.rows) + len(rows)
        if not count:
            return size(self.line) + GAP if self.line else 0
        longest = self.block.more.format(self.block.rows + self.block.hidden)
        more = size(longest) if self.missing > len(rows) else 0
        framed = size(self.opening) + more + size(self.block.closing) + GAP
        return framed + self.drawn + sum(map(size, rows))

    def add(self, row: str) -> None:
        """One more row."""
        self.rows.append(row)
        self.drawn += size(row)

    @property
    def missing(self) -> int:
        """How many rows are not told."""
        return self.block.rows + self.block.hidden - len(self.rows)

    def left(self) -> Counter[str]:
        """What of it is not told, by what it counts as."""
        counts = Counter({self.block.unit: self.missing})
        counts[self.block.noun] += not (self.line or self.rows)
        return counts

    def text(self) -> str:
        """The block as far as it is told."""
        if not self.rows:
            return self.line
        more = self.block.more.format(self.missing) if self.missing else ""
        return f"{self.opening}{''.join(self.rows)}{more}{self.block.closing}"


class _Page:
    """A page as it fills."""

    def __init__(self, sections: Sequence[Section], room: int) -> None:
        self._room = room
        self._sections = [(section, [_Told(block) for block in section.blocks]) for section in sections]
        self._taken = set[int]()

    def take(self, rank: Rank) -> None:
        """Each section of the rank that fits, the urgent ones first."""
        found = [number for number, (section, _) in enumerate(self._sections) if section.rank is rank]
        for number in sorted(found, key=lambda number: not self._sections[number][0].urgent):
            section, _ = self._sections[number]
            cost = size(section.opening) + size(section.closing) + 2 * GAP
            if cost <= self._room:
                self._room -= cost
                self._taken.add(number)

    def _told(self, rank: Rank) -> list[_Told]:
        return [
            told
            for number in sorted(self._taken)
            for told in self._sections[number][1]
            if told.block.rank is rank
        ]

    def give_lines(self, rank: Rank) -> None:
        """Each block of the rank its line, up to the first that does not fit."""
        for told in self._told(rank):
            line = told.block.line() if told.block.line else ""
            if size(line) + GAP > self._room:
                return
            told.line = line
            self._room -= told.taken()

    def give_rows(self, rank: Rank, *, first: bool) -> None:
        """Rows in turn to the blocks of the rank: those that are needed `first`, or as many as there are."""
        growing = deque(told for told in self._told(rank) if told.line or not told.block.line)
        misses = 0
        while growing and misses < MISSES:
            told = growing.popleft()
            if len(told.rows) < (told.block.first if first else told.block.rows):
                fits = self._grow(told)
                misses = 0 if fits else misses + 1
                growing.extend((told,) if fits else ())

    def _grow(self, told: _Told) -> bool:
        """Add a row, if it fits."""
        told.opening = told.opening or told.block.opening()
        row = told.block.row(len(told.rows))
        cost = told.taken(row) - told.taken()
        if cost <= self._room:
            told.add(row)
            self._room -= cost
            return True
        return False

    def parts(self) -> Iterator[str]:
        """The sections that are there, part by part."""
        for number in sorted(self._taken):
            section, blocks = self._sections[number]
            yield section.opening
            yield from (told.text() for told in blocks)
            yield section.closing

    def left(self) -> Counter[str]:
        """What is not on the page, by what it counts as."""
        counts = Counter[str]()
        for number, (section, blocks) in enumerate(self._sections):
            counts[section.noun] += number not in self._taken
            for told in blocks:
                counts.update(told.left())
        del counts[""]
        return counts
