"""One person, wanted and not wanted: found among the people written inline, each with both places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from labelsync.core.identity import Identity
from labelsync.core.member import Person, Place
from labelsync.core.scope import ContactDeclaration, LabelDeclaration
from labelsync.manifest.codes import Code
from labelsync.manifest.mistakes import Findings, Spot, named, spot
from labelsync.manifest.nodes import Scalar, descendants
from labelsync.manifest.sheet import Sheet

_Labels = Mapping[str, LabelDeclaration]


class _Wanted(NamedTuple):
    """A label that a person is to carry. `accounts` are those that are meant."""

    person: Person
    label: str
    accounts: frozenset[str]


class _Denials:
    """Who is not to carry a label, or not to be there at all, by account."""

    def __init__(self) -> None:
        self.people: set[str] = set()
        self._places: dict[tuple[type, Identity, str, str], Place] = {}

    def add(self, person: Person, account: str, label: str) -> None:
        """`label` is '' for a contact that is to be deleted."""
        self.people.add(person.identity.text)
        key = (type(person.identity), person.identity, account, label)
        self._places.setdefault(key, person.place)

    def against(self, wanted: _Wanted) -> Iterator[tuple[str, Place]]:
        """What contradicts it: '' (deleted) or the label, and the place."""
        kind, identity = type(wanted.person.identity), wanted.person.identity
        for account in sorted(wanted.accounts):
            for label in ("", wanted.label):
                place = self._places.get((kind, identity, account, label))
                if place:
                    yield label, place


def check_contradictions(
    labels: _Labels,
    contacts: tuple[ContactDeclaration, ...],
    accounts: tuple[str, ...],
    sheets: Mapping[str, Sheet],
    findings: Findings,
) -> None:
    """Notes every person who is given a label here, and denied it or deleted there, on the same account."""
    denials = _denials(contacts, accounts)
    if not denials.people:
        return
    found = [
        (wanted, label, place)
        for wanted in _wanted(labels, contacts, accounts, denials.people)
        for label, place in denials.against(wanted)
    ]
    spots = _spots({wanted.person.place for wanted, _, _ in found}, sheets)
    for wanted, label, place in found:
        denied = f"denied {named(label)}" if label else "to be deleted"
        message = f"this person is given {named(wanted.label)} here, and {denied} elsewhere"
        findings.add(Code.CONTRADICTION, message, spots[wanted.person.place], related=[place])


def _spots(places: set[Place], sheets: Mapping[str, Sheet]) -> dict[Place, Spot]:
    """The spots of the texts that start at these places, each sheet gone through once."""
    return {
        at.place: at
        for file in {place.file for place in places}
        for node in descendants(sheets[file].parsed.root)
        if isinstance(node, Scalar) and (at := spot(sheets[file], node)).place in places
    }


def _meant(person: Person, narrowed: tuple[str, ...], accounts: tuple[str, ...]) -> tuple[str, ...]:
    return (person.account,) if person.account else narrowed or accounts


def _denials(contacts: tuple[ContactDeclaration, ...], accounts: tuple[str, ...]) -> _Denials:
    denials = _Denials()
    for entry in contacts:
        denied = ("",) if entry.absent else entry.without
        if denied and isinstance(entry.who, Person):
            for account, label in product(_meant(entry.who, entry.accounts, accounts), denied):
                denials.add(entry.who, account, label)
    return denials


def _wanted(
    labels: _Labels, contacts: tuple[ContactDeclaration, ...], accounts: tuple[str, ...], people: set[str]
) -> Iterator[_Wanted]:
    """The wishes for those people."""
    for label in labels.values():
        for member in label.members or ():
            if isinstance(member, Person) and member.identity.text in people:
                meant = frozenset(_meant(member, (), label.accounts)) & frozenset(label.accounts)
                yield _Wanted(member, label.key, meant)
    for entry in contacts:
        if isinstance(entry.who, Person) and entry.who.identity.text in people:
            meant = frozenset(_meant(entry.who, entry.accounts, accounts))
            declared = [labels[key] for key in entry.labels if key in labels]
            yield from (_Wanted(entry.who, label.key, meant & {*label.accounts}) for label in declared)
