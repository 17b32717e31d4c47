"""`labelsync undo`: a plan that takes back what a run is known to have done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from labelsync.cli.forms import Look, plan_as
from labelsync.cli.narrowing import Scope
from labelsync.cli.options import LifeType, collected, format_option, journal_option, override_option
from labelsync.cli.progress import progress
from labelsync.cli.setting import check_overrides, desk_at, memory_at, save_plan, wanted_at
from labelsync.cli.shell import Shell
from labelsync.core.plan import Plan
from labelsync.errors import Refused, WrongUsage
from labelsync.journal.memory import Deed, Memory
from labelsync.journal.store import Place
from labelsync.workflow.desk import Desk
from labelsync.workflow.opening import opened
from labelsync.workflow.undo import Deeds, undo
from labelsync.workflow.wanted import Wanted

DAY = 86_400.0


@click.command("undo")
@click.argument("run")
@click.argument("path", type=click.Path(path_type=Path), default=Path("states"))
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Save the sealed plan.")
@click.option("--valid-for", "life", type=LifeType(), default=DAY, help="How long it is valid: 24h.")
@format_option("text", "json")
@override_option
@journal_option
@click.pass_obj
def command(  # noqa: PLR0913 - an argument an option
    shell: Shell,
    /,
    run: str,
    path: Path,
    out: Path | None,
    life: float,
    form: str,
    overrides: tuple[tuple[str, int], ...],
    journal: Place | None,
) -> int:
    """Draft the plan that takes back what RUN is verified to have changed. Writes nothing to a vendor.

    Pairs that somebody changed since are left out and listed. What an undo adds and removes starts
    automations, too; no message that was sent is recalled. Carry it out with `labelsync apply FILE`.
    """
    desk = desk_at(path, shell, journal=journal)
    given = collected(overrides)
    check_overrides(given, desk)
    with memory_at(journal, desk) as memory:
        deeds = _deeds(memory, run, desk)
        wanted = replace(wanted_at(desk, Scope(tuple(deeds)), given, memory, shell), life=life)
        plan = shell.run(_draft(shell, desk, deeds, wanted))
    click.echo(plan_as(form, plan, Look(shell)), nl=False)
    if out:
        save_plan(plan, out, desk, shell)
    return Refused.exit_code if plan.objections else 0


def _deeds(memory: Memory | None, run: str, desk: Desk) -> dict[str, Deeds]:
    known = memory.deeds(run) if memory else ()
    by_account: dict[str, list[Deed]] = defaultdict(list)
    for deed in known:
        by_account[deed.account].append(deed)
    missing = [account for account in by_account if account not in desk.manifest.accounts]
    if memory is None or not by_account or missing:
        raise WrongUsage(
            f"the manifest has no account {missing[0]} any more, which {run} changed"
            if missing
            else f"no run called {run} sent anything, as far as this journal knows",
            advice="labelsync history lists the runs",
        )
    return {account: _of(run, deeds, memory) for account, deeds in by_account.items()}


def _of(run: str, deeds: Sequence[Deed], memory: Memory) -> Deeds:
    tenant = deeds[0].tenant
    keys = {found: key for key, found in memory.definitions(tenant).items()}
    return Deeds(run, tenant, [(one.batch, one.performed) for one in deeds if one.performed], keys)


async def _draft(shell: Shell, desk: Desk, deeds: dict[str, Deeds], wanted: Wanted) -> Plan:
    async with opened(desk, tuple(deeds)) as sites, progress(shell, sites):
        return await undo(sites, deeds, wanted)
