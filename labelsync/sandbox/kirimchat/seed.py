"""A fresh world from the rows of a seed file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from labelsync.sandbox.around import Around, epoch
from labelsync.sandbox.emulator import Person
from labelsync.sandbox.kirimchat import ids
from labelsync.sandbox.kirimchat.contacts import ANY_ACCOUNT
from labelsync.sandbox.kirimchat.facts import Contact, Label, Snapshot
from labelsync.sandbox.kirimchat.switches import Switches
from labelsync.sandbox.kirimchat.world import DEFAULT_TEAM

_FIRST = epoch("2026-01-01T00:00:00Z")
_PUNCTUATION = re.compile(r"[\s().-]")


@dataclass(slots=True)
class _Seeding:
    """A world in the making."""

    around: Around
    account: str
    contacts: dict[str, Contact] = field(default_factory=dict)
    labels: dict[tuple[str, str], Label] = field(default_factory=dict)
    teams: dict[str, None] = field(default_factory=dict)


def snapshot_of(people: Iterable[Person], *, switches: Switches, around: Around) -> Snapshot:
    """The rows as an organisation's state, all of it visible at once.

    A label is defined in the team of the first contact that carries it; a contact of another team
    gets its team's own label of that name, since the vendor attaches nothing across teams.
    """
    organization = ids.mint("org", around=around, at=_FIRST)
    secret = f"{around.chance.getrandbits(128):032x}"
    seeding = _Seeding(around=around, account=next(iter(switches.accounts), ANY_ACCOUNT))
    for row, person in enumerate(people):
        _add(seeding, person, default=_FIRST + row)
    return Snapshot(
        organization=organization,
        cursor_secret=secret,
        teams=tuple(seeding.teams) or (DEFAULT_TEAM,),
        contacts=tuple(seeding.contacts.values()),
        labels=tuple(seeding.labels.values()),
    )


def _add(seeding: _Seeding, person: Person, *, default: float) -> None:
    created = epoch(person.created) if person.created else default
    team = person.more.get("team", "") or DEFAULT_TEAM
    key = person.id if ids.is_contact_id(person.id) else ids.mint("ctc", around=seeding.around, at=created)
    if key in seeding.contacts:
        raise ValueError(f"two seed rows have the contact id {key}")
    seeding.teams[team] = None
    names = dict.fromkeys(name for name in person.labels if name)
    labels = tuple(_label(seeding, name, team=team, at=created).id for name in names)
    seeding.contacts[key] = Contact(
        id=key,
        created=created,
        updated=created,
        team=team,
        account=seeding.account,
        phone=_e164(person.phone),
        name=f"{person.first_name} {person.last_name}".strip(),
        email=person.email,
        metadata={"country": person.country} if person.country else None,
        labels=labels,
    )


def _label(seeding: _Seeding, name: str, *, team: str, at: float) -> Label:
    label = seeding.labels.get((team, name))
    if label is None:
        key = ids.mint("lbl", around=seeding.around, at=at)
        label = Label(id=key, created=at, updated=at, team=team, name=name)
        seeding.labels[team, name] = label
    return label


def _e164(phone: str) -> str:
    """Spaces and punctuation fall away where that makes the number E.164; else it stays as it is."""
    bare = _PUNCTUATION.sub("", phone)
    return bare if ids.is_e164(bare) else phone
