"""Guards at work: a plan held against its policy gives objections; overrides answer them by number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from labelsync.core.change import (
    Add,
    Change,
    CreateLabel,
    Delete,
    DeleteLabel,
    Remove,
    RenameLabel,
    pairs,
)
from labelsync.core.plan import AccountPlan, LabelLine, Measure, Objection
from labelsync.core.policy import Guards, Limit

Overrides = Mapping[str, int]
_OVERRIDE = re.compile(r"(?P<key>[a-z_]+(?::.+)?(?:@[A-Za-z0-9_.-]+)?)=(?P<number>[0-9]+)")


OVERRIDABLE = (
    "additions",
    "removals",
    "deletions",
    "empty",
    "fires",
    "moved",
    "total_additions",
    "total_removals",
)


class Override(NamedTuple):
    """The left side of an override, in its parts: '' where it names no label or account.

    The label of `fires` is an automation's name.
    """

    guard: str
    label: str
    account: str


def parts(key: str) -> Override:
    """`removals:trial@shop` in its parts."""
    head, _, account = key.rpartition("@") if "@" in key else (key, "", "")
    guard, _, label = head.partition(":")
    return Override(guard, label, account)


def parse_override(text: str) -> tuple[str, int]:
    """`removals:trial@shop=412` as (`removals:trial@shop`, 412). ValueError for anything else."""
    match = _OVERRIDE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return match["key"], int(match["number"])


def measures(accounts: Iterable[AccountPlan], guards: Guards) -> tuple[Measure, ...]:
    """What every guard counts where it counts anybody, in the order of accounts and labels."""
    accounts = tuple(accounts)
    found = [one for plan in accounts for one in _of_account(plan, guards)]
    totals = (
        ("total_additions", (Add,), guards.total_additions),
        ("total_removals", (Remove, DeleteLabel), guards.total_removals),
    )
    for guard, kinds, limit in totals:
        count = sum(_weighed(plan, kinds) for plan in accounts)
        found.append(_measure(guard, "", "", count, 0, Limit(count=limit)))
    return tuple(one for one in (*found, *_started(accounts, guards)) if one.pairs)


def objections(measured: Iterable[Measure], overrides: Overrides) -> tuple[Objection, ...]:
    """An objection for every guard that is exceeded, and that no override answers."""
    exceeded = filter(_exceeds, measured)
    return tuple(_objection(one) for one in exceeded if overrides.get(_key(one), -1) < one.pairs)


def _weighed(plan: AccountPlan, kinds: tuple[type[Change], ...]) -> int:
    return sum(_weight(change, plan) for change in plan.changes if isinstance(change, kinds))


def _measure(guard: str, account: str, label: str, pairs: int, base: int, limit: Limit) -> Measure:
    percent = None if limit.percent is None else float(limit.percent)
    return Measure(guard, account, label, pairs, base, limit.count, percent, limit.free)


def _started(plans: Iterable[AccountPlan], guards: Guards) -> Iterator[Measure]:
    """How often the whole plan starts each automation."""
    times: Counter[str] = Counter()
    for plan in plans:
        for firing in plan.fires:
            times[firing.automation] += firing.times
    for automation, count in sorted(times.items()):
        yield _measure("fires", "", automation, count, 0, Limit(count=guards.fires))


def _of_account(plan: AccountPlan, guards: Guards) -> Iterator[Measure]:
    for change in plan.changes:
        yield from _of_change(change, plan, guards)
    for line in plan.labels:
        if guards.empty_refused:
            yield _emptied(line, plan)
        yield _moved(line, plan, guards)


def _of_change(change: Change, plan: AccountPlan, guards: Guards) -> Iterator[Measure]:
    count, name = _weight(change, plan), plan.account
    match change:
        case Add(label):
            yield _measure("additions", name, label, count, plan.read.people, guards.additions)
        case Remove(label) | DeleteLabel(label):
            yield _measure("removals", name, label, count, _carry(plan, label), guards.removals)
        case Delete():
            yield _measure("deletions", name, "", count, plan.read.people, guards.deletions)
        case RenameLabel() | CreateLabel():
            return


def _weight(change: Change, plan: AccountPlan) -> int:
    return _carry(plan, change.label) if isinstance(change, DeleteLabel) else pairs(change)


def _carry(plan: AccountPlan, label: str) -> int:
    return next((line.carry for line in plan.labels if line.label == label), 0)


def _emptied(line: LabelLine, plan: AccountPlan) -> Measure:
    """An exact label that had carriers and would be left with nobody, though nobody said so in words."""
    return _measure("empty", plan.account, line.label, line.left_empty_by, line.carry, Limit(count=0))


def _moved(line: LabelLine, plan: AccountPlan, guards: Guards) -> Measure:
    """Wanted people that nobody found, beside removals: somebody's address may have changed."""
    removed = next((pairs(c) for c in plan.changes if isinstance(c, Remove) and c.label == line.label), 0)
    both, limit = min(removed, line.unmatched), Limit(count=guards.removals.free)
    return _measure("moved", plan.account, line.label, both, line.carry, limit)


def _exceeds(one: Measure) -> bool:
    return Limit(one.count, one.percent, one.free).exceeded(one.pairs, base=one.base)


def _key(one: Measure) -> str:
    """The left side of the override: `removals:trial@shop`."""
    label = f":{one.label}" if one.label else ""
    return f"{one.guard}{label}{f'@{one.account}' if one.account else ''}"


def _objection(one: Measure) -> Objection:
    share = f" ({100 * one.pairs / one.base:.0f} % of {one.base})" if one.base else ""
    return Objection(
        guard=one.guard,
        account=one.account,
        label=one.label,
        measured=f"{one.pairs}{share}",
        limit=_spoken(one),
        override=f"{_key(one)}={one.pairs}",
    )


def _spoken(one: Measure) -> str:
    parts = [] if one.count is None else [str(one.count)]
    if one.percent is not None:
        parts.append(f"{one.percent:g} %")
    return " or ".join(parts)
