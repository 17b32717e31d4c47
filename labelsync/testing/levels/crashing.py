"""Level 15: a run that dies at any of its durable steps is finished by the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from labelsync.journal.memory import Memory
from labelsync.journal.tables import connect
from labelsync.testing.grounds import InProcess
from labelsync.testing.levels.changing import is_settled
from labelsync.testing.stage import Stage, emails, everybody, inline, members

__all__ = ["test_15_a_run_that_dies_at_any_step_is_finished_by_the_next_and_nothing_fires_twice"]
T = TypeVar("T")
IN_PROCESS = range(1, 40)
SERVED = (3, 4, 5)
"""The steps at which a run over sockets dies: around its first call."""


class Death(BaseException):
    """The process is gone."""


class Mortal:
    """The journal's thread, which dies before a commit, numbered from 1."""

    def __init__(self, at: int) -> None:
        self.at, self.commits, self.died = at, 0, False

    async def __call__(self, call: Callable[[], T]) -> T:
        """Commit, or die."""
        self.commits += 1
        self.died = self.died or self.commits == self.at
        if self.died:
            raise Death
        return call()


def test_15_a_run_that_dies_at_any_step_is_finished_by_the_next_and_nothing_fires_twice(
    stage: Stage,
) -> None:
    for step in IN_PROCESS if isinstance(stage.ground, InProcess) else SERVED:
        if not _died(Stage(stage.folder / f"{step}", stage.subject, stage.ground), step):
            assert step > SERVED[0], "no run had as many steps as the first call needs"
            return


def _died(stage: Stage, step: int) -> bool:
    """One life: yesterday's state, a death at that step, and the run that comes after it."""
    stage.people(*everybody(5))
    stage.manifest(f"labels: {{vip: {{members: {members(0, 1)}}}}}\n")
    assert stage.apply().exit_code == 0
    stage.manifest(f"labels: {{vip: {{members: {members(1, 2, 3)}}}}}\n")
    mortal = Mortal(step)
    stage.thread = mortal
    _live(stage, mortal)
    stage.thread = inline
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(1, 2, 3)
    assert sorted(stage.world.fired) == FIRED
    memory = Memory(connect(stage.folder / ".labelsync" / "journal.db"))
    assert memory.open_intents(["a"]) == ()
    is_settled(stage)
    return mortal.died


FIRED = sorted(
    [(email, "vip", "add") for email in emails(0, 1, 2, 3)]
    + [(email, "vip", "remove") for email in emails(0)]
)


def _live(stage: Stage, mortal: Mortal) -> None:
    try:
        stage.apply()
    except BaseException:
        if not mortal.died:
            raise
