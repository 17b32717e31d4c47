"""The two sides of a plan on one account: what contacts are held against as they pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from labelsync.core.asking import Needs, both, needs_of
from labelsync.core.diff import Comparison
from labelsync.core.roster import Contact
from labelsync.core.scope import Manifest
from labelsync.core.wish import Wishes
from labelsync.workflow.afresh import Afresh
from labelsync.workflow.believing import Ledger
from labelsync.workflow.natives import asked
from labelsync.workflow.remembering import Leftovers, left_over
from labelsync.workflow.scoping import Scope, Terms, read_scope
from labelsync.workflow.site import Site
from labelsync.workflow.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Sides:
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

    def needs(self, ledger: Ledger | None) -> Needs:
        """Whom both sides speak of. Where a ledger tells who carries a label, they are asked for by id."""
        needs = needs_of(self.now.wishes, self.now.scope, any_field=self.now.match_any)
        if self.before is not None:
            earlier = self.before
            needs = both(needs, needs_of(earlier.wishes, earlier.scope, any_field=earlier.match_any))
        labels = {*needs.labels, *self.leftovers.labels}
        if ledger is None:
            return needs._replace(labels=labels)
        carriers = {contact for contact, carried in ledger.items() if not labels.isdisjoint(carried)}
        return needs._replace(labels=(), ids={*needs.ids, *carriers})


async def open_sides(site: Site, wanted: Wanted, tenant: str, newer: Afresh) -> Sides:
    """Read the labels' definitions, ask the filters, and stand ready for the contacts."""
    name, memory = site.account.name, wanted.memory
    remembered = memory.definitions(tenant) if memory else {}
    terms = Terms(wanted.labels, newer, remembered)
    scope, wishes, now = await _side(site, wanted.manifest, wanted.wishes[name], terms)
    left = {} if wanted.labels else left_over(name, tenant, wanted.manifest, memory)
    if wanted.base is None or name not in wanted.base.manifest.accounts:
        return Sides(scope, wishes, now, None, Leftovers(name, left))
    old, _, before = await _side(site, wanted.base.manifest, wanted.base.wishes[name], terms)
    dropped = {line.definition.id: line.label for line in old.labels if line.definition}
    ours = {line.label for line in scope.labels}
    left |= {found: label for found, label in dropped.items() if label not in ours and not wanted.labels}
    return Sides(scope, wishes, now, before, Leftovers(name, left))


async def _side(
    site: Site, manifest: Manifest, wishes: Wishes, terms: Terms
) -> tuple[Scope, Wishes, Comparison]:
    scope = await read_scope(site, manifest, terms)
    wishes = await asked(site, wishes, scope.labels, managed=scope.managed)
    comparison = Comparison(wishes, scope.labels, manifest.policy.ambiguous, site.account.match_any)
    return scope, wishes, comparison
