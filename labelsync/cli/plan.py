"""`labelsync plan`: look, compare, show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelsync.cli.forms import FORMATS, Look, plan_as
from labelsync.cli.narrowing import Scope, scope_options
from labelsync.cli.options import (
    STATES,
    LifeType,
    collected,
    format_option,
    journal_option,
    override_option,
    path_argument,
    pii_option,
)
from labelsync.cli.progress import progress
from labelsync.cli.reporting import Report, report_option, write_reports
from labelsync.cli.setting import check_overrides, desk_at, memory_at, plant_pasts, save_plan, wanted_at
from labelsync.cli.shell import Shell
from labelsync.cli.streaming import streaming
from labelsync.core.plan import Plan
from labelsync.errors import EXIT_CHANGES, Refused, WrongUsage
from labelsync.journal.opening import is_shared
from labelsync.journal.store import Place
from labelsync.report import NOBODY, Manner, Names
from labelsync.workflow.desk import Desk
from labelsync.workflow.opening import opened
from labelsync.workflow.prepare import prepare
from labelsync.workflow.site import Site
from labelsync.workflow.wanted import Wanted

if TYPE_CHECKING:
    from labelsync.snapshot import Snapshot


@click.command("plan")
@path_argument
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Save the sealed plan.")
@click.option(
    "--valid-for",
    "life",
    type=LifeType(),
    default="24h",
    show_default=True,
    envvar="LABELSYNC_VALID_FOR",
    help="How long the saved plan can be applied; 14d at most.",
)
@format_option(*FORMATS, "jsonl")
@report_option
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 when there are changes.")
@click.option("--desired-only", is_flag=True, help="With --base: the wanted side alone, no account.")
@click.option(
    "--offline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="SNAPSHOT",
    help="On a snapshot: no network, no vendor's secret. For looking: it cannot be saved (-o).",
)
@pii_option
@scope_options
@override_option
@journal_option
@click.pass_obj
@streaming("plan")
def command(  # noqa: PLR0913 - an argument an option
    shell: Shell,
    /,
    path: Path,
    out: Path | None,
    life: float,
    form: str,
    reports: tuple[Report, ...],
    limit: int,
    detailed_exitcode: bool,  # noqa: FBT001 - click passes by name
    desired_only: bool,  # noqa: FBT001 - click passes by name
    offline: Path | None,
    pii: bool,  # noqa: FBT001 - click passes by name
    scope: Scope,
    overrides: tuple[tuple[str, int], ...],
    journal: Place | None,
) -> int:
    """Show what would change so that the accounts are as the manifest at PATH (default: states) says.

    Nothing is ever written to a vendor. With objections the exit code is 4: the plan can be saved and shown,
    not applied.
    """
    desk = desk_at(path, shell, journal=journal)
    scope.check(desk)
    check_pii(shell, form, pii=pii and not reports)
    if desired_only:
        from labelsync.cli.desiring import desired

        apart = out is not None or bool(reports) or form not in {"text", "json"}
        return desired(shell, desk, scope, form=form, detailed=detailed_exitcode, saved=apart)
    given = collected(overrides)
    check_overrides(given, desk)
    snapshot = _snapshot(offline, desk, shell, saved=out is not None) if offline else None
    if snapshot is None:
        plant_pasts(desk, scope, shell, journal)
    with memory_at(None if snapshot and journal and is_shared(journal) else journal, desk) as memory:
        wanted = replace(wanted_at(desk, scope, given, memory, shell), life=life)
        plan, names = shell.run(_look(shell, desk, scope, wanted, snapshot, pii=pii))
    look = Look(shell, names if shell.screen and form == "text" else NOBODY, _manner(out), limit)
    if shell.events:
        shell.events.plan(plan)
    else:
        click.echo(plan_as(form, plan, look), nl=False)
    told = replace(look, shell=replace(shell, colour=False), names=names, manner=Manner(most=None))
    write_reports(reports, lambda other: plan_as(other, plan, told))
    if out:
        save_plan(plan, out, desk, shell)
    elif not (plan.is_empty or plan.objections or snapshot):
        shell.say(_next(path, partial=plan.partial))
    if plan.objections:
        return Refused.exit_code
    return EXIT_CHANGES if detailed_exitcode and not plan.is_empty else 0


def _manner(out: Path | None) -> Manner:
    """Where those are to be seen who are not named on the terminal."""
    return Manner(rest=f"labelsync show {out}" if out else "labelsync plan -o plan.json, then show it")


def _next(path: Path, *, partial: bool) -> str:
    """The command to type after a plan that is not kept."""
    if partial:
        return "next: labelsync plan with -o plan.json, and labelsync apply plan.json"
    return f"next: labelsync apply{'' if path == STATES else f' {path}'}"


def _snapshot(path: Path, desk: Desk, shell: Shell, *, saved: bool) -> Snapshot:
    from labelsync.cli.snapshot import snapshot_for

    return snapshot_for(path, desk, shell, saved=saved)


async def _look(
    shell: Shell, desk: Desk, scope: Scope, wanted: Wanted, snapshot: Snapshot | None, *, pii: bool
) -> tuple[Plan, Mapping[str, Names]]:
    if snapshot:
        from labelsync.workflow.offline import on_snapshot, opened_offline

        looking, wanted = opened_offline(desk, scope.accounts, snapshot), on_snapshot(wanted, snapshot)
    else:
        looking = opened(desk, scope.accounts)
    async with looking as sites, progress(shell, sites):
        plan = await prepare(sites, wanted)
        return plan, await _faces(plan, sites, wanted) if pii else NOBODY


async def _faces(plan: Plan, sites: Sequence[Site], wanted: Wanted) -> Mapping[str, Names]:
    from labelsync.workflow.faces import faces

    return await faces(plan, sites, wanted.wishes, wanted.pseudonym)


def check_pii(shell: Shell, form: str, *, pii: bool) -> None:
    """Refuse to show people where somebody may be keeping what is shown."""
    if pii and (form != "text" or not shell.screen):
        raise WrongUsage(
            "--show-pii shows people on a terminal only", advice="run it at one, without redirecting stdout"
        )
