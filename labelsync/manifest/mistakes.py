"""Mistakes: what is wrong with a manifest, gathered as it is found, sorted by place in the end."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from labelsync.core.member import Place
from labelsync.manifest.codes import Code
from labelsync.manifest.masking import masked, visible
from labelsync.manifest.nodes import START, Node, Span, span_of
from labelsync.manifest.sheet import Sheet

SHOWN_IN_FULL = 50
_MAX_COMPARED = 2_000
_MAX_SUGGESTED = 200


class Mistake(NamedTuple):
    """One mistake. `shown` is the line it stands in, people and secrets masked; '' where no line is shown.

    `end_column` is the one after the last character that is meant. `related` are the other places concerned.
    """

    code: str
    message: str
    place: Place
    end_column: int = 0
    suggestion: str = ""
    shown: str = ""
    related: tuple[Place, ...] = ()
    warning: bool = False


class Described(Protocol):
    """What can be rendered: a `Mistake`, or a mistake of another room with the same fields."""

    @property
    def code(self) -> str:
        """`LS102`."""

    @property
    def message(self) -> str:
        """What is wrong, in plain words."""

    @property
    def place(self) -> Place:
        """Where."""

    @property
    def end_column(self) -> int:
        """The column after the last character that is meant, 0 without one."""

    @property
    def suggestion(self) -> str:
        """A name that may have been meant, '' without one."""

    @property
    def shown(self) -> str:
        """The line, masked."""

    @property
    def related(self) -> tuple[Place, ...]:
        """The other places concerned."""


class Spot(NamedTuple):
    """A span of a sheet."""

    sheet: Sheet
    span: Span

    @property
    def place(self) -> Place:
        """Where it starts."""
        return Place(self.sheet.file, self.span.line, self.span.column)


def spot(sheet: Sheet, node: Node) -> Spot:
    """Where a node stands."""
    return Spot(sheet, span_of(node))


class _Finding(NamedTuple):
    code: Code
    message: str
    spot: Spot
    suggestion: str
    related: tuple[Place, ...]
    warning: bool


class Findings:
    """Mistakes and warnings as they are found."""

    def __init__(self) -> None:
        self._found: list[_Finding] = []
        self._suggested = 0

    def add(
        self, code: Code, message: str, at: Spot, *, suggestion: str = "", related: Iterable[Place] = ()
    ) -> None:
        """A mistake. Its message holds no person and no secret: names go through `named`."""
        self._found.append(_Finding(code, message, at, suggestion, tuple(related), warning=False))

    def warn(self, code: Code, message: str, at: Spot, *, related: Iterable[Place] = ()) -> None:
        """Something that is no mistake, but worth a look."""
        self._found.append(_Finding(code, message, at, "", tuple(related), warning=True))

    def nearest(self, word: str, known: Iterable[str]) -> str:
        """The known name that was probably meant, '' without one; it stops looking after many mistakes."""
        self._suggested += 1
        options = [name for name, _ in zip(known, range(_MAX_COMPARED), strict=False)]
        if self._suggested > _MAX_SUGGESTED or len(options) == _MAX_COMPARED:
            return ""
        folded = {option.lower(): option for option in reversed(options)}
        near = difflib.get_close_matches(word.lower(), folded, n=1)
        return folded[near[0]] if near else ""

    def mistakes(self, *, without: frozenset[Code] = frozenset()) -> tuple[Mistake, ...]:
        """All mistakes by place; the first ones with their line."""
        return _written(f for f in self._found if not f.warning and f.code not in without)

    def warnings(self) -> tuple[Mistake, ...]:
        """All warnings by place."""
        return _written(found for found in self._found if found.warning)


def named(name: str) -> str:
    """A name as messages show it: in backquotes, short, on one line, people and ids masked."""
    short = name if len(name) <= 60 else name[:59] + "…"
    return f"`{visible(masked(short))}`"


def whole_sheet(sheet: Sheet) -> Spot:
    """The first character of a sheet, for what is wrong with all of it."""
    return Spot(sheet, START)


def _written(found: Iterable[_Finding]) -> tuple[Mistake, ...]:
    order = sorted(set(found), key=lambda f: (f.spot.sheet.file, f.spot.span, f.code, f.message))
    return tuple(_mistake(finding, full=number < SHOWN_IN_FULL) for number, finding in enumerate(order))


def _mistake(found: _Finding, *, full: bool) -> Mistake:
    sheet, span = found.spot
    shown = sheet.shown(span.line) if full else ""
    end = span.end_column if span.end_line == span.line else len(sheet.line(span.line)) + 1
    return Mistake(
        code=found.code.value,
        message=found.message,
        place=found.spot.place,
        end_column=max(end, span.column + 1),
        suggestion=found.suggestion,
        shown=shown,
        related=found.related,
        warning=found.warning,
    )
