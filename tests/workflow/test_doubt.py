"""Contacts that are listed without their labels: asked one by one where a removal rests on the counts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from labelsync.core.change import Add
from labelsync.core.plan import Plan
from labelsync.sandbox.emulator import Person
from labelsync.testing import InProcess, Stage, everybody, members, subject
from labelsync.testing.levels.changing import is_settled
from labelsync.testing.stage import emails

ONE = re.compile(r"/contacts/[A-Za-z0-9]{20}")


@pytest.fixture
def highlevel(tmp_path: Path) -> Stage:
    """A location whose search leaves `tags` out where a contact has none (the emulator's default)."""
    one = subject("highlevel")
    return Stage(tmp_path / "stage", one, InProcess(one))


def asked(stage: Stage) -> set[str]:
    """Who was asked for by id, by e-mail; each once at most."""
    people = stage.world.people
    paths = [h.path for h in stage.ground.stand.heard if h.method == "GET" and ONE.fullmatch(h.path)]
    assert len(paths) == len(set(paths))
    return {people[path.removeprefix("/contacts/")] for path in paths}


def added(stage: Stage, plan: Plan) -> set[str]:
    """Who is to gain a label, by e-mail."""
    changes = [change for change in plan.accounts[0].changes if isinstance(change, Add)]
    return {stage.world.people[contact] for change in changes for contact in change.contacts}


def test_those_who_are_named_and_came_without_labels_are_asked_before_anybody_loses_one(highlevel: Stage):
    highlevel.people(*everybody(2, "vip"), *everybody(2, "other", start=2), *everybody(5, start=4))
    highlevel.manifest(f"labels: {{vip: {{members: {members(1, 2, 4, 5)}}}}}\n")
    plan = highlevel.plan()
    assert asked(highlevel) == emails(4, 5)
    assert (added(highlevel, plan), plan.summary()["remove"]) == (emails(2, 4, 5), 1)
    assert plan.accounts[0].withheld == ()
    assert highlevel.apply(plan).exit_code == 0
    assert highlevel.world.carriers("vip") == emails(1, 2, 4, 5)
    is_settled(highlevel)


@pytest.mark.parametrize(
    "labels",
    [
        f"{{vip: {{members: {members(0, 1, 4, 5)}}}}}",
        f"{{vip: {{members: {members(4, 5)}, ownership: additive}}}}",
        "{vip: {members: []}}",
    ],
    ids=["all of them stay", "additive", "nobody is named"],
)
def test_where_nobody_is_named_or_nobody_loses_a_label_nobody_is_asked(highlevel: Stage, labels):
    highlevel.people(*everybody(2, "vip"), *everybody(5, start=2))
    highlevel.manifest(f"labels: {labels}\n")
    highlevel.plan()
    assert asked(highlevel) == set()


def test_a_contact_that_is_denied_the_label_is_named_too(highlevel: Stage):
    highlevel.people(*everybody(1, "vip"), *everybody(2, start=1))
    denied = "contacts: [{contact: p1@example.com, without: [vip]}]\n"
    highlevel.manifest("labels: {vip: {members: []}}\n" + denied)
    highlevel.plan()
    assert asked(highlevel) == emails(1)


def forget(stage: Stage) -> None:
    """Somebody else's work from now on: the journal knows nothing of it."""
    shutil.rmtree(stage.folder / ".labelsync")


def test_whoever_carries_the_label_in_truth_is_neither_added_nor_counted_as_lacking_it(highlevel: Stage):
    highlevel.people(*everybody(1, "vip"), *everybody(3, start=1))
    highlevel.fault("stuck@WRITE:/")
    highlevel.manifest(f"labels: {{vip: {{members: {members(1)}, ownership: additive}}}}\n")
    assert highlevel.apply().exit_code == 0
    forget(highlevel)
    highlevel.manifest(f"labels: {{vip: {{members: {members(1, 2)}}}}}\n")
    plan = highlevel.plan()
    [line] = plan.accounts[0].labels
    assert (added(highlevel, plan), line.carry, line.both) == (emails(2), 2, 1)
    assert highlevel.apply(plan).exit_code == 0
    assert highlevel.world.carriers("vip") == emails(1, 2)
    assert sorted(highlevel.world.fired) == [
        ("p0@example.com", "vip", "remove"),
        ("p1@example.com", "vip", "add"),
        ("p2@example.com", "vip", "add"),
    ]


def crowd(stage: Stage, count: int) -> None:
    """That many people who are named and carry nothing, and one who carries the label and is not."""
    stage.people(*everybody(count), Person(email="zoe@example.com", labels=("vip",)))
    stage.manifest(f"labels: {{vip: {{members: {members(*range(count))}}}}}\n")


def test_two_hundred_are_asked_and_the_removal_is_planned(highlevel: Stage):
    crowd(highlevel, 200)
    plan = highlevel.plan()
    assert len(asked(highlevel)) == 200
    assert (plan.summary()["add"], plan.summary()["remove"]) == (200, 1)


def test_of_more_nobody_is_asked_and_the_removal_is_withheld_with_the_reason(highlevel: Stage):
    crowd(highlevel, 201)
    plan = highlevel.plan()
    assert asked(highlevel) == set()
    assert (plan.summary()["add"], plan.summary()["remove"]) == (201, 0)
    [held] = plan.accounts[0].withheld
    assert (held.action, held.label, [highlevel.world.people[c] for c in held.contacts], held.reason) == (
        "remove",
        "vip",
        ["zoe@example.com"],
        "not seen whole: 201 contacts that are named came without their labels",
    )
    assert plan.accounts[0].read.complete is False


def test_a_withheld_removal_is_made_once_the_others_carry_the_label(highlevel: Stage):
    crowd(highlevel, 201)
    assert highlevel.apply().exit_code == 0
    assert highlevel.world.carriers("vip") == {*emails(*range(201)), "zoe@example.com"}
    assert highlevel.apply().exit_code == 0
    assert highlevel.world.carriers("vip") == emails(*range(201))
    is_settled(highlevel)


def test_a_contact_that_goes_before_it_is_asked_is_not_planned_for(highlevel: Stage):
    highlevel.people(*everybody(1, "vip"), *everybody(3, start=1))
    highlevel.manifest(f"labels: {{vip: {{members: {members(1, 2, 3)}}}}}\n")
    highlevel.fault("vanish@GET:/contacts/")
    plan = highlevel.plan()
    assert len(highlevel.world.people) == 3
    assert added(highlevel, plan) == emails(1, 2, 3) & set(highlevel.world.people.values())
    assert plan.summary()["remove"] == 1


def test_when_asking_one_by_one_fails_nothing_is_planned_and_nothing_sent(highlevel: Stage):
    from labelsync.errors import AccountsFailed

    highlevel.people(*everybody(1, "vip"), *everybody(3, start=1))
    highlevel.manifest(f"labels: {{vip: {{members: {members(1, 2, 3)}}}}}\n")
    highlevel.fault("503x99@GET:/contacts/")
    with pytest.raises(AccountsFailed) as failed:
        highlevel.apply()
    assert failed.value.exit_code == 69
    assert highlevel.world.writes == 0
