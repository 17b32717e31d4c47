"""Made-up people: who they are, what they are to carry, and what they carry. The same for the same size.

Labels are drawn by popularity, so that people carry many different sets of them. In every `every`th contact
one label is missing and another one is too many: about 1 % of the pairs differ, half to add, half to remove.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

PHONES = 20
"""Every so many-th person is known by phone: 5 %."""

_PRIME = 2_654_435_761
_WORD = (1 << 32) - 1


class Population(NamedTuple):
    """`contacts` people, `each` labels of `labels` on everyone."""

    contacts: int
    each: int
    labels: int
    every: int

    @property
    def pairs(self) -> int:
        """The assignments that are wanted."""
        return self.contacts * self.each


def crowd(contacts: int) -> Population:
    """People who carry three labels of forty."""
    return Population(contacts, each=3, labels=40, every=67)


def singles(contacts: int) -> Population:
    """People who carry one label of twenty."""
    return Population(contacts, each=1, labels=20, every=200)


def contact_id(number: int) -> str:
    """A GUID, in no order."""
    mixed = number * _PRIME & _WORD
    return f"{mixed:08x}-{number & 0xFFFF:04x}-4{number >> 16 & 0xFFF:03x}-a{mixed & 0xFFF:03x}-{number:012x}"


def email(number: int) -> str:
    """An e-mail of nobody."""
    return f"person{number}@mail{number % 97}.example.com"


def phone(number: int) -> str:
    """A number in E.164."""
    return f"+62811{number:08}"


def identity(number: int) -> str:
    """What a list calls the person: every twentieth by phone."""
    return phone(number) if number % PHONES == 0 else email(number)


def label(number: int) -> str:
    """The key of a label in a manifest."""
    return f"label{number:02}"


def wanted(number: int, population: Population) -> tuple[int, ...]:
    """The labels that a person is to carry."""
    found: list[int] = []
    state = number + 1
    while len(found) < population.each:
        state = (state * 1_103_515_245 + 12_345) & 0x7FFFFFFF
        share = (state >> 8) / 0x800000
        drawn = int(share * share * population.labels)
        if drawn not in found:
            found.append(drawn)
    return tuple(sorted(found))


def carried(number: int, population: Population) -> tuple[int, ...]:
    """The labels that a person carries."""
    labels = wanted(number, population)
    if number % population.every:
        return labels
    other = next(some for some in range(population.labels) if some not in labels)
    return tuple(sorted({*labels[1:], other}))


def people(population: Population) -> Iterator[int]:
    """Everybody."""
    return iter(range(population.contacts))
