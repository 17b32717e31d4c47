"""F16: the wall clock jumps in mid-run, back an hour or forward a day; the vendor's and all waits go on."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from labelsync.journal.memory import Memory
from labelsync.journal.opening import open_store
from labelsync.journal.runs import past_runs
from labelsync.sandbox.stand import Stand
from labelsync.testing import InProcess, Stage, everybody, members, subject
from labelsync.testing.stage import emails
from labelsync.testing.time import VirtualClock
from tests.crash.mortal import entries

VENDORS = ("wix", "highlevel", "kirimchat")
JUMPS = (-3600.0, 86_400.0)


@dataclass
class Jumping:
    """A clock whose epoch seconds jump, once, while its monotonic ones do not."""

    true: VirtualClock
    jump: float
    at: float = float("inf")

    def now(self) -> float:
        return self.true.now() + (self.jump if self.monotonic() >= self.at else 0.0)

    def monotonic(self) -> float:
        return self.true.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self.true.sleep(seconds)

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return self.true.run(coroutine)


@dataclass
class Setting:
    """The vendor, whose own clock is right, and who sets ours wrong while the first call is under way."""

    stand: Stand
    clock: Jumping
    armed: bool = False

    async def __call__(self, scope, receive, send):
        if self.armed and self.stand.emulator.writes(scope["method"], scope["path"]):
            self.armed, self.clock.at = False, self.clock.monotonic() + 0.5
        await self.stand(scope, receive, send)


class Elsewhen(InProcess):
    """A ground on which labelsync's clock can be set wrong."""

    def __init__(self, vendor: str, jump: float) -> None:
        super().__init__(subject(vendor))
        self.clock = Jumping(self.clock, jump)
        self.setting = Setting(self.stand, self.clock)

    @property
    def application(self) -> Callable[[Any], Any]:
        return lambda _: self.setting


def staged(folder: Path, vendor: str, jump: float) -> Stage:
    """Five who are to carry a label that is defined, in calls of two; the clock jumps at the first."""
    stage = Stage(folder / "stage", subject(vendor), Elsewhen(vendor, jump))
    stage.people(*everybody(8))
    stage.manifest("labels: {vip: {members: []}}\n")
    assert stage.apply().exit_code == 0
    stage.manifest(
        f"labels: {{vip: {{members: {members(*range(5))}}}}}\n", settings="batch: 2, concurrency: 1"
    )
    stage.ground.setting.armed = True
    return stage


def journal(stage: Stage) -> Path:
    return stage.folder / ".labelsync" / "journal.db"


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("fault", ["delay=2@WRITE:/", "drop@WRITE:/", "500@WRITE:/", "429=7x2@WRITE:/"])
def test_when_the_wall_clock_jumps_in_mid_run_it_still_converges_and_nothing_fires_twice(
    tmp_path, vendor, fault, jump
):
    stage = staged(tmp_path, vendor, jump)
    stage.fault(fault)
    stage.apply()
    stage.fault()
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(*range(5))
    assert sorted(stage.world.fired) == [(email, "vip", "add") for email in sorted(emails(*range(5)))]
    assert stage.plan().is_empty


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("fault", ["delay=2@WRITE:/", "drop@WRITE:/", "429=7x2@WRITE:/"])
def test_pace_refusals_jobs_and_lost_effects_are_waited_for_as_long_as_without_the_jump(
    tmp_path, vendor, fault, jump
):
    waited = []
    for number, by in enumerate((0.0, jump)):
        stage = staged(tmp_path / str(number), vendor, by)
        stage.fault(fault)
        before = stage.ground.clock.monotonic()
        assert stage.apply().exit_code == 0
        waited.append(stage.ground.clock.monotonic() - before)
    assert waited[0] == pytest.approx(waited[1], abs=0.01)


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_journal_goes_by_sequence_where_its_instants_run_backwards(tmp_path, vendor):
    stage = staged(tmp_path, vendor, -3600.0)
    stage.fault("delay=2@WRITE:/")
    assert stage.apply().exit_code == 0
    instants = [entry.at for entry in entries(journal(stage))]
    assert instants != sorted(instants), "the clock did not jump"
    with closing(open_store(journal(stage))) as store:
        memory = Memory(store)
        assert memory.verify_chain().flaw is None
        assert memory.open_intents(["a"]) == ()
        assert memory.begun().run == "run2"
    stage.manifest("labels: {vip: {members: []}}\n")
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == set()
    with closing(open_store(journal(stage))) as store:
        assert Memory(store).begun().run == "run3"
        assert [run.id for run in past_runs(store)] == ["run3", "run2", "run1"]


@pytest.mark.parametrize("jump", JUMPS)
def test_a_plan_after_many_changes_waits_for_the_index_no_longer_than_it_may_be_behind(tmp_path, jump):
    stage = staged(tmp_path, "highlevel", jump)
    stage.people(*everybody(230))
    stage.manifest(f"labels: {{vip: {{members: {members(*range(210))}}}}}\n")
    stage.ground.setting.armed = True
    assert stage.apply().exit_code == 0
    before = stage.ground.clock.monotonic()
    assert stage.plan().is_empty
    assert stage.ground.clock.monotonic() - before <= 61
