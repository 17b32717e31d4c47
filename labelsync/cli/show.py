"""`labelsync show`: a saved plan or a past run."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from labelsync.cli.options import format_option, journal_option
from labelsync.cli.plan import shown
from labelsync.cli.reporting import Report, report_option, write_reports
from labelsync.cli.shell import Shell
from labelsync.errors import WrongUsage
from labelsync.journal.opening import is_kept, open_store
from labelsync.journal.store import Place
from labelsync.planfile import read
from labelsync.report import read_run, result_text, run_html


@click.command("show")
@click.argument("what", metavar="PLANFILE|RUN")
@format_option("text", "json", "html")
@report_option
@journal_option
@click.pass_obj
def command(shell: Shell, /, what: str, form: str, reports: tuple[Report, ...], journal: Place | None) -> int:
    """Show a saved plan, or the result document of a past run of this folder's journal."""
    path = Path(what)
    if path.is_file():
        plan = read(path.read_bytes())

        def told(form: str, shell: Shell) -> str:
            return shown(plan, form, shell)
    else:
        document = _result(journal or Path(".labelsync/journal.db"), what)

        def told(form: str, shell: Shell) -> str:
            return _run_shown(document, form, shell)

    click.echo(told(form, shell), nl=False)
    write_reports(reports, lambda other: told(other, replace(shell, colour=False)))
    return 0


def _run_shown(document: str, form: str, shell: Shell) -> str:
    match form:
        case "json":
            text = document
        case "html":
            text = run_html(read_run(document))
        case _:
            text = result_text(read_run(document), colour=shell.colour)
    return text.rstrip("\n") + "\n"


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
