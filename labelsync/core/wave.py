"""Waves: a plan's changes by groups of contacts, so that a mistake shows on a few before it reaches all."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from labelsync.core.change import Add, Change, CreateLabel, Delete, DeleteLabel, Remove, RenameLabel

_SIZE = re.compile(r"(?P<number>[0-9]{1,7})(?P<share>%?)")
_WHOLE = 100


class Wave(NamedTuple):
    """Up to where a wave goes, in contacts or, as a `share`, in percent of all that the plan touches."""

    number: int
    share: bool

    def reach(self, contacts: int) -> int:
        """How many of so many contacts are done once this wave is over."""
        return min(contacts, math.ceil(contacts * self.number / _WHOLE) if self.share else self.number)


def parse_waves(text: str) -> tuple[Wave, ...]:
    """`20,5%,100%` as waves. ValueError with a sentence where they do not grow, or do not reach everybody."""
    matches = [_SIZE.fullmatch(part.strip()) for part in text.split(",")]
    waves = tuple(Wave(int(match["number"]), bool(match["share"])) for match in matches if match)
    if len(waves) < len(matches) or any(wave.number == 0 for wave in waves):
        raise ValueError("a wave is a number of contacts or a percentage: 20,5%,100%")
    if waves[-1] != Wave(_WHOLE, share=True):
        raise ValueError("the last wave is 100%, so that the plan is carried out whole")
    shares = [wave.number for wave in waves if wave.share]
    if any(share > _WHOLE for share in shares) or shares != sorted(set(shares)):
        raise ValueError("percentages grow from wave to wave, up to 100%")
    return waves


def divided(changes: Sequence[Change], waves: Sequence[Wave]) -> Iterator[tuple[Change, ...]]:
    """The changes of each wave that has any. Each pair is in exactly one of them.

    Contacts go in the order of their ids. Labels are renamed and created in the first wave, and deleted in
    the last, when nobody is to lose them by a call any more.
    """
    order = sorted({contact for change in changes for contact in _contacts(change)})
    ends = [wave.reach(len(order)) for wave in waves] or [len(order)]
    start, last = 0, len(ends) - 1
    for number, end in enumerate(ends):
        here = frozenset(order[start:end])
        drawn = (_within(change, here, first=number == 0, last=number == last) for change in changes)
        wave = tuple(change for change in drawn if change is not None)
        start = max(start, end)
        if wave:
            yield wave


def _contacts(change: Change) -> tuple[str, ...]:
    match change:
        case Add() | Remove() | Delete():
            return change.contacts
        case RenameLabel() | CreateLabel() | DeleteLabel():
            return ()


def _within(change: Change, here: frozenset[str], *, first: bool, last: bool) -> Change | None:
    match change:
        case RenameLabel() | CreateLabel():
            return change if first else None
        case DeleteLabel():
            return change if last else None
        case Add() | Remove() | Delete():
            return part(change, here)


def part(change: Add | Remove | Delete, here: frozenset[str]) -> Change | None:
    """The change for those of its contacts that are here; what runs parallel to them runs along."""
    kept = [number for number, contact in enumerate(change.contacts) if contact in here]
    if not kept:
        return None
    if len(kept) == len(change.contacts):
        return change
    contacts = tuple(change.contacts[number] for number in kept)
    because = tuple(change.because[number] for number in kept)
    if isinstance(change, Remove):
        return replace(change, contacts=contacts, because=because)
    rests = tuple(change.rests[number] for number in kept)
    return replace(change, contacts=contacts, because=because, rests=rests)
