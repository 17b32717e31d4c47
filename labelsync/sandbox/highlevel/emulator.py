"""HighLevel as an emulator of the seam: an application, and a world to dump and to look at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.types import ASGIApp

from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Person, View
from labelsync.sandbox.highlevel.contact import as_person
from labelsync.sandbox.highlevel.door import Door
from labelsync.sandbox.highlevel.routes import writes
from labelsync.sandbox.highlevel.seeding import dumped, revived, sown
from labelsync.sandbox.highlevel.switches import Switches
from labelsync.sandbox.highlevel.world import World


class HighLevelEmulator:
    """One HighLevel location over HTTP."""

    vendor: str = "highlevel"

    def __init__(self, world: World) -> None:
        self._world = world
        self.app: ASGIApp = Door(world, before_leaving=self._recount)
        self.revision: int = world.revision

    def dump(self) -> dict[str, Any]:
        """The whole state as JSON values."""
        return dumped(self._world)

    def view(self) -> View:
        """Living contacts, the dictionary's names and the automation log."""
        world = self._world
        living = {one.id: as_person(one) for one in world.contacts.values() if not one.deleted}
        names = tuple(tag.name for tag in world.tags.tags.values())
        return View(living, names, tuple(world.automations))

    def writes(self, method: str, path: str) -> bool:
        """Whether this request may change contacts or tags."""
        return writes(method, path)

    def _recount(self) -> None:
        self.revision = self._world.revision


def emulate(people: Iterable[Person], *, switches: Switches, around: Around) -> HighLevelEmulator:
    """A fresh location holding these people."""
    return HighLevelEmulator(sown(people, switches, around))


def restore(state: dict[str, Any], *, switches: Switches, around: Around) -> HighLevelEmulator:
    """The location that `dump` described, going on by the clock it is given."""
    return HighLevelEmulator(revived(state, switches, around))
