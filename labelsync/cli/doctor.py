"""`labelsync doctor`: what may be in the way of the next apply, each with what to do about it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import click

from labelsync.cli.narrowing import Scope
from labelsync.cli.options import format_option, journal_option, path_argument
from labelsync.cli.setting import desk_at, memory_at, plant_pasts
from labelsync.cli.shell import Shell
from labelsync.core.finding import Finding, Grade
from labelsync.core.scope import Account
from labelsync.errors import LabelsyncError, WrongUsage, worst
from labelsync.journal.memory import Memory
from labelsync.journal.store import Place
from labelsync.report import findings_json, findings_text
from labelsync.workflow.checkup import check
from labelsync.workflow.desk import Desk
from labelsync.workflow.premises import locks, premises


@click.command("doctor")
@path_argument
@click.option("--account", "names", multiple=True, help="Look at this account only. May be repeated.")
@format_option("text", "json")
@journal_option
@click.pass_obj
def command(shell: Shell, /, path: Path, names: tuple[str, ...], form: str, journal: Place | None) -> int:
    """Look at everything that the next apply of the manifest at PATH (default: states) rests on.

    Credentials and where they come from, what the vendors say they allow, limits, clocks, locks, the journal,
    the ledger, open calls, versions. Only reads; secrets are never shown. Exits with the code that an apply
    would end with.
    """
    desk = desk_at(path, shell, journal=journal)
    unknown = sorted(set(names) - set(desk.manifest.accounts))
    if unknown:
        known = ", ".join(desk.manifest.accounts)
        raise WrongUsage(f"there is no account {', '.join(unknown)}", advice=f"there are {known}")
    plant_pasts(desk, Scope(), shell, journal)
    place = journal or desk.folder.journal
    with memory_at(journal, desk) as memory:
        found = list(premises(desk, place, memory))
        for some in shell.run(_checked(desk, desk.accounts(names), memory)):
            found += [*some, *locks([some[0].account], place)]
    told = (
        findings_json(found)
        if form == "json"
        else findings_text(found, colour=shell.colour, width=shell.width)
    )
    click.echo(told, nl=False)
    return _code(found)


async def _checked(desk: Desk, accounts: Sequence[Account], memory: Memory | None) -> list[list[Finding]]:
    return list(await asyncio.gather(*(check(desk, account, memory) for account in accounts)))


def _code(findings: Sequence[Finding]) -> int:
    troubles = [one for one in findings if one.grade is Grade.TROUBLE]
    return worst({one.code or LabelsyncError.exit_code for one in troubles})
