"""`labelsync plan`: look, compare, show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from labelsync.cli.options import (
    LifeType,
    collected,
    format_option,
    journal_option,
    override_option,
    path_argument,
    scope_options,
)
from labelsync.cli.progress import progress
from labelsync.cli.setting import Scope, check_overrides, desk_at, memory_at, plant_pasts, seal_key, wanted_at
from labelsync.cli.shell import Shell
from labelsync.core.plan import Plan
from labelsync.errors import EXIT_CHANGES, Refused
from labelsync.journal.store import Place
from labelsync.planfile import document, save
from labelsync.report import plan_json, plan_text
from labelsync.workflow.desk import Desk
from labelsync.workflow.examine import Wanted
from labelsync.workflow.opening import opened
from labelsync.workflow.prepare import prepare


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
@format_option("text", "json")
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 when there are changes.")
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
    detailed_exitcode: bool,  # noqa: FBT001 - click passes by name
    accounts: tuple[str, ...],
    labels: tuple[str, ...],
    overrides: tuple[tuple[str, int], ...],
    journal: Place | None,
) -> int:
    """Show what would change so that the accounts are as the manifest at PATH (default: states) says.

    Nothing is ever written to a vendor. With objections the exit code is 4: the plan can be saved and shown,
    not applied.
    """
    desk = desk_at(path, shell, journal=journal)
    scope = Scope(accounts, labels)
    scope.check(desk)
    given = collected(overrides)
    check_overrides(given, desk)
    plant_pasts(desk, scope, shell, journal)
    with memory_at(journal, desk) as memory:
        wanted = replace(wanted_at(desk, scope, given, memory, shell), life=life)
        plan = shell.run(_look(shell, desk, scope, wanted))
    click.echo(shown(plan, form, shell), nl=False)
    if out:
        save(plan, out, seal_key(desk, shell))
        shell.say(f"saved to {out}; carry it out with: labelsync apply {out}")
    if plan.objections:
        return Refused.exit_code
    return EXIT_CHANGES if detailed_exitcode and not plan.is_empty else 0


async def _look(shell: Shell, desk: Desk, scope: Scope, wanted: Wanted) -> Plan:
    async with opened(desk, scope.accounts) as sites, progress(shell, sites):
        return await prepare(sites, wanted)


def shown(plan: Plan, form: str, shell: Shell) -> str:
    """The plan in one of the formats, with a final newline."""
    text = (
        plan_json(document(plan))
        if form == "json"
        else plan_text(plan, colour=shell.colour, width=shell.width)
    )
    return text.rstrip("\n") + "\n"
