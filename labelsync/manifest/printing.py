"""An outline as lines of text, in the one layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from labelsync.manifest import nodes
from labelsync.manifest.layout import MANIFEST, TEXT, Form, Kind, Rule, quoted, rank
from labelsync.manifest.outline import Alias, Branch, Item, Outline, Text, Value

WIDTH = 110
"""Columns that a list or mapping in brackets may reach to; nothing else is ever broken into lines."""

_STEP = "  "
_FURTHEST = 80
"""The column up to which comments keep theirs."""

_SECTIONS = frozenset({"accounts", "labels", "contacts", "policy"})


def printed(written: Outline) -> str:
    """The text of an outline. Where there are anchors, keys keep their order: an alias follows its anchor."""
    return "".join(f"{line}\n" for line in _calm(_document(written)))


def _calm(lines: Iterable[str]) -> Iterator[str]:
    """The lines without empty ones at the ends, and never two of them together."""
    held = begun = False
    for line in lines:
        if line:
            if held and begun:
                yield ""
            yield line
            begun, held = True, False
        else:
            held = True


def _document(written: Outline) -> Iterator[str]:
    top = written.top
    yield from (*top.lead, *top.beside)
    if isinstance(top.value, Branch) and not top.value.items:
        yield _bracketed(top.value, MANIFEST)
    elif isinstance(top.value, Branch):
        head, root = _parted(top.value)
        yield from head
        yield from _lines(_spaced(_arranged(root, MANIFEST, ordered=not written.anchored)), MANIFEST, "")
    yield from written.tail


def _parted(root: Branch) -> tuple[list[str], Branch]:
    """The comments that open the file, and the root without them: they stay on top, whatever moves.

    Comments below the last empty line above the first key belong to that key.
    """
    first, *others = root.items
    lead = first.lead
    cut = len(lead) - lead[::-1].index("") if "" in lead[1:] else len(lead)
    return lead[:cut], replace(root, items=[replace(first, lead=lead[cut:]), *others])


def _arranged(branch: Branch, rule: Rule, *, ordered: bool) -> Branch:
    """The keys in their order, all the way down, if they are to be `ordered`."""
    items = [_within(item, rule.of(_key(item)), ordered=ordered) for item in branch.items]
    order = rule.order if ordered else ()
    return replace(branch, items=sorted(items, key=lambda item: rank(order, _key(item))))


def _within(item: Item, rule: Rule, *, ordered: bool) -> Item:
    """An item whose value is arranged; comments above the first key of what is listed go above its dash."""
    if not isinstance(item.value, Branch):
        return item
    below = _arranged(item.value, rule, ordered=ordered)
    if item.key is not None or not below.items or below.anchor:
        return replace(item, value=below)
    first, *others = below.items
    below = replace(below, items=[replace(first, lead=[]), *others])
    return replace(item, lead=[*item.lead, *_lead(first, first=True)], value=below)


def _spaced(root: Branch) -> Branch:
    """An empty line above each section."""
    first, *others = root.items
    spaced = [replace(one, lead=["", *one.lead]) if _key(one) in _SECTIONS else one for one in others]
    return replace(root, items=[first, *spaced])


def _key(item: Item) -> str:
    return item.key.text if isinstance(item.key, Text) else ""


def _lines(branch: Branch, rule: Rule, indent: str) -> Iterator[str]:
    for number, item in enumerate(branch.items):
        below = rule.of(_key(item))
        entry = _entry(item, below, indent) if branch.keyed else _listed(item, below, indent)
        yield from _told(_lead(item, first=number == 0), indent)
        yield from entry
    yield from _told(branch.trail, indent)


def _told(comments: Iterable[str], indent: str) -> Iterator[str]:
    return (comment and indent + comment for comment in comments)


def _lead(item: Item, *, first: bool) -> list[str]:
    """The comments above an item; no empty line opens a block."""
    lead = list(item.lead)
    while first and lead and not lead[0]:
        del lead[0]
    return lead


def _entry(item: Item, rule: Rule, indent: str) -> Iterator[str]:
    head = indent + _named(item, brackets=False)
    inline = _inline(item.value, rule, WIDTH - len(head) - 1)
    if inline is not None:
        yield from _beside(f"{head} {inline}".rstrip(), item)
    elif isinstance(item.value, Branch):
        opened = replace(item, column=0) if item.value.flow else item
        yield from _beside(f"{head} {_anchor(item.value)}".rstrip(), opened)
        yield from _lines(item.value, rule, indent + _STEP)


def _listed(item: Item, rule: Rule, indent: str) -> Iterator[str]:
    inline = _inline(item.value, rule, WIDTH - len(indent) - 2)
    if inline is not None:
        yield from _beside(f"{indent}- {inline or 'null'}", item)
    elif isinstance(item.value, Branch):
        yield from _told(item.beside, indent)
        if item.value.anchor:
            yield f"{indent}- {_anchor(item.value)}".rstrip()
            yield from _lines(item.value, rule, indent + _STEP)
        else:
            yield from _dashed(item.value, rule, indent)


def _dashed(branch: Branch, rule: Rule, indent: str) -> Iterator[str]:
    """What is listed begins on the line of its dash."""
    lines = _lines(branch, rule, indent + _STEP)
    yield f"{indent}- {next(lines).removeprefix(indent + _STEP)}"
    yield from lines


def _beside(line: str, item: Item) -> Iterator[str]:
    """The line and the comments beside it: where they stood, or as far to the right as it needs."""
    column = max(min(item.column, _FURTHEST), len(line) + 2)
    first, *others = item.beside or [""]
    yield line.ljust(column) + first if first else line
    yield from (" " * column + comment for comment in others)


def _inline(value: Value | None, rule: Rule, room: int) -> str | None:
    """A value that fits on the line of its key, else None. Nothing at all is ''."""
    if not isinstance(value, Branch):
        return _scalar(value, rule.kind, brackets=False)
    if not value.items:
        return _bracketed(value, rule)
    if rule.form is Form.LINES or (rule.form is Form.WRITTEN and not value.flow) or not value.bare:
        return None
    text = _bracketed(value, rule)
    return text if len(text) <= room else None


def _scalar(value: Text | Alias | None, kind: Kind, *, brackets: bool) -> str:
    match value:
        case Alias(name):
            return f"*{name}"
        case Text(text, plain=True, anchor=anchor) if text in nodes.NULLS and not brackets:
            return f"&{anchor}" if anchor else ""
        case Text():
            return f"{_anchor(value)}{quoted(value, kind, brackets=brackets)}"
        case None:
            return ""


def _anchor(value: Text | Branch) -> str:
    return f"&{value.anchor} " if value.anchor else ""


def _named(item: Item, *, brackets: bool) -> str:
    """A key with its colon, which no alias may swallow."""
    gap = " " if isinstance(item.key, Alias) else ""
    return f"{_scalar(item.key, TEXT.kind, brackets=brackets)}{gap}:"


def _bracketed(branch: Branch, rule: Rule) -> str:
    parts = ", ".join(_part(item, rule.of(_key(item))) for item in branch.items)
    return f"{_anchor(branch)}{{{parts}}}" if branch.keyed else f"{_anchor(branch)}[{parts}]"


def _part(item: Item, rule: Rule) -> str:
    value = item.value
    said = _bracketed(value, rule) if isinstance(value, Branch) else _scalar(value, rule.kind, brackets=True)
    return said if item.key is None else f"{_named(item, brackets=True)} {said}"
