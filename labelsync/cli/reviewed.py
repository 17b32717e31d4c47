"""A reviewed plan file, opened: it still fits the manifest that it names, or it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from labelsync.cli.setting import desk_at, memory_at, pseudonym_key, seal_key
from labelsync.cli.shell import Shell
from labelsync.core.plan import Plan
from labelsync.errors import PlanUnfit, Refused
from labelsync.journal.store import Place
from labelsync.planfile import open_sealed, pseudonym, read, seal_of
from labelsync.report import differences
from labelsync.workflow.desk import Desk
from labelsync.workflow.fitting import ADVICE, check_fit


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A plan that was looked at, its seal, and the desk of the manifest it was made from."""

    plan: Plan
    seal: str
    desk: Desk

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that the plan is about."""
        return tuple(part.account for part in self.plan.accounts)


def is_plan_file(path: Path) -> bool:
    """Whether a path means a plan file: a file whose name does not end like a manifest's."""
    return path.is_file() and path.suffix not in (".yaml", ".yml")


def open_reviewed(path: Path, shell: Shell, *, journal: Place | None) -> Reviewed:
    """Open a plan file for applying. Raises PlanUnfit (6) with the reason, Refused (4) with objections."""
    content = path.read_bytes()
    draft = read(content)
    desk = desk_at(_manifest(draft, path), shell, journal=journal, at=draft.created)
    plan = open_sealed(content, key=seal_key(desk, shell), now=shell.clock.now())
    if dict(plan.origin.files) != dict(desk.files):
        what = "; ".join(differences(plan.origin.files, desk.files))
        raise PlanUnfit(f"since the plan was made, {what}", advice="make and review a new plan")
    if plan.objections:
        raise Refused("the plan has objections; nothing was sent", advice="make it anew with the overrides")
    if not plan.undoes:
        check_fit(plan, desk.manifest, desk.wishes, pseudonym(pseudonym_key(desk, shell)))
    return Reviewed(plan, _unused(seal_of(content), desk, journal, undoes=plan.undoes), desk)


def open_bound(path: Path, desk: Desk, shell: Shell) -> Plan:
    """Open a reviewed plan to stay within: of this manifest, sealed and valid; its files may differ now."""
    content = path.read_bytes()
    plan = open_sealed(content, key=seal_key(desk, shell), now=shell.clock.now())
    if plan.origin.path != desk.folder.relative():
        raise PlanUnfit(
            f"the reviewed plan is of {plan.origin.path}, and this manifest is {desk.folder.relative()}",
            advice=ADVICE,
        )
    if plan.objections:
        raise Refused("the reviewed plan has objections; nothing was sent", advice=ADVICE)
    return plan


def _manifest(plan: Plan, file: Path) -> Path:
    for folder in (Path(), file.parent):
        if (folder / plan.origin.path).exists():
            return folder / plan.origin.path
    raise PlanUnfit(
        f"the plan's manifest {plan.origin.path} is not here",
        advice="apply it in the folder where it was made",
    )


def _unused(seal: str, desk: Desk, journal: Place | None, *, undoes: str) -> str:
    with memory_at(journal, desk) as memory:
        run = memory.used_by(seal) if memory else ""
        known = not undoes or bool(memory and memory.deeds(undoes))
    if not known:
        raise PlanUnfit(f"the plan takes back run {undoes}, which this journal does not know", advice=ADVICE)
    if run:
        raise PlanUnfit(f"this plan was used already, by run {run}", advice="make and review a new plan")
    return seal
