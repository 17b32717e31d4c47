"""A plan as Markdown."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from labelsync.core.instant import instant
from labelsync.core.plan import Objection, Plan
from labelsync.report.change_page import NAMELESS, Names
from labelsync.report.inert import word
from labelsync.report.markdown.account import of_account
from labelsync.report.markdown.blocks import Block, Rank, Section, lines
from labelsync.report.markdown.page import page
from labelsync.report.markdown.spans import code, prose
from labelsync.report.plan_page import NOBODY, objection_said, plan_notes, plan_said
from labelsync.report.wording import counted

SHOW = "`labelsync show plan.json`"
BLOCKED = "Next: mend the manifest, or plan again with overrides; this plan is not applied.\n"
NOTHING = "Next: nothing, the accounts are as they should be.\n"
APPLY = "Next: `labelsync apply plan.json`, as saved by `labelsync plan -o plan.json`.\n"


def plan_markdown(plan: Plan, *, limit: int = 60_000, names: Mapping[str, Names] = NOBODY) -> str:
    """The plan as Markdown of at most `limit` UTF-8 bytes. ValueError for a limit of less than 500.

    Where the budget is short, rows of people go first, then groups of changes, then labels and accounts; how
    much is left out is said. `names` is what people are called, by account; a page with any of them says so.
    """
    head = _head(plan, personal=any(names.values()))
    foot = BLOCKED if plan.objections else NOTHING if plan.is_empty else APPLY
    return page(head, tuple(_sections(plan, names)), foot, show=SHOW, limit=limit)


def _head(plan: Plan, *, personal: bool) -> str:
    warned = "\n**Contains personal data.**\n" if personal else ""
    refused = f"\n### Refused: {counted(len(plan.objections), 'objection')}\n" if plan.objections else ""
    return f"## {plan_said(plan)}\n{warned}{refused}"


def _sections(plan: Plan, names: Mapping[str, Names]) -> Iterator[Section]:
    refusals = tuple(_objection(objection) for objection in plan.objections)
    yield Section(Rank.OBJECTIONS, (lines(Rank.OBJECTIONS, refusals, unit="objection"),))
    notes = tuple(map(prose, plan_notes(plan)))
    yield Section(
        Rank.NOTES, (lines(Rank.NOTES, notes, unit="remark", heading="### Before you read on\n\n"),)
    )
    for account in plan.accounts:
        yield of_account(plan, account, names.get(account.account, NAMELESS))
    yield Section(Rank.REMARKS, (Block(Rank.REMARKS, "remark", lambda: f"{prose(_origin(plan))}\n"),))


def _objection(objection: Objection) -> str:
    override = f"--override {shlex.quote(objection.override)}"
    answer = f". To allow it: {code(override)}" if objection.override else ""
    return f"{prose(objection_said(objection))}{answer}"


def _origin(plan: Plan) -> str:
    files = counted(len(plan.origin.files), "file")
    revision = f", revision {plan.origin.revision}" if plan.origin.revision else ""
    made = f"Made {instant(plan.created)} from {word(plan.origin.path)} ({files}{revision})"
    return f"{made}, to be applied until {instant(plan.expires)}."
