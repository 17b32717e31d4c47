"""`labelsync plan`: look, compare, show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelsync.cli.narrowing import Scope, scope_options
from labelsync.cli.options import (
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
from labelsync.core.plan import Plan
from labelsync.errors import EXIT_CHANGES, Refused, WrongUsage
from labelsync.journal.opening import is_shared
from labelsync.journal.store import Place
from labelsync.report import NOBODY, Names, plan_text
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
@format_option("text", "json", "html")
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
def command(  # noqa: PLR0913 - an argument an option
    shell: Shell,
    /,
    path: Path,
    out: Path | None,
    life: float,
    form: str,
    reports: tuple[Report, ...],
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

        apart = out is not None or bool(reports) or form == "html"
        return desired(shell, desk, scope, form=form, detailed=detailed_exitcode, saved=apart)
    given = collected(overrides)
    check_overrides(given, desk)
    snapshot = _snapshot(offline, desk, shell, saved=out is not None) if offline else None
    if snapshot is None:
        plant_pasts(desk, scope, shell, journal)
    with memory_at(None if snapshot and journal and is_shared(journal) else journal, desk) as memory:
        wanted = replace(wanted_at(desk, scope, given, memory, shell), life=life)
        plan, names = shell.run(_look(shell, desk, scope, wanted, snapshot, pii=pii))
    click.echo(shown(plan, form, shell, names if shell.screen and form == "text" else NOBODY), nl=False)
    write_reports(reports, lambda other: shown(plan, other, replace(shell, colour=False), names))
    if out:
        save_plan(plan, out, desk, shell)
    if plan.objections:
        return Refused.exit_code
    return EXIT_CHANGES if detailed_exitcode and not plan.is_empty else 0


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


def shown(plan: Plan, form: str, shell: Shell, names: Mapping[str, Names] = NOBODY) -> str:
    """The plan in one of the formats, with a final newline. `names` is what people are called."""
    match form:
        case "json":
            text = _json(plan)
        case "html":
            text = _html(plan, names)
        case _:
            text = plan_text(plan, colour=shell.colour, width=shell.width, names=names)
    return text.rstrip("\n") + "\n"


def _html(plan: Plan, names: Mapping[str, Names]) -> str:
    from labelsync.report import plan_html

    return plan_html(plan, names=names)


def _json(plan: Plan) -> str:
    from labelsync.planfile import document
    from labelsync.report import plan_json

    return plan_json(document(plan))
