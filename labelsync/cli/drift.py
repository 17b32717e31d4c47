"""`labelsync drift`: whether the accounts are as the manifest says, and who made them differ."""

from __future__ import annotations

from pathlib import Path

import click

from labelsync.cli.narrowing import Scope
from labelsync.cli.options import format_option, journal_option, path_argument
from labelsync.cli.progress import progress
from labelsync.cli.setting import desk_at, memory_at, plant_pasts, wanted_at
from labelsync.cli.shell import Shell
from labelsync.core.drifting import Drifted, Ours, drifted
from labelsync.core.plan import AccountPlan, Plan
from labelsync.errors import EXIT_CHANGES
from labelsync.journal.memory import Memory
from labelsync.journal.store import Place
from labelsync.report import drift_json, drift_text
from labelsync.workflow.desk import Desk
from labelsync.workflow.opening import opened
from labelsync.workflow.prepare import prepare
from labelsync.workflow.wanted import Wanted

NOTHING: frozenset[str] = frozenset()


@click.command("drift")
@path_argument
@format_option("text", "json")
@journal_option
@click.pass_obj
def command(shell: Shell, /, path: Path, form: str, journal: Place | None) -> int:
    """Compare the accounts with the manifest at PATH (default: states), wanting to change nothing.

    Exits 2 when they differ. The journal tells which pairs we gave and something took back, and which
    somebody else gave. What a plan withholds is listed and is no drift.
    """
    desk = desk_at(path, shell, journal=journal)
    plant_pasts(desk, Scope(), shell, journal)
    with memory_at(journal, desk) as memory:
        plan = shell.run(_look(shell, desk, wanted_at(desk, Scope(), {}, memory, shell)))
        found: dict[str, tuple[Drifted, ...]] = {
            part.account: drifted(part, _ours(part, memory)) for part in plan.accounts
        }
    text = drift_json(plan, found) if form == "json" else drift_text(plan, found, colour=shell.colour)
    click.echo(text.rstrip("\n"))
    return EXIT_CHANGES if any(found.values()) else 0


async def _look(shell: Shell, desk: Desk, wanted: Wanted) -> Plan:
    async with opened(desk, ()) as sites, progress(shell, sites):
        return await prepare(sites, wanted)


def _ours(part: AccountPlan, memory: Memory | None) -> Ours:
    ledger = (memory.ledger(part.tenant) or {}) if memory else {}

    def ours(label: str, contact: str) -> bool:
        return part.definitions.get(label, "") in ledger.get(contact, NOTHING)

    return ours
