"""One person, wanted and not wanted: found among the people written inline, each with both places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from labelsync.core.identity import Identity
from labelsync.core.member import Person, Place
from labelsync.core.scope import ContactDeclaration, LabelDeclaration
from labelsync.manifest.codes import Code
from labelsync.manifest.mistakes import Findings, named
from labelsync.manifest.sections import span_at
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
    for wanted in _wanted(labels, contacts, accounts, denials.people):
        for label, place in denials.against(wanted):
            here = wanted.person.place
            denied = f"denied {named(label)}" if label else "to be deleted"
            message = f"this person is given {named(wanted.label)} here, and {denied} elsewhere"
            spot = span_at(sheets[here.file], here)
            findings.add(Code.CONTRADICTION, message, spot, related=[place])


def _meant(person: Person, narrowed: tuple[str, ...], accounts: tuple[str, ...]) -> tuple[str, ...]:
    return (person.account,) if person.account else narrowed or accounts


def _denials(contacts: tuple[ContactDeclaration, ...], accounts: tuple[str, ...]) -> _Denials:
    denials = _Denials()
    for entry in contacts:
        denied = ("",) if entry.absent else entry.without
        if denied and isinstance(entry.who, Person):
            for account in _meant(entry.who, entry.accounts, accounts):
                for label in denied:
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
            for key in entry.labels:
                if key in labels:
                    yield _Wanted(entry.who, key, meant & frozenset(labels[key].accounts))
