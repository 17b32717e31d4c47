"""Preparing: look at every account, compare, and draw up the plan. Nothing is written to a vendor."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator, Sequence

from labelsync.core.capable import incapable
from labelsync.core.change import Add, Assumed, Change, Delete, Remove, action, label_of
from labelsync.core.cost import price
from labelsync.core.difference import Difference
from labelsync.core.draft import DELETIONS, Facts, draft
from labelsync.core.expiry import expiring
from labelsync.core.firing import firings
from labelsync.core.guard import measures, objections
from labelsync.core.packing import schedule
from labelsync.core.plan import AccountPlan, Drift, Missing, Objection, Plan, Unmanaged
from labelsync.core.policy import Ambiguous, Policy, Unmatched
from labelsync.core.question import Seen, Unseen
from labelsync.errors import AccountsFailed, LabelsyncError
from labelsync.workflow.examine import Examined, examine
from labelsync.workflow.remembering import dropped_accounts
from labelsync.workflow.site import Site
from labelsync.workflow.wanted import Wanted


async def prepare(sites: Sequence[Site], wanted: Wanted) -> Plan:
    """Make the plan. Raises AccountsFailed when an account could not be looked at."""
    return draw_up(await look(sites, wanted), wanted)


async def look(sites: Sequence[Site], wanted: Wanted) -> list[Examined]:
    """Look at the accounts, side by side. Raises AccountsFailed when one could not be looked at."""
    looks = [examine(site, wanted) for site in sites]
    seen = await asyncio.gather(*looks, return_exceptions=True)
    failures = {
        site.account.name: outcome
        for site, outcome in zip(sites, seen, strict=True)
        if isinstance(outcome, LabelsyncError)
    }
    if failures:
        raise AccountsFailed(failures)
    return list(_sound(seen))


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
    measured = measures(plans, policy.guards)
    found += objections(measured, wanted.overrides)
    found += _refusals(accounts, plans, policy)
    found += _unknown(plans) if wanted.require_ledger else ()
    created = max((examined.read.finished for examined in accounts), default=0.0)
    return Plan(
        created=created,
        expires=created + wanted.life,
        origin=wanted.origin,
        partial=wanted.partial,
        accounts=tuple(plans),
        objections=tuple(found),
        overrides=tuple(f"{key}={number}" for key, number in sorted(wanted.overrides.items())),
        base=wanted.base.name if wanted.base else "",
        unmanaged=tuple(_unmanaged(accounts, wanted)),
        measures=measured,
    )


def _account_plan(examined: Examined, wanted: Wanted, missing: tuple[Missing, ...]) -> AccountPlan:
    site = examined.site
    drawn = draft(
        Facts(
            scope=examined.scope,
            wishes=examined.wishes,
            difference=examined.difference,
            certificates=_certificates(examined),
            rules=site.vendor.labels,
            pseudonym=wanted.pseudonym,
            first=examined.first,
        )
    )
    planned = schedule(drawn.changes, site.capabilities, overlap=site.overlap)
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
        cost=price(planned.phases, planned.bound, site.line.sent, site.capabilities, site.pace),
        definitions=_definitions(examined),
        fires=firings(drawn.changes, wanted.manifest.labels),
        drift=tuple(_drift(drawn.changes, examined.due)),
        expiring=expiring(examined.wishes, {line.label for line in examined.scope}, examined.read.finished),
    )


def _certificates(examined: Examined) -> dict[str, Seen | Unseen | Assumed]:
    """Whether all whom a label could be taken from were seen; our ledger tells where nothing can be read."""
    seen = examined.certificates
    proofs = {line.label: seen.of(line.definition) for line in examined.scope} | {DELETIONS: seen.whole}
    if examined.read.basis == "observed" or isinstance(seen.whole, Unseen):
        return dict(proofs)
    return dict.fromkeys(proofs, Assumed())


def _unmanaged(accounts: Sequence[Examined], wanted: Wanted) -> Iterator[Unmanaged]:
    """What an earlier run, or the base, managed and no section mentions any more."""
    for examined in accounts:
        yield from examined.unmanaged
    if not wanted.partial:
        yield from dropped_accounts(wanted.manifest, wanted.memory)


def _drift(changes: Iterable[Change], due: Difference | None) -> Iterator[Drift]:
    """The pairs of the changes that the base wanted to change as well."""
    if due is None:
        return
    for change in changes:
        if not isinstance(change, Add | Remove | Delete):
            continue
        before = _before(change, due)
        contacts = tuple(contact for contact in change.contacts if contact in before)
        if contacts:
            yield Drift(action(change), label_of(change), contacts)


def _before(change: Add | Remove | Delete, due: Difference) -> Collection[str]:
    match change:
        case Add(label):
            return due.add.get(label, {})
        case Remove(label):
            return due.remove.get(label, {})
        case Delete():
            return due.delete


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


def _unknown(plans: Iterable[AccountPlan]) -> Iterator[Objection]:
    """Accounts of which nothing is known: every wanted pair would be attached again."""
    for plan in plans:
        if not plan.read.ledger:
            yield Objection("ledger", plan.account, "", "none", "one is required", "")


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
