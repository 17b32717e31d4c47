"""Rows of NDJSON files: a JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TextIO

from labelsync.sources.flaws import Broken, Flaws
from labelsync.sources.tables import HEIGHT, MAX_LINE, Chunk
from labelsync.sources.watched import is_text


def read_objects(file: TextIO, columns: Sequence[str], flaws: Flaws) -> Iterator[Chunk]:
    """The chunks of a file of JSON objects. Raises Broken where it cannot be read any further."""
    numbered = enumerate(iter(partial(file.readline, MAX_LINE), ""), 1)
    while lines := list(islice(numbered, HEIGHT)):
        written = [(number, line) for number, line in lines if line.strip()]
        good = [
            (number, cells) for number, line in written if (cells := _cells(number, line, columns, flaws))
        ]
        chosen = [[cells[place] for _, cells in good] for place in range(len(columns))]
        yield Chunk([number for number, _ in good], chosen, len(written))


def _cells(number: int, line: str, columns: Sequence[str], flaws: Flaws) -> list[str] | None:
    """The cells of a line; None, and a flaw, where there are none."""
    if len(line) >= MAX_LINE:
        raise Broken(number, "a line of more than a million characters")
    try:
        found = json.loads(line) if is_text(line) else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        flaws.add(number, "this line is no JSON object")
        return None
    cells = [_text(found.get(column)) for column in columns]
    if None in cells:
        flaws.add(number, "a column is missing, or is neither a text nor a whole number")
        return None
    return [cell for cell in cells if cell is not None]


def _text(cell: object) -> str | None:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    return cell if isinstance(cell, str) else None
