"""Charts as geometry: bars and captions in units of a drawing 720 wide, and the table that says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from labelsync.report.html.table import Cell, Table
from labelsync.report.inert import inert

WIDTH = 720
NAMES = 190  # where the names end and the bars may begin
FIGURES = 64  # what a figure beside a bar may take
ROW = 26
BAR = 16
GAP = 6
LETTERS = 26
DRAWN = 24
MINUS = "\N{MINUS SIGN}"
TABLED = 500


class Bar(NamedTuple):
    """A rectangle; `tone` is its class, which colours it."""

    x: float
    y: float
    width: float
    height: float
    tone: str


class Caption(NamedTuple):
    """A text at a point; `anchor` is `start` or `end`."""

    x: float
    y: float
    anchor: str
    text: str


class Key(NamedTuple):
    """What a tone means."""

    tone: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its title, the meaning of its tones, and its table.

    `cut` says how many of the rows are drawn, '' when all are.
    """

    title: str
    cut: str
    keys: tuple[Key, ...]
    height: int
    bars: tuple[Bar, ...]
    captions: tuple[Caption, ...]
    table: Table

    @property
    def said(self) -> str:
        """What the drawing shows, in a sentence."""
        return (
            f"Bars of {' and '.join(key.meaning for key in self.keys)}. The table below says it in figures."
        )

    @property
    def width(self) -> int:
        """How wide the drawing is."""
        return WIDTH


class Series(NamedTuple):
    """A row of a chart: its name and its amounts, none of them negative."""

    name: str
    amounts: tuple[int, ...]


class Drawn(NamedTuple):
    """What one row of a chart looks like."""

    bars: tuple[Bar, ...]
    captions: tuple[Caption, ...]


Scale = Callable[[int], float]


def diverging(title: str, keys: tuple[Key, Key], rows: Sequence[Series]) -> Chart:
    """Each row's first amount to the left of a common line, its second to the right, on one scale."""
    largest = _largest(rows)
    left, right = (max((row.amounts[side] for row in largest), default=0) for side in (0, 1))
    scale = _scale(left + right, WIDTH - NAMES - 2 * FIGURES)
    line = NAMES + FIGURES + scale(left)

    def draw(row: Series, top: float) -> Drawn:
        one, other = (scale(amount) for amount in row.amounts)
        bars = (Bar(line - one, top, one, BAR, keys[0].tone), Bar(line, top, other, BAR, keys[1].tone))
        minus = _figure(line - one - 4, top, row.amounts[0], "end", sign=MINUS)
        return Drawn(bars, minus + _figure(line + other + 4, top, row.amounts[1], "start", sign="+"))

    return _chart(title, keys, rows, largest, draw)


def paired(title: str, keys: tuple[Key, Key], rows: Sequence[Series]) -> Chart:
    """Each row's two amounts one below the other."""
    largest = _largest(rows)
    scale = _scale(max((max(row.amounts) for row in largest), default=0), WIDTH - NAMES - 3 * FIGURES)

    def draw(row: Series, top: float) -> Drawn:
        bars = tuple(
            Bar(NAMES + GAP, top + number * BAR / 2, scale(amount), BAR / 2 - 1, key.tone)
            for number, (amount, key) in enumerate(zip(row.amounts, keys, strict=True))
        )
        end = NAMES + GAP + max(scale(amount) for amount in row.amounts) + 4
        before, after = row.amounts
        return Drawn(bars, (Caption(end, top + BAR - 4, "start", f"{before:,} → {after:,}"),))

    return _chart(title, keys, rows, largest, draw)


def stacked(title: str, keys: tuple[Key, ...], rows: Sequence[Series]) -> Chart:
    """Each row's amounts one after the other, and their sum."""
    largest = _largest(rows)
    scale = _scale(max((sum(row.amounts) for row in largest), default=0), WIDTH - NAMES - 2 * FIGURES)

    def draw(row: Series, top: float) -> Drawn:
        bars, x = [], float(NAMES + GAP)
        for amount, key in zip(row.amounts, keys, strict=True):
            bars.append(Bar(x, top, scale(amount), BAR, key.tone))
            x += scale(amount)
        return Drawn(tuple(bars), _figure(x + 4, top, sum(row.amounts), "start"))

    return _chart(title, keys, rows, largest, draw)


def _chart(
    title: str,
    keys: tuple[Key, ...],
    rows: Sequence[Series],
    largest: Sequence[Series],
    draw: Callable[[Series, float], Drawn],
) -> Chart:
    drawn = [draw(row, GAP + number * ROW) for number, row in enumerate(largest)]
    bars = tuple(_rounded(bar) for each in drawn for bar in each.bars if bar.width)
    figures = tuple(figure._replace(x=round(figure.x, 1)) for each in drawn for figure in each.captions)
    return Chart(
        title,
        f"The {len(largest)} largest of {len(rows):,}." if len(largest) < len(rows) else "",
        keys,
        len(largest) * ROW + GAP,
        bars,
        (*_names(largest), *figures),
        _table(title, keys, rows),
    )


def _table(title: str, keys: tuple[Key, ...], rows: Sequence[Series]) -> Table:
    left = len(rows) - TABLED
    cells: tuple[tuple[Cell, ...], ...] = tuple((row.name, *row.amounts) for row in rows[:TABLED])
    more = f"… {left:,} more" if left > 0 else ""
    return Table(title, ("", *(key.meaning for key in keys)), cells, more)


def _largest(rows: Sequence[Series]) -> Sequence[Series]:
    return sorted(rows, key=lambda row: -sum(row.amounts))[:DRAWN]


def _scale(most: int, room: float) -> Scale:
    """Units for an amount; what is not nothing can be seen."""
    return lambda amount: max(amount * room / most, 1.5) if amount else 0.0


def _names(rows: Sequence[Series]) -> Iterator[Caption]:
    for number, row in enumerate(rows):
        yield Caption(NAMES, GAP + number * ROW + BAR - 4, "end", _short(inert(row.name)))


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"


def _figure(x: float, top: float, amount: int, anchor: str, *, sign: str = "") -> tuple[Caption, ...]:
    return (Caption(x, top + BAR - 4, anchor, f"{sign}{amount:,}"),) if amount else ()


def _rounded(bar: Bar) -> Bar:
    return bar._replace(x=round(bar.x, 1), width=round(bar.width, 1))
