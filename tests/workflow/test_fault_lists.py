"""F9: a list that ends in mid-row, has no header or has shrunk gives labels and takes none away."""

import pytest

from labelsync.testing import InProcess, Stage, everybody, members, subject
from labelsync.testing.stage import emails

VENDORS = ("wix", "highlevel", "kirimchat")
MANIFEST = """\
labels:
  vip: {members: [p0@example.com, {list: lists/vip.csv, column: email, at_least: 2}]}
  gold: {members: [p0@example.com]}
"""
WHOLE = "email,name\np0@example.com,Ada\np1@example.com,Bob\n"


def staged(folder, vendor, text):
    """p2 and p3 carry both labels, by our own doing, and are on no list any more."""
    known = subject(vendor)
    stage = Stage(folder / "stage", known, InProcess(known))
    stage.people(*everybody(6))
    stage.manifest(f"labels: {{vip: {{members: {members(2, 3)}}}, gold: {{members: {members(2, 3)}}}}}\n")
    assert stage.apply().exit_code == 0
    lists = stage.folder / "states" / "lists"
    lists.mkdir()
    (lists / "vip.csv").write_text(text)
    stage.manifest(MANIFEST)
    return stage


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize(
    ("text", "gaining", "reason"),
    [
        (WHOLE + 'p4@example.com,"Cy', (0, 1), "states/lists/vip.csv:4: this row is broken"),
        (WHOLE + "p4@exam", (0, 1), "states/lists/vip.csv:4: this row has 1 columns where the header has 2"),
        (WHOLE.partition("\n")[2], (0,), "states/lists/vip.csv:1: the header has no column `email`"),
        ("email,name\n", (0,), "states/lists/vip.csv: 0 rows where at least 2 are expected"),
        ("", (0,), "states/lists/vip.csv:1: there is no header"),
    ],
    ids=["cut in quotes", "cut in mid-row", "no header", "below at_least", "empty"],
)
def test_a_list_that_is_cut_gives_its_label_and_takes_it_from_nobody(tmp_path, vendor, text, gaining, reason):
    stage = staged(tmp_path, vendor, text)
    plan = stage.plan()
    assert {(held.action, held.label) for held in plan.accounts[0].withheld} == {("remove", "vip")}
    [why] = {held.reason for held in plan.accounts[0].withheld}
    assert why.startswith(f"the wanted side is cut short: {reason}")
    assert stage.apply(plan).exit_code == 0
    assert stage.world.carriers("vip") == emails(*gaining, 2, 3)
    assert stage.world.carriers("gold") == emails(0)


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_same_list_once_it_is_whole_takes_the_label_away(tmp_path, vendor):
    stage = staged(tmp_path, vendor, WHOLE)
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(0, 1)
