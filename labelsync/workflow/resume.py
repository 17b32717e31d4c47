"""Resuming: what is left of a plan once everything is taken out of it that its run is known to have done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from labelsync.core.batch import Deletion, Relabel
from labelsync.core.change import Add, Change, Delete, Remove
from labelsync.core.outcome import STANDING, Performed
from labelsync.core.plan import AccountPlan, Plan
from labelsync.core.wave import part
from labelsync.journal.memory import Deed

Done = set[tuple[str, str, str]]
"""(account, vendor label id, contact): pairs that a run gave or took; the label is '' for a deletion."""


def rest(plan: Plan, deeds: Iterable[Deed]) -> Plan:
    """The plan without the pairs that stand. What was only intended, or is not known, stays in it."""
    given, taken = _standing(deeds)
    accounts = tuple(_rest(account, given, taken) for account in plan.accounts)
    return replace(plan, accounts=accounts)


def _rest(account: AccountPlan, given: Done, taken: Done) -> AccountPlan:
    left = (_left(change, account, given, taken) for change in account.changes)
    return replace(account, changes=tuple(change for change in left if change is not None))


def _left(change: Change, account: AccountPlan, given: Done, taken: Done) -> Change | None:
    match change:
        case Add() | Remove():
            label, done = account.definitions.get(change.label, ""), given
            done = given if isinstance(change, Add) else taken
        case Delete():
            label, done = "", taken
        case _:
            return change
    who = frozenset(c for c in change.contacts if (account.account, label, c) not in done)
    return part(change, who)


def _standing(deeds: Iterable[Deed]) -> tuple[Done, Done]:
    given: Done = set()
    taken: Done = set()
    for deed in deeds:
        who = _who(deed.performed)
        match deed.batch:
            case Relabel(_, add, remove):
                given |= {(deed.account, label, contact) for label in add for contact in who}
                taken |= {(deed.account, label, contact) for label in remove for contact in who}
            case Deletion():
                taken |= {(deed.account, "", contact) for contact in who}
            case _:
                continue
    return given, taken


def _who(performed: Performed | None) -> list[str]:
    if performed is None:
        return []
    return [contact for contact, outcome in performed.contacts.items() if outcome.kind in STANDING]


def is_unfinished(result: Mapping[str, int] | None) -> bool:
    """Whether a run with these outcome counts, None where it wrote no result, has something left to do."""
    if result is None:
        return True
    return any(result.get(kind, 0) for kind in ("failed", "unknown", "not_started"))
