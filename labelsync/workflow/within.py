"""Whether a plan stays within a reviewed one: what it does beyond that, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from labelsync.core.change import Action, Add, Change, CreateLabel, Delete, DeleteLabel, Remove, RenameLabel
from labelsync.core.plan import AccountPlan, Plan

Place = tuple[str, Action, str]
"""(account, action, label key), the label '' for deletions."""
NAMED = 3
_WORDS: dict[Action, str] = {
    "add": "additions of",
    "remove": "removals of",
    "delete": "deletions of contacts",
    "create_label": "creation of",
    "rename_label": "renaming of",
    "delete_label": "deletion of",
}


def beyond(plan: Plan, reviewed: Plan) -> tuple[str, ...]:
    """What a plan would do that the reviewed one does not: pairs, labels, automations, other accounts."""
    return (*_strangers(plan, reviewed), *_pairs(plan, reviewed), *_fires(plan, reviewed))


def _strangers(plan: Plan, reviewed: Plan) -> Iterator[str]:
    known = {part.account: part.identity for part in reviewed.accounts}
    for part in plan.accounts:
        if part.changes and known.get(part.account, part.identity) != part.identity:
            yield f"{part.account} is another account now than the one that was reviewed"


def _pairs(plan: Plan, reviewed: Plan) -> Iterator[str]:
    allowed: dict[Place, set[str]] = {}
    for place, contacts in _places(reviewed.accounts):
        allowed.setdefault(place, set()).update(contacts)
    for (account, action, label), contacts in _places(plan.accounts):
        place = (account, action, label)
        new = [contact for contact in contacts if contact not in allowed.get(place, ())]
        if new or (not contacts and place not in allowed):
            yield _said(place, new)


def _places(accounts: Sequence[AccountPlan]) -> Iterator[tuple[Place, tuple[str, ...]]]:
    for part in accounts:
        for change in part.changes:
            yield _place(part.account, change)


def _place(account: str, change: Change) -> tuple[Place, tuple[str, ...]]:
    match change:
        case Add(label, contacts):
            return (account, "add", label), contacts
        case Remove(label, contacts):
            return (account, "remove", label), contacts
        case Delete(contacts):
            return (account, "delete", ""), contacts
        case CreateLabel(label):
            return (account, "create_label", label), ()
        case RenameLabel(label):
            return (account, "rename_label", label), ()
        case DeleteLabel(label):
            return (account, "delete_label", label), ()


def _said(place: Place, new: Sequence[str]) -> str:
    account, action, label = place
    what = f"{_WORDS[action]} {label}".rstrip()
    if not new:
        return f"{what} on {account}"
    more = ", …" if len(new) > NAMED else ""
    return f"{len(new)} {what} on {account} ({', '.join(new[:NAMED])}{more})"


def _fires(plan: Plan, reviewed: Plan) -> Iterator[str]:
    allowed, now = _times(reviewed), _times(plan)
    for automation, times in sorted(now.items()):
        if times > allowed[automation]:
            yield f"{automation} starts {times} times, and {allowed[automation]} were reviewed"


def _times(plan: Plan) -> Counter[str]:
    times: Counter[str] = Counter()
    for part in plan.accounts:
        for firing in part.fires:
            times[firing.automation] += firing.times
    return times
