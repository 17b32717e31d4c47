"""A plan as a page of HTML."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from labelsync.core.instant import instant
from labelsync.core.plan import AccountPlan, Measure, Plan
from labelsync.report.account_page import cost_said, expiring_said, firing_said, read_said, taken_over_said
from labelsync.report.change_page import Names
from labelsync.report.gauge import is_telling, measured_said
from labelsync.report.html import groups, labels
from labelsync.report.html.drawing import draw
from labelsync.report.html.gauges import gauge
from labelsync.report.html.groups import Group
from labelsync.report.html.parts import Column, Fact, Listing, Page, Refusal, Remarks, Section
from labelsync.report.html.rows import rows_json
from labelsync.report.html.table import Table
from labelsync.report.inert import word
from labelsync.report.plan_page import NOBODY, objection_said, plan_notes, plan_said
from labelsync.report.wording import counted

_COLUMNS = (
    Column("account", "Account"),
    Column("action", "Action"),
    Column("label", "Label"),
    Column("contact", "Contact"),
    Column("called", "Called"),
    Column("place", "Because of"),
    Column("note", "Note"),
)


def plan_html(plan: Plan, *, names: Mapping[str, Names] = NOBODY) -> str:
    """The plan as one HTML file in ASCII. `names` is what people are called, by account.

    A page that was handed any name says at its top that it contains personal data.
    """
    by_account = [groups.of_account(account) for account in plan.accounts]
    every = [group for part in by_account for group in part]
    return draw(_page(plan, by_account, names), rows_json(every, names))


def _page(plan: Plan, by_account: Sequence[tuple[Group, ...]], names: Mapping[str, Names]) -> Page:
    personal = any(names.values())
    return Page(
        title=f"Plan of {instant(plan.created)}",
        lead=plan_said(plan),
        well=not plan.objections,
        personal=personal,
        facts=tuple(_facts(plan)),
        notes=tuple(plan_notes(plan)),
        refusals=tuple(_refusals(plan)),
        charts=labels.charts(plan),
        columns=tuple(column for column in _COLUMNS if column.key != "called" or personal),
        total=sum(len(group.contacts) for part in by_account for group in part),
        sections=tuple(_sections(plan, by_account, names)),
    )


def _facts(plan: Plan) -> Iterator[Fact]:
    yield Fact("Made", instant(plan.created))
    yield Fact("Holds until", instant(plan.expires))
    yield Fact("From", f"{word(plan.origin.path)}, {counted(len(plan.origin.files), 'file')}")
    if plan.origin.revision:
        yield Fact("Revision", plan.origin.revision)
    requests = sum(account.cost.requests for account in plan.accounts)
    bound = sum(account.cost.lower_bound for account in plan.accounts)
    yield Fact("Writing requests", f"{requests:,} (at least {bound:,})")
    longest = max((account.cost.seconds for account in plan.accounts), default=0.0)
    yield Fact("Takes", f"about {longest:,.0f} s" if longest >= 10 else f"about {longest:.2g} s")


def _refusals(plan: Plan) -> Iterator[Refusal]:
    for objection in plan.objections:
        override = f"--override {shlex.quote(objection.override)}" if objection.override else ""
        where = (objection.guard, objection.account, objection.label)
        measure = next((one for one in plan.measures if (one.guard, one.account, one.label) == where), None)
        yield Refusal(objection_said(objection), override, gauge(measure) if measure else None)


def _sections(
    plan: Plan, by_account: Sequence[tuple[Group, ...]], names: Mapping[str, Names]
) -> Iterator[Section]:
    room = groups.room_for(sum(map(len, by_account)))
    numbers = iter(range(sum(map(len, by_account))))
    for account, part in zip(plan.accounts, by_account, strict=True):
        measures = [one for one in plan.measures if one.account == account.account and is_telling(one)]
        yield _section(account, groups.listings(part, names, islice(numbers, len(part)), room=room), measures)


def _section(account: AccountPlan, listings: tuple[Listing, ...], measures: Iterable[Measure]) -> Section:
    return Section(
        name=word(account.account),
        about=f"{account.connector}, {account.identity}",
        trouble="" if account.read.complete else "not read whole",
        said=(f"Read: {read_said(account.read)}.",),
        tables=tuple(table for table in (labels.table_of(account), _requests(account)) if table.rows),
        listings=listings,
        remarks=tuple(remarks for remarks in _remarks(account, measures) if remarks.said),
    )


def _requests(account: AccountPlan) -> Table:
    kinds = tuple((kind.replace("_", " "), count) for kind, count in sorted(account.cost.kinds.items()))
    return Table(f"Requests of {word(account.account)} by kind", ("Kind", "requests"), kinds)


def _remarks(account: AccountPlan, measures: Iterable[Measure]) -> Iterator[Remarks]:
    yield Remarks("What guards count", tuple(_guarded(one) for one in measures))
    taken_over = tuple(
        f"label {word(line.label)}: {taken_over_said(line)}" for line in account.labels if line.taken_over
    )
    yield Remarks("Managed for the first time", taken_over)
    yield Remarks("Automations", tuple(map(firing_said, account.fires)))
    yield Remarks("Expiring soon", tuple(map(expiring_said, account.expiring)))
    yield Remarks("Cost", (cost_said(account.cost),))


def _guarded(one: Measure) -> str:
    return f"label {word(one.label)}: {measured_said(one)}" if one.label else measured_said(one)
