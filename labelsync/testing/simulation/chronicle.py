"""The chronicle of a simulation: what reached the vendor, and what really changed there and by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from labelsync.sandbox.emulator import Automation, Emulator, Person

OURS, THEIRS = False, True


class Sent(NamedTuple):
    """One request as it arrived. `at` is the epoch second, `status` 0 where no answer left.

    `named` are the contacts that its path or body names; `key` its idempotency key; `fault` what befell it;
    `run` the number of the run that sent it, and `looking` whether that only planned.
    """

    at: float
    method: str
    path: str
    body: str
    key: str
    writes: bool
    named: frozenset[str]
    run: int
    looking: bool
    fault: str = ""
    status: int = 0

    @property
    def bare(self) -> str:
        """The path without its query."""
        return self.path.partition("?")[0]

    @property
    def lost(self) -> bool:
        """Whether the sender cannot know from its answer what became of it."""
        return self.status == 0 or self.status >= 500 or self.fault == "html"


class Event(NamedTuple):
    """One effective change of a label, as the vendor fired it; `theirs`: somebody else made it.

    `label` is the name that it had then, `key` the vendor's id.
    """

    at: float
    contact: str
    label: str
    key: str
    on: str
    theirs: bool


class Gone(NamedTuple):
    """A contact was there at `since` for the last time, and at `at` it was gone."""

    since: float
    at: float
    theirs: bool


class Labels(NamedTuple):
    """The names of all label definitions from an instant on, and the vendor's ids by name."""

    at: float
    names: frozenset[str]
    keys: Mapping[str, str]


ReadKeys = Callable[[], Mapping[str, str]]


@dataclass(slots=True)
class Chronicle:
    """All that happened at a vendor since `begin`, oldest first. Contacts are vendor ids.

    `read_keys` asks the vendor for the ids of its labels by name.
    """

    read_keys: ReadKeys
    sent: list[Sent] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    gone: dict[str, Gone] = field(default_factory=dict)
    labels: list[Labels] = field(default_factory=list)
    at_first: dict[str, Person] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    _seen: float = 0.0

    def begin(self, emulator: Emulator, at: float) -> None:
        """The world as it is before anything happens, and nothing else known."""
        view = emulator.view()
        self.sent, self.events, self.gone, self.labels = [], [], {}, []
        self.at_first = dict(view.contacts)
        self.people = dict(view.contacts)
        self.labels.append(Labels(at, frozenset(view.labels), self.read_keys()))
        self._seen = at

    def named(self, text: str) -> frozenset[str]:
        """The contacts whose ids stand in a text."""
        return frozenset(contact for contact in self.at_first if contact in text)

    def observe(self, emulator: Emulator, at: float, *, theirs: bool, trouble: str = "") -> None:
        """Note what changed since the last look; `theirs`: all of that was somebody else's doing.

        A contact that is gone in the trouble `vanish` or `merge` was theirs to take, and the labels that a
        survivor gains from it were theirs to give.
        """
        view = emulator.view()
        taken = theirs or trouble in ("vanish", "merge")
        lost = [self.people[contact] for contact in self.people if contact not in view.contacts]
        estate = {label for person in lost for label in person.labels} if trouble == "merge" else set()
        names = frozenset(view.labels)
        if names != self.labels[-1].names:
            self.labels.append(Labels(at, names, self.read_keys()))
        for event in view.automations[len(self.events) :]:
            by = theirs or (event.on == "add" and event.label in estate)
            self.events.append(self._event(event, theirs=by))
        self.gone.update({person.id: Gone(self._seen, at, taken) for person in lost})
        self.people, self._seen = dict(view.contacts), at

    def _event(self, event: Automation, *, theirs: bool) -> Event:
        """A label that is gone by now had its id before."""
        known = (labels.keys[event.label] for labels in reversed(self.labels) if event.label in labels.keys)
        return Event(event.at, event.contact, event.label, next(known, event.label), event.on, theirs)

    def first_keys(self, contact: str) -> frozenset[str]:
        """The ids of the labels that a contact carried at first."""
        keys, person = self.labels[0].keys, self.at_first.get(contact)
        return frozenset(keys.get(label, label) for label in person.labels) if person else frozenset()

    def keys_of(self, label: str) -> frozenset[str]:
        """Each id that a label of this name ever had."""
        return frozenset(labels.keys[label] for labels in self.labels if label in labels.keys)

    def defined(self, label: str, at: float) -> bool:
        """Whether a label of this name was defined at an instant."""
        return label in [known for known in self.labels if known.at <= at][-1].names
