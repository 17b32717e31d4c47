"""The labels of a plan: their counts, what changes about them, and charts of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from labelsync.core.change import Add, CreateLabel, Delete, DeleteLabel, Remove, RenameLabel
from labelsync.core.plan import AccountPlan, LabelLine, Plan, Read
from labelsync.report.account_page import answered, doubtful, unasked
from labelsync.report.html.charts import Chart, Key, Series, diverging, paired
from labelsync.report.html.table import Cell, Table
from labelsync.report.inert import word
from labelsync.report.wording import counted, listed

TABLED = 200
HEADS = ("Label", "carry it", "wanted", "both", "to add", "to remove", "then carry it", "remarks")
SIGNS = (Key("remove", "to remove"), Key("add", "to add"))
SIZES = (Key("before", "carry it now"), Key("after", "will carry it"))


class Move(NamedTuple):
    """What a plan does to the carriers of a label: how many carry it now, gain it, lose it."""

    carry: int
    gained: int
    lost: int

    @property
    def then(self) -> int:
        """How many will carry it, but for whom deletions take away: a plan does not say what they carry."""
        return max(0, self.carry + self.gained - self.lost)


def moves(account: AccountPlan) -> dict[str, Move]:
    """Every label of the account that changes, or has counts, with what becomes of its carriers."""
    gained, lost = Counter[str](), Counter[str]()
    carry = {line.label: line.carry for line in account.labels}
    for change in account.changes:
        match change:
            case Add(label, contacts):
                gained[label] += len(contacts)
            case Remove(label, contacts):
                lost[label] += len(contacts)
            case DeleteLabel(label):
                carry[label] = max(carry.get(label, 0), change.carriers)
                lost[label] = max(lost[label], carry[label])
            case RenameLabel() | CreateLabel() | Delete():
                pass
    names = dict.fromkeys((*carry, *gained, *lost))
    return {name: Move(carry.get(name, 0), gained[name], lost[name]) for name in names}


def table_of(account: AccountPlan) -> Table:
    """The account's labels, those that change or raise a doubt first."""
    found = moves(account)
    told = sorted(account.labels, key=lambda line: _calm(line, account.read, found[line.label]))
    left = len(told) - TABLED
    return Table(
        f"Labels of {word(account.account)}, in contacts",
        HEADS,
        tuple(_row(line, account.read, found[line.label]) for line in told[:TABLED]),
        f"… {counted(left, 'label')} more" if left > 0 else "",
    )


def charts(plan: Plan) -> tuple[Chart, ...]:
    """What is added and removed, and the sizes before and after, of each label that changes."""
    moved = tuple(_moved(plan))
    if not moved:
        return ()
    changes = [Series(name, (move.lost, move.gained)) for name, move in moved]
    sizes = [Series(name, (move.carry, move.then)) for name, move in moved]
    deleted = any(isinstance(change, Delete) for account in plan.accounts for change in account.changes)
    but = ", but for whom deletions take away" if deleted else ""
    return (
        diverging("Contacts that lose and gain each label", SIGNS, changes),
        paired(f"Contacts that carry each label, now and then{but}", SIZES, sizes),
    )


def _moved(plan: Plan) -> Iterator[tuple[str, Move]]:
    many = len(plan.accounts) > 1
    for account in plan.accounts:
        for label, move in moves(account).items():
            if move.gained or move.lost:
                yield f"{word(label)} on {word(account.account)}" if many else word(label), move


def _calm(line: LabelLine, read: Read, move: Move) -> bool:
    return not (move.gained or move.lost or line.taken_over or doubtful(line, read))


def _row(line: LabelLine, read: Read, move: Move) -> tuple[Cell, ...]:
    counts = (line.carry, line.wanted, line.both, move.gained, move.lost, move.then)
    return (word(line.label), *counts, _remarks(line, read))


def _remarks(line: LabelLine, read: Read) -> str:
    doubts = (
        (line.unmatched, "unmatched"),
        (line.ambiguous, "ambiguous"),
        (line.suppressed, "suppressed"),
        (line.withheld, "withheld"),
    )
    return listed(
        (
            *(f"{number:,} {what}" for number, what in doubts if number),
            "" if answered(line, read) else "not seen whole",
            "who else carries it was not asked" if unasked(line, read) else "",
            "" if line.wanted_whole else "the wanted side was not read to its end",
        )
    )
