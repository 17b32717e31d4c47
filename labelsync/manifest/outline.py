"""The outline of a text: its values in the order written, how each was written, and the comments it owns.

The pure parser of ruamel.yaml says what stands where. Its round-trip loader is not used: it loses comments
inside lists and mappings in brackets, and leaves others behind when keys change their order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from labelsync.manifest.remarks import Remark, remarks_in


class Text(NamedTuple):
    """A scalar. `raw` is what was written, where that is in double quotes on one line, else ''."""

    text: str
    plain: bool
    raw: str = ""
    anchor: str = ""


class Alias(NamedTuple):
    """What stands elsewhere, under an anchor of this name."""

    name: str


@dataclass(slots=True)
class Branch:
    """A mapping (`keyed`) or a list; `flow`: in brackets. `trail` are comments after its last item."""

    keyed: bool
    flow: bool
    anchor: str
    column: int
    items: list[Item] = field(default_factory=list)
    trail: list[str] = field(default_factory=list)

    @property
    def bare(self) -> bool:
        """Whether no comment stands anywhere in it."""
        return not self.trail and all(item.bare for item in self.items)


@dataclass(slots=True)
class Item:
    """An entry of a mapping, or an item of a list, which has no key.

    `lead` are the comments above it, '' for an empty line; `beside` those that begin on its line, in
    `column` (0 in brackets, which have none worth keeping), and go on below one another.
    """

    key: Text | Alias | None = None
    value: Value | None = None
    lead: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    column: int = 0

    @property
    def bare(self) -> bool:
        """Whether it has no comment, inside neither."""
        below = not isinstance(self.value, Branch) or self.value.bare
        return below and not self.beside and not any(self.lead)


Value = Text | Alias | Branch
_NOTHING = Text("", plain=True)


class Outline(NamedTuple):
    """A document. `top` holds the root, and comments beside it; `tail` are comments after everything.

    `anchored`: there are anchors, so that the order matters. `directed`: there are %-lines.
    """

    top: Item
    tail: tuple[str, ...]
    comments: tuple[str, ...]
    anchored: bool
    directed: bool


def outline(text: str) -> Outline:
    """The outline of a text that the loader accepts and whose lines end in line feeds, the last one too."""
    events = list(YAML(typ="safe", pure=True).parse(text))
    remarks = remarks_in(text, events)
    grower = _Grower(text, remarks)
    for event in events:
        grower.take(event)
    directed = any(isinstance(e, DocumentStartEvent) and (e.version or e.tags) for e in events)
    anchored = any(isinstance(e, NodeEvent) and e.anchor for e in events)
    tail = tuple(grower.rest())
    return Outline(grower.top, tail, tuple(remark.text for remark in remarks), anchored, directed)


class _Grower:
    """Hangs values and comments where they belong, event by event."""

    def __init__(self, text: str, remarks: list[Remark]) -> None:
        self.top = Item()
        self._text = text
        self._lines = text.split("\n")
        self._remarks = deque(remarks)
        self._pending: list[Remark] = []
        self._below: Remark | None = None
        self._last = self.top
        self._open: list[tuple[Branch, Item]] = []

    def take(self, event: Any) -> None:
        """Whatever stands before the event has found its place when it is over."""
        self._collect(event.start_mark.index)
        if isinstance(event, ScalarEvent):
            self._put(_text(event, self._text), event)
        elif isinstance(event, AliasEvent):
            self._put(Alias(event.anchor), event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            branch = _branch(event)
            self._open.append((branch, self._put(branch, event)))
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._close(*self._open.pop(), event.start_mark.column)

    def rest(self) -> Iterator[str]:
        """The comments after the last value."""
        self._collect(len(self._text))
        return _told(self._pending)

    def _collect(self, offset: int) -> None:
        """Comments beside something are its own; the others wait for what comes."""
        while self._remarks and self._remarks[0].offset < offset:
            remark = self._remarks.popleft()
            if not remark.alone:
                self._beside(remark)
            elif _goes_on(self._below, remark):
                self._last.beside.append(remark.text)
                self._below = remark
            else:
                self._pending.append(remark)
                self._below = None

    def _beside(self, remark: Remark) -> None:
        self._last.lead += self._last.beside
        within = bool(self._open and self._open[-1][0].flow)
        self._last.beside, self._last.column = [remark.text], 0 if within else remark.column
        self._below = remark

    def _put(self, value: Value, event: Any) -> Item:
        """Give the value its place; its item. What waits above nothing, or a block, is about what follows."""
        branch = self._open[-1][0] if self._open else None
        item = branch.items[-1] if branch and branch.items else self.top
        waits = value == _NOTHING or (isinstance(value, Branch) and not value.flow)
        if branch is None or (branch.keyed and branch.items and item.value is None):
            item.value = value
            if branch and not waits:
                item.lead += self._claimed()
        else:
            item = Item(lead=self._lead(event, branch))
            if branch.keyed and not isinstance(value, Branch):
                item.key = value
            else:
                item.value = value
            branch.items.append(item)
        self._last = item
        return item

    def _lead(self, event: Any, branch: Branch) -> list[str]:
        line = event.start_mark.line
        apart = line > 0 and not self._lines[line - 1].strip() and (branch.items or self._pending)
        return [*self._claimed(), *([""] if apart else [])]

    def _claimed(self) -> list[str]:
        claimed, self._pending = list(_told(self._pending)), []
        return claimed

    def _close(self, branch: Branch, item: Item, column: int) -> None:
        """Comments further to the right than what comes next still belong to what ends here."""
        if branch.flow:
            (branch.trail if branch.items else item.lead).extend(filter(None, self._claimed()))
            self._last = item
            return
        outermost = not self._open or self._open[-1][0].column <= column
        least = column + 1 if outermost else max(branch.column, column + 1)
        count = 0
        while count < len(self._pending) and self._pending[count].column >= least:
            count += 1
        branch.trail += _told(self._pending[:count])
        self._pending = self._pending[count:]


def _text(event: Any, text: str) -> Text:
    anchor = event.anchor or ""
    written = text[event.start_mark.index : event.end_mark.index]
    raw = written if event.style == '"' and not anchor and "\n" not in written else ""
    return Text(event.value, not event.style, raw, anchor)


def _branch(event: Any) -> Branch:
    keyed = isinstance(event, MappingStartEvent)
    return Branch(keyed, bool(event.flow_style), event.anchor or "", event.start_mark.column)


def _goes_on(above: Remark | None, remark: Remark) -> bool:
    """Whether a comment continues the one beside a value on the line above."""
    return above is not None and (remark.line, remark.column) == (above.line + 1, above.column)


def _told(remarks: list[Remark]) -> Iterator[str]:
    for remark in remarks:
        if remark.apart:
            yield ""
        yield remark.text
