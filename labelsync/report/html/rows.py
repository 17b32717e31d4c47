"""Every change of a page as one compact JSON text, from which the page's script draws what is looked at.

    {"account": [text], "action": […], "label": […], "contact": […], "called": […], "file": […],
     "note": […], "outcome": […],
     "groups": [[account, action, label, [contact], [file], [line], [note], [outcome]]]}

Texts stand once, in lists; groups hold their numbers. The last five of a group run parallel; a single
number stands for a list in which all are that number, and a line of 0 for a place without one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from labelsync.report.change_page import NAMELESS, Names
from labelsync.report.html.groups import Group
from labelsync.report.inert import inert, word

_PLACE = re.compile(r"(.+):([1-9][0-9]{0,8})", re.DOTALL)
_PLAIN = re.compile(r"[!#-&(-\[\]-~]+")  # one word in ASCII: what `word` and `inert` leave as it is
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
Person = tuple[str, str]
Met = TypeVar("Met", bound=Hashable)


def rows_json(groups: Iterable[Group], names: Mapping[str, Names]) -> str:
    """The rows, in ASCII, with no character in it that means anything to HTML."""
    text = json.dumps(_Rows(names).document(groups), separators=(",", ":"))
    for sign, escape in _UNSAFE.items():
        text = text.replace(sign, escape)
    return text


def shown(text: str) -> str:
    """The text as one inert word, '' for none."""
    return text if not text or _PLAIN.fullmatch(text) else inert(word(text))


class _Rows:
    """The texts met so far, each with its number."""

    def __init__(self, names: Mapping[str, Names]) -> None:
        self._names = names
        self._accounts, self._actions, self._labels = _Numbers[str](), _Numbers[str](), _Numbers[str]()
        self._people, self._files = _Numbers[Person](), _Numbers[str]()
        self._notes, self._outcomes = _Numbers[str](), _Numbers[str]()

    def document(self, groups: Iterable[Group]) -> dict[str, object]:
        rows = [self._row(group) for group in groups]
        return {
            "account": self._accounts.texts(shown),
            "action": self._actions.texts(inert),
            "label": self._labels.texts(shown),
            "contact": self._people.texts(lambda person: shown(person[1])),
            "called": self._called(),
            "file": self._files.texts(inert),
            "note": self._notes.texts(inert),
            "outcome": self._outcomes.texts(inert),
            "groups": rows,
        }

    def _row(self, group: Group) -> list[object]:
        files, lines = self._places(group.places)
        return [
            self._accounts.of(group.account),
            self._actions.of(group.action),
            self._labels.of(group.label),
            [self._people.of((group.account, contact)) for contact in group.contacts],
            _packed(files),
            _packed(lines),
            _packed([self._notes.of(note) for note in group.notes or ("",)]),
            _packed([self._outcomes.of(outcome) for outcome in group.outcomes or ("",)]),
        ]

    def _places(self, places: Sequence[str]) -> tuple[list[int], list[int]]:
        parted = [_parted(place) for place in places or ("",)]
        return [self._files.of(file) for file, _ in parted], [line for _, line in parted]

    def _called(self) -> list[str]:
        called = self._people.texts(self._name)
        return called if any(called) else []

    def _name(self, person: Person) -> str:
        account, contact = person
        return shown(self._names.get(account, NAMELESS).get(contact, ""))


class _Numbers(Generic[Met]):
    """What was met, each with its number, in the order of meeting."""

    def __init__(self) -> None:
        self._numbers: dict[Met, int] = {}

    def of(self, met: Met) -> int:
        return self._numbers.setdefault(met, len(self._numbers))

    def texts(self, shown: Callable[[Met], str]) -> list[str]:
        return [shown(met) for met in self._numbers]


def _parted(place: str) -> tuple[str, int]:
    found = _PLACE.fullmatch(place)
    return (found[1], int(found[2])) if found else (place, 0)


def _packed(numbers: list[int]) -> list[int] | int:
    return numbers[0] if len(set(numbers)) == 1 else numbers
