"""Drift: every pair that is not as the manifest says, and who made it so, as far as the ledger tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from labelsync.core.change import Add, Change, Delete, DeleteLabel, Remove
from labelsync.core.plan import AccountPlan


class Cause(Enum):
    """How a pair came to differ."""

    TAKEN_BACK = "taken back"
    NEVER_GIVEN = "never given"
    ADDED = "added by somebody else"
    LEFT_BEHIND = "given by us, not wanted any more"
    THERE = "still there"
    LABEL = "the label differs"


class Drifted(NamedTuple):
    """Contacts of one label (its key; '' for contacts that are to be deleted) that differ for one cause."""

    cause: Cause
    label: str
    contacts: tuple[str, ...]


Ours = Callable[[str, str], bool]
"""Whether our ledger says that we gave this label (its key) to this contact."""


def drifted(plan: AccountPlan, ours: Ours) -> tuple[Drifted, ...]:
    """What differs on one account, label by label. Pairs that are withheld are not among them."""
    return tuple(found for change in plan.changes for found in _of(change, ours) if found)


def _of(change: Change, ours: Ours) -> Iterator[Drifted]:
    match change:
        case Add(label, contacts):
            yield from _split(label, contacts, ours, (Cause.TAKEN_BACK, Cause.NEVER_GIVEN))
        case Remove(label, contacts):
            yield from _split(label, contacts, ours, (Cause.LEFT_BEHIND, Cause.ADDED))
        case Delete(contacts):
            yield Drifted(Cause.THERE, "", contacts)
        case DeleteLabel(label):
            yield Drifted(Cause.THERE, label, ())
        case _:
            yield Drifted(Cause.LABEL, change.label, ())


def _split(label: str, contacts: Sequence[str], ours: Ours, causes: tuple[Cause, Cause]) -> Iterator[Drifted]:
    known = tuple(contact for contact in contacts if ours(label, contact))
    others = tuple(contact for contact in contacts if not ours(label, contact))
    for cause, some in zip(causes, (known, others), strict=True):
        if some:
            yield Drifted(cause, label, some)
