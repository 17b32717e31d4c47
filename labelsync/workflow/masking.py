"""The wanted side for a snapshot: people by the pseudonyms that stand there, and filters that nobody asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from labelsync.core.draft import Pseudonym
from labelsync.core.wish import Cut, Whole, Wish, Wishes
from labelsync.snapshot import Mask

V = TypeVar("V")
UNASKED = "a filter cannot be asked offline"


def named_once(pseudonym: Pseudonym) -> Pseudonym:
    """The same pseudonyms, for texts of which some are pseudonyms already."""
    return lambda text: str(text) if isinstance(text, Mask) else pseudonym(text)


def unasked(wishes: Wishes) -> Wishes:
    """Cut every label that a native filter has members of: who they are is not known."""
    sources = dict(wishes.sources)
    for native in wishes.natives:
        known = sources.get(native.label, Whole())
        reasons = known.reasons if isinstance(known, Cut) else ()
        sources[native.label] = Cut((*reasons, f"{native.place}: {UNASKED}"))
    return replace(wishes, sources=sources)


def masked(wishes: Wishes, pseudonym: Pseudonym) -> Wishes:
    """The same people, e-mails and phones as pseudonyms. Vendor ids stay."""

    def mask(text: str) -> str:
        return Mask(pseudonym(text))

    return replace(
        wishes,
        emails=_keyed(wishes.emails, mask),
        phones=_keyed(wishes.phones, mask),
        also=_paired(wishes.also, wishes, mask),
        ends=_paired(wishes.ends, wishes, mask),
        protected=wishes.protected | {mask(text) for text in wishes.protected},
        barred={**wishes.barred, **_keyed(wishes.barred, mask)},
    )


def _keyed(people: Mapping[str, Wish], mask: Callable[[str], str]) -> dict[str, Wish]:
    return {mask(text): wish for text, wish in people.items()}


def _paired(
    said: Mapping[tuple[str, str], V], wishes: Wishes, mask: Callable[[str], str]
) -> dict[tuple[str, str], V]:
    """What is said of (identity text, label) pairs. One text may be a vendor's id and a phone at once."""
    found: dict[tuple[str, str], V] = {}
    for (text, label), value in said.items():
        if text in wishes.ids:
            found[text, label] = value
        if text in wishes.emails or text in wishes.phones:
            found[mask(text), label] = value
    return found
