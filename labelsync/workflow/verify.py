"""Verifying: what was touched is read back, after the write, by the route that can prove it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from labelsync.core.batch import Deletion, Relabel
from labelsync.core.capability import STRONG_ENOUGH
from labelsync.core.outcome import VERIFIED, Kind, Outcome
from labelsync.core.roster import Contact
from labelsync.errors import CallFailed
from labelsync.workflow.site import AN_EFFECT, Site

WAITS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)

UNSEEN = Outcome(Kind.FAILED, "the vendor said it was applied, and reading back shows that it is not")

Touching = Relabel | Deletion
Outcomes = dict[str, Outcome]


def holds(batch: Touching, contact: Contact | None) -> bool:
    """Whether the contact, as seen, is as the batch wants it. Labels are the vendor's ids."""
    match batch:
        case Deletion():
            return contact is None
        case Relabel(_, add, remove):
            return (
                contact is not None and contact.labels.issuperset(add) and contact.labels.isdisjoint(remove)
            )


def readable(site: Site) -> bool:
    """Whether the vendor can prove who carries what."""
    return site.capabilities.readable


async def verify(site: Site, batch: Touching, outcomes: Mapping[str, Outcome]) -> Outcomes:
    """Read back what the vendor said was applied. Raises nothing: what cannot be read stays applied.

    Up to 20 contacts go by the strongest route; more by the cheap one, again and again until they are seen or
    the lag bound is over, and by the strongest for those that were not seen by then.
    """
    waiting = tuple(contact for contact, outcome in outcomes.items() if outcome.kind is Kind.APPLIED)
    if not waiting or not (readable(site) or isinstance(batch, Deletion)):
        return dict(outcomes)
    verified = dict(outcomes)
    try:
        for contact in await _seen(site, batch, waiting):
            verified[contact] = VERIFIED
    except CallFailed:
        return verified
    for contact in waiting:
        if verified[contact].kind is Kind.APPLIED:
            verified[contact] = UNSEEN
    return verified


async def _seen(site: Site, batch: Touching, contacts: tuple[str, ...]) -> list[str]:
    if len(contacts) <= STRONG_ENOUGH:
        return await holding(site, batch, contacts, strong=True)
    seen: list[str] = []
    left = contacts
    for pause in _pauses(site.capabilities.lag):
        seen += await holding(site, batch, left, strong=False)
        left = tuple(sorted(set(left).difference(seen)))
        if not left:
            return seen
        await site.waits.sleep(pause, AN_EFFECT)
    return seen + await holding(site, batch, left, strong=True)


async def holding(site: Site, batch: Touching, contacts: tuple[str, ...], *, strong: bool) -> list[str]:
    """Which of these contacts are, as read now, as the batch wants them."""
    found = await site.look(contacts, strong=strong)
    return [contact for contact in contacts if holds(batch, found.get(contact))]


def _pauses(bound: float) -> Iterator[float]:
    waited = 0.0
    for pause in WAITS:
        if waited >= bound:
            return
        yield min(pause, bound - waited)
        waited += pause
