"""Whether calls left as they must: after their intent, as many as priced, and never again without a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from labelsync.core.batch import Relabel
from labelsync.core.outcome import Kind
from labelsync.core.run import ContactResult
from labelsync.testing.simulation.chronicle import Sent
from labelsync.testing.simulation.evidence import Entry, Evidence, Played, contacts_of, name_of


def nothing_is_repeated_blindly(evidence: Evidence) -> Iterator[str]:
    """A call whose answer was lost is not sent again before it was looked up, but under its own key."""
    sent = evidence.chronicle.sent
    for number, first in enumerate(sent):
        if not (first.writes and first.lost):
            continue
        for place, again in enumerate(sent[number + 1 :], start=number + 1):
            same = (first.method, first.path, first.body) == (again.method, again.path, again.body)
            keyed = bool(first.key) and first.key == again.key
            if same and keyed:
                break
            if not same:
                continue
            looked = any(_looks_up(look, first) for look in sent[number + 1 : place])
            if not looked and not (not evidence.readable and _written_off(evidence, first, again)):
                yield f"{again.method} {again.path} was sent again at {again.at:.1f} without a look"
            break


def _written_off(evidence: Evidence, first: Sent, again: Sent) -> bool:
    """Whether the journal had it, before the repeat, that nobody can know what became of the first."""
    known = (e for e in evidence.entries if covers(e, first) and e.settled is not None)
    return any(e.settled <= again.at and _is_unknown(e) for e in known if e.settled is not None)


def _is_unknown(entry: Entry) -> bool:
    rows = entry.performed.contacts.values() if entry.performed else ()
    return Kind.UNKNOWN in {outcome.kind for outcome in rows}


def _looks_up(look: Sent, write: Sent) -> bool:
    """Whether a request reads what a write may have changed: its contacts, all contacts, or the labels."""
    if look.writes or look.status != 200:
        return False
    path = look.bare.rstrip("/")
    if not write.named:
        return path.endswith(("/labels", "/tags"))
    return bool(look.named & write.named) or path.endswith(("/contacts", "/query", "/search"))


def verified_was_read(evidence: Evidence) -> Iterator[str]:
    """Nothing is called verified but what was read after it was written."""
    for entry in evidence.entries:
        rows = entry.performed.contacts.items() if entry.performed else ()
        labels = {*entry.batch.add, *entry.batch.remove} if isinstance(entry.batch, Relabel) else set()
        for contact, outcome in rows:
            if outcome.kind is Kind.VERIFIED and not _was_read(evidence, entry, contact, labels):
                yield f"intent {entry.id}: {contact} is verified without a look"
    for one in evidence.played:
        about = [s for s in evidence.chronicle.sent if s.run == one.number and s.at <= one.over]
        for label, row in _rows(one):
            keys = evidence.chronicle.keys_of(label)
            if row.outcome.kind is Kind.VERIFIED and not _looked_after(about, row.id, keys):
                yield f"run {one.number}: {row.id} is verified without a look"


def _was_read(evidence: Evidence, entry: Entry, contact: str, labels: Set[str]) -> bool:
    """Either before the call's own outcome was written down, or by the end of its run."""
    return any(
        _looked_after(
            [one for one in evidence.chronicle.sent if entry.at <= one.at <= until], contact, labels
        )
        for until in (entry.settled or entry.at, evidence.told(entry))
    )


def _rows(played: Played) -> Iterator[tuple[str, ContactResult]]:
    for account in played.run.accounts if played.run else ():
        for change in account.changes:
            yield from ((name_of(change.label), row) for row in change.contacts)


def _looked_after(sent: Sequence[Sent], contact: str, keys: Set[str]) -> bool:
    """Whether a look came after the last write about the contact and one of the labels, if there are any."""
    about = [one for one in sent if contact in one.named]
    writes = [n for n, one in enumerate(about) if one.writes and (not keys or _says(one, keys))]
    return any(not one.writes and one.status for one in about[max(writes, default=0) :])


def _says(sent: Sent, keys: Set[str]) -> bool:
    return any(f'"{key}"' in sent.body for key in keys)


def the_price_is_kept(evidence: Evidence) -> Iterator[str]:
    """Where nothing befell a run it sent as many writing requests as its plan had said."""
    for one in evidence.played:
        if not one.priced or one.plan is None:
            continue
        sent = [s for s in evidence.chronicle.sent if s.run == one.number and s.writes and s.status != 429]
        said = sum(account.cost.requests for account in one.plan.accounts)
        if len(sent) != said:
            yield f"run {one.number} said {said} writing requests and sent {len(sent)}"


def a_plan_only_looks(evidence: Evidence) -> Iterator[str]:
    """No writing request leaves while a plan is made."""
    for one in evidence.chronicle.sent:
        if one.looking and one.writes:
            yield f"{one.method} {one.path} left while run {one.run} was planned"


def the_intent_comes_first(evidence: Evidence) -> Iterator[str]:
    """Whatever is written was in the journal before it left, and not yet settled."""
    for one in evidence.chronicle.sent:
        if one.writes and not any(covers(entry, one) for entry in evidence.entries):
            yield f"{one.method} {one.path} at {one.at:.1f} had no intent"


def covers(entry: Entry, sent: Sent) -> bool:
    """Whether a writing request is an intent's, and left while that was open."""
    about = sent.named <= set(contacts_of(entry.batch)) if sent.named else not contacts_of(entry.batch)
    return about and entry.under_way(sent.at)
