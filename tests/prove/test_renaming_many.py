"""A label that ten thousand carry gets another name: nobody is without it for a moment, in few requests."""

from __future__ import annotations

import pytest

from labelsync.testing import InProcess, Stage, everybody, subject
from labelsync.testing.stage import emails

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]

MANY = 10_000
BOTH = "labels: {gold: {ownership: additive}, silver: {ownership: additive}}\n"
MOVED = "labels: {gold: {previously: [silver]}}\n"


def staged(folder, vendor: str) -> Stage:
    known = subject(vendor)
    stage = Stage(folder / "stage", known, InProcess(known))
    stage.people(*everybody(MANY, "silver"), *everybody(3, start=MANY))
    return stage


@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
def test_ten_thousand_move_to_the_new_name_and_none_of_them_carries_neither(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.manifest(BOTH)
    assert stage.apply().exit_code == 0
    stage.manifest(MOVED)
    before, fired = stage.world.writes, len(stage.world.fired)
    plan = stage.plan()
    assert stage.apply(plan).exit_code == 0
    assert stage.world.carriers("gold") == emails(*range(MANY))
    assert stage.world.carriers("silver") == set()
    given: set[str] = set()
    for email, label, on in stage.world.fired[fired:]:
        if (label, on) == ("gold", "add"):
            given.add(email)
        else:
            assert (label, on) == ("silver", "remove")
            assert email in given, "a contact carried neither name"
    assert len(given) == MANY
    assert stage.world.writes - before <= 1.1 * plan.accounts[0].cost.lower_bound
    assert stage.plan().is_empty


def test_where_the_vendor_renames_in_place_nothing_moves_at_all(tmp_path):
    stage = staged(tmp_path, "wix")
    stage.manifest("labels: {gold: {previously: [silver]}}\n")
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("gold") == emails(*range(MANY))
    assert (stage.world.writes, stage.world.fired) == (1, [])
