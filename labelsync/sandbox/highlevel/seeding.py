"""Makes a world from the rows of a seed file, and brings a saved one back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from labelsync.sandbox.around import Around, epoch
from labelsync.sandbox.emulator import Automation, Person
from labelsync.sandbox.highlevel.contact import Contact, saved
from labelsync.sandbox.highlevel.index import SearchIndex, index_from
from labelsync.sandbox.highlevel.limiter import Limiter, limiter_from
from labelsync.sandbox.highlevel.mint import Mint, well_formed
from labelsync.sandbox.highlevel.switches import Switches
from labelsync.sandbox.highlevel.tags import Tag, TagBook, stored_all
from labelsync.sandbox.highlevel.troubles import merge
from labelsync.sandbox.highlevel.vault import Vault
from labelsync.sandbox.highlevel.world import World

FIRST_CREATED = epoch("2026-01-01T00:00:00Z")
PLAIN_COLUMNS = {"source": "source", "type": "type", "company": "companyName", "assigned_to": "assignedTo"}


def sown(people: Iterable[Person], switches: Switches, around: Around) -> World:
    """A fresh world. Seeded contacts are visible in the index at once, and their tags are defined."""
    mint = Mint(f"{around.chance.getrandbits(64):016x}")
    world = World(switches, around, mint, "", SearchIndex(()), Limiter(switches))
    world.home = switches.location_id or mint.make()
    for number, person in enumerate(people):
        contact = _planted(world, person, number)
        world.contacts[contact.id] = contact
        world.lookup.replace(None, contact)
        world.tags.define(contact.tags, mint)
    for name in switches.duplicate_tags:
        world.tags.add(Tag(mint.make(), name))
    world.index = SearchIndex(world.contacts.values())
    for loser, survivor in switches.merged.items():
        merge(world, loser=world.contact(loser), survivor=world.contact(survivor))
    return world


def _planted(world: World, person: Person, number: int) -> Contact:
    kept = well_formed(person.id) and person.id not in world.contacts
    created = epoch(person.created) if person.created else FIRST_CREATED + number
    at = round(created * 1000)
    tags = stored_all(person.labels, world.switches)
    contact_id = person.id if kept else world.mint.make()
    world.touched += 1
    return Contact(contact_id, at, at, world.touched, tags, _fields(person))


def _fields(person: Person) -> dict[str, Any]:
    """The row's cells by the vendor's names; `additional_emails` and `_phones` are split at semicolons."""
    named = {
        "email": person.email,
        "phone": person.phone,
        "firstName": person.first_name,
        "lastName": person.last_name,
        "country": person.country,
        **{field: person.more.get(column, "") for column, field in PLAIN_COLUMNS.items()},
    }
    emails = [
        {"email": one.strip()} for one in person.more.get("additional_emails", "").split(";") if one.strip()
    ]
    phones = [
        {"phone": one.strip()} for one in person.more.get("additional_phones", "").split(";") if one.strip()
    ]
    fields: dict[str, Any] = {field: cell for field, cell in named.items() if cell}
    fields |= {"additionalEmails": emails} if emails else {}
    return fields | ({"additionalPhones": phones} if phones else {})


def dumped(world: World) -> dict[str, Any]:
    """The whole state as JSON values."""
    return {
        "salt": world.mint.salt,
        "made": world.mint.made,
        "home": world.home,
        "touched": world.touched,
        "revision": world.revision,
        "contacts": saved(world.contacts.values()),
        "tags": world.tags.dump(),
        "automations": [[one.at, one.contact, one.label, one.on] for one in world.automations],
        "index": world.index.dump(world.contacts),
        "limiter": world.limiter.dump(),
        "vault": world.vault.dump(),
        "lag": world.lag,
        "stuck": world.stuck,
    }


def revived(state: dict[str, Any], switches: Switches, around: Around) -> World:
    """The world that `dumped` described; time went on meanwhile, by the clock of its surroundings."""
    contacts = {one.id: one for one in msgspec.convert(state["contacts"], list[Contact])}
    world = World(
        switches,
        around,
        Mint(state["salt"], state["made"]),
        state["home"],
        index_from(state["index"], contacts),
        limiter_from(state["limiter"], switches),
        tags=TagBook(msgspec.convert(state["tags"], list[Tag])),
        vault=msgspec.convert(state["vault"], Vault),
        contacts=contacts,
        automations=[Automation(*row) for row in state["automations"]],
        touched=state["touched"],
        revision=state["revision"],
        lag=state.get("lag"),
        stuck=state.get("stuck"),
    )
    return _findable(world)


def _findable(world: World) -> World:
    for contact in world.contacts.values():
        world.lookup.replace(None, contact)
    return world
