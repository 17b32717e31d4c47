"""Preparing: look at every account, compare, and draw up the plan. Nothing is written to a vendor."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from labelsync.core.capable import incapable
from labelsync.core.change import Assumed
from labelsync.core.cost import price
from labelsync.core.draft import Facts, Pseudonym, draft
from labelsync.core.expiry import expiring
from labelsync.core.firing import firings
from labelsync.core.guard import Overrides, objections
from labelsync.core.packing import schedule
from labelsync.core.plan import AccountPlan, Missing, Objection, Origin, Plan
from labelsync.core.policy import Ambiguous, Policy, Unmatched
from labelsync.core.question import Seen
from labelsync.core.scope import Manifest
from labelsync.core.wish import Wishes
from labelsync.errors import AccountsFailed, LabelsyncError
from labelsync.journal.memory import Memory
from labelsync.workflow.examine import Examined, examine
from labelsync.workflow.site import Site


@dataclass(frozen=True, slots=True)
class Wanted:
    """The wanted side and the terms of a plan. `labels` narrows the scope to some keys, () for all.

    `memory` is the journal's, None where there is no journal yet. `life` is how long the plan is valid, in
    seconds.
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


async def prepare(sites: Sequence[Site], wanted: Wanted) -> Plan:
    """Make the plan. Raises AccountsFailed when an account could not be looked at."""
    looks = [
        examine(
            site,
            wanted.manifest,
            wanted.wishes[site.account.name],
            memory=wanted.memory,
            only=wanted.labels,
        )
        for site in sites
    ]
    seen = await asyncio.gather(*looks, return_exceptions=True)
    failures = {
        site.account.name: outcome
        for site, outcome in zip(sites, seen, strict=True)
        if isinstance(outcome, LabelsyncError)
    }
    if failures:
        raise AccountsFailed(failures)
    return draw_up(list(_sound(seen)), wanted)


def _sound(seen: Iterable[Examined | BaseException]) -> Iterator[Examined]:
    for outcome in seen:
        if isinstance(outcome, BaseException):
            raise outcome
        yield outcome


def draw_up(accounts: Sequence[Examined], wanted: Wanted) -> Plan:
    """Draw changes, batches, costs and objections from what was seen."""
    plans: list[AccountPlan] = []
    found: list[Objection] = []
    for examined in accounts:
        plan = _account_plan(examined, wanted, tuple(_missing(examined, accounts, wanted)))
        plans.append(plan)
        found += [*examined.objections, *incapable(plan, examined.site.capabilities)]
    policy = wanted.manifest.policy
    found += objections(plans, policy.guards, wanted.overrides)
    found += _refusals(accounts, plans, policy)
    created = max((examined.read.finished for examined in accounts), default=0.0)
    return Plan(
        created=created,
        expires=created + wanted.life,
        origin=wanted.origin,
        partial=wanted.partial,
        accounts=tuple(plans),
        objections=tuple(found),
        overrides=tuple(f"{key}={number}" for key, number in sorted(wanted.overrides.items())),
    )


def _account_plan(examined: Examined, wanted: Wanted, missing: tuple[Missing, ...]) -> AccountPlan:
    site, certificate = examined.site, examined.certificate
    assumed = examined.read.basis == "assumed" and isinstance(certificate, Seen)
    drawn = draft(
        Facts(
            scope=examined.scope,
            wishes=examined.wishes,
            difference=examined.difference,
            certificate=Assumed() if assumed else certificate,
            rules=site.vendor.labels,
            pseudonym=wanted.pseudonym,
        )
    )
    planned = schedule(drawn.changes, site.capabilities)
    reads = sum(site.line.sent.values())
    return AccountPlan(
        account=site.account.name,
        connector=site.account.connector,
        identity=examined.identified.text,
        tenant=examined.identified.tenant,
        read=examined.read,
        labels=drawn.labels,
        changes=drawn.changes,
        withheld=drawn.withheld,
        unmatched=missing,
        cost=price(planned.batches, planned.bound, reads, site.capabilities),
        definitions=_definitions(examined),
        fires=firings(drawn.changes, wanted.manifest.labels),
        expiring=expiring(examined.wishes, {line.label for line in examined.scope}, examined.read.finished),
    )


def _definitions(examined: Examined) -> dict[str, str]:
    """Vendor label ids by key. A label that is made on use is known by its name already."""
    made_on_use = examined.site.vendor.labels.made_on_use
    known = {line.label: line.definition.id for line in examined.scope if line.definition}
    unborn = {line.label: line.name for line in examined.scope if made_on_use and line.label not in known}
    return known | unborn


def _missing(examined: Examined, accounts: Sequence[Examined], wanted: Wanted) -> Iterator[Missing]:
    """Wanted people that none of the label's accounts has."""
    if wanted.manifest.policy.unmatched is Unmatched.IGNORE:
        return
    ours = {line.label for line in examined.scope}
    for identity, wish in examined.difference.unmatched.items():
        for label in sorted(wish.stance.wanted & ours):
            if not any(_finds(other, identity, label) for other in accounts):
                place = examined.wishes.place(identity, wish, label)
                yield Missing(label, wanted.pseudonym(identity), str(place))


def _finds(examined: Examined, identity: str, label: str) -> bool:
    if identity in examined.difference.unmatched:
        return False
    wish = examined.wishes.find(identity)
    return wish is not None and label in wish.stance.wanted and any(x.label == label for x in examined.scope)


def _refusals(
    accounts: Sequence[Examined], plans: Sequence[AccountPlan], policy: Policy
) -> Iterator[Objection]:
    """What the policy refuses in words: people that nobody has, identities that several have."""
    for plan in plans:
        if policy.unmatched is Unmatched.REFUSE and plan.unmatched:
            yield Objection(
                "unmatched", plan.account, "", f"{len(plan.unmatched)} people nobody has", "0", ""
            )
    for examined in accounts:
        twins = len(examined.difference.twins)
        if policy.ambiguous is Ambiguous.REFUSE and twins:
            yield Objection(
                "ambiguous", examined.site.account.name, "", f"{twins} identities that several have", "0", ""
            )
