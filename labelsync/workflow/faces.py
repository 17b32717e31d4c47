"""What the people of a plan are called, for somebody who asked to see it. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from labelsync.core.change import Add, Delete, Remove
from labelsync.core.plan import AccountPlan, Plan
from labelsync.core.roster import Contact
from labelsync.core.wish import Wishes
from labelsync.workflow.site import Site

SHOWN = 10


async def faces(
    plan: Plan, sites: Sequence[Site], wishes: Mapping[str, Wishes], pseudonym: Callable[[str], str]
) -> dict[str, dict[str, str]]:
    """An e-mail or phone for each contact and pseudonym that a page of the plan shows, by account."""
    by_name = {site.account.name: site for site in sites}
    found: dict[str, dict[str, str]] = {}
    for part in plan.accounts:
        shown = tuple(dict.fromkeys(_shown(part)))
        seen = await by_name[part.account].look(shown, strong=False)
        called = {contact: name for contact, known in seen.items() if (name := _name(known))}
        found[part.account] = called | _meant(part, wishes.get(part.account), pseudonym)
    return found


def _shown(part: AccountPlan) -> Iterator[str]:
    for change in part.changes:
        if isinstance(change, Add | Remove | Delete):
            yield from islice(change.contacts, SHOWN)
    for held in part.withheld:
        yield from islice(held.contacts, SHOWN)


def _name(contact: Contact) -> str:
    return contact.email or contact.phone


def _meant(part: AccountPlan, wishes: Wishes | None, pseudonym: Callable[[str], str]) -> dict[str, str]:
    """Whom the pseudonyms of unmatched people mean."""
    wanted = {missing.contact for missing in part.unmatched}
    people = (*wishes.emails, *wishes.phones) if wishes and wanted else ()
    return {name: identity for identity in people if (name := pseudonym(identity)) in wanted}
