"""Whether the world came out as wished, and whether anything moved that nobody wished, or moved twice."""

from __future__ import annotations

from collections.abc import Iterator

from labelsync.core.batch import Relabel
from labelsync.core.outcome import STANDING
from labelsync.journal.memory import FLAPS
from labelsync.testing.simulation.chronicle import Event
from labelsync.testing.simulation.evidence import Evidence, contacts_of
from labelsync.testing.simulation.wish import Manner, Stance


def the_world_is_as_wished(evidence: Evidence) -> Iterator[str]:
    """Who is wanted carries the label, who is unwanted does not, and who is to be deleted is gone."""
    wish, now = evidence.last.wish, evidence.chronicle.people
    for contact, person in now.items():
        number = evidence.numbers[contact]
        if number in wish.absent:
            yield f"{contact} is still there"
            continue
        for label in (*wish.labels, *wish.formers):
            stance, carried = wish.stance(number, label), label in person.labels
            excused = _excused(evidence, contact, label) or _flapped(evidence, contact, label)
            if stance is Stance.WANTED and not carried and not excused:
                yield f"{contact} is wanted in {label} and does not carry it"
            if stance is Stance.UNWANTED and carried and _ours_to_take(evidence, contact, label):
                yield f"{contact} is not wanted in {label} and carries it"
    yield from _disinherited(evidence)
    yield from _misdefined(evidence)


def _excused(evidence: Evidence, contact: str, label: str) -> bool:
    """What nobody can see at a vendor that cannot be read: a lie of its own, and what others took."""
    if evidence.readable:
        return False
    theirs = any(event.theirs for event in evidence.of_pair(contact, label))
    return theirs or bool(evidence.met(contact, "skip"))


def _flapped(evidence: Evidence, contact: str, label: str) -> bool:
    """Whether we gave it time and again, and somebody else took it off each time: then it is left alone."""
    events = list(evidence.of_pair(contact, label))
    ours = sum(event.on == "add" and not event.theirs for event in events)
    return ours >= FLAPS and events[-1].theirs and events[-1].on == "remove"


def _ours_to_take(evidence: Evidence, contact: str, label: str) -> bool:
    """Whether the label should have been taken; unread, only what we gave and nobody else touched."""
    if evidence.readable:
        return True
    events = list(evidence.of_pair(contact, label))
    ours = bool(events) and events[-1].on == "add" and not events[-1].theirs
    return ours and not _excused(evidence, contact, label) and _reported(evidence, contact, label)


def _reported(evidence: Evidence, contact: str, label: str) -> bool:
    """Whether the journal knows that we gave the label."""
    for entry in evidence.entries:
        if isinstance(entry.batch, Relabel) and entry.performed and contact in entry.performed.contacts:
            given = evidence.chronicle.keys_of(label) & set(entry.batch.add)
            if given and entry.performed.contacts[contact].kind in STANDING:
                return True
    return False


def _disinherited(evidence: Evidence) -> Iterator[str]:
    """Whoever carried a former name and is not named keeps the label."""
    wish, began = evidence.last.wish, evidence.last.began
    for contact, person in evidence.chronicle.people.items() if evidence.readable else ():
        for label in wish.labels:
            former = wish.inherits(evidence.numbers[contact], label)
            had = bool(former) and former in evidence.last.people[contact].labels
            had = had and not _taken_late(evidence, contact, former)
            theirs = evidence.disturbed(contact, since=began, until=float("inf"))
            flapped = _flapped(evidence, contact, label) and former in person.labels
            if had and not theirs and label not in person.labels and not flapped:
                yield f"{contact} carried {former} and does not carry {label}"


def _taken_late(evidence: Evidence, contact: str, label: str) -> bool:
    """Whether a call of an earlier manifest took the label off once the last one held."""
    since = (e for e in evidence.of_pair(contact, label) if e.at >= evidence.last.began)
    return any(e.on == "remove" and not e.theirs and _is_late(evidence, e) for e in since)


def _misdefined(evidence: Evidence) -> Iterator[str]:
    known = evidence.chronicle.labels[-1].names
    for label in evidence.last.wish.labels.values():
        if label.manner is Manner.DROPPED and label.name in known:
            yield f"the label {label.name} is still defined"
        if label.manner in (Manner.EXACT, Manner.ADDITIVE) and label.name not in known:
            yield f"the label {label.name} is not defined"


def nothing_else_moved(evidence: Evidence) -> Iterator[str]:
    """No label moves, no contact goes and no definition changes but as the manifest of its time wants."""
    for event in evidence.chronicle.events:
        if not event.theirs and not _is_called_for(evidence, event):
            yield f"{event.on} of {event.label} on {event.contact} at {event.at:.1f} is nobody's wish"
    for contact, gone in evidence.chronicle.gone.items():
        number = evidence.numbers[contact]
        if not gone.theirs and not any(number in one.wish.absent for one in evidence.periods):
            yield f"{contact} was deleted, and no manifest says so"
    managed = {name for one in evidence.periods for name in (*one.wish.labels, *one.wish.formers)}
    changed = evidence.chronicle.labels[0].names ^ evidence.chronicle.labels[-1].names
    yield from (f"the definition of {label} changed" for label in sorted(changed - managed))


def _is_called_for(evidence: Evidence, event: Event) -> bool:
    """By the manifest of its time, or by an earlier one whose call was still open when that began."""
    return _wants(evidence, evidence.period(event.at), event) or _is_late(evidence, event)


def _is_late(evidence: Evidence, event: Event) -> bool:
    """Whether an earlier manifest called for it, by a call that was open when that one's time was over."""
    now = evidence.period(event.at)
    began = evidence.periods[now].began
    late = [e for e in evidence.entries if e.at < began and (e.settled is None or e.settled >= began)]
    about = any(event.contact in contacts_of(e.batch) or not contacts_of(e.batch) for e in late)
    return about and any(_wants(evidence, earlier, event) for earlier in range(now))


def _wants(evidence: Evidence, period: int, event: Event) -> bool:
    wish, number = evidence.periods[period].wish, evidence.numbers[event.contact]
    stance = wish.stance(number, event.label)
    if event.on == "remove":
        return stance is Stance.UNWANTED
    if evidence.renamable and event.label in wish.formers:  # it was to be renamed, and could not be
        return wish.stance(number, wish.formers[event.label]) is Stance.WANTED
    former = wish.inherits(number, event.label)
    return stance is Stance.WANTED or (bool(former) and _carried_ever(evidence, event.contact, former))


def _carried_ever(evidence: Evidence, contact: str, label: str) -> bool:
    first = label in evidence.chronicle.at_first[contact].labels
    return first or any(True for _ in evidence.of_pair(contact, label))


def nothing_fires_twice(evidence: Evidence) -> Iterator[str]:
    """Between two equal changes of ours lies an opposite one of others, or of another manifest."""
    pairs: dict[tuple[str, str], list[Event]] = {}
    for event in evidence.chronicle.events:
        pair = pairs.setdefault((event.contact, event.key), [])
        pair.append(event)
        if _flaps(evidence, pair[-3:]):
            yield f"{event.on} of {event.label} on {event.contact} fired twice, at {event.at:.1f} again"


def _flaps(evidence: Evidence, three: list[Event]) -> bool:
    """Whether a change, its opposite and the change again are ours, the last two by one manifest."""
    if len(three) < 3 or any(event.theirs for event in three):
        return False
    _, between, again = three
    same = evidence.period(between.at) == evidence.period(again.at)
    return same and not _is_late(evidence, between)
