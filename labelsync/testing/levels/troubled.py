"""Levels 10 to 14: partial failure, silent skip, lag, rate limit, lost answer."""

from __future__ import annotations

import pytest

from labelsync.core.outcome import STANDING, Kind
from labelsync.core.run import Run
from labelsync.testing.grounds import InProcess
from labelsync.testing.levels.changing import is_settled
from labelsync.testing.stage import Stage, emails, everybody, members

__all__ = [
    "test_10_somebody_else_deletes_a_contact_meanwhile",
    "test_10_somebody_else_merges_a_contact_meanwhile",
    "test_10_those_whom_the_vendor_refuses_are_told_from_those_it_took",
    "test_11_whoever_is_skipped_silently_is_not_called_verified",
    "test_12_a_plan_right_after_an_apply_finds_nothing_though_the_index_lags",
    "test_12_nothing_fires_twice_though_the_index_is_stuck",
    "test_13_a_rate_limit_is_waited_out_and_every_change_happens_once",
    "test_14_a_job_that_never_ends_is_left_open_and_settled_later",
    "test_14_a_lost_answer_is_looked_up_and_nothing_fires_twice",
]
WANTED = f"labels: {{vip: {{members: {members(0, 1, 2, 3)}}}}}\n"
TOLD = [(email, "vip", "add") for email in sorted(emails(0, 1, 2, 3))]


def begin(stage: Stage, trouble: str = "") -> None:
    """Six people, a label that is defined, and four who are to carry it."""
    if trouble and trouble not in stage.subject.emulated.troubles:
        pytest.skip(f"{stage.subject.vendor.title} cannot have it: {trouble}")
    stage.people(*everybody(6))
    stage.manifest("labels: {vip: {members: []}}\n")
    assert stage.apply().exit_code == 0
    stage.manifest(WANTED)


def kinds(run: Run) -> dict[str, Kind]:
    """The outcome of each contact that was to gain the label."""
    changes = [change for change in run.accounts[0].changes if change.action == "add"]
    return {contact.id: contact.outcome.kind for change in changes for contact in change.contacts}


def readable(stage: Stage) -> bool:
    """Whether the vendor tells who carries what."""
    return stage.identify()[1].readable


def test_10_those_whom_the_vendor_refuses_are_told_from_those_it_took(stage: Stage) -> None:
    begin(stage, "partial")
    stage.fault("partial=2@WRITE:/")
    ended = kinds(stage.apply())
    people = stage.world.people
    carriers = stage.world.carriers("vip")
    assert len(carriers) == 2
    assert {people[contact] for contact, kind in ended.items() if kind in STANDING} == carriers
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(0, 1, 2, 3)
    assert sorted(stage.world.fired) == TOLD


def test_10_somebody_else_deletes_a_contact_meanwhile(stage: Stage) -> None:
    begin(stage, "vanish")
    plan = stage.plan()
    stage.fault("vanish@WRITE:/")
    ended = kinds(stage.apply(plan))
    people = stage.world.people
    [gone] = set(ended) - set(people)
    assert ended[gone] not in STANDING
    assert {people[contact] for contact, kind in ended.items() if kind in STANDING} == stage.world.carriers(
        "vip"
    )
    assert stage.apply().exit_code == 0
    assert len(stage.world.carriers("vip")) == 3


def test_10_somebody_else_merges_a_contact_meanwhile(stage: Stage) -> None:
    begin(stage, "merge")
    plan = stage.plan()
    stage.fault("merge@WRITE:/")
    ended = kinds(stage.apply(plan))
    [merged] = set(ended) - set(stage.world.people)
    assert ended[merged] not in STANDING
    assert stage.apply().exit_code == 0
    assert stage.plan().is_empty


def test_11_whoever_is_skipped_silently_is_not_called_verified(stage: Stage) -> None:
    begin(stage, "skip")
    stage.fault("skip=1@WRITE:/")
    ended = kinds(stage.apply())
    people, carriers = stage.world.people, stage.world.carriers("vip")
    assert len(carriers) == 3
    [skipped] = [contact for contact in ended if people[contact] not in carriers]
    assert ended[skipped] is not Kind.VERIFIED
    if readable(stage):
        assert ended[skipped] not in STANDING
        assert stage.apply().exit_code == 0
        assert stage.world.carriers("vip") == emails(0, 1, 2, 3)
        is_settled(stage)


def test_12_a_plan_right_after_an_apply_finds_nothing_though_the_index_lags(stage: Stage) -> None:
    begin(stage, "lag")
    stage.fault("lag=2@WRITE:/")
    run = stage.apply()
    assert run.exit_code == 0
    assert set(kinds(run).values()) == {Kind.VERIFIED if readable(stage) else Kind.APPLIED}
    is_settled(stage)


def test_12_nothing_fires_twice_though_the_index_is_stuck(stage: Stage) -> None:
    begin(stage, "stuck")
    stage.fault("stuck@WRITE:/")
    assert stage.apply().exit_code == 0
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(0, 1, 2, 3)
    assert sorted(stage.world.fired) == TOLD


@pytest.mark.parametrize("refusal", ["429=1x2", "429x2"])
def test_13_a_rate_limit_is_waited_out_and_every_change_happens_once(stage: Stage, refusal: str) -> None:
    begin(stage)
    stage.fault(f"{refusal}@WRITE:/", f"{refusal}@READ:/")
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(0, 1, 2, 3)
    assert sorted(stage.world.fired) == TOLD
    is_settled(stage)


@pytest.mark.parametrize("fault", ["drop", "late", "refuse", "500", "503", "html"])
def test_14_a_lost_answer_is_looked_up_and_nothing_fires_twice(stage: Stage, fault: str) -> None:
    if not isinstance(stage.ground, InProcess) and fault not in ("drop", "html"):
        pytest.skip("in this process only: over sockets it is the same but for the waiting")
    begin(stage)
    stage.fault(f"{fault}@WRITE:/")
    stage.apply()
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(0, 1, 2, 3)
    assert sorted(stage.world.fired) == TOLD
    is_settled(stage)


def test_14_a_job_that_never_ends_is_left_open_and_settled_later(stage: Stage) -> None:
    if not isinstance(stage.ground, InProcess):
        pytest.skip("in this process only: its end is waited for longer than a test may last")
    begin(stage, "endless")
    stage.fault("endless@WRITE:/")
    assert stage.apply().exit_code == 3
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(0, 1, 2, 3)
    assert sorted(stage.world.fired) == TOLD
    is_settled(stage)
