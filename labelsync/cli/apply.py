"""`labelsync apply`: carry out a plan, and say what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import click

from labelsync.cli.carrying import Order, Terms, carried_out
from labelsync.cli.narrowing import Scope, scope_options
from labelsync.cli.options import (
    bounds_options,
    collected,
    format_option,
    journal_option,
    lock_wait_option,
    override_option,
    pii_option,
    within_option,
)
from labelsync.cli.plan import check_pii
from labelsync.cli.reporting import Report, report_option
from labelsync.cli.reviewed import is_plan_file, open_bound, open_reviewed
from labelsync.cli.setting import check_overrides, desk_at
from labelsync.cli.shell import Shell
from labelsync.cli.streaming import streaming
from labelsync.core.guard import Overrides, parse_override
from labelsync.errors import WrongUsage
from labelsync.journal.store import Place
from labelsync.workflow.apply import Bounds


@dataclass(frozen=True, slots=True)
class Asked:
    """The command line, as it was typed."""

    path: Path
    scope: Scope
    overrides: Overrides
    terms: Terms
    approved: bool
    within: Path | None = None

    def check(self, shell: Shell) -> None:
        """Refuse what cannot be meant, before anything is read."""
        if not self.path.exists():
            raise WrongUsage(
                f"there is no manifest and no plan file at {self.path}", advice="labelsync plan -o plan.json"
            )
        planned = is_plan_file(self.path)
        if planned and self.within:
            raise WrongUsage(
                "--within compares a plan made now with a reviewed one", advice="apply the manifest's path"
            )
        if not (self.approved or planned or self.within or shell.terminal):
            raise WrongUsage(
                "apply would ask, and there is no terminal to answer on",
                advice="add --auto-approve, or apply a saved plan: labelsync plan -o plan.json",
            )
        if planned and (self.scope != Scope() or self.overrides):
            advice = "narrow it, or override, when it is made"
            raise WrongUsage("a plan file is applied as it is", advice=advice)

    def order(self, shell: Shell) -> Order:
        """Put the manifest on the desk, or the plan file with its manifest."""
        if is_plan_file(self.path):
            plan = open_reviewed(self.path, shell, journal=self.terms.journal)
            return Order(plan.desk, Scope(plan.accounts), {}, plan, self.terms, approved=True)
        desk = desk_at(self.path, shell, journal=self.terms.journal)
        self.scope.check(desk)
        check_overrides(self.overrides, desk)
        order = Order(desk, self.scope, self.overrides, None, self.terms, approved=self.approved)
        return self._bounded(order, shell) if self.within else order

    def _bounded(self, order: Order, shell: Shell) -> Order:
        """Within a reviewed plan nobody is asked again, and its overrides hold."""
        assert self.within is not None  # noqa: S101 - asked by `order` alone
        reviewed = open_bound(self.within, order.desk, shell)
        overrides = collected(tuple(map(parse_override, reviewed.overrides)))
        for key, number in order.overrides.items():
            overrides = {**overrides, key: max(number, overrides.get(key, 0))}
        return replace(order, overrides=overrides, within=reviewed, approved=True)


@click.command("apply")
@click.argument("path", type=click.Path(path_type=Path), default=Path("states"))
@click.option("-y", "--auto-approve", is_flag=True, help="Do not ask.")
@format_option("text", "json", "jsonl")
@report_option
@pii_option
@scope_options
@within_option
@override_option
@bounds_options
@lock_wait_option
@journal_option
@click.pass_obj
@streaming("apply")
def command(  # noqa: PLR0913 - an argument an option
    shell: Shell,
    /,
    path: Path,
    auto_approve: bool,  # noqa: FBT001 - click passes by name
    form: str,
    reports: tuple[Report, ...],
    limit: int,
    pii: bool,  # noqa: FBT001 - click passes by name
    scope: Scope,
    within: Path | None,
    overrides: tuple[tuple[str, int], ...],
    bounds: Bounds,
    lock_wait: float | None,
    journal: Place | None,
) -> int:
    """Carry out the manifest at PATH (default: states), or exactly the plan in a plan file.

    Every change is verified by reading it back where the vendor can be read. Run it again after an
    interruption: it settles what was left open first.
    """
    check_pii(shell, form, pii=pii and not reports)
    terms = Terms(journal, form, bounds, lock_wait or 0.0, pii=pii, reports=reports, limit=limit)
    asked = Asked(path, scope, collected(overrides), terms, approved=auto_approve, within=within)
    asked.check(shell)
    return carried_out(shell, terms, lambda: asked.order(shell))
