"""A plan as the text that people read before they say yes."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace

from labelsync.core.change import pairs
from labelsync.core.plan import AccountPlan, Objection, Plan, Unmanaged
from labelsync.report.account_page import of_account
from labelsync.report.change_page import NAMELESS, PLAIN, Manner, Names
from labelsync.report.inert import word
from labelsync.report.lines import Line, Tone, text_of
from labelsync.report.wording import counted, listed

NOBODY: Mapping[str, Names] = {}


def plan_text(
    plan: Plan,
    *,
    colour: bool,
    width: int,
    names: Mapping[str, Names] = NOBODY,
    manner: Manner = PLAIN,
) -> str:
    """The plan, account by account. Its last line sums it up: `Plan: …`, or `No changes. …`.

    Everything from outside is escaped; `colour` adds terminal colours; `width` is in columns. `names` is what
    people are called, by account; `manner` says how many of a group are named.
    """
    return text_of(_page(plan, names, manner), colour=colour, width=width)


def _page(plan: Plan, names: Mapping[str, Names], manner: Manner) -> Iterator[Line]:
    notes = [Line(note, Tone.ALONE, prose=True) for note in plan_notes(plan)]
    yield from notes
    if notes:
        yield Line()
    for account in plan.accounts:
        measures = [one for one in plan.measures if one.account == account.account]
        called = replace(manner, names=names.get(account.account, NAMELESS))
        yield from of_account(account, measures, called)
    yield from _objections(plan.objections)
    yield Line(plan_said(plan), Tone.STRONG)


def plan_notes(plan: Plan) -> Iterator[str]:
    """What must be known before the rest is read."""
    if plan.undoes:
        yield f"This plan takes back what run {word(plan.undoes)} is verified to have changed."
    if plan.base:
        yield from _split(plan)
    if plan.partial:
        yield "This plan is partial: its scope was narrowed, and what lies outside was not looked at."
    for account in plan.accounts:
        yield from _basis(account)
    yield from (_unmanaged(one) for one in plan.unmanaged)
    if plan.overrides:
        yield "Overrides given: " + ", ".join(shlex.quote(override) for override in plan.overrides)


def _split(plan: Plan) -> Iterator[str]:
    due = sum(len(drift.contacts) for account in plan.accounts for drift in account.drift)
    all_ = sum(pairs(change) for account in plan.accounts for change in account.changes)
    yield (
        f"Against {word(plan.base)}: {counted(all_ - due, 'pair')} of this change, "
        f"{counted(due, 'pair')} of drift that was there before."
    )


def _unmanaged(one: Unmanaged) -> str:
    what = f"label {word(one.label)} on {word(one.account)}" if one.label else f"account {word(one.account)}"
    carried = "" if one.carriers is None else f", carried by {counted(one.carriers, 'contact')}"
    return f"No longer managed: {what}{carried}. Nothing about it is changed."


def _basis(account: AccountPlan) -> Iterator[str]:
    name, read = word(account.account), account.read
    if read.basis == "assumed":
        yield f"{name}: assumed. Its labels cannot be read; our ledger says who carries what."
    if not read.ledger:
        yield (
            f"{name}: ledger: none. Nothing is known of what was attached before: "
            "every wanted pair is attached again, nobody can be detached."
        )
    if not read.complete:
        yield f"{name}: not read whole, so nothing is taken away that rests on it."


def _objections(objections: tuple[Objection, ...]) -> Iterator[Line]:
    if not objections:
        return
    yield Line(f"Refused: {counted(len(objections), 'objection')}.", Tone.REFUSAL)
    for objection in objections:
        yield Line(objection_said(objection), Tone.REFUSAL, 2, prose=True)
        if objection.override:
            yield Line(f"to allow it: --override {shlex.quote(objection.override)}", indent=6)
    yield Line()


def objection_said(objection: Objection) -> str:
    """An objection: what was measured, and the limit."""
    where = f" of label {word(objection.label)}" if objection.label else ""
    where += f" on {word(objection.account)}" if objection.account else ""
    return f"{objection.guard}{where}: measured {objection.measured}, limit {objection.limit}"


def plan_said(plan: Plan) -> str:
    """The plan in one sentence."""
    return _unchanged(plan) if plan.is_empty else f"Plan: {_sums(plan.summary())}."


def _sums(summary: dict[str, int]) -> str:
    created, dropped = summary["create_label"], summary["delete_label"]
    renamed = summary["rename_label"]
    renaming = f"{counted(renamed, 'label')} to rename" if renamed else ""
    creating = f"{counted(created, 'label')} to create" if created else ""
    dropping = f"{dropped if created else counted(dropped, 'label')} to delete" if dropped else ""
    deleting = f"{counted(summary['delete'], 'contact')} to delete" if summary["delete"] else ""
    return listed(
        (f"{summary['add']} to add", f"{summary['remove']} to remove", deleting, renaming, creating, dropping)
    )


def _unchanged(plan: Plan) -> str:
    """`No changes.` and how far that goes: pairs that are withheld are not as the manifest says."""
    labels = len({line.label for account in plan.accounts for line in account.labels})
    held = sum(len(held.contacts) for account in plan.accounts for held in account.withheld)
    verb = "is" if labels == 1 else "are"
    subject = f"{counted(labels, 'label')} on {counted(len(plan.accounts), 'account')} {verb}"
    rest = f", but for {counted(held, 'change')} withheld" if held else ""
    return f"No changes. {subject} as the manifest says{rest}."
