"""What one call carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from labelsync.core.change import Action
from labelsync.core.roster import Definition


@dataclass(frozen=True, slots=True)
class Relabel:
    """Every contact gains every label of `add` and loses every label of `remove`.

    Contacts are vendor ids. Labels are manifest keys while a plan is made, and vendor label ids once
    `addressed` was called.
    """

    contacts: tuple[str, ...]
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deletion:
    """These contacts are deleted."""

    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Creation:
    """A label is defined. `label` is the manifest key, `name` what people will see."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Undefinition:
    """A label's definition is deleted. `definition` is the vendor's."""

    label: str
    definition: Definition


@dataclass(frozen=True, slots=True)
class Renaming:
    """A label is given another name in place. `definition` is the vendor's as it was; `name` the new name."""

    label: str
    name: str
    definition: Definition


Defining = Creation | Renaming | Undefinition
Batch = Relabel | Deletion | Defining


def defines(batch: Defining) -> Action:
    """The word for a batch about a label's definition, in results and in counts of requests."""
    match batch:
        case Creation():
            return "create_label"
        case Renaming():
            return "rename_label"
        case Undefinition():
            return "delete_label"


def addressed(batch: Relabel, definitions: Mapping[str, str]) -> Relabel:
    """The same batch with the vendor's label ids in place of manifest keys."""
    return Relabel(
        batch.contacts,
        tuple(definitions[label] for label in batch.add),
        tuple(definitions[label] for label in batch.remove),
    )
