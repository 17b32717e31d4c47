"""The whole state of one emulated site, and the only ways to change its contacts."""

from __future__ import annotations

import hashlib
import uuid
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from labelsync.sandbox.around import Around, iso
from labelsync.sandbox.emulator import Automation

from .contact import Contact
from .index import Change, Index
from .jobs import Job
from .labels import LabelBook
from .shelf import Shelf
from .switches import Switches


@dataclass(slots=True)
class World:
    """Contacts (primary, and the two lagging indexes), labels, jobs, and what the gate remembers.

    `lag` and `stuck` are what troubles made of the indexes, None and False while the switches hold.
    `salt` and `made` give ids that follow from the seed and never come twice, not even after a restore.
    """

    switches: Switches
    around: Around
    salt: str
    contacts: Shelf
    queried: Index
    listed: Index
    labels: LabelBook
    jobs: dict[str, Job] = field(default_factory=dict)
    agenda: list[tuple[float, int, str]] = field(default_factory=list)
    arrivals: deque[float] = field(default_factory=deque)
    tokens: dict[str, float] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    automations: list[Automation] = field(default_factory=list)
    lag: float | None = None
    stuck: bool = False
    made: int = 0
    revision: int = 0


def made_id(salt: str, number: int) -> str:
    """The GUID that belongs to a number under a salt."""
    return str(
        uuid.UUID(bytes=hashlib.blake2b(f"{salt}:{number}".encode(), digest_size=16).digest(), version=4)
    )


def new_id(world: World) -> str:
    """A GUID this world has not given before."""
    world.made += 1
    return made_id(world.salt, world.made)


def query_shelf(world: World, at: float, *, consistent: bool = False) -> Shelf:
    """What Query and the bulk filters see at an instant."""
    return world.contacts if consistent else _seen(world, world.queried, at, share=1.0)


def list_shelf(world: World, at: float, *, consistent: bool = False) -> Shelf:
    """What List sees: documented as fresher than Query, emulated as half its lag."""
    return world.contacts if consistent else _seen(world, world.listed, at, share=0.5)


def delay_indexes(world: World, lag: float) -> None:
    """From now on Query is this many seconds behind, and List half as many."""
    world.lag, world.stuck = lag, False
    world.revision += 1


def stop_indexes(world: World) -> None:
    """From now on Query and List learn nothing more."""
    world.stuck = True
    world.revision += 1


def _seen(world: World, index: Index, at: float, *, share: float) -> Shelf:
    pending = len(index.pending)
    stuck = world.stuck or (world.lag is None and world.switches.stuck_index)
    lag = world.switches.index_lag if world.lag is None else world.lag
    shelf = index.shelf(until=float("-inf") if stuck else at - lag * share)
    world.revision += len(index.pending) != pending
    return shelf


def put(world: World, contact: Contact, *, at: float) -> Contact:
    """Store a contact that was created or changed; each label gained or lost fires an automation."""
    before = world.contacts.get(contact.id)
    if before == contact:
        return contact
    _change(world, contact.id, before, contact, at)
    held = before.labels if before else ()
    _fire(world, contact.id, (key for key in contact.labels if key not in held), at=at, on="add")
    _fire(world, contact.id, (key for key in held if key not in contact.labels), at=at, on="remove")
    return contact


def drop(world: World, contact_id: str, *, at: float) -> None:
    """Delete a contact for good. It fires no label automation."""
    _change(world, contact_id, world.contacts.get(contact_id), None, at)


def instant(at: float) -> str:
    """An instant as it is stored."""
    return iso(at)


def _change(world: World, contact_id: str, before: Contact | None, after: Contact | None, at: float) -> None:
    world.contacts.put(contact_id, after)
    change = Change(at=at, id=contact_id, before=before, after=after)
    world.queried.learn(change)
    world.listed.learn(change)
    world.revision += 1


def _fire(world: World, contact_id: str, keys: Iterable[str], *, at: float, on: str) -> None:
    for key in keys:
        world.automations.append(Automation(at, contact_id, world.labels.name_of(key), on))
