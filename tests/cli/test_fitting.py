"""A plan file never does what the manifest does not say, even under a good seal: asserted on the world."""

from __future__ import annotations

from dataclasses import replace

import pytest

from labelsync.core.change import Add, Change, CreateLabel, Delete, DeleteLabel, Grounds, Remove
from labelsync.core.plan import Plan
from labelsync.core.question import Seen
from labelsync.core.roster import Definition
from labelsync.core.wish import Whole
from labelsync.planfile import read, save
from tests.cli.program import labelsync, sandbox, write

KEY = {"LABELSYNC_SEAL_KEY": "a key that two machines share"}
MANIFEST = """\
version: 1
accounts: {agency: {connector: highlevel, sandbox: people.csv}}
labels:
  vip: {members: [p0@example.com, p1@example.com]}
  letters: {ownership: additive, members: [p0@example.com]}
contacts: [{contact: p4@example.com, state: absent}]
policy: {guards: {additions: 100, removals: 100, deletions: 5}}
"""
SEED = "id,email,labels\n" + "".join(
    f"{'A' * 18}p{number},p{number}@example.com,{labels}\n"
    for number, labels in enumerate(["vip", "", "vip", "letters", "", "letters"])
)


@pytest.fixture
def planned(tmp_path):
    (tmp_path / "people.csv").write_text(SEED)
    write(tmp_path, MANIFEST)
    made = labelsync("plan", "-o", "plan.json", folder=tmp_path, **KEY)
    assert made.code == 0, made.err
    return tmp_path


def carried(folder) -> dict[str, list[str]]:
    """Each contact that is there, and what it carries."""
    world = sandbox("agency", folder=folder)
    labels = world["labels"].items()
    return {who[-2:]: sorted(name for name, all_ in labels if who in all_) for who in world["contacts"]}


def forged(folder, *changes) -> Plan:
    """The plan with other changes in it, sealed by somebody who has the key."""
    plan = read((folder / "plan.json").read_bytes())
    account = replace(plan.accounts[0], changes=changes)
    save(replace(plan, accounts=(account,)), folder / "plan.json", KEY["LABELSYNC_SEAL_KEY"].encode())
    return plan


def contact(name: str) -> str:
    return "A" * 18 + name


def grounds(plan: Plan) -> Grounds:
    read = plan.accounts[0].read
    return Grounds(Seen(read.contacts, read.pages, total_known=True), Whole())


def test_the_plan_itself_is_applied_on_another_machine_with_the_same_key(planned):
    (planned / ".labelsync" / "pseudonym.key").unlink(missing_ok=True)
    ended = labelsync("apply", "plan.json", folder=planned, **KEY)
    assert ended.code == 0, ended.err
    assert carried(planned) == {
        "p0": ["letters", "vip"],
        "p1": ["vip"],
        "p2": [],
        "p3": ["letters"],
        "p5": ["letters"],
    }


def forgeries(plan: Plan) -> dict[str, Change]:
    """What a plan might say beyond the manifest."""
    both, one = grounds(plan), ("x",)
    return {
        "adds": Add("vip", (contact("p3"),), one, ("c_0",)),
        "adds letters": Add("letters", (contact("p5"),), one, ("c_0",)),
        "adds what is not declared": Add("gold", (contact("p0"),), one, ("c_0",)),
        "removes letters": Remove("letters", (contact("p3"),), one, both),
        "deletes a contact": Delete((contact("p2"),), one, ("c_0",), both),
        "deletes the label": DeleteLabel("vip", Definition("vip", "vip"), "x", both),
        "defines a label": CreateLabel("gold", "gold", by_use=False),
    }


FORGERIES = (
    "adds",
    "adds letters",
    "adds what is not declared",
    "removes letters",
    "deletes a contact",
    "deletes the label",
    "defines a label",
)


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_the_manifest_does_not_say_is_refused_whole_and_nothing_is_sent(planned, forgery):
    before = carried(planned)
    plan = read((planned / "plan.json").read_bytes())
    forged(planned, forgeries(plan)[forgery])
    ended = labelsync("apply", "plan.json", folder=planned, **KEY)
    assert ended.code == 6, ended.err
    assert f"the plan {forgery.split()[0]}" in ended.err
    assert carried(planned) == before


def test_a_removal_from_somebody_who_is_wanted_is_a_conflict(planned):
    plan = read((planned / "plan.json").read_bytes())
    pair = (contact("p0"), contact("p2"))
    forged(planned, Remove("vip", pair, ("x", "x"), grounds(plan)))
    ended = labelsync("apply", "plan.json", "--format", "json", folder=planned, **KEY)
    assert ended.code == 3
    assert ended.document["summary"]["conflict"] == 1
    assert "a person whom the manifest wants" in ended.out
    assert carried(planned)["p0"] == ["vip"]
    assert carried(planned)["p2"] == []


def test_an_undo_of_a_run_that_nobody_knows_is_refused(planned):
    plan = forged(planned)
    save(
        replace(plan, undoes="20261121T000000Z-000000"),
        planned / "plan.json",
        KEY["LABELSYNC_SEAL_KEY"].encode(),
    )
    ended = labelsync("apply", "plan.json", folder=planned, **KEY)
    assert ended.code == 6
    assert "which this journal does not know" in ended.err


def test_a_plan_of_another_folder_s_key_is_refused(planned):
    ended = labelsync("apply", "plan.json", folder=planned, LABELSYNC_SEAL_KEY="another")
    assert ended.code == 6
