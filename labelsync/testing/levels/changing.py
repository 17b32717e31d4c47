"""Levels 4 to 6: add, remove, both."""

from __future__ import annotations

from labelsync.core.run import Run
from labelsync.testing.stage import Stage, emails, everybody, members

__all__ = [
    "test_04_what_is_wanted_is_added_and_fires_once",
    "test_04_whoever_carries_the_label_already_is_left_alone",
    "test_05_a_label_that_others_look_after_is_not_touched",
    "test_05_what_is_not_wanted_is_removed_and_fires_once",
    "test_06_a_contact_gains_before_it_loses",
    "test_06_the_journal_has_an_outcome_for_every_change",
]


def test_04_what_is_wanted_is_added_and_fires_once(stage: Stage) -> None:
    stage.people(*everybody(6), *everybody(1, "vip", start=6))
    stage.manifest(f"labels: {{vip: {{members: {members(0, 1, 2)}, ownership: additive}}}}\n")
    run = stage.apply()
    assert run.exit_code == 0
    assert stage.world.carriers("vip") == emails(0, 1, 2, 6)
    assert sorted(stage.world.fired) == [(email, "vip", "add") for email in sorted(emails(0, 1, 2))]
    is_settled(stage)


def test_04_whoever_carries_the_label_already_is_left_alone(stage: Stage) -> None:
    stage.people(*everybody(3))
    stage.manifest(f"labels: {{vip: {{members: {members(0, 1)}, ownership: additive}}}}\n")
    assert stage.apply().exit_code == 0
    stage.manifest(f"labels: {{vip: {{members: {members(0, 1, 2)}, ownership: additive}}}}\n")
    assert stage.apply().exit_code == 0
    assert sorted(stage.world.fired) == [(email, "vip", "add") for email in sorted(emails(0, 1, 2))]
    is_settled(stage)


def test_05_what_is_not_wanted_is_removed_and_fires_once(stage: Stage) -> None:
    stage.people(*everybody(6))
    stage.manifest(f"labels: {{vip: {{members: {members(0, 1, 2, 3)}}}}}\n")
    assert stage.apply().exit_code == 0
    stage.manifest(f"labels: {{vip: {{members: {members(1, 3)}}}}}\n")
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(1, 3)
    lost = [event for event in stage.world.fired if event[2] == "remove"]
    assert sorted(lost) == [(email, "vip", "remove") for email in sorted(emails(0, 2))]
    is_settled(stage)


def test_05_a_label_that_others_look_after_is_not_touched(stage: Stage) -> None:
    stage.people(*everybody(3, "theirs"))
    stage.manifest(f"labels: {{vip: {{members: {members(0)}}}}}\n")
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("theirs") == emails(0, 1, 2)
    assert {label for _, label, _ in stage.world.fired} == {"vip"}


def test_06_a_contact_gains_before_it_loses(stage: Stage) -> None:
    stage.people(*everybody(4))
    stage.manifest(f"labels: {{old: {{members: {members(0, 1, 2)}}}, new: {{members: []}}}}\n")
    assert stage.apply().exit_code == 0
    stage.manifest(f"labels: {{old: {{members: []}}, new: {{members: {members(0, 1, 2)}}}}}\n")
    assert stage.apply().exit_code == 0
    assert (stage.world.carriers("old"), stage.world.carriers("new")) == (set(), emails(0, 1, 2))
    fired = stage.world.fired
    for email in emails(0, 1, 2):
        assert fired.index((email, "new", "add")) < fired.index((email, "old", "remove"))
    is_settled(stage)


def test_06_the_journal_has_an_outcome_for_every_change(stage: Stage) -> None:
    stage.people(*everybody(5, "b"))
    stage.manifest(f"labels: {{a: {{members: {members(0, 1)}}}, b: {{members: {members(0)}}}}}\n")
    plan = stage.plan()
    run = stage.apply(plan)
    assert run.exit_code == 0
    assert sum(run.summary().values()) == sum(plan.summary().values())
    assert stands(run, "a") == emails_of(stage, emails(0, 1))


def is_settled(stage: Stage) -> None:
    """After the changes nothing is left to plan, and applying again writes nothing and fires nothing."""
    assert stage.plan().is_empty
    writes, fired = stage.world.writes, stage.world.fired
    assert stage.apply().exit_code == 0
    assert (stage.world.writes, stage.world.fired) == (writes, fired)


def stands(run: Run, label: str) -> set[str]:
    """The contacts that gained a label for certain, by id."""
    from labelsync.core.outcome import STANDING

    return {
        contact.id
        for change in run.accounts[0].changes
        if change.action == "add" and change.label == label
        for contact in change.contacts
        if contact.outcome.kind in STANDING
    }


def emails_of(stage: Stage, wanted: set[str]) -> set[str]:
    """The ids of the contacts with these e-mails."""
    return {contact for contact, email in stage.world.people.items() if email in wanted}
