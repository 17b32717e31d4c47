"""A run as Markdown: what it came to, label by label, and by name whose change did not end well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from labelsync.core.outcome import Kind, Outcome
from labelsync.core.run import AccountResult, ChangeResult, Run
from labelsync.report.change_page import NAMELESS
from labelsync.report.html.groups import Group, spoken
from labelsync.report.inert import word
from labelsync.report.markdown import tables
from labelsync.report.markdown.blocks import Block, Rank, Section, lines
from labelsync.report.markdown.groups import of_group
from labelsync.report.markdown.page import page
from labelsync.report.markdown.spans import code, prose
from labelsync.report.result_page import NOTHING, outcomes_said, run_said
from labelsync.report.wording import listed

WORST = (Kind.FAILED, Kind.CONFLICT, Kind.UNKNOWN, Kind.NOT_STARTED)
HEADS = ("Change", "Ended")
_NAME = re.compile("[0-9A-Za-z-]{1,40}")


def run_markdown(run: Run, *, limit: int = 60_000) -> str:
    """The run as Markdown of at most `limit` UTF-8 bytes. ValueError for a limit of less than 500.

    Only those are named whose change did not end well; all others are counted.
    """
    said, _, advice = run_said(run, done=run.exit_code == 0).partition(". ")
    head = f"## {said.removesuffix('.')}.\n"
    show = f"`labelsync show {run.id if _NAME.fullmatch(run.id) else 'RUN'}`"
    return page(head, tuple(_sections(run)), f"{advice}\n" if advice else "", show=show, limit=limit)


def _sections(run: Run) -> Iterator[Section]:
    said = tuple(prose(fact) for fact in _facts(run))
    yield Section(Rank.NOTES, (lines(Rank.NOTES, said, unit="remark"),))
    yield from map(_section, run.accounts)


def _facts(run: Run) -> Iterator[str]:
    if run.error:
        yield f"Stopped before anything was sent: {run.error}"
    yield f"Run: {word(run.id)}"
    if run.requests:
        yield f"Requests: {listed(f'{count:,} {kind}' for kind, count in sorted(run.requests.items()))}"


def _section(account: AccountResult) -> Section:
    counts = {kind.value: count for kind, count in account.outcomes().items()}
    stopped = f"\n{prose(f'Stopped: {account.error}')}\n" if account.error else ""
    ended = outcomes_said(counts) or ("nothing was done" if account.error else NOTHING)
    mishaps = (_mishaps(account.account, change) for change in account.changes)
    return Section(
        Rank.COUNTS,
        (_changes(account), *(of_group(group, NAMELESS) for group in mishaps if group.contacts)),
        f"### {code(word(account.account))}: {ended}\n{stopped}",
        noun="account",
        urgent=bool(account.error) or account.unfinished,
    )


def _changes(account: AccountResult) -> Block:
    changes = account.changes
    return Block(
        Rank.COUNTS,
        opening=lambda: tables.head(HEADS),
        row=lambda number: _change(changes[number]),
        rows=len(changes),
        first=len(changes),
        unit="change",
    )


def _change(change: ChangeResult) -> str:
    label = f" {tables.cell(word(change.label))}" if change.label else ""
    return tables.row((f"{spoken(change.action)}{label}", _said(change)))


def _said(change: ChangeResult) -> str:
    counts = Counter(outcome.kind for _, outcome in _outcomes(change))
    return outcomes_said({kind.value: counts[kind] for kind in Kind})


def _mishaps(account: str, change: ChangeResult) -> Group:
    """Those of a change that did not end well, the worst first."""
    found = [(who, end) for who, end in _outcomes(change) if end.kind in WORST]
    found.sort(key=lambda one: WORST.index(one[1].kind))
    counts = Counter(end.kind for _, end in found)
    said = outcomes_said({kind.value: counts[kind] for kind in WORST})
    reason = f": {found[0][1].reason}" if change.whole and found else ""
    what = f"{spoken(change.action)} {word(change.label)}" if change.label else spoken(change.action)
    return Group(
        account,
        spoken(change.action),
        change.label,
        f"~ {what}: {said}{reason}",
        "remove",
        tuple(who for who, _ in found),
        notes=tuple(end.reason for _, end in found),
        outcomes=tuple(end.kind.value.replace("_", " ") for _, end in found),
    )


def _outcomes(change: ChangeResult) -> tuple[tuple[str, Outcome], ...]:
    return (("", change.whole),) if change.whole is not None else change.contacts
