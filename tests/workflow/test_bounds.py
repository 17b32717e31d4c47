"""How far a run goes: in waves, until a deadline, within a budget of requests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelsync.core.change import Add, CreateLabel, Delete, DeleteLabel, Grounds, Remove
from labelsync.core.outcome import Kind
from labelsync.core.question import Seen
from labelsync.core.roster import Definition
from labelsync.core.wave import Wave, divided, parse_waves
from labelsync.core.wish import Whole
from labelsync.testing import InProcess, Stage, everybody, members, subject
from labelsync.testing.stage import emails
from labelsync.workflow.apply import Bounds

GROUNDS = Grounds(Seen(9, 1, total_known=True), Whole())
WAVES = parse_waves("20,5%,100%")


@pytest.fixture
def stage(tmp_path) -> Stage:
    stage = Stage(tmp_path / "stage", subject("highlevel"), InProcess(subject("highlevel")))
    stage.people(*everybody(40))
    stage.manifest(f"labels: {{vip: {{members: {members(*range(40))}}}}}\n", settings="batch: 5")
    return stage


@pytest.mark.parametrize(
    "text", ["", "20", "20,5%", "0,100%", "5%,5%,100%", "101%", "20;100%", "100%,5%", "-1,100%"]
)
def test_waves_that_do_not_grow_to_everybody_are_refused(text):
    with pytest.raises(ValueError, match=r"wave|percent"):
        parse_waves(text)


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)), st.sets(st.integers(0, 9)))
def test_every_pair_is_in_exactly_one_wave_and_labels_frame_them(adding, removing, deleting):
    add, remove, gone = (
        tuple(f"id{number:02}" for number in sorted(ids)) for ids in (adding, removing, deleting)
    )
    changes = (
        CreateLabel("a", "a", by_use=False),
        Add("a", add, add, add),
        Remove("b", remove, remove, GROUNDS),
        Delete(gone, gone, gone, GROUNDS),
        DeleteLabel("c", Definition("c", "c"), "x:1", GROUNDS),
    )
    waves = list(divided(changes, (Wave(3, share=False), Wave(50, share=True), Wave(100, share=True))))
    for kind in (Add, Remove, Delete):
        parts = [change.contacts for wave in waves for change in wave if isinstance(change, kind)]
        assert sorted(contact for part in parts for contact in part) == sorted(
            next(change.contacts for change in changes if isinstance(change, kind))
        )
    assert isinstance(waves[0][0], CreateLabel)
    assert isinstance(waves[-1][-1], DeleteLabel)
    assert sum(isinstance(change, CreateLabel | DeleteLabel) for wave in waves for change in wave) == 2


def test_waves_reach_a_few_first_and_everybody_in_the_end(stage):
    run = stage.apply(bounds=Bounds(waves=parse_waves("3,25%,100%")))
    assert run.exit_code == 0
    assert stage.world.carriers("vip") == emails(*range(40))
    kinds = ["w" if heard["writes"] else "r" for heard in stage.world.shown["heard"]]
    first, second = [number for number, kind in enumerate(kinds) if kind == "w"][:2]
    assert second - first > 3, "the first wave was not read back before the second one"


def test_a_wave_of_which_too_much_went_wrong_is_the_last(stage):
    stage.fault("partial=1@WRITE:/")
    run = stage.apply(bounds=Bounds(waves=parse_waves("4,100%")))
    assert run.exit_code == 3
    assert "of a wave did not end well" in run.accounts[0].error
    assert len(stage.world.carriers("vip")) == 3
    assert run.summary()[Kind.NOT_STARTED.value] == 36
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(*range(40))


def test_a_wave_may_go_wrong_as_far_as_is_tolerated(stage):
    stage.fault("partial=1@WRITE:/")
    run = stage.apply(bounds=Bounds(waves=parse_waves("4,100%"), tolerance=0.25))
    assert run.exit_code == 3
    assert len(stage.world.carriers("vip")) == 39


def test_a_deadline_ends_the_run_cleanly_and_the_next_one_finishes(stage):
    stage.fault(*["delay=20@WRITE:/"] * 8)
    before = stage.ground.clock.monotonic()
    run = stage.apply(bounds=Bounds(deadline=60))
    assert stage.ground.clock.monotonic() - before <= 61
    assert run.exit_code == 3
    assert 0 < len(stage.world.carriers("vip")) < 40
    assert run.summary()[Kind.NOT_STARTED.value] > 0
    stage.fault()
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(*range(40))
    assert len(stage.world.fired) == 40


def test_a_call_that_outlasts_the_deadline_is_unknown_and_looked_up_by_the_next_run(stage):
    stage.fault("delay=500@WRITE:/")
    run = stage.apply(bounds=Bounds(deadline=60))
    assert run.summary()[Kind.UNKNOWN.value] == 5
    stage.fault()
    assert stage.apply().exit_code == 0
    assert len(stage.world.fired) == 40


def test_a_budget_is_the_most_writing_requests(stage):
    run = stage.apply(bounds=Bounds(budget=3))
    assert stage.world.writes == 3
    assert run.exit_code == 3
    assert len(stage.world.carriers("vip")) == 15
