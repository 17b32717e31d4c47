"""One account's part of a plan, as a section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from labelsync.core.plan import AccountPlan, Measure, Plan
from labelsync.report.account_page import cost_said, expiring_said, firing_said, read_said, taken_over_said
from labelsync.report.change_page import Names
from labelsync.report.gauge import is_telling, measured_said
from labelsync.report.html import groups, labels
from labelsync.report.html.table import Cell
from labelsync.report.inert import word
from labelsync.report.markdown import tables
from labelsync.report.markdown.blocks import Block, Rank, Section
from labelsync.report.markdown.groups import of_group
from labelsync.report.markdown.spans import code, prose
from labelsync.report.plan_page import plan_said


def of_account(plan: Plan, account: AccountPlan, names: Names) -> Section:
    """What happens to the account in a sentence, how it was read, its labels, its changes, and its cost."""
    alone = len(plan.accounts) == 1
    said = "" if alone else f"{plan_said(replace(plan, accounts=(account,)))} "
    name = f"### {code(word(account.account))}: {prose(f'{account.connector}, {account.identity}')}\n\n"
    blocks = (
        _labels(account),
        *(of_group(group, names) for group in groups.of_account(account)),
        *map(_remark, _remarks(account, plan.measures)),
    )
    return Section(
        Rank.COUNTS,
        blocks,
        f"{name}{said}{prose(f'Read: {read_said(account.read)}.')}\n",
        f"{prose(f'Cost: {cost_said(account.cost)}.')}\n",
        noun="account",
        urgent=bool(account.changes),
    )


def _labels(account: AccountPlan) -> Block:
    """The labels with the numbers that people check; those about which nothing is to be said come last."""
    table = labels.table_of(account)
    first, *figures, last = table.heads
    return Block(
        Rank.COUNTS,
        opening=lambda: tables.head((first, *figures, last), figures=figures),
        row=lambda number: _label(table.rows[number]),
        rows=len(table.rows),
        first=sum(_speaks(row) for row in table.rows),
        hidden=len(account.labels) - len(table.rows),
        unit="label",
    )


def _speaks(cells: tuple[Cell, ...]) -> bool:
    """Whether the label changes, or raises a doubt."""
    *_, gained, lost, _, remarks = cells
    return bool(gained or lost or remarks)


def _label(cells: tuple[Cell, ...]) -> str:
    first, *figures, remarks = cells
    numbers = (f"{number:,}" for number in figures)
    return tables.row((tables.cell(str(first)), *numbers, prose(str(remarks))))


def _remarks(account: AccountPlan, measures: Iterable[Measure]) -> Iterator[str]:
    """What guards counted, who was there before, what the changes start, and what holds until soon."""
    for one in measures:
        if one.account == account.account and is_telling(one):
            yield f"label {word(one.label)} {measured_said(one)}" if one.label else measured_said(one)
    for line in account.labels:
        if line.taken_over:
            yield f"label {word(line.label)} is managed for the first time: {taken_over_said(line)}"
    yield from map(firing_said, account.fires)
    yield from map(expiring_said, account.expiring)


def _remark(said: str) -> Block:
    return Block(Rank.REMARKS, "remark", lambda: f"- {prose(said)}\n")
