"""Entries that hold until a day: which of them end soon."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from labelsync.core.member import Place
from labelsync.core.plan import Expiring
from labelsync.core.wish import Wishes

SOON = 7 * 86_400.0
"""Seconds."""


def expiring(wishes: Wishes, labels: Collection[str], now: float) -> tuple[Expiring, ...]:
    """What ends within the next 7 days, by label and instant; `now` in epoch seconds."""
    found: dict[tuple[str, float], list[Place]] = {}
    for identity, label, until in _soon(wishes, labels, now):
        wish = wishes.find(identity)
        if wish is not None:
            found.setdefault((label, until), []).append(wishes.place(identity, wish, label))
    return tuple(
        Expiring(label, until, len(places), str(min(places)))
        for (label, until), places in sorted(found.items())
    )


def _soon(wishes: Wishes, labels: Collection[str], now: float) -> Iterator[tuple[str, str, float]]:
    for (identity, label), until in wishes.ends.items():
        if label in labels and now < until <= now + SOON:
            yield identity, label, until
