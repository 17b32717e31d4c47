"""Reads by price: just those of whom a plan speaks are asked for, where that costs less than everyone."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from labelsync.connectors import highlevel, wix
from labelsync.core.change import action, pairs
from labelsync.core.plan import AccountPlan
from labelsync.sandbox.emulator import Person
from labelsync.testing import InProcess, Stage, everybody, members, subject
from labelsync.testing.stage import emails

FIFTY = f"labels:\n  vip: {{ownership: additive, members: {members(*range(50))}}}\n"
EXACT = "  old: {members: [p40@example.com]}\n"


def stage(folder, vendor: str) -> Stage:
    return Stage(folder, subject(vendor), InProcess(subject(vendor)))


def only(plan) -> AccountPlan:
    return plan.accounts[0]


@pytest.mark.parametrize(("vendor", "most"), [("wix", 6), ("highlevel", 8)])
def test_fifty_people_and_a_label_of_two_hundred_take_a_handful_of_requests(tmp_path, vendor, most):
    scene = stage(tmp_path / "s", vendor)
    scene.people(*everybody(200, "old"), *everybody(8000, start=200))
    scene.manifest(FIFTY + EXACT)
    plan = only(scene.plan())
    assert plan.cost.reads <= most
    assert plan.read.spared >= 3
    assert {action(change): pairs(change) for change in plan.changes if pairs(change)} == {
        "add": 50,
        "remove": 199,
    }
    assert (plan.read.total, plan.read.complete) == (8200, True)
    assert scene.apply().exit_code == 0
    assert scene.world.carriers("vip") == emails(*range(50))
    assert scene.world.carriers("old") == emails(40)
    assert not only(scene.plan()).changes


def test_an_account_of_one_page_is_read_whole(tmp_path):
    scene = stage(tmp_path / "s", "wix")
    scene.people(*everybody(300, "old"))
    scene.manifest(FIFTY)
    plan = only(scene.plan())
    assert (plan.read.pages, plan.read.contacts, plan.read.spared) == (1, 300, None)


def test_a_label_that_most_people_carry_is_not_asked_for_by_its_carriers(tmp_path):
    scene = stage(tmp_path / "s", "highlevel")
    scene.people(*everybody(1900, "old"), *everybody(600, start=1900))
    scene.manifest(FIFTY + EXACT)
    plan = only(scene.plan())
    assert (plan.read.contacts, plan.read.spared) == (2500, None)
    assert plan.read.pages == 6, "five pages of everyone"
    assert scene.world.shown["requests"]["reads"] <= 9, (
        "and one of the carriers, which told how many they are"
    )


def test_where_no_total_is_told_never_more_than_twice_the_cheapest_is_paid(tmp_path):
    scene = stage(tmp_path / "s", "kirimchat")
    scene.people(*everybody(1250))
    scene.manifest('labels: {vip: {members: ["+6281100001249", "+6281100001248", "+6281100001247"]}}\n')
    plan = only(scene.plan())
    assert plan.read.pages <= 6
    assert [len(change.contacts) for change in plan.changes if hasattr(change, "contacts")] == [3]
    assert scene.apply().exit_code == 0
    assert scene.world.carriers("vip") == emails(1247, 1248, 1249)
    again = only(scene.plan())
    assert not again.changes
    assert again.read.spared == 0


def test_what_was_just_given_is_seen_though_the_index_hides_it(tmp_path):
    scene = stage(tmp_path / "s", "wix")
    scene.people(*everybody(30, "old"), *everybody(5000, start=30))
    scene.manifest(FIFTY + EXACT)
    assert scene.apply().exit_code == 0
    plan = only(scene.plan())
    assert not plan.changes
    assert plan.read.spared


FEW = st.lists(st.integers(0, 24), max_size=6, unique=True)
LABELS = st.fixed_dictionaries(
    {
        "vip": st.tuples(st.sampled_from(["exact", "additive"]), FEW),
        "old": st.tuples(st.just("exact"), FEW),
        "gone": st.just(("absent", ())),
        "kept": st.tuples(st.just("additive"), FEW),
    }
)
WORLDS = st.lists(st.frozensets(st.sampled_from(["vip", "old", "gone", "kept"])), min_size=14, max_size=24)


def written(labels, without, deleted) -> str:
    lines = ["labels:"]
    for key, (how, people) in labels.items():
        body = "state: absent" if how == "absent" else f"ownership: {how}, members: {members(*people)}"
        lines.append(f"  {key}: {{{body}}}")
    rows = [f"  - {{contact: p{who}@example.com, without: [kept]}}" for who in without]
    rows += [f"  - {{contact: p{who}@example.com, state: absent}}" for who in deleted]
    return "\n".join([*lines, *(["contacts:"] if rows else []), *rows, ""])


NUMBERS = count()


@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(labels=LABELS, world=WORLDS, twins=st.booleans(), others=st.data())
def test_the_way_of_asking_never_changes_the_plan(vendor, labels, world, twins, others, tmp_path):
    named = {who for _, people in labels.values() for who in people}
    free = [who for who in range(24) if who not in named]
    without = others.draw(st.lists(st.sampled_from(free), max_size=2, unique=True)) if free else []
    deleted = [who for who in free if who not in without][:1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wix.calls, "PAGE", 3)
        for room in (highlevel.calls, highlevel.scanning):
            patch.setattr(room, "PAGE", 3)
        patch.setattr(highlevel.account, "_ANY", replace(highlevel.account._ANY, page=3))
        scene = stage(tmp_path / f"s{next(NUMBERS)}", vendor)
        people = [
            replace(one, labels=tuple(sorted(carried)))
            for one, carried in zip(everybody(24), world, strict=False)
        ]
        if twins:
            people.append(Person(email="p1@example.com", phone="+6281199999999", labels=("old",)))
        scene.people(*people)
        scene.manifest(written(labels, without, deleted))
        apart, scanned = only(scene.plan()), only(scene.plan(everyone=True))
    event("apart" if apart.read.spared is not None else "everyone")
    assert [plain(change) for change in apart.changes] == [plain(change) for change in scanned.changes]
    assert (apart.withheld, apart.unmatched) == (scanned.withheld, scanned.unmatched)


def plain(change):
    """A change but for its certificate, which tells what was read."""
    return replace(change, grounds=None) if hasattr(change, "grounds") else change
