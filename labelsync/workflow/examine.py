"""Looking at one account: who it is, which labels it has, and its contacts streaming past the wishes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from labelsync.core.batch import Relabel
from labelsync.core.capability import Repeat
from labelsync.core.change import Action
from labelsync.core.connector import Identified
from labelsync.core.difference import Difference
from labelsync.core.plan import Objection, Read, Unmanaged
from labelsync.core.question import Certificates, Seen, Unseen
from labelsync.core.scope import LabelScope
from labelsync.core.wish import Wishes
from labelsync.journal.memory import Memory
from labelsync.workflow.afresh import Afresh, afresh
from labelsync.workflow.asking import Asking
from labelsync.workflow.believing import Ledger, believed, ledger_of
from labelsync.workflow.doubt import Doubt
from labelsync.workflow.remembering import Remembered
from labelsync.workflow.sides import Sides, open_sides
from labelsync.workflow.site import Site
from labelsync.workflow.verify import readable
from labelsync.workflow.wanted import Wanted

DUE = "due before this change"


@dataclass(frozen=True, slots=True)
class Examined:
    """One account as it was seen beside what is wanted there, native members included.

    `first` are the labels that no apply managed before; `due` are the pairs that the base wanted to change.
    """

    site: Site
    identified: Identified
    wishes: Wishes
    scope: tuple[LabelScope, ...]
    difference: Difference
    certificates: Certificates
    read: Read
    objections: tuple[Objection, ...]
    first: frozenset[str]
    unmanaged: tuple[Unmanaged, ...]
    due: Difference | None


async def examine(site: Site, wanted: Wanted) -> Examined:
    """Look, and compare. Where the scope is narrowed to some labels, deletions are left out."""
    started = site.clock.now()
    identified = await site.connector.identify(site.reader)
    newer = await afresh(site, wanted.memory)
    sides = await open_sides(site, wanted, identified.tenant, newer)
    ledger = ledger_of(site, identified.tenant, wanted.memory)
    assumed = None if readable(site) else ledger or {}
    asking = Asking(site, None if wanted.everyone else lambda: sides.needs(assumed))
    seen = await _seen(asking, sides, newer, ledger)
    due = sides.before.difference() if sides.before else None
    return Examined(
        site=site,
        identified=identified,
        wishes=sides.wishes,
        scope=sides.scope.labels,
        difference=_difference(site, identified.tenant, wanted, sides, due),
        certificates=seen,
        read=_read(asking, seen.whole, started=started, ledger=ledger),
        objections=sides.scope.objections,
        first=_remembered(site, identified.tenant, wanted).first(sides.scope.labels),
        unmanaged=sides.leftovers.found(),
        due=due,
    )


async def _seen(asking: Asking, sides: Sides, newer: Afresh, ledger: Ledger | None) -> Certificates:
    """Let everybody pass who has to; what an index may hide of what we just changed passes at the end."""
    doubt = Doubt(sides.now)
    async for contacts in asking.contacts():
        doubt.take(sides.pass_by(newer.people(believed(contacts, ledger))))
    there = (contact for contact in newer.contacts.values() if contact and not contact.merged_into)
    doubt.take(sides.pass_by(believed(asking.missed(there), ledger)))
    return await doubt.resolve(asking.site, asking.certificates())


def _remembered(site: Site, tenant: str, wanted: Wanted) -> Remembered:
    return Remembered(site.account.name, tenant, wanted.memory, wanted.pseudonym)


def _difference(site: Site, tenant: str, wanted: Wanted, sides: Sides, due: Difference | None) -> Difference:
    """What differs, with the reasons why some of it may not change."""
    difference = sides.now.difference()
    remembered = _remembered(site, tenant, wanted)
    held = remembered.held(sides.scope.labels, sides.wishes, difference, now=site.clock.now())
    return replace(
        difference,
        delete={} if wanted.labels else difference.delete,
        withheld={**difference.withheld, **_unresolved(site, wanted.memory)},
        held={**held, **(_due(due) if due and wanted.only_new else {})},
    )


def _due(difference: Difference) -> dict[tuple[Action, str, str], str]:
    """Every pair that was to change before, with the reason to leave it alone."""
    held: dict[tuple[Action, str, str], str] = {("delete", "", who): DUE for who in difference.delete}
    held |= {("add", label, who): DUE for label, some in difference.add.items() for who in some}
    return held | {("remove", label, who): DUE for label, some in difference.remove.items() for who in some}


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


def _read(asking: Asking, seen: Seen | Unseen, *, started: float, ledger: Ledger | None) -> Read:
    """How the observed side came to be."""
    site = asking.site
    return Read(
        basis="observed" if readable(site) else "assumed",
        complete=isinstance(seen, Seen),
        contacts=seen.contacts,
        pages=seen.pages,
        started=started,
        finished=site.clock.now(),
        reason=seen.reason if isinstance(seen, Unseen) else "",
        ledger=readable(site) or ledger is not None,
        total=asking.total,
        spared=asking.spared,
    )
