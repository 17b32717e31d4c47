"""The Wix emulator: an application, its world, and what people and tests may look at."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

from starlette.types import ASGIApp

from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Person, View

from .app import is_write, make_app
from .call import Call
from .contact import Contact, items, membership, primary_email, primary_phone
from .saving import dumped, restored
from .seeding import seeded_world
from .switches import Switches
from .working import catch_up
from .world import World


class WixEmulator:
    """One emulated Wix site, Contacts V4 and Labels V4. Its state changes by HTTP only."""

    vendor: str = "wix"
    app: ASGIApp

    def __init__(self, world: World) -> None:
        self._world = world
        self._requests: deque[Call] = deque(maxlen=world.switches.requests_kept)
        self.app = make_app(world, self._requests)

    @property
    def revision(self) -> int:
        """Grows with every change that `dump` would show; each counted request is one."""
        return self._world.revision

    @revision.setter
    def revision(self, number: int) -> None:
        self._world.revision = number

    @property
    def requests(self) -> Sequence[Call]:
        """The latest requests, oldest first: method, path, query, body and headers. They are never dumped."""
        return tuple(self._requests)

    def dump(self) -> dict[str, Any]:
        """The whole state as JSON-able data."""
        return dumped(self._world)

    def view(self) -> View:
        """The primary state now, work that jobs owe done, labels by the names people see."""
        world = self._world
        catch_up(world, world.around.now())
        contacts = {contact.id: _person(world, contact) for contact in world.contacts}
        names = tuple(label.name for label in world.labels.defined.values())
        return View(contacts, names, tuple(world.automations))

    def writes(self, method: str, path: str) -> bool:
        """Whether this request may change contacts or labels."""
        return is_write(method, path)


def emulate(people: Iterable[Person], *, switches: Switches, around: Around) -> WixEmulator:
    """A fresh site with these contacts, and the labels they carry defined."""
    return WixEmulator(seeded_world(people, switches, around))


def restore(state: dict[str, Any], *, switches: Switches, around: Around) -> WixEmulator:
    """The site that was dumped, jobs and lagging indexes going on from where they were."""
    return WixEmulator(restored(state, switches, around))


def _person(world: World, contact: Contact) -> Person:
    name = contact.info.get("name", {})
    addresses = [item.get("address", {}) for item in items(contact.info, "addresses")]
    member = membership(contact)
    return Person(
        id=contact.id,
        email=primary_email(contact),
        phone=primary_phone(contact),
        first_name=name.get("first", ""),
        last_name=name.get("last", ""),
        country=addresses[0].get("country", "") if addresses else "",
        created=contact.created,
        labels=tuple(world.labels.name_of(key) for key in contact.labels),
        more={"membership": member} if member else {},
    )
