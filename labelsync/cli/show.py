"""`labelsync show`: a saved plan or a past run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from labelsync.cli.forms import FORMATS, Look, plan_as, run_as
from labelsync.cli.options import format_option, journal_option
from labelsync.cli.reporting import Report, report_option, write_reports
from labelsync.cli.shell import Shell
from labelsync.errors import WrongUsage
from labelsync.journal.opening import is_kept, open_store
from labelsync.journal.store import Place
from labelsync.planfile import read
from labelsync.report import Manner, read_run


@click.command("show")
@click.argument("what", metavar="PLANFILE|RUN")
@format_option(*FORMATS)
@report_option
@journal_option
@click.pass_obj
def command(
    shell: Shell, /, what: str, form: str, reports: tuple[Report, ...], limit: int, journal: Place | None
) -> int:
    """Show a saved plan, or the result document of a past run of this folder's journal."""
    told = _told(what, journal)
    look = Look(shell, manner=Manner(most=None), limit=limit)
    click.echo(told(form, look), nl=False)
    write_reports(reports, lambda other: told(other, replace(look, shell=replace(shell, colour=False))))
    return 0


def _told(what: str, journal: Place | None) -> Callable[[str, Look], str]:
    """What tells the plan, or the run, in a format."""
    path = Path(what)
    if path.is_file():
        plan = read(path.read_bytes())
        return lambda form, look: plan_as(form, plan, look)
    document = _result(journal or Path(".labelsync/journal.db"), what)
    run = read_run(document)
    return lambda form, look: document if form == "json" else run_as(form, run, look)


def _result(journal: Place, run: str) -> str:
    from labelsync.journal.memory import Memory

    missing = WrongUsage(
        f"there is neither a plan file nor a run called {run}",
        advice="give a file, or a run's name as apply prints it",
    )
    if not is_kept(journal):
        raise missing
    with closing(open_store(journal)) as store:
        document = Memory(store).result(run)
    if not document:
        raise missing
    return document
