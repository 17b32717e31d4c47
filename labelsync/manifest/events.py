"""The event loader: YAML events to nodes, iterative, with every limit inside the loop.

The composer is never used, so a deep or self-referring text is refused before anything is built from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from labelsync.manifest.codes import Code
from labelsync.manifest.flaws import Flaw, Parsed, syntax
from labelsync.manifest.nodes import (
    Entry,
    Listing,
    Mapping,
    Node,
    Scalar,
    Span,
    larger_than,
    span_of,
)
from labelsync.manifest.runs import DEEPEST, Items, Placed, Run, cut_runs

__all__ = ["MAX_ALIASED", "MAX_DEPTH", "MAX_TEXT", "MAX_VALUES", "Flaw", "Parsed", "parse"]
MAX_DEPTH = 32
MAX_VALUES = 5_000_000
MAX_TEXT = 65_536
MAX_ALIASED = 1_000
_MAX_FLAWS = 1_000
_MAX_SLOW = 256 * 1024
_COLON = "found unexpected ':'"


class _Stop(Exception):
    """Nothing after this point is looked at."""


class _Mapped:
    """A mapping that is still open: keys and values come in turn."""

    __slots__ = ("_note", "entries", "key")

    def __init__(self, note: Callable[[Code, str, Span, Span | None], None]) -> None:
        self.entries: dict[str, Entry] = {}
        self.key: Scalar | None = None
        self._note = note

    def put(self, node: Node) -> None:
        key = self.key
        if key is None:
            self.key = self._checked(node)
            return
        if not node[0] and type(node) is Scalar and node.plain:
            node = key._replace(text="", plain=True)  # parsers disagree about where nothing stands
        self.entries.setdefault(key.text, Entry(key, node))
        self.key = None

    def _checked(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            self._note(Code.KEY_NOT_TEXT, "a key is a text here", span_of(node), None)
            raise _Stop
        if node.text in self.entries:
            first = span_of(self.entries[node.text].key)
            self._note(Code.DUPLICATE_KEY, "this key is written twice", span_of(node), first)
        elif node.text == "<<" and node.plain:
            self._note(Code.MERGE_KEY, "merge keys are not part of this language", span_of(node), None)
        return node


_Put = Callable[[Node], None]
_Open = tuple[Any, list[Node | Placed] | _Mapped, _Put]


class _Builder:
    """Makes nodes of events. `runs` are what some aliases stand for, each to be met once."""

    def __init__(self, runs: dict[str, Run]) -> None:
        self.runs = runs
        self.flaws: list[Flaw] = []
        self.roots: list[Node] = []
        self._put: _Put = self.roots.append
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._aliased = 0
        self._mixed: set[int] = set()
        self._documents = 0

    def build(self, events: Iterator[Any]) -> None:
        """Goes through the events once, as long as there are not too many."""
        self._take(islice(events, max(0, MAX_VALUES - sum(run.events - 1 for run in self.runs.values()))))
        for event in events:
            self._fail(Code.TOO_LARGE, f"more than {MAX_VALUES:,} values in one file", _span(event))

    def _take(self, events: Iterator[Any]) -> None:
        """Scalars come first and inline: there are most of them."""
        for event in events:
            kind = type(event)
            if kind is ScalarEvent:
                start, end = event.start_mark, event.end_mark
                text, plain = event.value, not event.style
                node = Scalar(text, plain, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
                if event.anchor is not None or event.ctag is not None or len(text) > MAX_TEXT:
                    self._mark(event, node)
                self._put(node)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close(event)
            else:
                self._rare(event)

    def note(self, code: Code, message: str, span: Span, other: Span | None = None) -> None:
        """Keeps a flaw after which the rest can still be looked at."""
        self.flaws.append(Flaw(code, message, span, other))
        if len(self.flaws) >= _MAX_FLAWS:
            raise _Stop

    def _fail(self, code: Code, message: str, span: Span) -> None:
        self.note(code, message, span)
        raise _Stop

    def _mark(self, event: Any, node: Node) -> None:
        if event.anchor:
            self._anchors[event.anchor] = node
        if event.tag:
            self.note(Code.TAG, "tags are not part of this language", span_of(node))
        if isinstance(node, Scalar) and len(node.text) > MAX_TEXT:
            self._fail(Code.TEXT_TOO_LONG, f"a text of more than {MAX_TEXT:,} characters", span_of(node))

    def _open(self, event: Any) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._fail(Code.TOO_DEEP, f"nested more than {MAX_DEPTH} deep", _span(event))
        inside: list[Node | Placed] | _Mapped = (
            [] if type(event) is SequenceStartEvent else _Mapped(self.note)
        )
        self._stack.append((event, inside, self._put))
        self._put = inside.put if isinstance(inside, _Mapped) else inside.append

    def _close(self, event: Any) -> None:
        start, inside, self._put = self._stack.pop()
        first = start.start_mark
        line, column = first.line + 1, first.column + 1
        last = event.end_mark
        end = (last.line + 1, last.column + 1) if start.flow_style else (line, column + 1)
        node: Node = (
            Mapping(inside.entries, line, column, *end)
            if isinstance(inside, _Mapped)
            else Listing(self._items(inside), line, column, *end)
        )
        if start.anchor is not None or start.ctag is not None:
            self._mark(start, node)
        self._put(node)

    def _items(self, inside: list[Node | Placed]) -> Sequence[Node]:
        return Items(inside) if id(inside) in self._mixed else cast("list[Node]", inside)

    def _rare(self, event: Event) -> None:
        if isinstance(event, AliasEvent):
            run = self.runs.pop(event.anchor, None)
            if run is None:
                self._put(self._alias(event))
            else:
                self._fill(event, run)
        elif isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._fail(Code.SECOND_DOCUMENT, "a second document starts here", _span(event))

    def _fill(self, event: AliasEvent, run: Run) -> None:
        """Put a run where its alias stands, if that is as deep and as far to the right as the run was."""
        start, inside, _ = self._stack[-1] if self._stack else (event, None, None)
        block = type(start) is SequenceStartEvent and not start.flow_style
        apt = len(self._stack) + DEEPEST <= MAX_DEPTH and event.start_mark.column == run.indent + 2
        if not (block and apt and isinstance(inside, list)):
            raise _Stop
        inside.append(Placed(run, event.start_mark.line + 1))
        self._mixed.add(id(inside))

    def _alias(self, event: AliasEvent) -> Node:
        span = _span(event)
        node = self._anchors.get(event.anchor)
        if node is None:
            self.note(Code.BAD_ALIAS, "this alias has no anchor above it", span)
            return Scalar("", True, *span)  # noqa: FBT003 - a field of a tuple
        self._aliased += larger_than(node, MAX_ALIASED)
        if self._aliased > MAX_ALIASED:
            self._fail(Code.BAD_ALIAS, f"aliases stand for more than {MAX_ALIASED:,} values", span)
        return node._replace(
            line=span.line, column=span.column, end_line=span.end_line, end_column=span.end_column
        )


def parse(text: str, *, pure: bool = False) -> Parsed:
    """The nodes of a text and its flaws. `pure`: by the Python parser even where the C one is there.

    The C parser is of YAML 1.1 and refuses `[http://localhost]`, a colon inside a flow text that YAML 1.2
    allows; the Python parser, of 1.2, then decides, unless the text is longer than it reads in seconds.
    """
    parsed = _swiftly(text, pure=pure) or _parse(text, pure=pure)
    older = any(flaw.message.endswith(_COLON) for flaw in parsed.flaws)
    return _parse(text, pure=True) if older and len(text) <= _MAX_SLOW else parsed


def _swiftly(text: str, *, pure: bool) -> Parsed | None:
    """The nodes of a text that has runs, which the parser does not see; None where that finds any flaw."""
    bare, runs = cut_runs(text)
    parsed = _parse(bare, pure=pure, runs=runs) if runs else None
    return parsed if parsed and parsed.whole and not (parsed.flaws or runs) else None


def _parse(text: str, *, pure: bool, runs: dict[str, Run] | None = None) -> Parsed:
    builder = _Builder({} if runs is None else runs)
    whole = False
    try:
        with closing(YAML(typ="safe", pure=pure).parse(text)) as events:
            builder.build(events)
        whole = True
    except _Stop:
        pass
    except MarkedYAMLError as problem:
        builder.flaws.append(syntax(problem))
    except (YAMLError, ValueError, OverflowError):
        builder.flaws.append(Flaw(Code.NOT_YAML, "not valid YAML", Span(1, 1, 1, 2)))
    return Parsed(builder.roots[0] if whole and builder.roots else None, tuple(builder.flaws), whole)


def _span(event: Event) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
