"""What the journal remembers keeps people from losing labels, and tells what is managed no longer."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from labelsync.core.plan import Unmanaged
from labelsync.testing import InProcess, Stage, everybody, members, subject
from labelsync.testing.simulation.visitor import Visitor, dialect_of
from labelsync.testing.stage import emails

READABLE = ("wix", "highlevel")
VENDORS = (*READABLE, "kirimchat")
DAY = 86_400.0


def staged(folder: Path, vendor: str) -> Stage:
    known = subject(vendor)
    return Stage(folder / "stage", known, InProcess(known))


def wait(stage: Stage, seconds: float) -> None:
    stage.ground.run(stage.ground.clock.sleep(seconds))


def contact(stage: Stage, email: str) -> str:
    return next(who for who, known in stage.world.people.items() if known == email)


def readdress(stage: Stage, before: str, after: str) -> None:
    """Somebody gives a contact another e-mail, by another client."""
    vendor, who = stage.subject.name, contact(stage, before)

    async def send():
        headers = dict(dialect_of(vendor).headers)
        transport = httpx.ASGITransport(stage.ground.stand)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost", headers=headers
        ) as client:
            if vendor == "wix":
                path = f"/contacts/v4/contacts/{who}"
                known = (await client.get(path)).json()["contact"]
                info = {"emails": {"items": [{"tag": "MAIN", "email": after, "primary": True}]}}
                answer = await client.patch(path, json={"revision": known["revision"], "info": info})
            else:
                answer = await client.put(f"/contacts/{who}", json={"email": after})
            answer.raise_for_status()

    stage.ground.run(send())


def take(stage: Stage, label: str, email: str) -> None:
    """Somebody takes a label off a contact."""
    visitor = Visitor(dialect_of(stage.subject.name), lambda: stage.ground.stand.emulator.app)
    assert visitor.take(contact(stage, email), label)


@pytest.mark.parametrize("vendor", READABLE)
def test_who_changes_her_address_keeps_her_label_and_the_plan_asks_for_the_new_one(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(3))
    stage.manifest("labels: {vip: {members: [p0@example.com, p1@example.com]}}\n")
    assert stage.apply().exit_code == 0
    wait(stage, DAY)
    readdress(stage, "p0@example.com", "new@example.com")
    wait(stage, DAY)
    plan = stage.plan()
    assert plan.is_empty
    [held] = plan.accounts[0].withheld
    assert (held.action, held.label) == ("remove", "vip")
    assert held.reason == "identity moved: states/crm.yaml:3 meant this contact; write its new address"
    [missing] = plan.accounts[0].unmatched
    assert missing.label == "vip"
    stage.manifest("labels: {vip: {members: [new@example.com, p1@example.com]}}\n")
    assert stage.plan().is_empty
    assert stage.plan().accounts[0].withheld == ()
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == {"new@example.com", "p1@example.com"}


def test_somebody_who_is_not_wanted_any_more_loses_the_label_though_another_moved(tmp_path):
    stage = staged(tmp_path, "highlevel")
    stage.people(*everybody(3))
    stage.manifest(f"labels: {{vip: {{members: {members(0, 1)}}}}}\n")
    assert stage.apply().exit_code == 0
    wait(stage, DAY)
    readdress(stage, "p0@example.com", "new@example.com")
    wait(stage, DAY)
    stage.manifest("labels: {vip: {members: [p0@example.com]}}\n")
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == {"new@example.com"}


@pytest.mark.parametrize("vendor", READABLE)
def test_a_pair_that_something_takes_back_three_times_in_a_week_is_left_alone_and_then_tried_again(
    tmp_path, vendor
):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(3))
    stage.manifest(f"labels: {{vip: {{members: {members(0, 1)}}}}}\n")
    for _ in range(3):
        assert stage.apply().exit_code == 0
        assert stage.world.carriers("vip") == emails(0, 1)
        wait(stage, 3600)
        take(stage, "vip", "p0@example.com")
        wait(stage, 3600)
    plan = stage.plan()
    assert plan.is_empty
    [held] = plan.accounts[0].withheld
    assert held.reason == "flapping: given 3 times within a week, and something takes it off again"
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(1)
    wait(stage, 8 * DAY)
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(0, 1)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_label_that_is_not_mentioned_any_more_is_listed_once_with_its_carriers_and_left_alone(
    tmp_path, vendor
):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(3))
    stage.manifest(f"labels: {{vip: {{members: {members(0, 1)}}}, spring: {{members: {members(2)}}}}}\n")
    assert stage.apply().exit_code == 0
    stage.manifest(f"labels: {{vip: {{members: {members(0, 1)}}}}}\n")
    plan = stage.plan()
    assert (plan.is_empty, plan.unmanaged) == (True, (Unmanaged("a", "spring", 1),))
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("spring") == emails(2)
    assert stage.plan().unmanaged == ()


@pytest.mark.parametrize("vendor", READABLE)
def test_a_label_managed_for_the_first_time_says_how_many_carry_it_who_are_not_listed(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(3, "vip"), *everybody(1, start=3))
    stage.manifest(f"labels: {{vip: {{ownership: additive, members: {members(0, 3)}}}}}\n")
    [line] = stage.plan().accounts[0].labels
    assert line.taken_over == 2
    assert stage.apply().exit_code == 0
    [line] = stage.plan().accounts[0].labels
    assert line.taken_over == 0
