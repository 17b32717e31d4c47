"""Looking at one account: who it is, which labels it has, and its contacts streaming past the wishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from labelsync.core.batch import Relabel
from labelsync.core.capability import Membership, Repeat
from labelsync.core.connector import Identified
from labelsync.core.diff import Comparison, Difference
from labelsync.core.plan import Objection, Read
from labelsync.core.question import Everyone, Reading, Seen, Unseen
from labelsync.core.roster import Contact
from labelsync.core.scope import LabelScope, Manifest
from labelsync.core.wish import Wishes
from labelsync.journal.memory import Memory
from labelsync.workflow.afresh import afresh
from labelsync.workflow.doubt import Doubt
from labelsync.workflow.natives import asked
from labelsync.workflow.scoping import read_scope
from labelsync.workflow.site import Site
from labelsync.workflow.verify import readable

Ledger = Mapping[str, frozenset[str]]
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Examined:
    """One account as it was seen beside what is wanted there, native members included."""

    site: Site
    identified: Identified
    wishes: Wishes
    scope: tuple[LabelScope, ...]
    difference: Difference
    certificate: Seen | Unseen
    read: Read
    objections: tuple[Objection, ...]


async def examine(
    site: Site, manifest: Manifest, wishes: Wishes, *, memory: Memory | None, only: tuple[str, ...]
) -> Examined:
    """Look, and compare. `only` narrows to some label keys; deletions are left out then."""
    started = site.clock.now()
    identified = await site.connector.identify(site.reader)
    newer = await afresh(site, memory)
    remembered = memory.definitions(identified.tenant) if memory else {}
    scope = await read_scope(site, manifest, only=only, newer=newer, remembered=remembered)
    ledger = _ledger(site, identified, memory)
    wishes = await asked(site, wishes, scope.labels, managed=scope.managed)
    comparison = Comparison(wishes, scope.labels, manifest.policy.ambiguous, site.account.match_any)
    reading, doubt = Reading(), Doubt(comparison)
    async for page in site.connector.observe(Everyone(), site.reader):
        doubt.take(newer.people(_believed(reading.fresh(page), ledger)))
    certificate = await doubt.resolve(site, reading.certificate())
    difference = comparison.difference()
    difference = replace(difference, delete={}) if only else difference
    difference = replace(difference, withheld={**difference.withheld, **_unresolved(site, memory)})
    read = _read(site, certificate, started=started, ledger=ledger)
    return Examined(site, identified, wishes, scope.labels, difference, certificate, read, scope.objections)


def _unresolved(site: Site, memory: Memory | None) -> dict[str, str]:
    """Contacts about whom a call is open that must not be repeated, and that nothing can tell of."""
    if memory is None or readable(site) or site.capabilities.repeat is not Repeat.HARMFUL:
        return {}
    intents = memory.open_intents([site.account.name])
    return {
        contact: f"what run {intent.run} did to it is not known"
        for intent in intents
        if isinstance(intent.batch, Relabel)
        for contact in intent.batch.contacts
    }


def _read(site: Site, certificate: Seen | Unseen, *, started: float, ledger: Ledger | None) -> Read:
    """How the observed side came to be."""
    observed = site.capabilities.membership is Membership.ON_CONTACT
    return Read(
        basis="observed" if observed else "assumed",
        complete=isinstance(certificate, Seen),
        contacts=certificate.contacts,
        pages=certificate.pages,
        started=started,
        finished=site.clock.now(),
        reason=certificate.reason if isinstance(certificate, Unseen) else "",
        ledger=observed or ledger is not None,
    )


def _ledger(site: Site, identified: Identified, memory: Memory | None) -> Ledger | None:
    """What we gave, where the vendor does not say who carries what."""
    if site.capabilities.membership is Membership.ON_CONTACT or memory is None:
        return None
    return memory.ledger(identified.tenant)


def _believed(contacts: Iterable[Contact], ledger: Ledger | None) -> Iterable[Contact]:
    if ledger is None:
        return contacts
    return [c._replace(labels=c.labels | ledger.get(c.id, NOTHING)) for c in contacts]
