"""Whether what the journal says of the world is true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from labelsync.core.batch import Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.outcome import STANDING, Kind
from labelsync.testing.simulation.chronicle import Chronicle, Event
from labelsync.testing.simulation.evidence import Entry, Evidence, Played, name_of

DENIED = frozenset({Kind.FAILED, Kind.NOT_STARTED})
MOMENT = 0.001


class Claim(NamedTuple):
    """What is said of one contact and labels (by id: any of them), and when it may have happened.

    `answered` is when the call's own outcome was known, `ended` when what was read back was known as well.
    """

    contact: str
    keys: frozenset[str]
    on: str
    kind: Kind
    begun: float
    answered: float
    ended: float

    def __str__(self) -> str:
        return f"{self.kind.value} {self.on} of {'/'.join(sorted(self.keys))} on {self.contact}"


def the_journal_is_true(evidence: Evidence) -> Iterator[str]:
    """What stands in the journal was so in its time; what it denies was not done by us."""
    yield from _false_entries(evidence)
    for one in evidence.played:
        claims = _verified(one, evidence.chronicle)
        yield from (f"run {one.number}: {claim}" for claim in claims if not stood(evidence, claim))


def _verified(played: Played, chronicle: Chronicle) -> Iterator[Claim]:
    """The pairs that a run's result calls verified."""
    run = played.run
    for account in run.accounts if run else ():
        for change in account.changes:
            if run is None or change.action not in ("add", "remove"):
                continue
            keys = chronicle.keys_of(name_of(change.label))
            for row in change.contacts:
                if row.outcome.kind is Kind.VERIFIED:
                    yield Claim(
                        row.id, keys, change.action, Kind.VERIFIED, run.started, run.finished, run.finished
                    )


def _false_entries(evidence: Evidence) -> Iterator[str]:
    """What the journal says and the vendor's own log contradicts."""
    for entry in evidence.entries:
        if entry.performed is None or entry.settled is None:
            continue
        match entry.batch:
            case Relabel():
                claims = _claims(entry, evidence.told(entry))
                yield from (f"intent {entry.id}: {claim}" for claim in claims if _lies(evidence, claim))
            case Deletion(contacts):
                yield from _undeleted(evidence, entry, contacts)
            case Creation(name=name) | Renaming(name=name):
                yield from _misdefined(evidence, entry, name, there=True)
            case Undefinition(_, gone):
                yield from _misdefined(evidence, entry, gone.name, there=False)


def _claims(entry: Entry, ended: float) -> Iterator[Claim]:
    batch, performed = entry.batch, entry.performed
    if not isinstance(batch, Relabel) or performed is None or entry.settled is None:
        return
    signs = [(label, "add") for label in batch.add] + [(label, "remove") for label in batch.remove]
    for contact, outcome in performed.contacts.items():
        for label, on in signs:
            yield Claim(contact, frozenset({label}), on, outcome.kind, entry.at, entry.settled, ended)


def _lies(evidence: Evidence, claim: Claim) -> bool:
    """A vendor that skips in silence lies itself; one that refuses twice in one call contradicts itself."""
    begun, ended = claim.begun, claim.ended
    if claim.kind is Kind.APPLIED and evidence.met(claim.contact, "skip", since=begun, until=ended):
        return False
    if evidence.met(claim.contact, "partial", since=begun, until=ended) > 1:
        return False
    if claim.kind in STANDING:
        return not stood(evidence, claim)
    return claim.kind in DENIED and happened(evidence, claim)


def stood(evidence: Evidence, claim: Claim) -> bool:
    """Whether the pair was as claimed at an instant of the claim's time."""
    carried = not claim.keys.isdisjoint(evidence.chronicle.first_keys(claim.contact))
    is_so = carried is (claim.on == "add")
    for event in _events(evidence, claim):
        if event.at > claim.ended + MOMENT:
            break
        if event.at <= claim.begun:
            is_so = event.on == claim.on
        elif event.on == claim.on:
            return True
    gone = evidence.chronicle.gone.get(claim.contact)
    left = claim.on == "remove" and gone is not None and gone.since <= claim.ended
    return is_so or left


def _events(evidence: Evidence, claim: Claim) -> Iterator[Event]:
    return (e for e in evidence.chronicle.events if e.contact == claim.contact and e.key in claim.keys)


def happened(evidence: Evidence, claim: Claim) -> bool:
    """Whether we did what is denied before the answer, and nobody else had a hand in the contact."""
    done = [
        event
        for event in _events(evidence, claim)
        if event.on == claim.on and not event.theirs and claim.begun < event.at <= claim.answered
    ]
    return bool(done) and not evidence.disturbed(claim.contact, since=claim.begun, until=claim.ended)


def _undeleted(evidence: Evidence, entry: Entry, contacts: tuple[str, ...]) -> Iterator[str]:
    performed, ended = entry.performed, evidence.told(entry)
    for contact in contacts:
        outcome = performed.contacts.get(contact) if performed else None
        if outcome is None or evidence.met(contact, "skip", since=entry.at, until=ended):
            continue
        gone = evidence.chronicle.gone.get(contact)
        if outcome.kind in STANDING and (gone is None or gone.since > ended):
            yield f"intent {entry.id}: {outcome.kind.value} deletion of {contact}, which is there"
        ours = gone is not None and not gone.theirs and entry.at < gone.at <= (entry.settled or ended)
        if outcome.kind in DENIED and ours:
            yield f"intent {entry.id}: {outcome.kind.value} deletion of {contact}, which we deleted"


def _misdefined(evidence: Evidence, entry: Entry, name: str, *, there: bool) -> Iterator[str]:
    kind = entry.performed.whole.kind if entry.performed and entry.performed.whole else None
    ended = entry.settled or 0.0
    before, after = (evidence.chronicle.defined(name, at) is there for at in (entry.at, ended))
    if kind in STANDING and not after:
        yield f"intent {entry.id}: {kind.value if kind else ''} definition of {name}, which is not so"
    if kind in DENIED and after and not before:
        yield f"intent {entry.id}: {kind.value if kind else ''} definition of {name}, which we changed"
