"""The emulator of the seam: a world with its application, to be saved and looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec
from starlette.types import ASGIApp

from labelsync.sandbox.around import Around, iso
from labelsync.sandbox.emulator import Automation, Person, View
from labelsync.sandbox.kirimchat.application import application
from labelsync.sandbox.kirimchat.call import WRITES
from labelsync.sandbox.kirimchat.contacts import labels_of
from labelsync.sandbox.kirimchat.facts import Contact, Snapshot
from labelsync.sandbox.kirimchat.seed import snapshot_of
from labelsync.sandbox.kirimchat.switches import Switches
from labelsync.sandbox.kirimchat.world import World

_WRITTEN = re.compile(r"(/v1)?(/[0-9]{6,20})?/(contacts|labels)(/.*)?")


class KirimChatEmulator:
    """KirimChat's API over one organisation; it satisfies the `Emulator` of the seam."""

    vendor = "kirimchat"

    def __init__(self, world: World) -> None:
        self._world = world
        self.app: ASGIApp = application(world)

    @property
    def revision(self) -> int:
        """How often the state has changed; a token taken from the limit counts."""
        return self._world.revision

    @revision.setter
    def revision(self, revision: int) -> None:
        self._world.revision = revision

    def dump(self) -> dict[str, Any]:
        """The whole state as plain data: contacts, labels, limits, remembered answers, automations."""
        state: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self._world.snapshot()))
        return state

    def view(self) -> View:
        """The state as it is, also where the contact list still lags."""
        world = self._world
        return View(
            contacts={contact.id: _person(world, contact) for contact in world.contacts},
            labels=[label.name for label in world.labels],
            automations=[Automation(a.at, a.contact, a.label, a.on) for a in world.automations],
        )

    def writes(self, method: str, path: str) -> bool:
        """Whether a request may change contacts or labels: any POST, PATCH, PUT, DELETE below them."""
        return method.upper() in WRITES and _WRITTEN.fullmatch(path) is not None


def emulate(people: Iterable[Person], *, switches: Switches, around: Around) -> KirimChatEmulator:
    """A fresh organisation with these people; ids that are not given are made from `around.chance`."""
    snapshot = snapshot_of(people, switches=switches, around=around)
    return KirimChatEmulator(World(snapshot, switches=switches, around=around))


def restore(state: dict[str, Any], *, switches: Switches, around: Around) -> KirimChatEmulator:
    """The organisation that `dump` saved, going on from there."""
    snapshot = msgspec.convert(state, Snapshot)
    return KirimChatEmulator(World(snapshot, switches=switches, around=around))


def _person(world: World, contact: Contact) -> Person:
    return Person(
        id=contact.id,
        email=contact.email,
        phone=contact.phone,
        first_name=contact.name,
        country=str((contact.metadata or {}).get("country", "")),
        created=iso(contact.created),
        labels=tuple(label.name for label in labels_of(world, contact)),
        more={"team": contact.team},
    )
