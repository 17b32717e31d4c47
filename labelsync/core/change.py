"""The kinds of change. Taking away carries the two certificates without which it cannot be built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from labelsync.core.question import Seen
from labelsync.core.roster import Definition
from labelsync.core.wish import Whole

Action = Literal["rename_label", "create_label", "add", "remove", "delete", "delete_label"]


@dataclass(frozen=True, slots=True)
class Assumed:
    """The certificate of a vendor whose labels cannot be read: our ledger says that we added these pairs."""


class Grounds(NamedTuple):
    """Why taking away is allowed: what is there was seen whole, and what is wanted was read whole."""

    seen: Seen | Assumed
    wanted: Whole


@dataclass(frozen=True, slots=True)
class CreateLabel:
    """A label is to be defined under `name`; `by_use` when the vendor defines it on its first use."""

    label: str
    name: str
    by_use: bool


@dataclass(frozen=True, slots=True)
class RenameLabel:
    """A label is to be called `name` from now on, in place; `definition` is the vendor's as it is."""

    label: str
    name: str
    definition: Definition
    because: str


@dataclass(frozen=True, slots=True)
class Add:
    """Each contact (vendor id) gains the label. `because` and `rests` run parallel to `contacts`.

    `because` is the place that wants the pair; `rests` the identity by which the contact was found.
    """

    label: str
    contacts: tuple[str, ...]
    because: tuple[str, ...]
    rests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remove:
    """Each contact loses the label.

    `heir` is the label that took this one's place, '' for none: who does not carry it by then keeps this one.
    """

    label: str
    contacts: tuple[str, ...]
    because: tuple[str, ...]
    grounds: Grounds
    heir: str = ""


@dataclass(frozen=True, slots=True)
class Delete:
    """Each contact is deleted from the account."""

    contacts: tuple[str, ...]
    because: tuple[str, ...]
    rests: tuple[str, ...]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class DeleteLabel:
    """The label's definition is deleted. `carriers` counts who carries it now.

    `takes_along` is what the vendor takes it off by itself, None where that is not known.
    """

    label: str
    definition: Definition
    because: str
    grounds: Grounds
    carriers: int = 0
    takes_along: tuple[str, ...] | None = None


Change = RenameLabel | CreateLabel | Add | Remove | Delete | DeleteLabel


def pairs(change: Change) -> int:
    """How many contacts the change concerns; 0 for a label change."""
    match change:
        case Add() | Remove() | Delete():
            return len(change.contacts)
        case RenameLabel() | CreateLabel() | DeleteLabel():
            return 0


def label_of(change: Change) -> str:
    """The key of the label that the change is about, '' for the deletion of contacts."""
    return "" if isinstance(change, Delete) else change.label


def action(change: Change) -> Action:
    """The change's word in plans, results and the journal."""
    match change:
        case RenameLabel():
            return "rename_label"
        case CreateLabel():
            return "create_label"
        case Add():
            return "add"
        case Remove():
            return "remove"
        case Delete():
            return "delete"
        case DeleteLabel():
            return "delete_label"
