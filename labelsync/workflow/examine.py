"""Looking at one account: who it is, which labels it has, and its contacts streaming past the wishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from labelsync.core.batch import Relabel
from labelsync.core.capability import Membership, Repeat
from labelsync.core.change import Action
from labelsync.core.connector import Identified
from labelsync.core.diff import Comparison
from labelsync.core.difference import Difference
from labelsync.core.draft import Pseudonym
from labelsync.core.guard import Overrides
from labelsync.core.plan import Objection, Origin, Read, Unmanaged
from labelsync.core.question import Everyone, Reading, Seen, Unseen
from labelsync.core.roster import Contact
from labelsync.core.scope import LabelScope, Manifest
from labelsync.core.wish import Wishes
from labelsync.journal.memory import Memory
from labelsync.workflow.afresh import Afresh, afresh
from labelsync.workflow.doubt import Doubt
from labelsync.workflow.natives import asked
from labelsync.workflow.remembering import Leftovers, Remembered, left_over
from labelsync.workflow.scoping import Scope, Terms, read_scope
from labelsync.workflow.site import Site
from labelsync.workflow.verify import readable

Ledger = Mapping[str, frozenset[str]]
NOTHING: frozenset[str] = frozenset()
DUE = "due before this change"


@dataclass(frozen=True, slots=True)
class Base:
    """An earlier manifest, and what it wanted of each account; `name` is what it was called by."""

    name: str
    manifest: Manifest
    wishes: Mapping[str, Wishes]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The wanted side and the terms of a plan. `labels` narrows the scope to some keys, () for all.

    `memory` is the journal's, None where there is no journal yet. `life` is how long the plan is valid, in
    seconds. `base` is what the manifest is compared with; `only_new` leaves alone what was due by it already.
    """

    manifest: Manifest
    wishes: Mapping[str, Wishes]
    origin: Origin
    overrides: Overrides
    memory: Memory | None
    pseudonym: Pseudonym
    labels: tuple[str, ...] = ()
    partial: bool = False
    life: float = 86_400.0
    base: Base | None = None
    only_new: bool = False


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
    certificate: Seen | Unseen
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
    ledger = _ledger(site, identified, wanted.memory)
    sides = await _sides(site, wanted, identified.tenant, newer)
    reading, doubt = Reading(), Doubt(sides.now)
    async for page in site.connector.observe(Everyone(), site.reader):
        contacts = newer.people(_believed(reading.fresh(page), ledger))
        doubt.take(sides.pass_by(contacts))
    certificate = await doubt.resolve(site, reading.certificate())
    difference = sides.now.difference()
    due = sides.before.difference() if sides.before else None
    remembered = Remembered(site.account.name, identified.tenant, wanted.memory, wanted.pseudonym)
    held = {
        **remembered.held(sides.scope.labels, sides.wishes, difference, now=site.clock.now()),
        **(_due(due) if due and wanted.only_new else {}),
    }
    return Examined(
        site=site,
        identified=identified,
        wishes=sides.wishes,
        scope=sides.scope.labels,
        difference=replace(
            difference,
            delete={} if wanted.labels else difference.delete,
            withheld={**difference.withheld, **_unresolved(site, wanted.memory)},
            held=held,
        ),
        certificate=certificate,
        read=_read(site, certificate, started=started, ledger=ledger),
        objections=sides.scope.objections,
        first=remembered.first(sides.scope.labels),
        unmanaged=sides.leftovers.found(),
        due=due,
    )


@dataclass(frozen=True, slots=True)
class _Sides:
    """What contacts are held against as they pass: the manifest, and the base where there is one."""

    scope: Scope
    wishes: Wishes
    now: Comparison
    before: Comparison | None
    leftovers: Leftovers

    def pass_by(self, contacts: Iterable[Contact]) -> Iterable[Contact]:
        """Count what is left over, and let the base see them."""
        passed = self.leftovers.take(contacts)
        if self.before is None:
            return passed
        passed = list(passed)
        self.before.take(passed)
        return passed


async def _sides(site: Site, wanted: Wanted, tenant: str, newer: Afresh) -> _Sides:
    name, memory = site.account.name, wanted.memory
    remembered = memory.definitions(tenant) if memory else {}
    terms = Terms(wanted.labels, newer, remembered)
    scope, wishes, now = await _side(site, wanted.manifest, wanted.wishes[name], terms)
    left = {} if wanted.labels else left_over(name, tenant, wanted.manifest, memory)
    if wanted.base is None or name not in wanted.base.manifest.accounts:
        return _Sides(scope, wishes, now, None, Leftovers(name, left))
    old, _, before = await _side(site, wanted.base.manifest, wanted.base.wishes[name], terms)
    dropped = {line.definition.id: line.label for line in old.labels if line.definition}
    ours = {line.label for line in scope.labels}
    left |= {found: label for found, label in dropped.items() if label not in ours and not wanted.labels}
    return _Sides(scope, wishes, now, before, Leftovers(name, left))


async def _side(
    site: Site, manifest: Manifest, wishes: Wishes, terms: Terms
) -> tuple[Scope, Wishes, Comparison]:
    scope = await read_scope(site, manifest, terms)
    wishes = await asked(site, wishes, scope.labels, managed=scope.managed)
    comparison = Comparison(wishes, scope.labels, manifest.policy.ambiguous, site.account.match_any)
    return scope, wishes, comparison


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
