"""What a run teaches the journal before it sends: what is managed, and whom each entry means."""

from __future__ import annotations

from collections.abc import Iterable

from labelsync.core.change import Add
from labelsync.core.plan import AccountPlan, Plan
from labelsync.journal.journal import Journal
from labelsync.workflow.examine import Examined
from labelsync.workflow.wanted import Wanted


async def learn(journal: Journal, plan: Plan, seen: Iterable[Examined], wanted: Wanted) -> None:
    """Keep the plan's labels as managed, and the contact that each person's e-mail or phone means."""
    managed = {
        (part.account, line.label)
        for part in plan.accounts
        for line in part.labels
        if line.label in wanted.manifest.labels
    }
    await journal.manage(sorted(managed), whole=not plan.partial)
    met = {one.site.account.name: _met(one, wanted) for one in seen}
    for part in plan.accounts:
        await journal.meet(part.tenant, met.get(part.account) or _planned(part))


def _met(examined: Examined, wanted: Wanted) -> dict[str, str]:
    """By pseudonym. Who is meant by an e-mail or phone that several contacts share is not known."""
    difference, wishes = examined.difference, examined.wishes
    return {
        wanted.pseudonym(identity): contact
        for identity, contact in difference.found.items()
        if (identity in wishes.emails or identity in wishes.phones) and identity not in difference.twins
    }


def _planned(part: AccountPlan) -> dict[str, str]:
    """What a reviewed plan's additions rest on."""
    added = (change for change in part.changes if isinstance(change, Add))
    return {who: contact for one in added for contact, who in zip(one.contacts, one.rests, strict=True)}
