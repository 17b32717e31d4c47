"""Looking again before a batch leaves: each pair is as planned, already so, or in conflict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from labelsync.core.batch import Deletion, Relabel
from labelsync.core.change import Add, Delete
from labelsync.core.hit import hits, known_by
from labelsync.core.outcome import ALREADY, Kind, Outcome
from labelsync.core.packing import pack
from labelsync.core.plan import AccountPlan
from labelsync.core.roster import Contact
from labelsync.core.wish import Wishes

GONE = Outcome(Kind.CONFLICT, "then: there; now: gone")
MERGED = Outcome(Kind.CONFLICT, "then: a contact of its own; now: merged into another")
LAPSED = Outcome(Kind.CONFLICT, "then: wanted; now: its `until` has passed")
BARRED = Outcome(Kind.CONFLICT, "then: might be given it; now: one of those who must not be")
PROTECTED = Outcome(Kind.CONFLICT, "then: not protected; now: one of the protected")
WANTED = Outcome(Kind.CONFLICT, "then: wanted by nobody; now: a person whom the manifest wants")
MOVED = Outcome(Kind.CONFLICT, "then: found by the wanted identity; now: that identity is not this contact's")


@dataclass(frozen=True, slots=True)
class Still:
    """What is left of a batch, in the fewest whole ones, and the outcomes of the pairs that are settled.

    `settled` has rows (what the outcomes are about, outcomes by contact).
    """

    batches: tuple[Relabel | Deletion, ...]
    settled: tuple[tuple[Relabel | Deletion, Mapping[str, Outcome]], ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a batch is held against.

    `definitions` are vendor label ids by key; `rests` has the pseudonym of the identity by which each contact
    was found. `wishes` is what the manifest says, nothing where only the plan counts; `match_any` as the
    account has it.
    """

    definitions: Mapping[str, str]
    rests: Mapping[str, str]
    pseudonym: Callable[[str], str]
    wishes: Wishes
    match_any: bool = False

    def lapsed(self, contact: str, label: str, *, now: float) -> bool:
        """Whether nobody wants the pair any more at `now` (epoch seconds), though it was wanted before."""
        ended = (one for one, until in self.wishes.ends.items() if one[1] == label and until <= now)
        rest = self.rests.get(contact, "")
        return any(identity == contact or self.pseudonym(identity) == rest for identity, _ in ended)

    def is_protected(self, contact: Contact) -> bool:
        """Whether nothing about the contact may change."""
        return not self.wishes.protected.isdisjoint((contact.id, contact.email, contact.phone))

    def is_barred(self, contact: Contact, label: str) -> bool:
        """Whether the contact must not be given the label (its key)."""
        return any(label in self.wishes.bars(text) for text in known_by(contact, match_any=self.match_any))

    def is_wanted(self, contact: Contact, label: str = "") -> bool:
        """Whether the manifest wants the label on the contact, or without one any label."""
        stances = (wish.stance for _, wish in hits(self.wishes, contact, match_any=self.match_any))
        wanted = {one for stance in stances for one in stance.wanted}
        return bool(wanted) and (not label or (label in wanted and not self.is_barred(contact, label)))


def still(
    batch: Relabel | Deletion, found: Mapping[str, Contact], terms: Terms, *, now: float = 0.0
) -> Still:
    """Hold a batch (labels are manifest keys) against its contacts as they are `now` (epoch seconds)."""
    match batch:
        case Deletion(contacts):
            return _deletion(contacts, found, terms)
        case Relabel():
            return _relabel(batch, found, terms, now)


def _deletion(contacts: tuple[str, ...], found: Mapping[str, Contact], terms: Terms) -> Still:
    outcomes: dict[str, Outcome] = {}
    for contact in contacts:
        seen = found.get(contact)
        if seen is None:
            outcomes[contact] = ALREADY
        elif conflict := _conflict(seen, terms) or (WANTED if terms.is_wanted(seen) else None):
            outcomes[contact] = conflict
    left = tuple(contact for contact in contacts if contact not in outcomes)
    batches = (Deletion(left),) if left else ()
    return Still(batches, ((Deletion(contacts), outcomes),))


def _relabel(batch: Relabel, found: Mapping[str, Contact], terms: Terms, now: float) -> Still:
    settled: list[tuple[Relabel | Deletion, Mapping[str, Outcome]]] = []
    add: dict[str, list[str]] = {}
    remove: dict[str, list[str]] = {}
    for contact in batch.contacts:
        seen = found.get(contact)
        for label in batch.add:
            outcome = LAPSED if terms.lapsed(contact, label, now=now) else _gain(seen, label, terms)
            if outcome is None:
                add.setdefault(label, []).append(contact)
            else:
                settled.append((Relabel((contact,), (label,), ()), {contact: outcome}))
        for label in batch.remove:
            outcome = _loss(seen, label, terms)
            if outcome is None:
                remove.setdefault(label, []).append(contact)
            else:
                settled.append((Relabel((contact,), (), (label,)), {contact: outcome}))
    return Still(_repacked(batch, add, remove), tuple(settled))


def _repacked(batch: Relabel, add: dict[str, list[str]], remove: dict[str, list[str]]) -> tuple[Relabel, ...]:
    width = max(len(batch.add), len(batch.remove))
    packing = pack(
        add, remove, height=len(batch.contacts), width=width, combined=bool(batch.add and batch.remove)
    )
    return (*packing.gains, *packing.both, *packing.losses)


def _gain(seen: Contact | None, label: str, terms: Terms) -> Outcome | None:
    if seen is None:
        return GONE
    if conflict := _conflict(seen, terms):
        return conflict
    if terms.definitions[label] in seen.labels:
        return ALREADY
    return BARRED if terms.is_barred(seen, label) else None


def _loss(seen: Contact | None, label: str, terms: Terms) -> Outcome | None:
    if seen is None or terms.definitions[label] not in seen.labels:
        return ALREADY
    if terms.is_protected(seen):
        return PROTECTED
    return WANTED if terms.is_wanted(seen, label) else None


def _conflict(seen: Contact, terms: Terms) -> Outcome | None:
    if seen.merged_into:
        return MERGED
    rest, known = terms.rests.get(seen.id, ""), (seen.id, seen.email, seen.phone, *seen.emails, *seen.phones)
    if rest and rest not in {terms.pseudonym(text) for text in known if text}:
        return MOVED
    return PROTECTED if terms.is_protected(seen) else None


def rests(plan: AccountPlan) -> Mapping[str, str]:
    """The pseudonym of the identity by which each contact was found."""
    changes = [change for change in plan.changes if isinstance(change, Add | Delete)]
    return {c: rest for change in changes for c, rest in zip(change.contacts, change.rests, strict=True)}
