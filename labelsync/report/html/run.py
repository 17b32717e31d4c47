"""A run as a page of HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from labelsync.core.change import Action, action, label_of
from labelsync.core.instant import instant
from labelsync.core.outcome import STANDING, Kind, Outcome
from labelsync.core.plan import Plan
from labelsync.core.run import AccountResult, ChangeResult, Run
from labelsync.report.change_page import Names
from labelsync.report.html import groups
from labelsync.report.html.charts import DRAWN, Chart, Key, Series, stacked
from labelsync.report.html.drawing import draw
from labelsync.report.html.groups import Group
from labelsync.report.html.parts import Column, Fact, Listing, Page, Remarks, Section
from labelsync.report.html.rows import rows_json
from labelsync.report.html.table import Cell, Table
from labelsync.report.html.timelines import timeline_chart
from labelsync.report.inert import word
from labelsync.report.plan_page import NOBODY, plan_said
from labelsync.report.result_page import outcomes_said, run_said

_COLUMNS = (
    Column("account", "Account"),
    Column("action", "Action"),
    Column("label", "Label"),
    Column("contact", "Contact"),
    Column("called", "Called"),
    Column("outcome", "Outcome"),
    Column("note", "Note"),
    Column("place", "Because of"),
)
_WORST = (Kind.FAILED, Kind.CONFLICT, Kind.UNKNOWN, Kind.NOT_STARTED, Kind.WITHHELD)
_RANKS = {kind: _WORST.index(kind) if kind in _WORST else len(_WORST) for kind in Kind}
_TONES = (
    (Key("add", "done"), (Kind.VERIFIED, Kind.APPLIED, Kind.ALREADY)),
    (Key("alone", "withheld"), (Kind.WITHHELD,)),
    (Key("before", "not known, or not started"), (Kind.UNKNOWN, Kind.NOT_STARTED)),
    (Key("remove", "failed, or in conflict"), (Kind.FAILED, Kind.CONFLICT)),
)
Where = tuple[str, Action, str]
Places = Mapping[Where, Mapping[str, str]]


def run_html(run: Run, plan: Plan | None = None, *, names: Mapping[str, Names] = NOBODY) -> str:
    """The run as one HTML file in ASCII; `plan`, where it is there, says why each change was wanted.

    `names` is what people are called, by account; a page that was handed any says so at its top.
    """
    places = _places(plan) if plan else {}
    by_account = [tuple(_groups(account, places)) for account in run.accounts]
    every = [group for part in by_account for group in part]
    return draw(_page(run, plan, by_account, names), rows_json(every, names))


def _page(
    run: Run, plan: Plan | None, by_account: Sequence[tuple[Group, ...]], names: Mapping[str, Names]
) -> Page:
    personal, placed = any(names.values()), plan is not None
    hidden = {key for key, there in (("called", personal), ("place", placed)) if not there}
    return Page(
        title=f"Run {word(run.id)}",
        lead=run_said(run, done=run.exit_code == 0),
        well=run.exit_code == 0,
        personal=personal,
        facts=tuple(_facts(run, plan)),
        notes=(f"Stopped before anything was sent: {run.error}",) if run.error else (),
        refusals=(),
        charts=tuple(_charts(run)),
        columns=tuple(column for column in _COLUMNS if column.key not in hidden),
        total=sum(len(group.contacts) for part in by_account for group in part),
        sections=tuple(_sections(run, plan, by_account, names)),
    )


def _facts(run: Run, plan: Plan | None) -> Iterator[Fact]:
    """A document of before may have no instants: then there are none here."""
    if run.finished:
        yield Fact("Began", instant(run.started))
        yield Fact("Ended", instant(run.finished))
        yield Fact("Took", f"{run.finished - run.started:,.1f} s")
    if plan:
        yield Fact("Planned", f"{instant(plan.created)}. {plan_said(plan)}")
    yield Fact("Requests", f"{sum(run.requests.values()):,}")
    yield Fact("Exit code", str(run.exit_code))


def _charts(run: Run) -> Iterator[Chart]:
    rows = tuple(_ends(run))
    if rows:
        yield stacked("What became of the changes", tuple(key for key, _ in _TONES), rows)
    if run.requests:
        sent = [Series(kind.replace("_", " "), (count,)) for kind, count in sorted(run.requests.items())]
        yield stacked("Requests by kind", (Key("after", "requests"),), sent)
    for account in run.accounts[:DRAWN]:
        if account.timeline and account.timeline.stretches:
            yield timeline_chart(f"Requests over time: {word(account.account)}", account.timeline)


def _ends(run: Run) -> Iterator[Series]:
    many = len(run.accounts) > 1
    for account in run.accounts:
        for change in account.changes:
            counts = _counted(change)
            where = f" on {word(account.account)}" if many else ""
            amounts = tuple(sum(counts[kind] for kind in kinds) for _, kinds in _TONES)
            yield Series(f"{_what(change)}{where}", amounts)


def _sections(
    run: Run, plan: Plan | None, by_account: Sequence[tuple[Group, ...]], names: Mapping[str, Names]
) -> Iterator[Section]:
    about = {one.account: f"{one.connector}, {one.identity}" for one in plan.accounts} if plan else {}
    room = groups.room_for(sum(map(len, by_account)))
    numbers = iter(range(sum(map(len, by_account))))
    for account, part in zip(run.accounts, by_account, strict=True):
        listings = groups.listings(part, names, islice(numbers, len(part)), room=room)
        yield _section(account, about.get(account.account, ""), listings)


def _section(account: AccountResult, about: str, listings: tuple[Listing, ...]) -> Section:
    unread = "" if account.readable else "This vendor cannot be read back: what it said is all there is."
    remarks: tuple[Remarks, ...] = (Remarks("How far it is proven", (unread,)),) if unread else ()
    rows: tuple[tuple[Cell, ...], ...] = tuple(_row(change) for change in account.changes)
    heads = ("Change", *(kind.value.replace("_", " ") for kind in Kind))
    caption = f"Outcomes of {word(account.account)}, in contacts and labels"
    said = outcomes_said({kind.value: count for kind, count in account.outcomes().items()})
    return Section(
        name=word(account.account),
        about=about,
        trouble=f"stopped: {account.error}" if account.error else "",
        said=(f"Ended: {said or 'nothing was done'}.",),
        tables=(Table(caption, heads, rows),) if rows else (),
        listings=listings,
        remarks=remarks,
    )


def _row(change: ChangeResult) -> tuple[Cell, ...]:
    counts = _counted(change)
    return (_what(change), *(counts[kind] for kind in Kind))


def _places(plan: Plan) -> Places:
    return {
        (account.account, action(change), label_of(change)): _by_contact(
            groups.contacts_of(change), groups.places_of(change)
        )
        for account in plan.accounts
        for change in account.changes
    }


def _by_contact(contacts: Iterable[str], places: Iterable[str]) -> Mapping[str, str]:
    return dict(zip(contacts, places, strict=False))


def _groups(account: AccountResult, places: Places) -> Iterator[Group]:
    for change in account.changes:
        ends = _outcomes(change)
        known = places.get((account.account, change.action, change.label), {})
        counts = _counted(change)
        said = outcomes_said({kind.value: count for kind, count in counts.items()})
        yield Group(
            account.account,
            groups.spoken(change.action),
            change.label,
            f"{_what(change)}: {said}",
            _tone(counts),
            tuple(contact for contact, _ in ends),
            tuple(known.get(contact, "") for contact, _ in ends) if known else (),
            tuple(end.reason for _, end in ends),
            tuple(end.kind.value.replace("_", " ") for _, end in ends),
            tuple(_RANKS[end.kind] for _, end in ends),
        )


def _tone(counts: Counter[Kind]) -> str:
    """The worst of a group's outcomes colours it."""
    if counts[Kind.FAILED] or counts[Kind.CONFLICT]:
        return "remove"
    return "add" if set(counts) <= STANDING else "alone"


def _outcomes(change: ChangeResult) -> tuple[tuple[str, Outcome], ...]:
    return (("", change.whole),) if change.whole is not None else change.contacts


def _counted(change: ChangeResult) -> Counter[Kind]:
    return Counter(end.kind for _, end in _outcomes(change))


def _what(change: ChangeResult) -> str:
    what = groups.spoken(change.action)
    return f"{what} {word(change.label)}" if change.label else what
