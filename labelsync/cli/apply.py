"""`labelsync apply`: carry out a plan, and say what became of it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from labelsync.cli.main import tell
from labelsync.cli.options import (
    collected,
    format_option,
    journal_option,
    override_option,
    scope_options,
)
from labelsync.cli.plan import shown
from labelsync.cli.progress import progress
from labelsync.cli.reviewed import Reviewed, is_plan_file, open_reviewed
from labelsync.cli.setting import Scope, confirm, desk_at, journal_at, plant_pasts, wanted_at
from labelsync.cli.shell import Shell
from labelsync.core.guard import Overrides
from labelsync.core.plan import Plan
from labelsync.core.run import Run
from labelsync.errors import AccountsFailed, LabelsyncError, Refused, WrongUsage
from labelsync.journal.journal import Journal
from labelsync.journal.lock import locked
from labelsync.report import result_json, result_text
from labelsync.workflow.apply import Application
from labelsync.workflow.desk import Desk
from labelsync.workflow.opening import opened

GRACE = 5.0
INTERRUPTED = {signal.SIGINT: 130, signal.SIGTERM: 143}


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for. `reviewed` is the plan file's content, None where a plan is made now."""

    desk: Desk
    scope: Scope
    overrides: Overrides
    reviewed: Reviewed | None
    form: str
    approved: bool


@click.command("apply")
@click.argument("path", type=click.Path(path_type=Path), default=Path("states"))
@click.option("-y", "--auto-approve", is_flag=True, help="Do not ask.")
@format_option("text", "json")
@scope_options
@override_option
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
    journal: Path | None,
) -> int:
    """Carry out the manifest at PATH (default: states), or exactly the plan in a plan file.

    Every change is verified by reading it back where the vendor can be read. Run it again after an
    interruption: it settles what was left open first.
    """
    planned = is_plan_file(path)
    if not (auto_approve or planned or shell.terminal):
        raise WrongUsage(
            "apply would ask, and there is no terminal to answer on",
            advice="add --auto-approve, or apply a saved plan: labelsync plan -o plan.json",
        )
    if planned and (accounts or labels or overrides):
        raise WrongUsage("a plan file is applied as it is", advice="narrow it, or override, when it is made")
    reviewed = open_reviewed(path, shell) if planned else None
    desk = reviewed.desk if reviewed else desk_at(path, shell)
    scope = Scope(reviewed.accounts if reviewed else accounts, labels)
    scope.check(desk)
    plant_pasts(desk, scope, shell, journal)
    order = Order(desk, scope, collected(overrides), reviewed, form, approved=auto_approve or planned)
    names = scope.accounts or tuple(desk.manifest.accounts)
    who = f"process {os.getpid()}, since {_instant(shell.clock.now())}"
    with locked(desk.folder.kept / "locks", names, who=who), journal_at(journal, desk, needed=True) as kept:
        assert kept is not None  # noqa: S101 - `needed` says so
        return shell.run(_apply(shell, order, kept))


async def _apply(shell: Shell, order: Order, journal: Journal) -> int:
    async with opened(order.desk, order.scope.accounts) as sites:
        wanted = wanted_at(order.desk, order.scope, order.overrides, journal)
        name = _run_name(shell)
        application = Application(name, sites, wanted, journal, shell.chance)
        try:
            async with progress(shell, sites):
                plan = await application.prepare(order.reviewed.plan if order.reviewed else None)
        except LabelsyncError as failure:
            return _stillborn(shell, order, application, failure)
        if not _go(shell, order, plan):
            return 1
        seal = order.reviewed.seal if order.reviewed else ""
        async with progress(shell, sites):
            run = await _interruptible(application, lambda: application.perform(plan, seal=seal))
        document = result_json(run)
        await journal.finish(name, at=shell.clock.now(), result=document)
    _conclude(shell, order, run)
    return run.exit_code


def _go(shell: Shell, order: Order, plan: Plan) -> bool:
    """Show the plan, refuse what must be refused, ask. True when it is to be carried out."""
    click.echo(shown(plan, "text", shell), nl=False, err=order.form == "json")
    if plan.objections:
        first = plan.objections[0]
        advice = (
            f"look at it first; then, if it is meant: --override {first.override}" if first.override else ""
        )
        raise Refused("the plan has objections; nothing was sent", advice=advice)
    if plan.is_empty or order.approved:
        return True
    if confirm("\nDo you want to carry out these changes? Only `yes` is accepted."):
        return True
    shell.say("Nothing was sent.")
    return False


def _stillborn(shell: Shell, order: Order, application: Application, failure: LabelsyncError) -> int:
    """The run ended before anything was sent: the result document says so all the same."""
    failures = failure.failures if isinstance(failure, AccountsFailed) else {"": failure}
    if order.form == "json":
        click.echo(result_json(application.failed(failures)))
    tell(failure)
    del shell
    return failure.exit_code


def _conclude(shell: Shell, order: Order, run: Run) -> None:
    text = result_json(run) if order.form == "json" else result_text(run, colour=shell.colour)
    click.echo(text.rstrip("\n"))


async def _interruptible(application: Application, perform: Callable[[], Awaitable[Run]]) -> Run:
    """Stop sending at the first signal and give calls in flight five seconds; at the second, stop now."""
    task = asyncio.ensure_future(perform())
    loop = asyncio.get_running_loop()

    def interrupt(number: signal.Signals) -> None:
        if application.stop.is_set():
            task.cancel()
        application.interrupted = INTERRUPTED[number]
        application.stop.set()
        loop.call_later(GRACE, task.cancel)

    with _signals(loop, interrupt):
        return await task


@contextmanager
def _signals(loop: asyncio.AbstractEventLoop, interrupt: Callable[[signal.Signals], None]) -> Iterator[None]:
    with suppress(NotImplementedError, RuntimeError, ValueError):
        for number in INTERRUPTED:
            loop.add_signal_handler(number, interrupt, number)
    try:
        yield
    finally:
        with suppress(NotImplementedError, RuntimeError, ValueError):
            for number in INTERRUPTED:
                loop.remove_signal_handler(number)


def _run_name(shell: Shell) -> str:
    """Sortable by time, unlike any other: `20261122T090000Z-1a2b3c`."""
    stamp = datetime.fromtimestamp(shell.clock.now(), UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"{stamp}-{shell.chance.getrandbits(24):06x}"


def _instant(epoch: float) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
