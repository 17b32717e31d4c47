"""Rows of CSV and TSV files, in chunks: what is plain is split in bulk, what is not is read row by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import NamedTuple, TextIO

from labelsync.sources.flaws import Broken, Flaws
from labelsync.sources.watched import Watched, is_text

HEIGHT = 1024
MAX_LINE = 1 << 20
_BLOCK = 1 << 16
"""Characters that are split at once; a cell of them is never longer than the csv module's limit."""
_BREAK = re.compile(r"\r\n|\r|\n")


class Chunk(NamedTuple):
    """Good rows: the lines on which they start and, for each column asked for, their cells.

    `read` counts all rows that were read for it, the bad ones included.
    """

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    read: int


class _Table(NamedTuple):
    width: int
    places: Sequence[int]
    delimiter: str
    watched: Watched
    flaws: Flaws


def read_table(
    file: TextIO, watched: Watched, columns: Sequence[str], flaws: Flaws, *, delimiter: str
) -> Iterator[Chunk]:
    """The chunks of a table with a header. Raises Broken where it cannot be read any further."""
    lines = iter(partial(file.readline, MAX_LINE), "")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = next((row for row in reader if row), None)
    except csv.Error:
        raise Broken(1, "the header is broken") from None
    table = _Table(len(header or ()), _places(header, columns), delimiter, watched, flaws)
    before = reader.line_num
    while (block := _block(file)) and (plain := _split(block, table)):
        count = len(plain[0])
        yield Chunk(range(before + 1, before + 1 + count), plain, count)
        before += count
    left = iter(partial(io.StringIO(block, newline="").readline, MAX_LINE), "")
    yield from _carefully(chain(left, lines), before, table)


def _block(file: TextIO) -> str:
    """Some whole lines; '' at the end."""
    some = file.read(_BLOCK)
    return some + file.readline(MAX_LINE) if some else some


def _split(block: str, table: _Table) -> list[list[str]] | None:
    """The cells of whole rows, column by column; None where a row is not plain.

    Every line break is made a cell of its own: where each stands behind a whole row, all rows have one width.
    """
    plain = not ('"' in block or "\r" in block or "\0" in block) and len(block) < 2 * _BLOCK
    if not (plain and table.watched.clean):
        return None
    mark, width = table.delimiter, table.width
    block = block if block.endswith("\n") else f"{block}\n"
    cells = block.replace("\n", f"{mark}\n{mark}").split(mark)
    breaks = cells[width :: width + 1]
    if len(cells) != len(breaks) * (width + 1) + 1 or breaks.count("\n") != len(breaks):
        return None
    if width == 1 and "" in cells[: -1 : width + 1]:
        return None
    return [cells[place : -1 : width + 1] for place in table.places]


def _carefully(lines: Iterator[str], before: int, table: _Table) -> Iterator[Chunk]:
    """The rest of the rows, of which the first starts after line `before`."""
    reader, skipped = csv.reader(lines, delimiter=table.delimiter, strict=True), before
    done = False
    while not done:
        before, rows, cut = skipped + reader.line_num, list[list[str]](), False
        try:
            rows.extend(islice(reader, HEIGHT))
        except csv.Error:
            cut = True
        yield _chunk(rows, before, skipped + reader.line_num, table)
        if cut:
            broken = before + 1 + sum(map(_height, rows))
            raise Broken(broken, "this row is broken, and nothing after it was read")
        done = len(rows) < HEIGHT


def _places(header: Sequence[str] | None, columns: Sequence[str]) -> list[int]:
    """Where the columns are. The header is never quoted: without one, the first row may be a person."""
    if header is None:
        raise Broken(1, "there is no header")
    for column in columns:
        count = header.count(column)
        if count != 1:
            often = f"the header has the column `{column}` {count} times"
            raise Broken(1, often if count else f"the header has no column `{column}`")
    return [header.index(column) for column in columns]


def _chunk(rows: list[list[str]], before: int, after: int, table: _Table) -> Chunk:
    lines: Sequence[int] = range(before + 1, before + 1 + len(rows))
    read = len(rows)
    even = set(map(len, rows)) <= {table.width} and after - before == read
    if not (even and table.watched.clean):
        numbered = list(_good(rows, before + 1, table))
        lines, rows = [line for line, _ in numbered], [row for _, row in numbered]
    return Chunk(lines, [[row[place] for row in rows] for place in table.places], read)


def _good(rows: list[list[str]], line: int, table: _Table) -> Iterator[tuple[int, list[str]]]:
    """The good rows with the lines on which they start; blank lines are no rows."""
    for row in rows:
        if row and len(row) != table.width:
            table.flaws.add(line, f"this row has {len(row)} columns where the header has {table.width}")
        elif row and not all(map(is_text, row)):
            table.flaws.add(line, "bytes that are not UTF-8")
        elif row:
            yield line, row
        line += _height(row)


def _height(row: Sequence[str]) -> int:
    """How many lines of the file a row takes."""
    return 1 + sum(len(_BREAK.findall(cell)) for cell in row)
