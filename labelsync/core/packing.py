"""The packing of changes into the fewest calls, in the phases in which they must be sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.bound import least
from labelsync.core.capability import Capabilities, Deletes
from labelsync.core.change import Add, Change, CreateLabel, Delete, DeleteLabel, Remove, RenameLabel
from labelsync.core.fewest import fewest
from labelsync.core.grid import Call, Cells, Grid, draw, numbers_of


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


def schedule(changes: Sequence[Change], capabilities: Capabilities, *, overlap: bool = False) -> Schedule:
    """The calls that carry out these changes at a vendor that can do what `capabilities` say.

    With `overlap` a pair that changes may be in several of them.
    """
    shape = capabilities.shape
    packing = pack(
        {change.label: change.contacts for change in changes if isinstance(change, Add)},
        {change.label: change.contacts for change in changes if isinstance(change, Remove)},
        height=shape.max_contacts,
        width=shape.max_labels,
        combined=shape.combined,
        overlap=overlap,
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
    phases = (renamings, creations, packing.gains, packing.both, packing.losses, deletions, undefinitions)
    bound = packing.bound + len(renamings) + len(creations) + len(deletions) + len(undefinitions)
    return Schedule(tuple(phase for phase in phases if phase), bound)


@dataclass(frozen=True, slots=True)
class Packing:
    """Calls that only add, that do both, then that only remove; within each there is no order.

    A contact is in at most one call of `both`. `bound` is a number of calls below which nobody can stay.
    """

    gains: tuple[Relabel, ...]
    both: tuple[Relabel, ...]
    losses: tuple[Relabel, ...]
    bound: int


def pack(
    add: Cells,
    remove: Cells,
    *,
    height: int,
    width: int,
    combined: bool,
    overlap: bool = False,
) -> Packing:
    """Few calls for these changes, near the fewest there are; a pair that does not change is in none of them.

    `add` and `remove` are `{label: contact ids}`; `height` and `width` are the contacts and labels of a call;
    `combined`: one call adds and removes. Each pair is in exactly one call, unless they may `overlap`. The
    same pairs give the same calls, in whatever order they come.
    """
    sides = [_packed(add, {}, height, width, overlap), _packed({}, remove, height, width, overlap)]
    apart = [call for side in sides for call in side[0]]
    bound = sum(side[1] for side in sides)
    if combined and all(side[0] for side in sides):
        together, joint = _packed(add, remove, height, width, overlap)
        return _sorted(min(together, apart, key=len), max(joint, *(side[1] for side in sides)))
    return _sorted(apart, bound)


def _packed(add: Cells, remove: Cells, height: int, width: int, overlap: bool) -> tuple[list[Relabel], int]:  # noqa: FBT001 - private
    grid = draw(add, remove, height=height, width=width)
    bound = least(grid, overlap=overlap)
    return [_relabel(grid, call) for call in fewest(grid, overlap=overlap, enough=bound)], bound


def _relabel(grid: Grid, call: Call) -> Relabel:
    gains = [grid.labels[label] for label in numbers_of(call.shape & grid.gains)]
    losses = [grid.labels[label] for label in numbers_of(call.shape & ~grid.gains)]
    contacts = tuple(grid.contacts[one] for one in call.who)
    return Relabel(contacts, tuple(sorted(gains)), tuple(sorted(losses)))


def _sorted(calls: Sequence[Relabel], bound: int) -> Packing:
    ordered = sorted(calls, key=lambda call: (call.add, call.remove, call.contacts))
    return Packing(
        gains=tuple(call for call in ordered if not call.remove),
        both=tuple(call for call in ordered if call.add and call.remove),
        losses=tuple(call for call in ordered if not call.add),
        bound=bound,
    )


def _chunks(items: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(items), size):
        yield tuple(items[start : start + size])
