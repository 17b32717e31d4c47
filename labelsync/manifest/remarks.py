"""Comments: what parsers pass over. Each is found in the gaps between the values of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ruamel.yaml.events import AliasEvent, NodeEvent, ScalarEvent

_GAP = re.compile(r"(?:\s+|#.*)*")
_COMMENT = re.compile(r"#.*")
_HEADER = re.compile(r"[|>][-+0-9]*")
_NO_OWNER = frozenset("-? ")


class Remark(NamedTuple):
    """A comment, from its `#` to the end of its line. Offsets, lines and columns count from 0.

    `alone`: nothing that could own it stands before it on its line. `apart`: the line above is empty.
    """

    text: str
    offset: int
    line: int
    column: int
    alone: bool
    apart: bool


def remarks_in(text: str, events: Iterable[Any]) -> list[Remark]:
    """The comments of a text, in their order; its lines end in line feeds, `events` are the parser's."""
    found: list[Remark] = []
    lines = text.split("\n")
    line = start = end = 0
    for opens, closes in (*_taken(text, events), (len(text), len(text))):
        for comment in _COMMENT.finditer(text, end, max(end, opens)):
            passed = text.count("\n", start, comment.start())
            line += passed
            start = comment.start()
            found.append(_remark(comment[0], start, line, lines))
        end = max(end, closes)
    return found


def _remark(comment: str, offset: int, line: int, lines: list[str]) -> Remark:
    column = _column(comment, lines[line])
    alone = _NO_OWNER.issuperset(lines[line][:column].expandtabs(1))
    apart = line > 0 and not lines[line - 1].strip()
    return Remark(comment.rstrip(), offset, line, column, alone, apart)


def _column(comment: str, line: str) -> int:
    """A comment reaches to the end of its line."""
    return len(line) - len(comment)


def _taken(text: str, events: Iterable[Any]) -> Iterator[tuple[int, int]]:
    """The spans of anchors, aliases and scalars: a `#` in them begins no comment."""
    for event in events:
        if not isinstance(event, NodeEvent):
            continue
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, AliasEvent):
            yield start, end
            continue
        if event.anchor:
            begun = start + 1 + len(event.anchor)
            yield start, begun
            start = _gap(text, begun, end)
        if isinstance(event, ScalarEvent):
            yield from _scalar(text, start, end, block=event.style in {"|", ">"})


def _gap(text: str, start: int, end: int) -> int:
    found = _GAP.match(text, start, max(start, end))
    return found.end() if found else start


def _scalar(text: str, start: int, end: int, *, block: bool) -> Iterator[tuple[int, int]]:
    """A block scalar's header may bear a comment."""
    header = _HEADER.match(text, start) if block else None
    if header:
        yield start, header.end()
        start = text.find("\n", header.end())
    yield start, end
