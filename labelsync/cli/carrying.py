"""Carrying an order out: locks, settling, the plan, the question, the calls, and the result in any case."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

import click

from labelsync.cli.forms import BYTES, Look, plan_as, run_as
from labelsync.cli.interrupting import interruptible, raising
from labelsync.cli.narrowing import Scope
from labelsync.cli.progress import progress
from labelsync.cli.reporting import Report, write_reports
from labelsync.cli.reviewed import Reviewed
from labelsync.cli.setting import confirm, journal_at, plant_pasts, wanted_at
from labelsync.cli.shell import Shell
from labelsync.cli.telling import tell
from labelsync.core.guard import Overrides
from labelsync.core.plan import Plan
from labelsync.core.run import AccountResult, Run
from labelsync.errors import (
    AccountsFailed,
    Interrupted,
    JournalUnwritable,
    LabelsyncError,
    PlanUnfit,
    Refused,
)
from labelsync.journal.journal import Journal
from labelsync.journal.lock import locked
from labelsync.journal.opening import is_shared
from labelsync.journal.store import Place
from labelsync.report import NOBODY, Names, result_json
from labelsync.workflow.apply import Application, Bounds
from labelsync.workflow.desk import Desk
from labelsync.workflow.faces import faces
from labelsync.workflow.opening import opened
from labelsync.workflow.resume import rest
from labelsync.workflow.within import beyond


class NotApproved(LabelsyncError):
    """Somebody was asked, and did not say yes."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How an order is carried out, whatever it is: where the journal is, what goes to stdout, and how far.

    `lock_wait` is how long another run is waited for, in seconds. `pii`: people are shown, on a terminal.
    `reports` are the result in other formats, as files; Markdown takes `limit` bytes at most.
    """

    journal: Place | None
    form: str
    bounds: Bounds
    lock_wait: float = 0.0
    pii: bool = False
    reports: tuple[Report, ...] = ()
    limit: int = BYTES


class Carried(NamedTuple):
    """A run, the plan that it carried out (None where it came to none), and what people are called."""

    run: Run
    plan: Plan | None = None
    names: Mapping[str, Names] = NOBODY


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done. `reviewed` is the plan file's content, None where a plan is made now.

    `within` is a reviewed plan beyond which nothing may be done, None for no such bound.
    `resumes` is the run whose plan it is, of which only what is left is carried out; '' for none.
    """

    desk: Desk
    scope: Scope
    overrides: Overrides
    reviewed: Reviewed | None
    terms: Terms
    approved: bool
    resumes: str = ""
    within: Plan | None = None

    @property
    def takes_the_plan_s_word(self) -> bool:
        """Whether the manifest is not asked: what it said is finished, or what was done is taken back."""
        return bool(self.resumes or (self.reviewed and self.reviewed.plan.undoes))


def carried_out(shell: Shell, terms: Terms, order: Callable[[], Order]) -> int:
    """Carry out an order, print the result and write its reports, whatever it is; return the exit code."""
    run = Run(_run_name(shell), shell.clock.now(), shell.clock.now(), ())
    try:
        with raising():
            carried = _run(shell, order(), run.id)
    except (Exception, Interrupted) as ending:
        early = replace(_before(run, ending), finished=shell.clock.now())
        if terms.form == "json":
            click.echo(result_json(early), nl=False)
        if shell.events:
            shell.events.fail(ending)
            shell.events.run(early)
        _report(shell, terms, Carried(early))
        raise
    if shell.events:
        shell.events.run(carried.run)
    else:
        click.echo(run_as(terms.form, carried.run, Look(shell)), nl=False)
    _report(shell, terms, carried)
    return carried.run.exit_code


def _report(shell: Shell, terms: Terms, carried: Carried) -> None:
    look = Look(replace(shell, colour=False), carried.names, limit=terms.limit, plan=carried.plan)
    write_reports(terms.reports, lambda form: run_as(form, carried.run, look))


def _before(run: Run, ending: BaseException) -> Run:
    """The run that ended before anything of its plan was sent."""
    match ending:
        case AccountsFailed():
            why = ending.reason
        case LabelsyncError():
            return replace(run, error=ending.reason, code=ending.exit_code)
        case Interrupted():
            return replace(run, error="interrupted", interrupted=ending.exit_code)
        case _:
            return replace(run, error=f"labelsync itself failed ({type(ending).__name__})", code=1)
    accounts = tuple(
        AccountResult(name, readable=True, error=failure.reason, code=failure.exit_code)
        for name, failure in sorted(ending.failures.items())
    )
    return replace(run, error=why, accounts=accounts)


def _run(shell: Shell, order: Order, name: str) -> Carried:
    desk = order.desk
    plant_pasts(desk, order.scope, shell, order.terms.journal)
    names = order.scope.accounts or tuple(desk.manifest.accounts)
    kept = desk.folder.kept / "journal.db"
    place = order.terms.journal if order.terms.journal and is_shared(order.terms.journal) else kept
    with (
        locked(place, names, run=name, wait=order.terms.lock_wait),
        journal_at(order.terms.journal, desk) as journal,
    ):
        return shell.run(_apply(shell, order, name, journal))


async def _apply(shell: Shell, order: Order, name: str, journal: Journal) -> Carried:
    async with opened(order.desk, order.scope.accounts) as sites:
        wanted = wanted_at(order.desk, order.scope, order.overrides, journal.memory, shell)
        wanted = replace(wanted, wishes={}) if order.takes_the_plan_s_word else wanted
        application = Application(name, sites, wanted, journal, shell.chance, order.terms.bounds)
        return await interruptible(application, _walk(shell, order, application))


async def _walk(shell: Shell, order: Order, application: Application) -> Carried:
    """Settle, plan, ask, perform, and keep the result."""
    journal, sites = application.journal, application.sites
    async with progress(shell, sites):
        plan = await application.prepare(order.reviewed.plan if order.reviewed else None)
    if order.resumes:
        plan = rest(plan, journal.memory.deeds(order.resumes))
    wanted = application.wanted
    names = await faces(plan, sites, wanted.wishes, wanted.pseudonym) if order.terms.pii else NOBODY
    called = names if shell.screen and order.terms.form == "text" else NOBODY
    click.echo(plan_as("text", plan, Look(shell, called)), nl=False, err=order.terms.form != "text")
    if shell.events:
        shell.events.plan(plan)
    _warn_of_deadline(shell, application, plan)
    refusal = _refusal(order, plan)
    if refusal:
        _tell(shell, refusal)
        return Carried(application.refused(plan, refusal), plan, names)
    seal = order.reviewed.seal if order.reviewed else ""
    async with progress(shell, sites):
        run = await application.perform(plan, seal=seal)
    try:
        await journal.finish(run.id, at=shell.clock.now(), result=result_json(run))
    except JournalUnwritable as failure:
        _tell(shell, failure)
    return Carried(run, plan, names)


def _tell(shell: Shell, failure: LabelsyncError) -> None:
    tell(failure)
    if shell.events:
        shell.events.fail(failure)


def _warn_of_deadline(shell: Shell, application: Application, plan: Plan) -> None:
    """Say beforehand when the plan cannot be carried out before the deadline."""
    left = application.time_left()
    longest = max((account.cost.seconds for account in plan.accounts), default=0.0)
    if left is not None and longest > left:
        shell.warn(
            f"this takes about {longest:.0f} s at the vendors' pace, and the deadline leaves "
            f"{left:.0f} s; what is left over is for the next apply"
        )


def _refusal(order: Order, plan: Plan) -> LabelsyncError | None:
    """Refuse what must be refused, and ask. None when the plan is to be carried out."""
    new = beyond(plan, order.within) if order.within else ()
    if new:
        return PlanUnfit(
            f"not within the reviewed plan: {'; '.join(new)}", advice="review a new plan: labelsync plan -o"
        )
    if plan.objections:
        override = next((found.override for found in plan.objections if found.override), "")
        advice = f"look at it; then, if it is meant: --override {shlex.quote(override)}" if override else ""
        return Refused("the plan has objections; nothing was sent", advice=advice)
    if plan.is_empty or order.approved:
        return None
    if confirm("\nDo you want to carry out these changes? Only `yes` is accepted."):
        return None
    return NotApproved("not approved; nothing was sent")


def _run_name(shell: Shell) -> str:
    """Sortable by time, unlike any other: `20261122T090000Z-1a2b3c`."""
    stamp = datetime.fromtimestamp(shell.clock.now(), UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"{stamp}-{shell.chance.getrandbits(24):06x}"
