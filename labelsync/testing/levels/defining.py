"""Levels 7 to 9: create, rename, delete."""

from __future__ import annotations

from labelsync.core.capability import Deletes
from labelsync.core.change import CreateLabel, DeleteLabel, RenameLabel
from labelsync.testing.levels.changing import is_settled
from labelsync.testing.stage import Stage, emails, everybody, members

__all__ = [
    "test_07_a_label_that_is_not_there_is_created_once",
    "test_07_a_label_without_members_is_defined_and_given_to_nobody",
    "test_08_a_former_name_is_taken_over_and_nobody_loses_the_label",
    "test_08_a_title_that_changed_is_a_rename_where_the_vendor_can",
    "test_09_a_contact_is_deleted_or_the_plan_objects",
    "test_09_a_label_is_deleted_and_leaves_everybody",
]


def test_07_a_label_that_is_not_there_is_created_once(stage: Stage) -> None:
    stage.people(*everybody(2))
    stage.manifest(f"labels: {{vip: {{members: {members(0)}}}}}\n")
    assert any(isinstance(change, CreateLabel) for change in stage.plan().accounts[0].changes)
    assert stage.apply().exit_code == 0
    assert stage.world.labels.count("vip") == 1
    assert stage.world.carriers("vip") == emails(0)
    is_settled(stage)


def test_07_a_label_without_members_is_defined_and_given_to_nobody(stage: Stage) -> None:
    stage.people(*everybody(2))
    stage.manifest("labels: {vip: {ownership: additive}}\n")
    assert stage.apply().exit_code == 0
    assert "vip" in stage.world.labels
    assert stage.world.fired == []
    is_settled(stage)


def test_08_a_former_name_is_taken_over_and_nobody_loses_the_label(stage: Stage) -> None:
    stage.people(*everybody(3, "vip"), *everybody(2, start=3))
    stage.manifest("labels: {gold: {ownership: additive, previously: [vip]}}\n")
    plan = stage.plan()
    renames = [change for change in plan.accounts[0].changes if isinstance(change, RenameLabel)]
    assert bool(renames) == stage.subject.vendor.labels.renamable
    assert stage.apply().exit_code == 0
    assert (stage.world.carriers("gold"), stage.world.carriers("vip")) == (emails(0, 1, 2), set())
    fired = stage.world.fired
    if renames:
        assert fired == []
    else:
        for email in emails(0, 1, 2):
            assert fired.index((email, "gold", "add")) < fired.index((email, "vip", "remove"))
        assert plan.summary() == {**plan.summary(), "add": 3, "remove": 3}
    is_settled(stage)


def test_08_a_title_that_changed_is_a_rename_where_the_vendor_can(stage: Stage) -> None:
    rules = stage.subject.vendor.labels
    stage.people(*everybody(3))
    named = "names: {a: NAME}" if rules.from_key else "title: NAME"
    wanted = f"labels: {{vip: {{members: {members(0, 1)}, {named}}}}}\n"
    stage.manifest(wanted.replace("NAME", "silver"))
    assert stage.apply().exit_code == 0
    fired = stage.world.fired
    stage.manifest(wanted.replace("NAME", "gold"))
    if not rules.renamable:
        assert [objection.guard for objection in stage.plan().objections] == ["renamed"]
        return
    assert stage.apply().exit_code == 0
    assert (stage.world.carriers("gold"), stage.world.labels.count("silver")) == (emails(0, 1), 0)
    assert stage.world.fired == fired
    is_settled(stage)


def test_09_a_label_is_deleted_and_leaves_everybody(stage: Stage) -> None:
    stage.people(*everybody(4))
    stage.manifest(f"labels: {{old: {{members: {members(0, 1)}}}, vip: {{members: {members(2)}}}}}\n")
    assert stage.apply().exit_code == 0
    stage.manifest(
        f"labels: {{old: {{state: absent, definition: absent}}, vip: {{members: {members(2)}}}}}\n"
    )
    [gone] = [change for change in stage.plan().accounts[0].changes if isinstance(change, DeleteLabel)]
    assert gone.carriers == 2
    assert gone.takes_along == stage.subject.vendor.labels.takes_along
    assert stage.apply().exit_code == 0
    assert "old" not in stage.world.labels
    assert (stage.world.carriers("old"), stage.world.carriers("vip")) == (set(), emails(2))
    is_settled(stage)


def test_09_a_contact_is_deleted_or_the_plan_objects(stage: Stage) -> None:
    stage.people(*everybody(4))
    stage.manifest("contacts: [{contact: p3@example.com, state: absent}]\n")
    if stage.identify()[1].deletes is Deletes.NONE:
        assert [objection.guard for objection in stage.plan().objections] == ["capability"]
        return
    run = stage.apply()
    assert run.exit_code == 0
    assert set(stage.world.people.values()) == emails(0, 1, 2)
    is_settled(stage)
