"""Looking again before a batch leaves: each pair is as planned, already so, or in conflict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from labelsync.core.batch import Deletion, Relabel
from labelsync.core.outcome import ALREADY, Kind, Outcome
from labelsync.core.packing import pack
from labelsync.core.roster import Contact

GONE = Outcome(Kind.CONFLICT, "then: there; now: gone")
MERGED = Outcome(Kind.CONFLICT, "then: a contact of its own; now: merged into another")
MOVED = Outcome(Kind.CONFLICT, "then: found by the wanted identity; now: that identity is not this contact's")


@dataclass(frozen=True, slots=True)
class Still:
    """What is left of a batch, in the fewest whole ones, and the outcomes of the pairs that are settled.

    `settled` has rows (what the outcomes are about, outcomes by contact).
    """

    batches: tuple[Relabel | Deletion, ...]
    settled: tuple[tuple[Relabel | Deletion, Mapping[str, Outcome]], ...]


def still(
    batch: Relabel | Deletion,
    found: Mapping[str, Contact],
    *,
    definitions: Mapping[str, str],
    rests: Mapping[str, str],
    pseudonym: Callable[[str], str],
) -> Still:
    """Hold a batch (labels are manifest keys) against its contacts as they are now.

    `rests` has the pseudonym of the identity by which each contact was found.
    """
    match batch:
        case Deletion(contacts):
            return _deletion(contacts, found, rests, pseudonym)
        case Relabel():
            return _relabel(batch, found, _Terms(definitions, rests, pseudonym))


@dataclass(frozen=True, slots=True)
class _Terms:
    definitions: Mapping[str, str]
    rests: Mapping[str, str]
    pseudonym: Callable[[str], str]


def _deletion(
    contacts: tuple[str, ...],
    found: Mapping[str, Contact],
    rests: Mapping[str, str],
    pseudonym: Callable[[str], str],
) -> Still:
    outcomes: dict[str, Outcome] = {}
    for contact in contacts:
        seen = found.get(contact)
        if seen is None:
            outcomes[contact] = ALREADY
        elif conflict := _conflict(seen, rests.get(contact, ""), pseudonym):
            outcomes[contact] = conflict
    left = tuple(contact for contact in contacts if contact not in outcomes)
    batches = (Deletion(left),) if left else ()
    return Still(batches, ((Deletion(contacts), outcomes),))


def _relabel(batch: Relabel, found: Mapping[str, Contact], terms: _Terms) -> Still:
    settled: list[tuple[Relabel | Deletion, Mapping[str, Outcome]]] = []
    add: dict[str, list[str]] = {}
    remove: dict[str, list[str]] = {}
    for contact in batch.contacts:
        seen = found.get(contact)
        for label in batch.add:
            outcome = _gain(seen, terms.definitions[label], terms.rests.get(contact, ""), terms.pseudonym)
            if outcome is None:
                add.setdefault(label, []).append(contact)
            else:
                settled.append((Relabel((contact,), (label,), ()), {contact: outcome}))
        for label in batch.remove:
            if seen is None or terms.definitions[label] not in seen.labels:
                settled.append((Relabel((contact,), (), (label,)), {contact: ALREADY}))
            else:
                remove.setdefault(label, []).append(contact)
    return Still(_repacked(batch, add, remove), tuple(settled))


def _repacked(batch: Relabel, add: dict[str, list[str]], remove: dict[str, list[str]]) -> tuple[Relabel, ...]:
    width = max(len(batch.add), len(batch.remove))
    packing = pack(
        add, remove, height=len(batch.contacts), width=width, combined=bool(batch.add and batch.remove)
    )
    return (*packing.gains, *packing.losses)


def _gain(seen: Contact | None, label: str, rest: str, pseudonym: Callable[[str], str]) -> Outcome | None:
    if seen is None:
        return GONE
    return _conflict(seen, rest, pseudonym) or (ALREADY if label in seen.labels else None)


def _conflict(seen: Contact, rest: str, pseudonym: Callable[[str], str]) -> Outcome | None:
    if seen.merged_into:
        return MERGED
    known = (seen.id, seen.email, seen.phone, *seen.emails, *seen.phones)
    if rest and rest not in {pseudonym(text) for text in known if text}:
        return MOVED
    return None
