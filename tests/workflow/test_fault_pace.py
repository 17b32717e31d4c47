"""F4: a vendor that asks for thirty years of patience does not hold up a run beyond its deadline."""

import pytest

from labelsync.core.outcome import STANDING, Kind
from labelsync.errors import DeadlinePassed
from labelsync.testing import InProcess, Stage, everybody, members, subject
from labelsync.testing.stage import emails
from labelsync.workflow.apply import Bounds

DEADLINE = 45.0


@pytest.mark.parametrize("vendor", ["wix", "highlevel", "kirimchat"])
def test_a_billion_seconds_to_wait_end_with_the_deadline_and_the_next_run_finishes(tmp_path, vendor):
    known = subject(vendor)
    stage = Stage(tmp_path / "stage", known, InProcess(known))
    stage.people(*everybody(6))
    stage.manifest("labels: {vip: {members: []}}\n")
    assert stage.apply().exit_code == 0
    stage.manifest(f"labels: {{vip: {{members: {members(0, 1, 2, 3)}}}}}\n")
    stage.fault("429=1000000000x999@WRITE:/")
    before = stage.ground.clock.monotonic()
    run = stage.apply(bounds=Bounds(deadline=DEADLINE))
    assert stage.ground.clock.monotonic() - before <= DEADLINE + 1
    assert run.exit_code == 3
    assert not STANDING & {Kind(kind) for kind, count in run.summary().items() if count}
    assert stage.world.carriers("vip") == set()
    stage.fault()
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(0, 1, 2, 3)
    assert len(stage.world.fired) == 4


@pytest.mark.parametrize("vendor", ["wix", "highlevel", "kirimchat"])
def test_the_deadline_ends_the_look_as_well_and_nothing_is_sent(tmp_path, vendor):
    known = subject(vendor)
    stage = Stage(tmp_path / "stage", known, InProcess(known))
    stage.people(*everybody(3))
    stage.manifest(f"labels: {{vip: {{members: {members(0)}}}}}\n")
    stage.fault("429=50x99")
    before = stage.ground.clock.monotonic()
    with pytest.raises(DeadlinePassed):
        stage.apply(bounds=Bounds(deadline=45.0))
    assert stage.ground.clock.monotonic() - before == pytest.approx(45.0, abs=1)
    stage.fault()
    assert stage.world.writes == 0
    assert stage.apply().exit_code == 0
