"""The packing of changes into the fewest calls, in the phases in which they must be sent."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.capability import Capabilities, Deletes
from labelsync.core.change import Add, Change, CreateLabel, Delete, DeleteLabel, Remove, RenameLabel


@dataclass(frozen=True, slots=True)
class Schedule:
    """Batches by phase. Between phases there is an order, within one there is none.

    Labels are renamed, then created, first and deleted last; a contact's gains come before or with its
    losses. `bound` is a number of writing calls below which nobody can stay.
    """

    phases: tuple[tuple[Batch, ...], ...]
    bound: int

    @property
    def batches(self) -> tuple[Batch, ...]:
        """All of them, in order."""
        return tuple(batch for phase in self.phases for batch in phase)


def schedule(changes: Sequence[Change], capabilities: Capabilities) -> Schedule:
    """The calls that carry out these changes at a vendor that can do what `capabilities` say."""
    shape = capabilities.shape
    packing = pack(
        {change.label: change.contacts for change in changes if isinstance(change, Add)},
        {change.label: change.contacts for change in changes if isinstance(change, Remove)},
        height=shape.max_contacts,
        width=shape.max_labels,
        combined=shape.combined,
    )
    renamings = tuple(Renaming(c.label, c.name, c.definition) for c in changes if isinstance(c, RenameLabel))
    creations = tuple(
        Creation(c.label, c.name) for c in changes if isinstance(c, CreateLabel) and not c.by_use
    )
    height = capabilities.delete_height if capabilities.deletes is Deletes.BULK else 1
    deletions = tuple(
        Deletion(chunk)
        for c in changes
        if isinstance(c, Delete)
        for chunk in _chunks(sorted(c.contacts), height)
    )
    undefinitions = tuple(Undefinition(c.label, c.definition) for c in changes if isinstance(c, DeleteLabel))
    phases = (renamings, creations, packing.gains, packing.losses, deletions, undefinitions)
    bound = packing.bound + len(renamings) + len(creations) + len(deletions) + len(undefinitions)
    return Schedule(tuple(phase for phase in phases if phase), bound)


@dataclass(frozen=True, slots=True)
class Packing:
    """Gains, then losses (or both in one call), and a number of calls below which nobody can stay."""

    gains: tuple[Relabel, ...]
    losses: tuple[Relabel, ...]
    bound: int


def pack(
    add: Mapping[str, Collection[str]],
    remove: Mapping[str, Collection[str]],
    *,
    height: int,
    width: int,
    combined: bool,
) -> Packing:
    """The fewest calls that simple groupings give; each pair is in exactly one of them.

    `add` and `remove` are `{label: contact ids}`; `height` and `width` are the contacts and labels of a call;
    `combined`: one call adds and removes.
    """
    candidates = [(_per_label(add, gain=True, height=height), _per_label(remove, gain=False, height=height))]
    if width > 1:
        apart = _per_signature(add, {}, height, width).gains, _per_signature({}, remove, height, width).losses
        candidates.append(apart)
    if combined:
        together = _per_signature(add, remove, height, width)
        candidates.append((together.gains, together.losses))
    gains, losses = min(candidates, key=lambda phases: len(phases[0]) + len(phases[1]))
    return Packing(gains, losses, _bound(add, remove, height=height, width=width, combined=combined))


Cells = Mapping[str, Collection[str]]


def _per_label(cells: Cells, *, gain: bool, height: int) -> tuple[Relabel, ...]:
    chunks = [(label, chunk) for label in sorted(cells) for chunk in _chunks(sorted(cells[label]), height)]
    return tuple(Relabel(c, (label,), ()) if gain else Relabel(c, (), (label,)) for label, c in chunks)


class _Phases(NamedTuple):
    gains: tuple[Relabel, ...]
    losses: tuple[Relabel, ...]


def _per_signature(add: Cells, remove: Cells, height: int, width: int) -> _Phases:
    """Contacts with the same labels to gain and to lose share their calls."""
    gaining, losing = _labels_by_contact(add), _labels_by_contact(remove)
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for contact in sorted(gaining.keys() | losing.keys()):
        groups.setdefault((gaining.get(contact, ()), losing.get(contact, ())), []).append(contact)
    gains: list[Relabel] = []
    losses: list[Relabel] = []
    for (gained, lost), contacts in sorted(groups.items()):
        for chunk in _chunks(contacts, height):
            for batch in _rectangles(chunk, gained, lost, width):
                (losses if batch.remove else gains).append(batch)
    return _Phases(tuple(gains), tuple(losses))


def _rectangles(
    contacts: tuple[str, ...], gained: tuple[str, ...], lost: tuple[str, ...], width: int
) -> Iterator[Relabel]:
    """The last gain and the first loss share a call, so that no loss comes before a gain."""
    gains, losses = list(_chunks(gained, width)), list(_chunks(lost, width))
    both = (gains.pop() if gains and losses else (), losses.pop(0) if losses else ())
    yield from (Relabel(contacts, chunk, ()) for chunk in gains)
    if both[1]:
        yield Relabel(contacts, *both)
    yield from (Relabel(contacts, (), chunk) for chunk in losses)


def _labels_by_contact(cells: Cells) -> dict[str, tuple[str, ...]]:
    labels: dict[str, tuple[str, ...]] = {}
    for label in sorted(cells):
        for contact in cells[label]:
            labels[contact] = (*labels.get(contact, ()), label)
    return labels


def _chunks(items: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(items), size):
        yield tuple(items[start : start + size])


def _bound(add: Cells, remove: Cells, *, height: int, width: int, combined: bool) -> int:
    """Rows and volume: a call holds at most `height` contacts, and `height` × `width` pairs of a kind."""
    sides = [_side_bound(cells, height, width) for cells in (add, remove)]
    if not combined:
        return sum(sides)
    everyone = set().union(*add.values(), *remove.values())
    return max(*sides, math.ceil(len(everyone) / height))


def _side_bound(cells: Cells, height: int, width: int) -> int:
    if width == 1:
        return sum(math.ceil(len(contacts) / height) for contacts in cells.values())
    rows = len(set().union(*cells.values())) if cells else 0
    volume = sum(len(contacts) for contacts in cells.values())
    return max(math.ceil(rows / height), math.ceil(volume / (height * width)))
