"""`labelsync apply`: carry out a plan, and say what became of it."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from labelsync.cli.interrupting import interruptible
from labelsync.cli.options import (
    bounds_options,
    collected,
    format_option,
    journal_option,
    override_option,
    scope_options,
)
from labelsync.cli.plan import shown
from labelsync.cli.progress import progress
from labelsync.cli.reviewed import Reviewed, is_plan_file, open_reviewed
from labelsync.cli.setting import Scope, check_overrides, confirm, desk_at, journal_at, plant_pasts, wanted_at
from labelsync.cli.shell import Shell
from labelsync.cli.telling import tell
from labelsync.core.guard import Overrides
from labelsync.core.plan import Plan
from labelsync.core.run import AccountResult, Run
from labelsync.core.wave import Wave
from labelsync.errors import AccountsFailed, JournalUnwritable, LabelsyncError, Refused, WrongUsage
from labelsync.journal.journal import Journal
from labelsync.journal.lock import locked
from labelsync.planfile import instant
from labelsync.report import result_json, result_text
from labelsync.workflow.apply import Application, Bounds
from labelsync.workflow.desk import Desk
from labelsync.workflow.opening import opened


class NotApproved(LabelsyncError):
    """Somebody was asked, and did not say yes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The command line, as it was typed."""

    path: Path
    scope: Scope
    overrides: Overrides
    journal: Path | None
    form: str
    approved: bool
    bounds: Bounds

    def check(self, shell: Shell) -> None:
        """Refuse what cannot be meant, before anything is read."""
        if not self.path.exists():
            raise WrongUsage(
                f"there is no manifest and no plan file at {self.path}", advice="labelsync plan -o plan.json"
            )
        planned = is_plan_file(self.path)
        if not (self.approved or planned or shell.terminal):
            raise WrongUsage(
                "apply would ask, and there is no terminal to answer on",
                advice="add --auto-approve, or apply a saved plan: labelsync plan -o plan.json",
            )
        if planned and (self.scope != Scope() or self.overrides):
            advice = "narrow it, or override, when it is made"
            raise WrongUsage("a plan file is applied as it is", advice=advice)

    def order(self, shell: Shell) -> Order:
        """Put the manifest on the desk, or the plan file with its manifest."""
        if is_plan_file(self.path):
            plan = open_reviewed(self.path, shell, journal=self.journal)
            scope = Scope(plan.accounts)
            return Order(plan.desk, scope, {}, plan, self.journal, self.form, self.bounds, approved=True)
        desk = desk_at(self.path, shell, journal=self.journal)
        self.scope.check(desk)
        check_overrides(self.overrides, desk)
        return Order(
            desk,
            self.scope,
            self.overrides,
            None,
            self.journal,
            self.form,
            self.bounds,
            approved=self.approved,
        )


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done. `reviewed` is the plan file's content, None where a plan is made now."""

    desk: Desk
    scope: Scope
    overrides: Overrides
    reviewed: Reviewed | None
    journal: Path | None
    form: str
    bounds: Bounds
    approved: bool


@click.command("apply")
@click.argument("path", type=click.Path(path_type=Path), default=Path("states"))
@click.option("-y", "--auto-approve", is_flag=True, help="Do not ask.")
@format_option("text", "json")
@scope_options
@override_option
@bounds_options
@journal_option
@click.pass_obj
def command(  # noqa: PLR0913 - an argument an option
    shell: Shell,
    /,
    path: Path,
    auto_approve: bool,  # noqa: FBT001 - click passes by name
    form: str,
    accounts: tuple[str, ...],
    labels: tuple[str, ...],
    overrides: tuple[tuple[str, int], ...],
    deadline: float | None,
    waves: tuple[Wave, ...] | None,
    tolerate: float | None,
    budget: int | None,
    journal: Path | None,
) -> int:
    """Carry out the manifest at PATH (default: states), or exactly the plan in a plan file.

    Every change is verified by reading it back where the vendor can be read. Run it again after an
    interruption: it settles what was left open first.
    """
    bounds = Bounds(deadline or 0.0, waves or (), tolerate or 0.0, budget or 0)
    scope = Scope(accounts, labels)
    asked = Asked(path, scope, collected(overrides), journal, form, approved=auto_approve, bounds=bounds)
    asked.check(shell)
    run = Run(_run_name(shell), shell.clock.now(), shell.clock.now(), ())
    try:
        run = _run(shell, asked.order(shell), run.id)
    except LabelsyncError as failure:
        if form == "json":
            click.echo(result_json(_before(run, failure)), nl=False)
        raise
    _conclude(shell, form, run)
    return run.exit_code


def _before(run: Run, failure: LabelsyncError) -> Run:
    """The run that ended before its plan was made."""
    failures = failure.failures if isinstance(failure, AccountsFailed) else {}
    accounts = tuple(
        AccountResult(name, readable=True, error=why.reason, code=why.exit_code)
        for name, why in sorted(failures.items())
    )
    return Run(run.id, run.started, run.finished, accounts)


def _run(shell: Shell, order: Order, name: str) -> Run:
    desk = order.desk
    plant_pasts(desk, order.scope, shell, order.journal)
    names = order.scope.accounts or tuple(desk.manifest.accounts)
    who = f"process {os.getpid()}, since {instant(shell.clock.now())}"
    with (
        locked(desk.folder.kept / "locks", names, who=who),
        journal_at(order.journal, desk) as journal,
    ):
        return shell.run(_apply(shell, order, name, journal))


async def _apply(shell: Shell, order: Order, name: str, journal: Journal) -> Run:
    async with opened(order.desk, order.scope.accounts) as sites:
        wanted = wanted_at(order.desk, order.scope, order.overrides, journal.memory)
        application = Application(name, sites, wanted, journal, shell.chance, order.bounds)
        async with progress(shell, sites):
            plan = await application.prepare(order.reviewed.plan if order.reviewed else None)
        click.echo(shown(plan, "text", shell), nl=False, err=order.form == "json")
        _warn_of_deadline(shell, application, plan)
        refusal = _refusal(order, plan)
        if refusal:
            tell(refusal)
            return application.refused(plan, refusal)
        seal = order.reviewed.seal if order.reviewed else ""
        async with progress(shell, sites):
            run = await interruptible(application, lambda: application.perform(plan, seal=seal))
        try:
            await journal.finish(name, at=shell.clock.now(), result=result_json(run))
        except JournalUnwritable as failure:
            tell(failure)
    return run


def _warn_of_deadline(shell: Shell, application: Application, plan: Plan) -> None:
    """Say beforehand when the plan cannot be carried out before the deadline."""
    left = application.time_left()
    longest = max((account.cost.seconds for account in plan.accounts), default=0.0)
    if left is not None and longest > left:
        shell.say(
            f"warning: this takes about {longest:.0f} s at the vendors' pace, and the deadline leaves "
            f"{left:.0f} s; what is left over is for the next apply"
        )


def _refusal(order: Order, plan: Plan) -> LabelsyncError | None:
    """Refuse what must be refused, and ask. None when the plan is to be carried out."""
    if plan.objections:
        override = next((found.override for found in plan.objections if found.override), "")
        advice = f"look at it; then, if it is meant: --override {shlex.quote(override)}" if override else ""
        return Refused("the plan has objections; nothing was sent", advice=advice)
    if plan.is_empty or order.approved:
        return None
    if confirm("\nDo you want to carry out these changes? Only `yes` is accepted."):
        return None
    return NotApproved("not approved; nothing was sent")


def _conclude(shell: Shell, form: str, run: Run) -> None:
    text = result_json(run) if form == "json" else result_text(run, colour=shell.colour)
    click.echo(text.rstrip("\n"))


def _run_name(shell: Shell) -> str:
    """Sortable by time, unlike any other: `20261122T090000Z-1a2b3c`."""
    stamp = datetime.fromtimestamp(shell.clock.now(), UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"{stamp}-{shell.chance.getrandbits(24):06x}"
