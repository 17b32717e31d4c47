"""A world as JSON-able data, and back."""

from __future__ import annotations

from collections import deque
from typing import Any

import msgspec

from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Automation

from .contact import Contact
from .index import Change, Index
from .jobs import Job
from .labels import Label, LabelBook
from .shelf import Shelf
from .switches import Switches
from .working import make_agenda
from .world import World


class Saved(msgspec.Struct, kw_only=True):
    """Everything a world is made of.

    `queried` and `listed` say how many of the last changes in `pending` each index has yet to learn; what it
    holds follows from the contacts and those.
    """

    vendor: str = "wix"
    salt: str
    made: int
    revision: int
    contacts: list[Contact]
    pending: list[Change]
    queried: int
    listed: int
    labels: list[Label]
    labels_listed: list[Label]
    labels_pending: list[tuple[float, str, Label | None]]
    jobs: list[Job]
    limiter: list[float]
    tokens: dict[str, float]
    merged: dict[str, str]
    lag: float | None = None
    stuck: bool = False
    automations: list[tuple[float, str, str, str]]


def dumped(world: World) -> dict[str, Any]:
    """The world as dicts, lists, strings and numbers."""
    saved = Saved(
        salt=world.salt,
        made=world.made,
        revision=world.revision,
        contacts=list(world.contacts),
        pending=max(list(world.queried.pending), list(world.listed.pending), key=len),
        queried=len(world.queried.pending),
        listed=len(world.listed.pending),
        labels=list(world.labels.defined.values()),
        labels_listed=list(world.labels.listed(until=float("-inf")).values()),
        labels_pending=list(world.labels.pending),
        jobs=list(world.jobs.values()),
        limiter=list(world.arrivals),
        tokens=world.tokens,
        merged=world.merged,
        lag=world.lag,
        stuck=world.stuck,
        automations=[(fired.at, fired.contact, fired.label, fired.on) for fired in world.automations],
    )
    state: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(saved))
    return state


def restored(state: dict[str, Any], switches: Switches, around: Around) -> World:
    """The world that `dumped` gave this state, under other switches perhaps."""
    saved = msgspec.convert(state, Saved)
    labels = LabelBook(saved.labels, listed=saved.labels_listed)
    labels.pending.extend(saved.labels_pending)
    world = World(
        switches=switches,
        around=around,
        salt=saved.salt,
        contacts=Shelf(saved.contacts),
        queried=Index(saved.contacts, _last(saved.pending, saved.queried)),
        listed=Index(saved.contacts, _last(saved.pending, saved.listed)),
        labels=labels,
        jobs={job.id: job for job in saved.jobs},
        arrivals=deque(saved.limiter),
        tokens=saved.tokens,
        merged={**saved.merged, **switches.merged},
        automations=[Automation(*fired) for fired in saved.automations],
        lag=saved.lag,
        stuck=saved.stuck,
        made=saved.made,
        revision=saved.revision,
    )
    make_agenda(world)
    return world


def _last(changes: list[Change], count: int) -> list[Change]:
    return changes[len(changes) - count :]
