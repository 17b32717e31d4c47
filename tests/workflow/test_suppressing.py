"""Opt-outs win over every list, and what holds until a day ends with it: asserted on the vendor's world."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from labelsync.core.plan import Expiring, Plan
from labelsync.testing import InProcess, Stage, everybody, members, subject
from labelsync.testing.stage import LOOSE, emails

VENDORS = ("wix", "highlevel", "kirimchat")
READABLE = ("wix", "highlevel")
DAY = 86_400.0


def staged(folder: Path, vendor: str) -> Stage:
    known = subject(vendor)
    return Stage(folder / "stage", known, InProcess(known))


def wait(stage: Stage, seconds: float) -> None:
    stage.ground.run(stage.ground.clock.sleep(seconds))


def policy(text: str) -> str:
    guards = LOOSE.removeprefix("policy: {").rstrip().removesuffix("}")
    return f"policy:\n  {guards}\n  {text}\n"


def opted_out(stage: Stage, *addresses: str) -> str:
    path = stage.folder / "lists"
    path.mkdir(exist_ok=True)
    (path / "optouts.csv").write_text("email\n" + "".join(f"{one}\n" for one in addresses))
    return 'suppress: [{labels: ["news*"], contacts: [{list: lists/optouts.csv, column: email}]}]'


def line(plan: Plan, label: str = "newsletter"):
    return next(one for one in plan.accounts[0].labels if one.label == label)


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_opt_out_list_wins_over_every_list_that_wants_her(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(4))
    text = f"labels: {{newsletter: {{members: {members(0, 1, 2)}}}, vip: {{members: {members(0)}}}}}\n"
    stage.manifest(text, policy=policy(opted_out(stage, "P0@example.com")))
    plan = stage.plan()
    counts = line(plan)
    assert (counts.wanted, counts.suppressed, counts.both) == (3, 1, 0)
    assert [(held.action, held.label, held.reason) for held in plan.accounts[0].withheld] == [
        ("add", "newsletter", "suppressed")
    ]
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("newsletter") == emails(1, 2)
    assert stage.world.carriers("vip") == emails(0)
    assert stage.plan().is_empty


@pytest.mark.parametrize("vendor", READABLE)
def test_who_opts_out_later_loses_an_exact_label_and_the_place_is_the_opt_out_s(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(3, "newsletter"))
    stage.manifest(
        f"labels: {{newsletter: {{members: {members(0, 1, 2)}}}}}\n",
        policy=policy(opted_out(stage, "p1@example.com")),
    )
    plan = stage.plan()
    [change] = plan.accounts[0].changes
    assert change.because == ("lists/optouts.csv:2",)
    assert line(plan).suppressed == 1
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("newsletter") == emails(0, 2)
    assert stage.plan().is_empty


@pytest.mark.parametrize("vendor", READABLE)
def test_an_additive_label_is_not_taken_from_who_opts_out_and_not_given_either(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(1, "newsletter"), *everybody(1, start=1))
    wanted = members(0, 1)
    stage.manifest(
        f"labels: {{newsletter: {{ownership: additive, members: {wanted}}}}}\n",
        policy=policy(opted_out(stage, "p0@example.com", "p1@example.com")),
    )
    assert stage.plan().is_empty
    assert line(stage.plan()).suppressed == 2
    assert stage.world.carriers("newsletter") == emails(0)


def test_nobody_is_given_a_label_while_its_opt_out_list_is_not_read_whole(tmp_path):
    stage = staged(tmp_path, "wix")
    stage.people(*everybody(3))
    text = f"labels: {{newsletter: {{members: {members(0, 1)}}}, vip: {{members: {members(0)}}}}}\n"
    entry = opted_out(stage, "p2@example.com").replace("column: email", "column: email, at_least: 2")
    stage.manifest(text, policy=policy(entry))
    plan = stage.plan()
    [held] = plan.accounts[0].withheld
    assert held.reason == (
        "who must not be given it is not known whole: lists/optouts.csv: 1 rows where at least 2 are expected"
    )
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("newsletter") == set()
    assert stage.world.carriers("vip") == emails(0)


def test_somebody_unknown_to_the_account_who_opted_out_is_counted_as_suppressed(tmp_path):
    stage = staged(tmp_path, "highlevel")
    stage.people(*everybody(1))
    stage.manifest(
        "labels: {newsletter: {members: [gone@example.com, p0@example.com]}}\n",
        policy=policy(opted_out(stage, "gone@example.com")),
    )
    plan = stage.plan()
    assert (line(plan).suppressed, line(plan).unmatched, line(plan).wanted) == (1, 0, 2)
    assert plan.accounts[0].unmatched == ()


def test_an_opt_out_by_phone_holds_for_who_is_wanted_by_e_mail(tmp_path):
    stage = staged(tmp_path, "highlevel")
    stage.people(*everybody(2))
    entry = 'suppress: [{labels: [newsletter], contacts: ["+6281100000000"]}]'
    stage.manifest(f"labels: {{newsletter: {{members: {members(0, 1)}}}}}\n", policy=policy(entry))
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("newsletter") == emails(1)


@pytest.mark.parametrize("vendor", READABLE)
def test_a_former_label_is_not_exchanged_for_the_new_one_by_who_opted_out(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(2, "letters"), *everybody(1, "newsletter", start=2))
    stage.manifest(
        "labels: {newsletter: {previously: [letters]}}\n",
        policy=policy(opted_out(stage, "p0@example.com")),
    )
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("newsletter") == emails(1, 2)


def day(clock_now: float, days: int) -> str:
    return datetime.fromtimestamp(clock_now + days * DAY, UTC).strftime("%Y-%m-%d")


@pytest.mark.parametrize("vendor", READABLE)
def test_what_holds_until_a_day_ends_with_that_day(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(3))
    now = stage.ground.clock.now()
    wanted = f"[p0@example.com, {{contact: p1@example.com, until: {day(now, 1)}}}]"
    stage.manifest(f"labels: {{vip: {{members: {wanted}}}}}\n")
    plan = stage.plan()
    end = (now // DAY + 2) * DAY
    assert plan.accounts[0].expiring == (Expiring("vip", end, 1, "states/crm.yaml:3"),)
    assert stage.apply(plan).exit_code == 0
    assert stage.world.carriers("vip") == emails(0, 1)
    wait(stage, end - stage.ground.clock.now() + 1)
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(0)
    assert stage.plan().accounts[0].expiring == ()


def test_who_is_wanted_for_good_as_well_does_not_expire(tmp_path):
    stage = staged(tmp_path, "highlevel")
    stage.people(*everybody(1))
    until = day(stage.ground.clock.now(), 1)
    stage.manifest(
        f"labels: {{vip: {{members: [{{contact: p0@example.com, until: {until}}}]}}}}\n"
        "contacts: [{contact: p0@example.com, labels: [vip]}]\n"
    )
    assert stage.plan().accounts[0].expiring == ()


def test_a_list_and_an_entry_may_hold_until_a_day_too(tmp_path):
    stage = staged(tmp_path, "highlevel")
    stage.people(*everybody(4))
    (stage.folder / "lists").mkdir()
    (stage.folder / "lists" / "camp.csv").write_text("email\np0@example.com\np1@example.com\n")
    past, soon = day(stage.ground.clock.now(), -2), day(stage.ground.clock.now(), 3)
    stage.manifest(
        "labels: {vip: {ownership: exact}}\ncontacts:\n"
        f"  - {{list: lists/camp.csv, column: email, labels: [vip], until: {soon}}}\n"
        f"  - {{contact: p2@example.com, labels: [vip], until: {past}}}\n"
        f"  - {{contact: p3@example.com, labels: [vip], until: '{soon}T12:00:00+07:00'}}\n"
    )
    plan = stage.plan()
    assert [(one.label, one.people) for one in plan.accounts[0].expiring] == [("vip", 1), ("vip", 2)]
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(0, 1, 3)


@pytest.mark.parametrize("vendor", READABLE)
def test_a_former_label_stays_on_whoever_may_not_be_given_the_new_one_yet(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(2, "letters"), *everybody(1, "newsletter", start=2))
    entry = opted_out(stage, "p9@example.com").replace("column: email", "column: email, at_least: 2")
    stage.manifest("labels: {newsletter: {previously: [letters]}}\n", policy=policy(entry))
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("letters") == emails(0, 1)
    assert stage.world.carriers("newsletter") == emails(2)
