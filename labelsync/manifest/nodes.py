"""YAML as it was written: text, lists and mappings, each with the span it takes up.

Nothing is interpreted here: `0812`, `no` and `2024-01-01` are texts. Lines and columns count from 1, the end
column is the one after the last character. A block list or mapping ends where it starts: its extent is its
children's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Span(NamedTuple):
    """From the first character up to, but without, the end column."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Span(1, 1, 1, 2)


class Scalar(NamedTuple):
    """A text. `plain`: written without quotes, so that an empty one or `~` means nothing at all."""

    text: str
    plain: bool
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def void(self) -> bool:
        """Whether nothing is written here."""
        return self.plain and self.text in NULLS


class Entry(NamedTuple):
    """One key of a mapping and its value."""

    key: Scalar
    value: Node


class Listing(NamedTuple):
    """A list."""

    items: Sequence[Node]
    line: int
    column: int
    end_line: int
    end_column: int


class Mapping(NamedTuple):
    """A mapping, by key, in the order written."""

    entries: dict[str, Entry]
    line: int
    column: int
    end_line: int
    end_column: int

    def get(self, key: str) -> Node | None:
        """The value of a key, None where it is not written."""
        entry = self.entries.get(key)
        return entry.value if entry else None


Node = Scalar | Listing | Mapping
Plain = str | list["Plain"] | dict[str, "Plain"] | None


def span_of(node: Node) -> Span:
    """The span that a node takes up."""
    return Span(node.line, node.column, node.end_line, node.end_column)


def children(node: Node) -> Sequence[Node]:
    """The values directly below a node."""
    match node:
        case Scalar():
            return ()
        case Listing():
            return node.items
        case Mapping():
            return [entry.value for entry in node.entries.values()]


def descendants(root: Node | None) -> Iterator[Node]:
    """A node and all values below it, in no particular order."""
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def larger_than(node: Node, limit: int) -> int:
    """How many values a node holds, itself included; counting stops above the limit."""
    waiting, count = [node], 0
    while waiting and count <= limit:
        below = children(waiting.pop())
        count += 1
        waiting.extend(below[: limit + 1])
    return count


def plain(node: Node, *, without: frozenset[str] = frozenset()) -> Plain:
    """The node as plain text, lists and dicts, None for nothing; `without` leaves out keys at its top."""
    match node:
        case Scalar():
            return None if node.void else node.text
        case Listing():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(entry.value) for key, entry in node.entries.items() if key not in without}


def located(node: Node, path: Sequence[str | int]) -> tuple[Node, Scalar | None]:
    """The node at a path and the key that leads to it; parts that are not in the text are skipped."""
    key: Scalar | None = None
    for part in path:
        if isinstance(node, Mapping) and str(part) in node.entries:
            key, node = node.entries[str(part)]
        elif isinstance(node, Listing) and isinstance(part, int) and part < len(node.items):
            key, node = None, node.items[part]
    return node, key


def texts(node: Node) -> Iterator[Scalar]:
    """The scalars of a list of scalars, or the one scalar; what is neither is left out."""
    items = node.items if isinstance(node, Listing) else [node]
    return (item for item in items if isinstance(item, Scalar))
