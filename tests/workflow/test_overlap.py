"""Where an account says that a repeat starts nothing, calls of a plan may share pairs that change."""

from __future__ import annotations

import pytest

from labelsync.core.batch import Relabel
from labelsync.core.outcome import VERIFIED, Kind, Outcome
from labelsync.testing import InProcess, Stage, everybody, members, subject
from labelsync.testing.stage import emails
from labelsync.workflow.tally import Tally
from tests.workflow.test_remembering import take, wait

LABELS = f"""\
labels:
  a: {{members: {members(0, 1, 2)}, fires: {{add: [welcome]}}}}
  b: {{members: {members(1, 2)}}}
  c: {{members: {members(0, 1)}}}
"""
WANTED = {"a": emails(0, 1, 2), "b": emails(1, 2), "c": emails(0, 1)}


@pytest.fixture(params=["highlevel", "wix"])
def stage(tmp_path, request) -> Stage:
    stage = Stage(tmp_path / "stage", subject(request.param), InProcess(subject(request.param)))
    stage.people(*everybody(4))
    return stage


def relabelled(stage: Stage) -> int:
    """How many calls change labels, by the plan."""
    return stage.plan().accounts[0].cost.kinds["relabel"]


def test_calls_share_pairs_only_where_the_account_says_so(stage):
    stage.manifest(LABELS, settings="batch: 4")
    strict = relabelled(stage)
    stage.manifest(LABELS, settings="batch: 4, overlap: true")
    assert (strict, relabelled(stage)) == (3, 2)


def test_a_pair_in_two_calls_is_one_change_that_fires_once_and_is_told_once(stage):
    stage.manifest(LABELS, settings="batch: 4, overlap: true")
    assert [(firing.automation, firing.times) for firing in stage.plan().accounts[0].fires] == [
        ("welcome", 3)
    ]
    run = stage.apply()
    assert run.exit_code == 0
    assert {label: stage.world.carriers(label) for label in WANTED} == WANTED
    changed = {key: count for key, count in run.summary().items() if count}
    assert changed["verified"] == sum(map(len, WANTED.values()))
    fired = [event for event in stage.world.fired if event[2] == "add"]
    assert sorted(fired) == sorted((who, label, "add") for label, people in WANTED.items() for who in people)
    assert stage.plan().is_empty


BULK = {"highlevel": "/contacts/bulk/tags", "wix": "/contacts/v4/bulk"}


def test_a_pair_that_one_of_its_calls_proves_stays_proven_though_another_is_refused(stage):
    stage.manifest(LABELS, settings="batch: 4, overlap: true, concurrency: 1")
    path = BULK[stage.subject.name]
    stage.fault(f"delay=0.1@POST:{path}", f"partial=1@POST:{path}")
    run = stage.apply()
    outcomes = {
        (each.id, row.label): each.outcome.kind.value
        for row in run.accounts[0].changes
        for each in row.contacts
    }
    carried = {
        (contact, label)
        for contact, email in stage.world.people.items()
        for label in WANTED
        if email in stage.world.carriers(label)
    }
    assert {pair for pair, kind in outcomes.items() if kind == "verified"} == carried
    assert set(outcomes.values()) == {"failed", "verified"}
    stage.fault()
    assert stage.apply().exit_code == 0
    assert {label: stage.world.carriers(label) for label in WANTED} == WANTED


def test_a_pair_that_two_calls_gave_was_given_once(stage):
    stage.manifest(LABELS, settings="batch: 4, overlap: true, concurrency: 1")
    for _ in range(2):
        stage.fault("delay=3x9@WRITE:/")
        assert stage.apply().exit_code == 0
        wait(stage, 7200)
        for label in WANTED:
            take(stage, label, "p1@example.com")
        wait(stage, 7200)
    plan = stage.plan().accounts[0]
    assert not plan.withheld, "given twice within a week, not four times"
    assert sum(len(change.contacts) for change in plan.changes) == 3


def test_what_one_call_proved_no_other_call_takes_back(stage):
    stage.manifest(LABELS, settings="batch: 4, overlap: true")
    tally = Tally(stage.plan().accounts[0])
    [who, *_] = stage.world.people
    failed = Outcome(Kind.FAILED, "refused")
    for batch, outcome in ((("a", "b"), VERIFIED), (("a", "c"), failed)):
        tally.note(Relabel((who,), batch, ()), {who: outcome})
    assert [tally.contacts["add", label][who] for label in "abc"] == [VERIFIED, VERIFIED, failed]
