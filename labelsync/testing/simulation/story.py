"""The story of a seed: who is there, what is wanted, what goes wrong and when; all drawn before it begins."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from labelsync.core.capability import Capabilities, Deletes
from labelsync.sandbox.emulator import Person
from labelsync.sandbox.trouble import KINDS as TROUBLES
from labelsync.testing.simulation.wish import Declared, Manner, Wish, email, phone

MANAGED = ("vip", "gold", "news", "trial", "silver")
UNMANAGED = ("other", "legal")
MOST_PEOPLE = 60
MOST_STEPS = 60
ABSURD = (0.0, 0.0, 0.5, 1.0, 2.0, 30.0, 1e9, -5.0)
"""Seconds of `Retry-After`; 0 says none."""
PAUSES = (0.0, 0.0, 5.0, 60.0, 600.0, 4000.0, 90_000.0)
"""Seconds between two runs."""
REVIEWS = (0.0, 0.0, 10.0, 400.0, 4000.0)
"""Seconds between a plan and its application."""

NETWORK = ("refuse", "drop", "late", "429", "500", "503", "504", "html", "delay")
NAMING = ("partial", "skip", "endless")
"""The troubles that only a call that writes to contacts can have.

A delete job that never ends is not among them: its account stays locked, as it is meant to.
"""

Given = dict[int, tuple[str, ...]]
Form = Literal["email", "phone", "id"]
Target = Literal["any", "write", "read", "contacts", "labels"]
Deed = Literal["give", "take", "delete"]
FORMS: tuple[Form, ...] = ("email", "email", "phone", "id")
CONTACTS: Target = "contacts"
LABELS: Target = "labels"
TARGETS: tuple[Target, ...] = ("any", "read", "contacts", "contacts", "write")
DEEDS: tuple[Deed, ...] = (*("give", "take") * 4, "delete")


class Ordered(NamedTuple):
    """A fault for the n-th request of a run that it may meet, counted from 1, and the `times - 1` after it.

    `on` are the requests: any, the writing or the reading ones, or writes that name contacts (`contacts`) and
    do not delete them (`labels`).
    """

    kind: str
    on: Target
    nth: int
    times: int = 1
    amount: float = 0.0


class Visit(NamedTuple):
    """An edit of the third party, so many seconds after a run began. `person` is a number."""

    after: float
    deed: Deed
    person: int
    label: str


class Weather(NamedTuple):
    """What befalls one run. `pause` and `review` are seconds before it and between its plan and its apply.

    `reviewed`: it applies a plan that was made before. `dies_at` is a durable step, 0 for none; `stuck` the
    seconds after which a stuck index goes on.
    """

    pause: float
    reviewed: bool
    review: float
    faults: tuple[Ordered, ...] = ()
    visits: tuple[Visit, ...] = ()
    dies_at: int = 0
    stuck: float = 0.0

    @property
    def is_fair(self) -> bool:
        """Whether nothing befalls the run."""
        return not (self.faults or self.visits or self.dies_at)


class Scene(NamedTuple):
    """A manifest and the runs under it."""

    wish: Wish
    weathers: tuple[Weather, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """All of a seed. `named` are the forms in which the manifests name people: email, phone or id."""

    people: tuple[Person, ...]
    named: tuple[Form, ...]
    scenes: tuple[Scene, ...]


def tell(dice: random.Random, can: Capabilities, troubles: frozenset[str]) -> Story:
    """Draw a story for a vendor that can do what `can` says and have these troubles."""
    return _Teller(dice, can, troubles).story()


@dataclass(frozen=True, slots=True)
class _Teller:
    dice: random.Random
    can: Capabilities
    troubles: frozenset[str]

    def story(self) -> Story:
        """One or two manifests, and up to four runs under them."""
        size = self.dice.randint(0, MOST_PEOPLE)
        runs = [self.dice.randint(1, 4)]
        if self.dice.random() < 0.6:
            runs = [self.dice.randint(1, 2), self.dice.randint(1, 2)]
        people = tuple(self._person(number) for number in range(size))
        forms = tuple(self.dice.choice(FORMS) for _ in range(size))
        scenes = tuple(
            Scene(self._wish(size), tuple(self._weather(size) for _ in range(count))) for count in runs
        )
        return Story(people, forms, scenes)

    def _person(self, number: int) -> Person:
        labels = [label for label in (*MANAGED, *UNMANAGED) if self.dice.random() < 0.25]
        return Person(email=email(number), phone=phone(number), labels=tuple(labels))

    def _some(self, size: int, part: float) -> tuple[int, ...]:
        """Some of the people, and now and then one who is not there."""
        return tuple(number for number in range(size + 2) if self.dice.random() < part)

    def _wish(self, size: int) -> Wish:
        names = self.dice.sample(MANAGED, self.dice.randint(1, len(MANAGED)))
        rest = [name for name in MANAGED if name not in names]
        gone = frozenset(self._some(size, 0.05)) if self._deletes() else frozenset()
        labels = {name: self._declared(name, size, gone, rest) for name in names}
        open_to = [name for name, one in labels.items() if one.manner in (Manner.EXACT, Manner.ADDITIVE)]
        given, denied = self._persons(size, gone, labels, open_to) if open_to else ({}, {})
        batch, at_once = self.dice.randint(1, 20), self.dice.randint(1, 3)
        return Wish(labels, given, denied, gone, batch, at_once)

    def _deletes(self) -> bool:
        return self.can.deletes is not Deletes.NONE and self.dice.random() < 0.4

    def _declared(self, name: str, size: int, gone: frozenset[int], rest: list[str]) -> Declared:
        manner = self.dice.choices(tuple(Manner), (5, 3, 1, 1))[0]
        if manner in (Manner.ABSENT, Manner.DROPPED):
            return Declared(name, manner)
        part = self.dice.choice((0.0, 0.2, 0.5, 0.9))
        members = [number for number in self._some(size, part) if number not in gone]
        listed = [number for number in members if self.dice.random() < 0.3]
        inline = [number for number in members if number not in listed]
        former = rest.pop() if rest and self.dice.random() < 0.25 else ""
        return Declared(name, manner, tuple(inline), tuple(listed), former)

    def _persons(
        self, size: int, gone: frozenset[int], labels: dict[str, Declared], open_to: Sequence[str]
    ) -> tuple[Given, Given]:
        """What `contacts` gives, and what it denies to those who are not given it."""
        some = [number for number in self._some(size, 0.1) if number not in gone]
        given: Given = {number: (self.dice.choice(open_to),) for number in some}
        denied: Given = {}
        for number in self._some(size, 0.1):
            label = labels[self.dice.choice(open_to)]
            wanted = number in (*label.members, *label.listed) or label.name in given.get(number, ())
            if not wanted and number not in gone:
                denied[number] = (label.name,)
        return given, denied

    def _weather(self, size: int) -> Weather:
        dice = self.dice
        pause, reviewed, review = dice.choice(PAUSES), dice.random() < 0.5, dice.choice(REVIEWS)
        if dice.random() < 0.2:
            return Weather(pause, reviewed, review)
        faults = tuple(self._fault() for _ in range(dice.choice((0, 1, 1, 2, 3, 4))))
        visits = tuple(self._visit(size) for _ in range(dice.choice((0, 0, 0, 1, 2, 3)))) if size else ()
        dies_at = dice.randint(1, MOST_STEPS) if dice.random() < 0.35 else 0
        return Weather(pause, reviewed, review, faults, visits, dies_at, dice.uniform(5.0, 200.0))

    def _fault(self) -> Ordered:
        dice = self.dice
        had = sorted(self.troubles & TROUBLES.keys())
        kind = dice.choice((*NETWORK, *had))
        nth = dice.choice((1, 1, 1, 2, 2, 3, 4, 6, 9))
        if kind in NAMING:
            amount, on = float(dice.randint(0, 3)), LABELS if kind == "endless" else CONTACTS
            return Ordered(kind, on, nth, 1, amount)
        return Ordered(kind, dice.choice(TARGETS), nth, self._times(kind), self._amount(kind))

    def _times(self, kind: str) -> int:
        if kind in TROUBLES:
            return 1
        return self.dice.choice((1, 1, 1, 2, 3, 10) if kind in ("429", "500", "503", "504") else (1, 1, 2))

    def _amount(self, kind: str) -> float:
        if kind in ("429", "503"):
            return self.dice.choice(ABSURD)
        if kind == "delay":
            return self.dice.choice((0.5, 3.0, 20.0, 100.0))
        return self.dice.uniform(0.0, self.can.lag) if kind == "lag" else 0.0

    def _visit(self, size: int) -> Visit:
        deed = self.dice.choice(DEEDS)
        label = self.dice.choice((*MANAGED, *UNMANAGED))
        return Visit(self.dice.uniform(0.0, 40.0), deed, self.dice.randrange(size), label)
