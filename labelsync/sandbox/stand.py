"""One vendor at work: its world, the faults before it, and what it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from starlette.types import Message, Receive, Scope, Send

from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Emulated, Emulator, Person
from labelsync.sandbox.faults import Fault, Faulty


class Heard(NamedTuple):
    """One request as it arrived: the epoch second, and the answer's status, 0 when none left."""

    at: float
    method: str
    path: str
    status: int
    writes: bool


@dataclass(slots=True)
class Stand:
    """An emulated vendor that can be given other people and other faults while it stands."""

    vendor: Emulated
    around: Around
    people: tuple[Person, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    emulator: Emulator = field(init=False)

    def __post_init__(self) -> None:
        """Make the world."""
        self.emulator = self.vendor.fresh(self.people, self.around)

    def renew(self, people: Iterable[Person]) -> None:
        """Begin anew, with these people, without faults, and with nothing heard."""
        self.people = tuple(people)
        self.emulator = self.vendor.fresh(self.people, self.around)
        self.faults.clear()
        self.heard.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, by way of the faults, and note it."""
        status = 0

        async def note(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        world = self.emulator
        at, writes = self.around.now(), world.writes(scope["method"], scope["path"])
        try:
            await Faulty(world.app, self.faults, self.around, world.writes)(scope, receive, note)
        finally:
            self.heard.append(Heard(at, scope["method"], scope["path"], status, writes))

    def shown(self) -> dict[str, Any]:
        """The world and what was heard, as JSON-able data."""
        view = self.emulator.view()
        contacts = {
            contact: {"email": one.email, "phone": one.phone, "labels": list(one.labels)}
            for contact, one in view.contacts.items()
        }
        writes = sum(heard.writes for heard in self.heard)
        return {
            "contacts": contacts,
            "labels": list(view.labels),
            "automations": [
                {"at": event.at, "contact": event.contact, "label": event.label, "on": event.on}
                for event in view.automations
            ],
            "requests": {"reads": len(self.heard) - writes, "writes": writes},
            "heard": [heard._asdict() for heard in self.heard],
        }
