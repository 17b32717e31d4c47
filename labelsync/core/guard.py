"""Guards at work: a plan held against its policy gives objections; overrides answer them by number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
from labelsync.core.plan import AccountPlan, LabelLine, Objection
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


@dataclass(frozen=True, slots=True)
class Measured:
    """One guard's subject: which guard, where, how many pairs, and of how many (the percentage's base)."""

    guard: str
    account: str
    label: str
    pairs: int
    base: int

    @property
    def key(self) -> str:
        """The left side of the override: `removals:trial@shop`."""
        label = f":{self.label}" if self.label else ""
        account = f"@{self.account}" if self.account else ""
        return f"{self.guard}{label}{account}"


def objections(
    accounts: Iterable[AccountPlan], guards: Guards, overrides: Overrides
) -> tuple[Objection, ...]:
    """Every guard that the plan trips and that no override answers, in the order of accounts and labels."""
    accounts = tuple(accounts)
    found = [objection for plan in accounts for objection in _of_account(plan, guards, overrides)]
    for word, kinds, limit in (
        ("additions", (Add,), guards.total_additions),
        ("removals", (Remove, DeleteLabel), guards.total_removals),
    ):
        count = sum(
            _weight(change, plan) for plan in accounts for change in plan.changes if isinstance(change, kinds)
        )
        measured = Measured(f"total_{word}", "", "", count, 0)
        found += _objection(measured, Limit(count=limit), overrides)
    found += _started(accounts, guards, overrides)
    return tuple(found)


def _started(plans: Iterable[AccountPlan], guards: Guards, overrides: Overrides) -> Iterator[Objection]:
    """Each automation that the whole plan starts too often."""
    times: Counter[str] = Counter()
    for plan in plans:
        for firing in plan.fires:
            times[firing.automation] += firing.times
    for automation, count in sorted(times.items()):
        measured = Measured("fires", "", automation, count, 0)
        yield from _objection(measured, Limit(count=guards.fires), overrides)


def _of_account(plan: AccountPlan, guards: Guards, overrides: Overrides) -> Iterator[Objection]:
    lines = {line.label: line for line in plan.labels}
    for change in plan.changes:
        yield from _of_change(change, plan, guards, overrides)
    for line in lines.values():
        yield from _emptied(line, plan, guards, overrides)
        yield from _moved(line, plan, guards, overrides)


def _of_change(
    change: Change, plan: AccountPlan, guards: Guards, overrides: Overrides
) -> Iterator[Objection]:
    count = _weight(change, plan)
    match change:
        case Add(label):
            measured = Measured("additions", plan.account, label, count, plan.read.people)
            yield from _objection(measured, guards.additions, overrides)
        case Remove(label) | DeleteLabel(label):
            measured = Measured("removals", plan.account, label, count, _carry(plan, label))
            yield from _objection(measured, guards.removals, overrides)
        case Delete():
            measured = Measured("deletions", plan.account, "", count, plan.read.people)
            yield from _objection(measured, guards.deletions, overrides)
        case RenameLabel() | CreateLabel():
            return


def _weight(change: Change, plan: AccountPlan) -> int:
    return _carry(plan, change.label) if isinstance(change, DeleteLabel) else pairs(change)


def _carry(plan: AccountPlan, label: str) -> int:
    return next((line.carry for line in plan.labels if line.label == label), 0)


def _objection(measured: Measured, limit: Limit, overrides: Overrides) -> Iterator[Objection]:
    if (
        not limit.exceeded(measured.pairs, base=measured.base)
        or overrides.get(measured.key, -1) >= measured.pairs
    ):
        return
    share = f" ({100 * measured.pairs / measured.base:.0f} % of {measured.base})" if measured.base else ""
    yield Objection(
        guard=measured.guard,
        account=measured.account,
        label=measured.label,
        measured=f"{measured.pairs}{share}",
        limit=_spoken(limit),
        override=f"{measured.key}={measured.pairs}",
    )


def _spoken(limit: Limit) -> str:
    parts = [] if limit.count is None else [str(limit.count)]
    if limit.percent is not None:
        parts.append(f"{limit.percent:g} %")
    return " or ".join(parts)


def _emptied(line: LabelLine, plan: AccountPlan, guards: Guards, overrides: Overrides) -> Iterator[Objection]:
    """An exact label that had carriers and would be left with nobody, though nobody said so in words."""
    if not guards.empty_refused or line.left_empty_by == 0:
        return
    measured = Measured("empty", plan.account, line.label, line.left_empty_by, line.carry)
    yield from _objection(measured, Limit(count=0), overrides)


def _moved(line: LabelLine, plan: AccountPlan, guards: Guards, overrides: Overrides) -> Iterator[Objection]:
    """Wanted people that nobody found, beside removals: somebody's address may have changed."""
    removed = next((pairs(c) for c in plan.changes if isinstance(c, Remove) and c.label == line.label), 0)
    both = min(removed, line.unmatched)
    measured = Measured("moved", plan.account, line.label, both, line.carry)
    yield from _objection(measured, Limit(count=guards.removals.free), overrides)
