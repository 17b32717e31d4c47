"""`labelsync history`: past runs, and whether what the journal says of them was altered."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import click

from labelsync.cli.options import format_option, journal_option, path_argument
from labelsync.cli.shell import Shell
from labelsync.errors import LabelsyncError, WrongUsage
from labelsync.journal.chain import Verdict
from labelsync.journal.memory import Memory
from labelsync.journal.opening import is_kept, open_store
from labelsync.journal.runs import PastRun, past_runs
from labelsync.journal.store import Place
from labelsync.planfile import instant
from labelsync.report import counted, inert
from labelsync.workflow.folder import folder_of


@click.command("history")
@path_argument
@click.option(
    "--verify", is_flag=True, help="Check that nothing was altered; exit 1 at the first row that was."
)
@format_option("text", "json")
@journal_option
@click.pass_obj
def command(
    shell: Shell,
    /,
    path: Path,
    verify: bool,  # noqa: FBT001 - click passes by name
    form: str,
    journal: Place | None,
) -> int:
    """List the runs of the manifest at PATH (default: states), newest first.

    Each with its time, its accounts and what became of it; nobody is named. With --verify every run, intent,
    ticket and outcome is compared with the chain of hashes that was written with it.
    """
    del shell
    place = journal or folder_of(path).journal
    if verify:
        return _verified(place, form)
    click.echo(_json(_runs(place)) if form == "json" else _text(_runs(place)))
    return 0


def _runs(place: Place) -> tuple[PastRun, ...]:
    if not is_kept(place):
        return ()
    with closing(open_store(place)) as store:
        return past_runs(store)


def _verified(place: Place, form: str) -> int:
    if not is_kept(place):
        raise WrongUsage("there is no journal to verify", advice="say where it is with --journal")
    with closing(open_store(place)) as store:
        verdict = Memory(store).verify_chain()
    if form == "json":
        click.echo(json.dumps(_row(verdict), indent=2))
    elif verdict.flaw is None:
        click.echo(f"the journal is whole: {counted(verdict.rows, 'row')}")
    else:
        click.echo(inert(f"the journal is not whole: {verdict.flaw}"))
    return LabelsyncError.exit_code if verdict.flaw else 0


def _row(verdict: Verdict) -> dict[str, object]:
    flaw = verdict.flaw._asdict() if verdict.flaw else None
    return {"whole": flaw is None, "rows": verdict.rows, "head": f"sha256:{verdict.head}", "first": flaw}


def _json(runs: tuple[PastRun, ...]) -> str:
    rows = [
        {
            "run": run.id,
            "started": instant(run.started),
            "finished": None if run.finished is None else instant(run.finished),
            "accounts": list(run.accounts),
            "summary": dict(run.summary),
            "open_intents": run.open_intents,
        }
        for run in runs
    ]
    return json.dumps({"format_version": "1.0", "runs": rows}, indent=2)


def _text(runs: tuple[PastRun, ...]) -> str:
    return "\n".join(inert(_line(run)) for run in runs) or "No runs yet."


def _line(run: PastRun) -> str:
    ended = "open" if run.finished is None else instant(run.finished)
    counts = [f"{count} {kind.replace('_', ' ')}" for kind, count in run.summary.items()]
    if run.open_intents:
        counts.append(counted(run.open_intents, "open intent"))
    where = ", ".join(run.accounts) or "no account"
    came = ", ".join(counts) or ("nothing to do" if run.finished else "nothing sent")
    return f"{run.id}  {instant(run.started)}  {ended:<20}  {where}: {came}"
