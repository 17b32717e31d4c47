"""Seed rows as contacts and labels of a fresh world."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from labelsync.sandbox.around import Around, epoch, iso
from labelsync.sandbox.emulator import Person

from .contact import MEMBERSHIP, Contact, is_guid
from .index import Index
from .labels import Label, LabelBook, free_key
from .naming import stored_labels
from .shelf import Shelf
from .switches import Switches
from .world import World, made_id

_FIRST_DAY = epoch("2026-01-01T00:00:00Z")


def seeded_world(people: Iterable[Person], switches: Switches, around: Around) -> World:
    """A world of these people, everything of it visible everywhere at once."""
    salt = f"{around.chance.getrandbits(64):016x}"
    rows = [person for person in people if person.id not in switches.merged]
    labels = _labels(rows, switches)
    keys = {label.name: label.key for label in reversed(labels)}
    contacts = _contacts(rows, keys, salt, first_revision=switches.first_revision)
    return World(
        switches=switches,
        around=around,
        salt=salt,
        contacts=Shelf(contacts),
        queried=Index(contacts),
        listed=Index(contacts),
        labels=LabelBook(labels),
        merged=dict(switches.merged),
    )


def _labels(people: Iterable[Person], switches: Switches) -> list[Label]:
    labels = {label.name: label for label in stored_labels(switches)}
    taken = {label.key for label in labels.values()}
    for name in dict.fromkeys(name for person in people for name in person.labels):
        if name not in labels:
            key = free_key(name, taken, alphabet=switches.slug_alphabet)
            at = iso(_FIRST_DAY + len(labels))
            labels[name] = Label(key=key, name=name, created=at, updated=at)
            taken.add(key)
    return list(labels.values())


def _contacts(
    people: Iterable[Person], keys: dict[str, str], salt: str, *, first_revision: int
) -> list[Contact]:
    contacts: dict[str, Contact] = {}
    for number, person in enumerate(people):
        # seeds have a name space of their own, so that ids made later do not depend on their number
        own = (
            person.id if is_guid(person.id) and person.id not in contacts else made_id(f"{salt}:seed", number)
        )
        created = iso(epoch(person.created) if person.created else _FIRST_DAY + number)
        contacts[own] = Contact(
            id=own,
            revision=first_revision,
            created=created,
            updated=created,
            active=created,
            info=_info(person, own),
            labels=tuple(dict.fromkeys(keys[name] for name in person.labels)),
        )
    return list(contacts.values())


def _info(person: Person, own: str) -> dict[str, Any]:
    fields = {key: value for key, value in person.more.items() if key.startswith("custom.") and value}
    if person.more.get("membership"):
        fields[MEMBERSHIP] = person.more["membership"]
    name = {"first": person.first_name, "last": person.last_name}
    parts: dict[str, Any] = {
        "name": {part: text for part, text in name.items() if text},
        "emails": _items(_email(person, own) if person.email else None),
        "phones": _items(_phone(person, own) if person.phone else None),
        "addresses": _items(_address(person, own) if person.country else None),
        "extendedFields": {"items": fields} if fields else {},
    }
    return {part: value for part, value in parts.items() if value}


def _items(item: dict[str, Any] | None) -> dict[str, Any]:
    return {"items": [item]} if item else {}


def _email(person: Person, own: str) -> dict[str, Any]:
    return {"id": made_id(own, 1), "tag": "MAIN", "email": person.email, "primary": True}


def _phone(person: Person, own: str) -> dict[str, Any]:
    phone: dict[str, Any] = {"id": made_id(own, 2), "tag": "MOBILE", "phone": person.phone, "primary": True}
    if person.country:
        phone["countryCode"] = person.country
    if person.phone.startswith("+"):
        phone["e164Phone"] = "+" + "".join(filter(str.isdigit, person.phone))
    return phone


def _address(person: Person, own: str) -> dict[str, Any]:
    return {"id": made_id(own, 3), "tag": "HOME", "address": {"country": person.country}}
