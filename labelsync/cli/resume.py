"""`labelsync resume`: settle what was interrupted, and finish it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from labelsync.cli.carrying import Order, Terms, carried_out
from labelsync.cli.narrowing import Scope
from labelsync.cli.options import bounds_options, format_option, journal_option, lock_wait_option
from labelsync.cli.reporting import Report, report_option
from labelsync.cli.reviewed import Reviewed
from labelsync.cli.setting import desk_at, memory_at
from labelsync.cli.shell import Shell
from labelsync.cli.streaming import streaming
from labelsync.errors import WrongUsage
from labelsync.journal.memory import Begun
from labelsync.journal.store import Place
from labelsync.planfile import reopened
from labelsync.workflow.apply import Bounds
from labelsync.workflow.resume import is_unfinished


@click.command("resume")
@click.argument("run", default="")
@click.option(
    "--manifest", "path", type=click.Path(path_type=Path), default=Path("states"), show_default=True
)
@format_option("text", "json", "jsonl")
@report_option
@bounds_options
@lock_wait_option
@journal_option
@click.pass_obj
@streaming("resume")
def command(  # noqa: PLR0913 - an argument an option
    shell: Shell,
    /,
    run: str,
    path: Path,
    form: str,
    reports: tuple[Report, ...],
    limit: int,
    bounds: Bounds,
    lock_wait: float | None,
    journal: Place | None,
) -> int:
    """Finish RUN, or the latest run if it was interrupted. Asks nothing and needs no plan file.

    What was under way is looked up first; every pair is looked at again before it is sent. Of the manifest
    only the accounts' settings and secrets are used.
    """
    desk = desk_at(path, shell, journal=journal)
    with memory_at(journal, desk) as memory:
        begun = memory.begun(run) if memory else None
    if begun is None or not begun.plan:
        if run:
            raise WrongUsage(
                f"no run called {run} began here with a plan", advice="labelsync history lists the runs"
            )
        shell.say("there is nothing to resume")
        return 0
    if not is_unfinished(_counts(begun)):
        shell.say(f"{begun.run} is finished; there is nothing to resume")
        return 0
    plan = Reviewed(reopened(begun.plan), "", desk)
    bounds, wait = replace(bounds, young=0.0), lock_wait or 0.0
    terms = Terms(journal, form, bounds, wait, reports=reports, limit=limit)
    order = Order(desk, Scope(plan.accounts), {}, plan, terms, approved=True, resumes=begun.run)
    return carried_out(shell, terms, lambda: order)


def _counts(begun: Begun) -> Mapping[str, int] | None:
    """Outcomes by kind, None where the run wrote no result."""
    if not begun.result:
        return None
    counts: Mapping[str, int] = json.loads(begun.result)["summary"]
    return counts
