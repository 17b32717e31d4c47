"""Six workloads of label changes, seeded, of any number of contacts: what work of that kind looks like."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

Cells = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Work:
    """The pairs that must change: labels, and the ids of the contacts that gain or lose each."""

    add: Cells = field(default_factory=dict)
    remove: Cells = field(default_factory=dict)


def drift(contacts: int, seed: int) -> Work:
    """Hands in the vendor's window: of 120 labels, 0.1 to 0.5 % of all contacts each, half to be undone."""
    chance, people = random.Random(seed), _people(contacts)
    add, remove = {}, {}
    for label in _names("label", 120):
        touched = chance.sample(people, max(2, round(contacts * chance.uniform(0.001, 0.005))))
        add[label], remove[label] = touched[::2], touched[1::2]
    return Work(add, remove)


def migrate(contacts: int, seed: int) -> Work:
    """A new scheme: everybody leaves 1 to 3 of 30 old labels (some far more usual than others).

    Each old label stands for one or two of 20 new ones; one pair in fifty was moved by hand before.
    """
    chance, people = random.Random(seed), _people(contacts)
    old, new = _names("old", 30), _names("new", 20)
    becomes = {label: chance.sample(new, chance.choice((1, 1, 2))) for label in old}
    popularity = list(accumulate(1 / (rank + 3) for rank in range(len(old))))
    gained: dict[str, list[str]] = {}
    lost: dict[str, list[str]] = {}
    for person in people:
        had = sorted(set(chance.choices(old, cum_weights=popularity, k=chance.choice((1, 1, 1, 2, 2, 3)))))
        _note(lost, person, had)
        wanted = sorted({label for one in had for label in becomes[one]})
        _note(gained, person, (label for label in wanted if chance.random() >= 0.02))
    return Work(gained, lost)


def segments(contacts: int, seed: int) -> Work:
    """A first fill: people are in 1 to 4 of 50 segments, each of which is 2 to 5 of 60 labels."""
    chance, people = random.Random(seed), _people(contacts)
    labels = _names("label", 60)
    sets = [frozenset(chance.sample(labels, chance.randint(2, 5))) for _ in range(50)]
    popularity = list(accumulate(1 / (rank + 5) for rank in range(len(sets))))
    gained: dict[str, list[str]] = {}
    for person in people:
        within = chance.choices(sets, cum_weights=popularity, k=chance.choice((1, 1, 2, 2, 3, 4)))
        _note(gained, person, sorted(frozenset().union(*within)))
    return Work(gained)


def campaign(contacts: int, seed: int) -> Work:
    """Thirty target lists of 3 to 6 % of all people each, most of them for the same people.

    There are eight kinds of people and one person in five is active. A list is meant for two of the kinds:
    three quarters of it are active people of these, the others are anybody.
    """
    chance, people = random.Random(seed), _people(contacts)
    chance.shuffle(people)
    active = [people[kind : contacts // 5 : 8] for kind in range(8)]
    gained = {}
    for label in _names("list", 30):
        size, meant = contacts * chance.uniform(0.03, 0.06), chance.sample(active, 2)
        aimed = [one for kind in meant for one in chance.sample(kind, min(len(kind), round(size * 0.375)))]
        gained[label] = sorted({*aimed, *chance.sample(people, round(size * 0.25))})
    return Work(gained)


def zipf(contacts: int, seed: int) -> Work:
    """Labels that grew wild: of 200, the n-th is 1/n as usual as the first; a person is given 1 to 8."""
    chance, people = random.Random(seed), _people(contacts)
    labels = _names("label", 200)
    popularity = list(accumulate(1 / rank for rank in range(1, len(labels) + 1)))
    gained: dict[str, list[str]] = {}
    for person in people:
        drawn = chance.choices(labels, cum_weights=popularity, k=chance.choice((1, 2, 3, 4, 5, 8)))
        _note(gained, person, sorted(set(drawn)))
    return Work(gained)


def uniform(contacts: int, seed: int) -> Work:
    """No structure at all: each of 40 labels is gained by 4 to 6 % of the contacts, independently."""
    chance, people = random.Random(seed), _people(contacts)
    share = contacts / 100
    return Work(
        {label: chance.sample(people, round(share * chance.uniform(4, 6))) for label in _names("label", 40)}
    )


WORKLOADS: Mapping[str, Callable[[int, int], Work]] = {
    "drift": drift,
    "migrate": migrate,
    "segments": segments,
    "campaign": campaign,
    "zipf": zipf,
    "uniform": uniform,
}


def _people(contacts: int) -> list[str]:
    return [f"{number * 2654435761 % 2**32:08x}{number:08x}" for number in range(contacts)]


def _names(kind: str, number: int) -> list[str]:
    return [f"{kind}-{one:03}" for one in range(number)]


def _note(cells: dict[str, list[str]], person: str, labels: Iterable[str]) -> None:
    for label in labels:
        cells.setdefault(label, []).append(person)
