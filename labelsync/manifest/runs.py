"""Runs of plain people: the long, even parts of a manifest, which no parser has to look at letter by letter.

A run is taken out of the text; an alias stands in its place, and as many line breaks as it had. Where the
parser meets that alias as an item of a block list, all around it is as if the run stood there, and the run
becomes items of that list. Where it does not meet it so, the text is parsed as it is.

The nodes of a run are made when somebody looks at them, and not kept: they take ten times its room.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate, count
from typing import NamedTuple, overload

from labelsync.manifest.nodes import Entry, Listing, Mapping, Node, Scalar

ALIAS = "labelsync_run_"
DEEPEST = 2
"""Levels that an item of a run opens, at most."""

_TEXT = r"(?:[A-Za-z0-9_+][A-Za-z0-9_.@+-]{0,199}+|\"[A-Za-z0-9_.@+ -]{1,199}+\")"
_TEXTS = rf"{_TEXT}(?:, {_TEXT})*+"
_PERSON = rf"- contact: {_TEXT}\n\1  labels: \[{_TEXTS}\]\n(?!\1 )"
_MEMBER = rf"- {_TEXT}\n(?!\1 )"
_RUN = re.compile(
    rf"^( *+)(?:{_PERSON}(?:\1{_PERSON}){{15,}}+|{_MEMBER}(?:\1{_MEMBER}){{15,}}+)", re.MULTILINE
)
_PEOPLE = re.compile(r"contact: (.*)\n.*\[(.*)\]")
_ITEM = re.compile(_TEXT)
_EVENTS = 8
"""Of a person with one label: two brackets at either end, two keys, two texts."""

_scalar = partial(tuple.__new__, Scalar)
_entry = partial(tuple.__new__, Entry)
_mapping = partial(tuple.__new__, Mapping)
_listing = partial(tuple.__new__, Listing)


class Run(NamedTuple):
    """Items of a block list, their dashes behind `indent` spaces; `events` is what a parser makes of them."""

    indent: int
    text: str
    people: bool
    events: int


class Cut(NamedTuple):
    """A text without its runs, and the runs by the name of the alias that stands for each."""

    text: str
    runs: dict[str, Run]


def cut_runs(text: str) -> Cut:
    """The text without its runs."""
    if ALIAS in text:
        return Cut(text, {})
    runs: dict[str, Run] = {}
    parts: list[str] = []
    end = 0
    for found in _RUN.finditer(text):
        name, run = f"{ALIAS}{len(runs)}", _run(found[0], len(found[1]))
        runs[name] = run
        parts += [text[end : found.start()], f"{found[1]}- *{name}", "\n" * run.text.count("\n")]
        end = found.end()
    return Cut("".join([*parts, text[end:]]), runs)


def _run(text: str, indent: int) -> Run:
    lines, people = text.count("\n"), text.startswith("contact: ", indent + 2)
    return Run(indent, text, people, lines // 2 * _EVENTS + text.count(",") if people else lines)


class Placed:
    """A run, and the line on which it begins."""

    def __init__(self, run: Run, line: int) -> None:
        self._run = run
        self._line = line
        self._height = 2 if run.people else 1

    def __iter__(self) -> Iterator[Node]:
        """Its nodes."""
        return _nodes(self._run, self._line)

    def __len__(self) -> int:
        """How many nodes it has."""
        return self._run.text.count("\n") // self._height

    def __getitem__(self, index: int) -> Node:
        """One of them."""
        first = index * self._height
        text = "\n".join(self._lines[first : first + self._height]) + "\n"
        return next(_nodes(self._run._replace(text=text), self._line + first))

    @cached_property
    def _lines(self) -> list[str]:
        return self._run.text.split("\n")


class Items(Sequence[Node]):
    """The items of a list in which runs are."""

    def __init__(self, parts: Sequence[Node | Placed]) -> None:
        self._parts = parts
        counts = (len(part) if isinstance(part, Placed) else 1 for part in parts)
        self._ends = list(accumulate(counts))

    def __iter__(self) -> Iterator[Node]:
        """All items; those of runs are made anew."""
        for part in self._parts:
            if isinstance(part, Placed):
                yield from part
            else:
                yield part

    def __len__(self) -> int:
        """How many there are."""
        return self._ends[-1]

    @overload
    def __getitem__(self, index: int) -> Node: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Node]: ...

    def __getitem__(self, index: int | slice) -> Node | Sequence[Node]:
        """One of them, or some."""
        if isinstance(index, slice):
            return [self[number] for number in range(len(self))[index]]
        number = range(len(self))[index]
        at = bisect_right(self._ends, number)
        part = self._parts[at]
        return part[number - (self._ends[at] - len(part))] if isinstance(part, Placed) else part

    def __eq__(self, other: object) -> bool:
        """Whether these are the same items."""
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        """As unfit for it as a list."""
        raise TypeError("items are not hashable")


def _nodes(run: Run, line: int) -> Iterator[Node]:
    return _people(run, line) if run.people else _members(run, line)


def _members(run: Run, line: int) -> Iterator[Node]:
    column = run.indent + 3
    for at, text in enumerate(run.text.split("\n")[:-1], line):
        written = text[column - 1 :]
        end = column + len(written)
        plain = written[0] != '"'
        yield _scalar((written if plain else written[1:-1], plain, at, column, at, end))


def _people(run: Run, line: int) -> Iterator[Node]:
    """Each a mapping of two lines."""
    known: dict[str, list[tuple[str, bool, int, int]]] = {}
    first, value, listed = run.indent + 3, run.indent + 12, run.indent + 11
    for at, (who, labels) in zip(count(line, 2), _PEOPLE.findall(run.text)):
        plain, below = who[0] != '"', at + 1
        items = known.get(labels) or known.setdefault(labels, list(_items(labels, listed + 1)))
        some = [_scalar((text, bare, below, start, below, end)) for text, bare, start, end in items]
        end = listed + len(labels) + 2
        contact = _scalar((who if plain else who[1:-1], plain, at, value, at, value + len(who)))
        entries = {
            "contact": _entry((_scalar(("contact", True, at, first, at, first + 7)), contact)),
            "labels": _entry(
                (
                    _scalar(("labels", True, below, first, below, first + 6)),
                    _listing((some, below, listed, below, end)),
                )
            ),
        }
        yield _mapping((entries, at, first, at, first + 1))


def _items(labels: str, column: int) -> Iterator[tuple[str, bool, int, int]]:
    """The texts of a flow list, whether each is bare of quotes, and its columns."""
    for found in _ITEM.finditer(labels):
        text, bare = found[0], not found[0].startswith('"')
        yield (text if bare else text[1:-1]), bare, column + found.start(), column + found.end()
