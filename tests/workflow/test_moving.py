"""Labels that had another name before: renamed in place where a vendor can, else their carriers move."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from labelsync.core.change import DeleteLabel, Remove, RenameLabel
from labelsync.core.guard import measures, objections, parse_override
from labelsync.core.outcome import Kind
from labelsync.core.policy import Guards, Limit
from labelsync.journal.memory import Memory
from labelsync.journal.tables import connect
from labelsync.planfile import open_sealed, seal_plan
from labelsync.testing import InProcess, Stage, everybody, members, subject
from labelsync.testing.levels.changing import is_settled
from labelsync.testing.stage import LOOSE, emails
from tests.cli.program import labelsync, sandbox, write

TAKEN_OVER = "labels: {gold: {ownership: additive, previously: [vip]}}\n"
KEY = b"k" * 32
PROTECTED = LOOSE.replace("{guards", "{protect: {labels: [GLOB]}, guards")
ADD = "POST:/contacts/bulk/tags/update/add"
REMOVE = "POST:/contacts/bulk/tags/update/remove"


def staged(folder: Path, vendor: str) -> Stage:
    one = subject(vendor)
    return Stage(folder / "stage", one, InProcess(one))


highlevel = pytest.fixture(lambda tmp_path: staged(tmp_path, "highlevel"), name="highlevel")
wix = pytest.fixture(lambda tmp_path: staged(tmp_path, "wix"), name="wix")
kirimchat = pytest.fixture(lambda tmp_path: staged(tmp_path, "kirimchat"), name="kirimchat")


def carriers(stage: Stage) -> tuple[set[str], set[str]]:
    """Who carries the former label, and who its heir."""
    return stage.world.carriers("vip"), stage.world.carriers("gold")


def gained_before_they_lost(stage: Stage, *numbers: int) -> bool:
    fired = stage.world.fired
    pairs = [((email, "gold", "add"), (email, "vip", "remove")) for email in emails(*numbers)]
    return all(fired.index(gain) < fired.index(loss) for gain, loss in pairs)


def test_all_carriers_of_the_former_tag_move_to_an_additive_label(highlevel: Stage):
    highlevel.people(*everybody(3, "vip"), *everybody(1, "vip", "gold", start=3), *everybody(2, start=4))
    highlevel.manifest(TAKEN_OVER)
    assert highlevel.apply().exit_code == 0
    assert carriers(highlevel) == (set(), emails(0, 1, 2, 3))
    assert gained_before_they_lost(highlevel, 0, 1, 2)
    is_settled(highlevel)


def test_only_members_move_to_an_exact_label_and_the_former_tag_goes_from_everybody(highlevel: Stage):
    highlevel.people(*everybody(4, "vip"), *everybody(2, start=4))
    highlevel.manifest(f"labels: {{gold: {{members: {members(0, 1, 4)}, previously: [vip]}}}}\n")
    assert highlevel.apply().exit_code == 0
    assert carriers(highlevel) == (set(), emails(0, 1, 4))
    assert gained_before_they_lost(highlevel, 0, 1)


@pytest.mark.parametrize("ownership", ["ownership: additive", f"members: {members(0, 1, 2, 3, 4)}"])
def test_with_both_labels_there_people_are_moved_and_neither_is_renamed(wix: Stage, ownership):
    wix.people(*everybody(3, "vip"), *everybody(2, "gold", start=3), *everybody(1, "vip", "gold", start=5))
    wix.manifest(f"labels: {{gold: {{{ownership}, previously: [vip]}}}}\n")
    assert wix.plan().summary()["rename_label"] == 0
    assert wix.apply().exit_code == 0
    wanted = emails(0, 1, 2, 3, 4) | (emails(5) if "additive" in ownership else set())
    assert carriers(wix) == (set(), wanted)
    assert gained_before_they_lost(wix, 0, 1, 2)
    is_settled(wix)


def test_where_nobody_can_say_who_carries_what_nobody_is_moved_on_a_guess(kirimchat: Stage):
    kirimchat.people(*everybody(2, "vip"), *everybody(2, "gold", start=2))
    kirimchat.manifest(TAKEN_OVER)
    assert kirimchat.apply().exit_code == 0
    assert (carriers(kirimchat), kirimchat.world.writes) == ((emails(0, 1), emails(2, 3)), 0)


@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
def test_whoever_is_not_given_the_new_label_keeps_the_former_one_until_the_next_apply(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(4, "vip"), *everybody(1, "gold", start=4))
    stage.manifest(TAKEN_OVER)
    stage.fault("partial=1@WRITE:/")
    run = stage.apply()
    assert run.exit_code == 3
    ended = {(row.id, c.action): row.outcome.kind for c in run.accounts[0].changes for row in c.contacts}
    [short] = {contact for (contact, _), kind in ended.items() if kind is Kind.FAILED}
    assert ended[short, "remove"] is (Kind.NOT_STARTED if vendor == "highlevel" else Kind.FAILED)
    kept = {stage.world.people[short]}
    assert carriers(stage) == (kept, emails(0, 1, 2, 3, 4) - kept)
    assert stage.apply().exit_code == 0
    assert carriers(stage) == (set(), emails(0, 1, 2, 3, 4))
    is_settled(stage)


@pytest.mark.parametrize("fault", [f"drop@{ADD}", f"500@{ADD}", f"drop@{REMOVE}", f"html@{REMOVE}"])
def test_a_lost_answer_while_people_move_leaves_nobody_without_either_label(highlevel: Stage, fault):
    highlevel.people(*everybody(4, "vip"))
    highlevel.manifest(TAKEN_OVER)
    highlevel.fault(fault)
    highlevel.apply()
    assert set.union(*carriers(highlevel)) == emails(0, 1, 2, 3)
    assert highlevel.apply().exit_code == 0
    assert carriers(highlevel) == (set(), emails(0, 1, 2, 3))
    assert len(highlevel.world.fired) == 8


STRICT = "policy: {guards: {removals: {count: 1, percent: 1, free: 0}}}\n"


def test_those_who_move_are_removals_to_the_guards_and_the_override_answers(highlevel: Stage):
    highlevel.people(*everybody(4, "vip"))
    highlevel.manifest(TAKEN_OVER, policy=STRICT)
    plan = highlevel.plan()
    [objection] = plan.objections
    assert objection.measured == "4 (100 % of 4)"
    assert objection.override == "removals:gold (was vip)@a=4"
    key, number = parse_override(objection.override)
    strict = Guards(removals=Limit(count=1, percent=1.0, free=0))
    assert objections(measures(plan.accounts, strict), {key: number}) == ()
    assert objections(measures(plan.accounts, strict), {key: number - 1}) == (objection,)


def test_the_override_of_a_move_is_taken_on_the_command_line_and_said_as_a_shell_takes_it(tmp_path):
    account = "{connector: highlevel, sandbox: people.csv}"
    text = f"version: 1\naccounts: {{agency: {account}}}\n" + TAKEN_OVER + STRICT
    write(tmp_path, text, people="email,labels\na@example.com,vip\nb@example.com,vip\n")
    refused = labelsync("apply", "-y", folder=tmp_path)
    override = "removals:gold (was vip)@agency=2"
    assert refused.code == 4
    assert shlex.split(refused.err)[-2:] == ["--override", override]
    assert labelsync("apply", "-y", "--override", override, folder=tmp_path).code == 0
    labels = sandbox("agency", folder=tmp_path)["labels"]
    assert (len(labels["gold"]), labels["vip"]) == (2, [])


def patches(stage: Stage) -> int:
    return sum(heard.method == "PATCH" for heard in stage.ground.stand.heard)


def test_a_former_name_is_renamed_in_place_by_one_call(kirimchat: Stage):
    kirimchat.people(*everybody(3, "vip"), *everybody(1, start=3))
    kirimchat.manifest(TAKEN_OVER)
    assert kirimchat.apply().exit_code == 0
    assert (carriers(kirimchat), kirimchat.world.labels) == ((set(), emails(0, 1, 2)), ["gold"])
    assert (patches(kirimchat), kirimchat.world.writes, kirimchat.world.fired) == (1, 1, [])
    is_settled(kirimchat)


@pytest.mark.parametrize("vendor", ["wix", "kirimchat"])
@pytest.mark.parametrize("fault", ["drop", "500", "html"])
def test_a_rename_whose_answer_is_lost_is_settled(tmp_path, vendor, fault):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(3, "vip"))
    stage.manifest(TAKEN_OVER)
    stage.fault(f"{fault}@PATCH:/")
    run = stage.apply()
    assert run.exit_code in (0, 3)
    assert stage.apply().exit_code == 0
    assert (carriers(stage), stage.world.fired) == ((set(), emails(0, 1, 2)), [])
    assert patches(stage) <= (1 if (vendor, fault) == ("kirimchat", "drop") else 2)
    assert Memory(connect(stage.folder / ".labelsync" / "journal.db")).open_intents(["a"]) == ()
    is_settled(stage)


@pytest.mark.parametrize("vendor", ["wix", "kirimchat"])
def test_two_labels_that_swap_titles_are_not_renamed_into_one_another(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(5))
    titled = (
        f"labels: {{a: {{title: %s, members: {members(0, 1)}}}, b: {{title: %s, members: {members(2)}}}}}\n"
    )
    stage.manifest(titled % ("vip", "gold"))
    assert stage.apply().exit_code == 0
    assert carriers(stage) == (emails(0, 1), emails(2))
    stage.manifest(titled % ("gold", "vip"))
    assert stage.plan().summary()["rename_label"] == 0
    assert stage.apply().exit_code == 0
    assert carriers(stage) == (emails(2), emails(0, 1))
    assert patches(stage) == 0
    is_settled(stage)


GONE = "labels: {vip: {state: absent, definition: absent}}\n"
SAVED = {
    "highlevel": (TAKEN_OVER, lambda c: isinstance(c, Remove) and c.heir == "gold"),
    "kirimchat": (TAKEN_OVER, lambda c: isinstance(c, RenameLabel) and c.definition.name == "vip"),
    "wix": (GONE, lambda c: isinstance(c, DeleteLabel) and (c.carriers, c.takes_along) == (3, ("contacts",))),
}


@pytest.mark.parametrize("vendor", SAVED)
def test_a_saved_plan_moves_people_as_it_was_saved(tmp_path, vendor):
    labels, fits = SAVED[vendor]
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(3, "vip"))
    stage.manifest(labels)
    plan = stage.plan()
    sealed = seal_plan(plan, KEY)
    opened = open_sealed(sealed, key=KEY, now=stage.ground.clock.now())
    assert opened.accounts[0].changes == plan.accounts[0].changes
    assert seal_plan(opened, KEY) == sealed
    assert any(map(fits, opened.accounts[0].changes))
    stage.ground.clock.passed += 3600
    assert stage.apply(opened).exit_code == 0
    assert carriers(stage) == (set(), set() if labels == GONE else emails(0, 1, 2))
    is_settled(stage)


@pytest.mark.parametrize(
    ("vendor", "glob"), [("wix", "vip"), ("wix", "custom.vip"), ("highlevel", "vip"), ("kirimchat", "v*")]
)
def test_a_protected_label_is_protected_under_its_former_name_and_id_too(tmp_path, vendor, glob):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(2, "vip"))
    stage.manifest(TAKEN_OVER, policy=PROTECTED.replace("GLOB", glob))
    stage.apply()
    assert stage.world.carriers("vip") == emails(0, 1)


@pytest.mark.parametrize("vendor", ["wix", "kirimchat"])
def test_a_protected_label_whose_title_is_changed_keeps_its_name(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(3))
    titled = f"labels: {{a: {{title: TITLE, members: {members(0, 1)}}}}}\n"
    stage.manifest(titled.replace("TITLE", "vip"))
    assert stage.apply().exit_code == 0
    stage.manifest(titled.replace("TITLE", "gold"), policy=PROTECTED.replace("GLOB", "vip"))
    stage.apply()
    assert stage.world.carriers("vip") == emails(0, 1)


@pytest.mark.parametrize("vendor", ["wix", "highlevel"])
def test_a_former_name_that_is_written_twice_is_one(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(3, "vip"))
    stage.manifest(TAKEN_OVER)
    once = stage.plan().accounts[0].changes
    stage.manifest(TAKEN_OVER.replace("[vip]", "[vip, vip]" if vendor == "wix" else "[vip, VIP]"))
    assert stage.plan().accounts[0].changes == once


@pytest.mark.parametrize("vendor", ["highlevel", "wix"])
def test_whom_the_vendor_skips_in_silence_keeps_the_former_label_until_the_new_one_is_seen(tmp_path, vendor):
    stage = staged(tmp_path, vendor)
    stage.people(*everybody(2, "vip"), *everybody(1, "gold", start=2))
    stage.manifest(TAKEN_OVER, settings="batch: 1")
    add = ADD if vendor == "highlevel" else "POST:/contacts/v4/bulk/contacts/add-remove-labels"
    stage.fault(f"skip=1@{add}")
    run = stage.apply()
    former, heirs = carriers(stage)
    assert emails(0, 1) <= former | heirs
    assert not run.converged
    assert stage.apply().exit_code == 0
    assert carriers(stage) == (set(), emails(0, 1, 2))
