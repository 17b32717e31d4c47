"""The wanted side alone: what a change of the manifest alters in it, whatever the accounts hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from labelsync.core.wish import Wish, Wishes

DELETION = ""


class Entry(NamedTuple):
    """A person by identity text, and the place that speaks of the pair."""

    who: str
    place: str


@dataclass(frozen=True, slots=True)
class Altered:
    """Who is wanted in a label (its key) of an account and was not, and who was and is not any more.

    The label `DELETION` stands for contacts that are to be deleted. `defined` and `dropped` say that the
    label itself is new to the account, or gone from it.
    """

    account: str
    label: str
    gains: tuple[Entry, ...]
    loses: tuple[Entry, ...]
    defined: bool = False
    dropped: bool = False


def altered(account: str, before: Wishes | None, now: Wishes | None) -> Iterator[Altered]:
    """What differs on one account, label by label; None where the account is not declared."""
    old, new = _pairs(before), _pairs(now)
    labels_before, labels_now = _labels(before), _labels(now)
    for label in sorted({*old, *new, *labels_before, *labels_now}):
        was, is_ = old.get(label, {}), new.get(label, {})
        gains = tuple(Entry(who, place) for who, place in is_.items() if who not in was)
        loses = tuple(Entry(who, place) for who, place in was.items() if who not in is_)
        defined = label in labels_now and label not in labels_before
        dropped = label in labels_before and label not in labels_now
        if gains or loses or defined or dropped:
            yield Altered(account, label, gains, loses, defined, dropped)


def _labels(wishes: Wishes | None) -> frozenset[str]:
    return frozenset(wishes.sources) if wishes else frozenset()


def _pairs(wishes: Wishes | None) -> dict[str, dict[str, str]]:
    """The places by label and identity; who must not be given a label is not wanted in it."""
    pairs: dict[str, dict[str, str]] = {}
    for people in (wishes.emails, wishes.phones, wishes.ids) if wishes else ():
        _take(people, wishes, pairs)
    for native in wishes.natives if wishes else ():
        pairs.setdefault(native.label, {})[f"the filter {native.filter}"] = str(native.place)
    return pairs


def _take(people: Mapping[str, Wish], wishes: Wishes | None, pairs: dict[str, dict[str, str]]) -> None:
    assert wishes is not None  # noqa: S101 - its own people
    for who, wish in people.items():
        for label in wish.stance.wanted - wishes.bars(who):
            pairs.setdefault(label, {})[who] = str(wishes.place(who, wish, label))
        if wish.stance.absent:
            pairs.setdefault(DELETION, {})[who] = str(wish.place)
