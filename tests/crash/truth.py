"""Whether what the journal says is true of the world."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from labelsync.core.batch import Creation, Deletion, Relabel, Undefinition
from labelsync.core.outcome import Kind
from labelsync.sandbox.emulator import View
from tests.crash.mortal import Entry, Mortal, entries

STANDING = frozenset({Kind.APPLIED, Kind.VERIFIED, Kind.ALREADY})
NOT_DONE = frozenset({Kind.FAILED, Kind.NOT_STARTED})


class Claim(NamedTuple):
    """One pair's change, what the journal says became of it, and the time in which it may have happened."""

    contact: str
    label: str
    on: str
    kind: Kind
    begun: float
    ended: float


def lies(scene: Mortal) -> list[Claim]:
    """Claims about pairs that the vendor's own log contradicts.

    What stands was fired by then; what was not done was not fired between the intent and its outcome.
    """
    log = scene.emulator.view().automations
    found = []
    for claim in _claims(scene):
        times = [e.at for e in log if (e.contact, e.label, e.on) == (claim.contact, claim.label, claim.on)]
        stood = any(at < claim.ended for at in times)
        during = any(claim.begun < at < claim.ended for at in times)
        if (claim.kind in STANDING and not stood) or (claim.kind in NOT_DONE and during):
            found.append(claim)
    return found


def _claims(scene: Mortal) -> Iterator[Claim]:
    names = _names(scene)
    for entry in entries(scene.path):
        if isinstance(entry.batch, Relabel) and entry.performed and entry.settled:
            signs = [(label, "add") for label in entry.batch.add]
            signs += [(label, "remove") for label in entry.batch.remove]
            for contact, outcome in entry.performed.contacts.items():
                for label, on in signs:
                    yield Claim(contact, names[label], on, outcome.kind, entry.at, entry.settled)


def _names(scene: Mortal) -> dict[str, str]:
    """The names of labels by the vendor's ids, also of labels that are gone."""
    names = {}
    for entry in entries(scene.path):
        if isinstance(entry.batch, Creation) and entry.performed and entry.performed.definition:
            names[entry.performed.definition.id] = entry.batch.name
        if isinstance(entry.batch, Undefinition):
            names[entry.batch.definition.id] = entry.batch.definition.name
    for label in scene.emulator.view().labels:
        names.setdefault(label, label)
    return names


def denials(scene: Mortal, at_death: View) -> list[Entry]:
    """What the journal says did not happen, although the world had it when the run was dead."""
    return [entry for entry in entries(scene.path) if _is_denied(entry, at_death)]


def _is_denied(entry: Entry, at_death: View) -> bool:
    if entry.performed is None:
        return False
    whole = entry.performed.whole.kind if entry.performed.whole else None
    match entry.batch:
        case Creation(_, name):
            return whole in NOT_DONE and name in at_death.labels
        case Undefinition(_, gone):
            return whole in NOT_DONE and gone.name not in at_death.labels
        case Deletion():
            kinds = {c: outcome.kind for c, outcome in entry.performed.contacts.items()}
            return any(kind in NOT_DONE and c not in at_death.contacts for c, kind in kinds.items())
        case Relabel():
            return False


def last_word(scene: Mortal, kind: type[Creation | Undefinition | Deletion], label: str = "") -> set[Kind]:
    """What the last intent of this kind says."""
    found: list[Entry] = [
        entry
        for entry in entries(scene.path)
        if isinstance(entry.batch, kind) and getattr(entry.batch, "label", "") == label
    ]
    if not found or found[-1].performed is None:
        return set()
    performed = found[-1].performed
    whole = {performed.whole.kind} if performed.whole else set()
    return whole | {outcome.kind for outcome in performed.contacts.values()}
