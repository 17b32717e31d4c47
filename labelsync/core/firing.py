"""Automations that a plan's changes start, as far as the manifest says which label starts what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from labelsync.core.change import Add, Change, DeleteLabel, Remove
from labelsync.core.plan import Firing
from labelsync.core.scope import LabelDeclaration


def firings(changes: Sequence[Change], labels: Mapping[str, LabelDeclaration]) -> tuple[Firing, ...]:
    """What the changes of one account start, by label, then automation."""
    return tuple(sorted(_firings(changes, labels)))


def _firings(changes: Sequence[Change], labels: Mapping[str, LabelDeclaration]) -> Iterator[Firing]:
    emptied = {change.label for change in changes if isinstance(change, Remove)}
    for change in changes:
        match change:
            case Add(label, contacts) if label in labels:
                starts = labels[label].fires.add
                yield from (Firing(label, "add", name, len(contacts)) for name in starts)
            case Remove(label, contacts) if label in labels:
                starts = labels[label].fires.remove
                yield from (Firing(label, "remove", name, len(contacts)) for name in starts)
            case DeleteLabel(label) if label in labels and label not in emptied and change.carriers:
                starts = labels[label].fires.remove
                yield from (Firing(label, "remove", name, change.carriers) for name in starts)
            case _:
                continue
