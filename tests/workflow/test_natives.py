"""Members by a filter of the vendor's own: who is found carries the label, and nobody on half an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from labelsync.core.plan import Plan
from labelsync.errors import AccountsFailed, ManifestInvalid
from labelsync.sandbox import highlevel
from labelsync.testing import InProcess, Stage, Subject, everybody, subject
from labelsync.testing.levels.changing import is_settled
from labelsync.testing.stage import emails
from tests.cli.program import labelsync, write

ADAS, BOBS = (0, 1, 2), (3, 4)


def staged(folder: Path, vendor: str | Subject) -> Stage:
    one = subject(vendor) if isinstance(vendor, str) else vendor
    return Stage(folder / "stage", one, InProcess(one))


def named(stage: Stage, name: str) -> str:
    """A member of a manifest: whoever has this first name."""
    written = stage.subject.emulated.named.replace("{name}", name).replace("{lower}", name.lower())
    return f"{{account: a, native: {written}}}"


def furnish(stage: Stage, *labels: str) -> None:
    """Three Adas, and two Bobs who carry the labels."""
    stage.people(*everybody(3, first_name="Ada"), *everybody(2, *labels, first_name="Bob", start=3))


def withheld(plan: Plan) -> set[tuple[str, str, str]]:
    """Who is left alone and why: action, label, reason."""
    return {(held.action, held.label, held.reason) for held in plan.accounts[0].withheld}


def refused(look: Callable[[], Any]) -> ManifestInvalid:
    """The mistakes for which an account could not be planned."""
    with pytest.raises(AccountsFailed) as failed:
        look()
    assert failed.value.exit_code == 65
    [invalid] = failed.value.failures.values()
    assert isinstance(invalid, ManifestInvalid)
    return invalid


def test_whoever_the_filter_finds_gets_the_label_and_nobody_else(stage: Stage):
    furnish(stage)
    stage.manifest(f"labels: {{vip: {{members: [{named(stage, 'Ada')}]}}}}\n")
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(*ADAS)
    is_settled(stage)


def test_whoever_the_filter_finds_no_longer_loses_the_label(stage: Stage):
    furnish(stage)
    stage.manifest(f"labels: {{vip: {{members: [{named(stage, 'Ada')}, {named(stage, 'Bob')}]}}}}\n")
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(*ADAS, *BOBS)
    stage.manifest(f"labels: {{vip: {{members: [{named(stage, 'Ada')}]}}}}\n")
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(*ADAS)
    is_settled(stage)


def test_a_person_by_email_as_well_as_by_filter_is_one(stage: Stage):
    furnish(stage)
    stage.manifest(f"labels: {{vip: {{members: [p0@example.com, {named(stage, 'Ada')}, p3@example.com]}}}}\n")
    plan = stage.plan()
    [line] = plan.accounts[0].labels
    assert (plan.summary()["add"], line.wanted, line.unmatched, line.ambiguous) == (4, 4, 0, 0)
    assert stage.apply(plan).exit_code == 0
    assert sorted(stage.world.fired) == [(email, "vip", "add") for email in sorted(emails(*ADAS, 3))]
    is_settled(stage)


def test_two_filters_of_two_labels_give_each_its_own(stage: Stage):
    furnish(stage)
    labels = f"vip: {{members: [{named(stage, 'Ada')}]}}, trial: {{members: [{named(stage, 'Bob')}]}}"
    stage.manifest(f"labels: {{{labels}}}\n")
    assert stage.apply().exit_code == 0
    assert (stage.world.carriers("vip"), stage.world.carriers("trial")) == (emails(*ADAS), emails(*BOBS))
    is_settled(stage)


def test_whoever_is_found_and_denied_the_label_is_withheld_and_both_places_are_named(stage: Stage):
    furnish(stage)
    stage.manifest(
        f"labels:\n  vip: {{members: [{named(stage, 'Ada')}]}}\n"
        "contacts:\n  - {contact: p0@example.com, without: [vip]}\n"
    )
    plan = stage.plan()
    both = "contradictory: states/crm.yaml:4 and states/crm.yaml:6"
    assert withheld(plan) == {("add", "vip", both)}
    assert stage.apply(plan).exit_code == 0
    assert stage.world.carriers("vip") == emails(1, 2)
    is_settled(stage)


def test_whoever_is_found_and_to_be_deleted_stays_and_gains_nothing(stage: Stage):
    furnish(stage)
    stage.manifest(
        f"labels:\n  vip: {{members: [{named(stage, 'Ada')}]}}\n"
        "contacts:\n  - {contact: p0@example.com, state: absent}\n"
    )
    plan = stage.plan()
    assert [(action, reason[:14]) for action, _, reason in withheld(plan)] == [("delete", "contradictory:")]
    assert stage.apply(plan).exit_code == 0
    assert set(stage.world.people.values()) == emails(*ADAS, *BOBS)
    assert stage.world.carriers("vip") == emails(1, 2)


CIRCLES = {
    "wix": "{info.labelKeys: {$hasSome: [custom.other, custom.vip]}}",
    "highlevel": "[{field: firstNameLowerCase, operator: eq, value: ada}, "
    "{field: tags, operator: not_eq, value: ' VIP '}]",
}
OTHERS = {
    "wix": "{info.labelKeys: {$hasSome: [custom.theirs]}}",
    "highlevel": "{field: tags, operator: eq, value: Theirs}",
}


@pytest.mark.parametrize("vendor", CIRCLES)
def test_a_filter_that_asks_about_a_managed_label_is_refused_before_anything_is_asked(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    furnish(stage, "vip")
    asking = f"{{account: a, native: {CIRCLES[vendor]}}}"
    stage.manifest(f"labels:\n  vip: {{members: [p0@example.com]}}\n  gold: {{members: [{asking}]}}\n")
    [mistake] = refused(stage.apply).mistakes
    column = 1 + len("  gold: {members: [{account: a, native: ")
    assert (mistake.code, *mistake.place) == ("LS602", "states/crm.yaml", 5, column)
    assert mistake.message == "this filter asks about the label `vip`, which is managed here"
    assert stage.world.writes == 0
    assert stage.world.carriers("vip") == emails(*BOBS)


@pytest.mark.parametrize("vendor", CIRCLES)
def test_a_filter_may_ask_about_a_label_that_nobody_manages_here(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    furnish(stage, "theirs")
    stage.manifest(f"labels: {{vip: {{members: [{{account: a, native: {OTHERS[vendor]}}}]}}}}\n")
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == stage.world.carriers("theirs") == emails(*BOBS)


def test_a_managed_label_that_is_not_there_yet_is_managed_all_the_same(tmp_path):
    stage = staged(tmp_path, "highlevel")
    furnish(stage)
    asking = "{account: a, native: {field: tags, operator: eq, value: vip}}"
    stage.manifest(f"labels: {{vip: {{members: [p0@example.com]}}, gold: {{members: [{asking}]}}}}\n")
    assert [mistake.code for mistake in refused(stage.plan).mistakes] == ["LS602"]


def test_a_circle_is_shown_on_the_command_line_with_its_place(tmp_path):
    account = "{connector: highlevel, sandbox: people.csv}"
    asking = "{account: agency, native: {field: tags, operator: eq, value: vip}}"
    text = f"version: 1\naccounts: {{agency: {account}}}\nlabels: {{vip: {{members: [{asking}]}}}}\n"
    write(tmp_path, text, people="email,labels\nada@example.com,vip\n")
    ended = labelsync("plan", folder=tmp_path)
    assert ended.code == 65
    assert "LS602" in ended.err
    assert "states/crm.yaml:3" in ended.err


PAGES = {
    "wix": (1_010, "POST:/contacts/v4/contacts/query", 2),
    "highlevel": (510, "POST:/contacts/search", 1),
    "kirimchat": (110, "GET:/contacts", 2),
}
"""More people than a page, the route that lists them, and how many requests come before the second page."""


@pytest.mark.parametrize("vendor", PAGES)
def test_a_page_of_a_filter_that_cannot_be_read_leaves_everything_as_it_was(tmp_path, vendor):
    count, route, before = PAGES[vendor]
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(count, first_name="Ada"), *everybody(2, "vip", first_name="Bob", start=count))
    stage.manifest(f"labels: {{vip: {{members: [{named(stage, 'Ada')}]}}}}\n")
    stage.fault(f"delay=0.1x{before}@{route}", f"html@{route}")
    with pytest.raises(AccountsFailed) as failed:
        stage.apply()
    assert failed.value.exit_code == 69
    assert stage.world.writes == 0
    assert stage.world.carriers("vip") == emails(count, count + 1)


@dataclass
class Miscounting:
    """A HighLevel whose search says, of whoever is called Ada, that there is one more than it lists."""

    application: Any

    async def __call__(self, scope, receive, send):
        asked = await receive()

        async def again():
            return asked

        async def more(message):
            if b'"ada"' in asked["body"] and message["type"] == "http.response.body":
                told = json.loads(message["body"])
                message = {**message, "body": json.dumps({**told, "total": told["total"] + 1}).encode()}
            await send(message)

        await self.application(scope, again, more)


def miscounting() -> Subject:
    known = subject("highlevel")

    def fresh(people, around):
        emulator = highlevel.emulate(people, switches=highlevel.Switches(), around=around)
        emulator.app = Miscounting(emulator.app)
        return emulator

    return Subject(known.vendor, replace(known.emulated, fresh=fresh))


def test_a_filters_answer_that_is_not_whole_withholds_the_removals_of_its_label_only(tmp_path):
    stage = staged(tmp_path, miscounting())
    furnish(stage, "vip", "trial", "old")
    vip, trial = named(stage, "Ada"), named(stage, "Cyd")
    stage.manifest(
        "labels:\n"
        f"  vip: {{members: [{vip}]}}\n"
        f"  trial: {{members: [{trial}, p0@example.com]}}\n"
        "  old: {members: []}\n"
    )
    plan = stage.plan()
    reason = (
        "the wanted side is cut short: states/crm.yaml:4: the filter's answer is not whole: "
        "3 distinct contacts came where the vendor counts 4"
    )
    assert withheld(plan) == {("remove", "vip", reason)}
    assert stage.apply(plan).exit_code == 0
    assert stage.world.carriers("vip") == emails(*ADAS, *BOBS)
    assert (stage.world.carriers("trial"), stage.world.carriers("old")) == (emails(0), set())
    again = stage.plan()
    assert again.is_empty
    assert withheld(again) == {("remove", "vip", reason)}
