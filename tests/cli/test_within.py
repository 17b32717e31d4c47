"""Applied within a reviewed plan: made anew after the merge, and refused where something is new."""

from __future__ import annotations

from dataclasses import replace

import pytest

from labelsync.workflow.within import beyond
from tests.cli.program import labelsync, sandbox, write
from tests.planfile.samples import PLAN

KEY = {"LABELSYNC_SEAL_KEY": "of the pipeline"}
MANIFEST = """\
version: 1
accounts: {{agency: {{connector: highlevel, sandbox: people.csv}}}}
labels:
  vip: {{members: [{vip}], fires: {{add: [welcome]}}}}
  news: {{members: [{news}]}}
policy: {{guards: {{additions: 100, removals: 1, deletions: 5, empty: allow}}}}
"""
SEED = "id,email,labels\n" + "".join(
    f"{'A' * 18}p{number},p{number}@example.com,{labels}\n"
    for number, labels in enumerate(["vip", "", "vip", "vip", "news", ""])
)


def listed(*numbers: int) -> str:
    return ", ".join(f"p{number}@example.com" for number in numbers)


def carriers(folder, label: str) -> list[str]:
    return sorted(who[-2:] for who in sandbox("agency", folder=folder)["labels"].get(label, ()))


def commit(folder, *, vip: str, news: str = listed(4)) -> None:
    write(folder, MANIFEST.format(vip=vip, news=news))


@pytest.fixture
def reviewed(tmp_path):
    """Two pull requests, reviewed: the first gives p1 `vip`, the second gives p5 `news` beside that."""
    (tmp_path / "people.csv").write_text(SEED)
    commit(tmp_path, vip=listed(0, 1, 2, 3))
    assert labelsync("plan", "-o", "first.json", folder=tmp_path, **KEY).code == 0
    commit(tmp_path, vip=listed(0, 1, 2, 3), news=listed(4, 5))
    assert labelsync("plan", "-o", "second.json", folder=tmp_path, **KEY).code == 0
    return tmp_path


def apply(folder, plan: str):
    return labelsync("apply", "--within", plan, folder=folder, **KEY)


def test_two_merged_one_after_the_other_need_no_second_review(reviewed):
    commit(reviewed, vip=listed(0, 1, 2, 3))
    assert apply(reviewed, "first.json").code == 0
    commit(reviewed, vip=listed(0, 1, 2, 3), news=listed(4, 5))
    ended = apply(reviewed, "second.json")
    assert ended.code == 0, ended.err
    assert "Plan: 1 to add, 0 to remove." in ended.out
    assert carriers(reviewed, "vip") == ["p0", "p1", "p2", "p3"]
    assert carriers(reviewed, "news") == ["p4", "p5"]
    assert apply(reviewed, "second.json").code == 0


def test_somebody_s_removal_that_is_new_is_refused_and_named_by_id(reviewed):
    commit(reviewed, vip=listed(0, 1, 2), news=listed(4, 5))
    ended = apply(reviewed, "second.json")
    assert ended.code == 6
    assert f"not within the reviewed plan: 1 removals of vip on agency ({'A' * 18}p3)" in ended.err
    assert carriers(reviewed, "vip") == ["p0", "p2", "p3"]
    assert carriers(reviewed, "news") == ["p4"]


def test_an_addition_that_is_new_is_refused_with_what_it_starts(reviewed):
    commit(reviewed, vip=listed(0, 1, 2, 3, 5), news=listed(4, 5))
    ended = apply(reviewed, "second.json")
    assert ended.code == 6
    assert f"1 additions of vip on agency ({'A' * 18}p5)" in ended.err
    assert "welcome starts 2 times, and 1 were reviewed" in ended.err
    assert carriers(reviewed, "vip") == ["p0", "p2", "p3"]


def test_overrides_that_were_reviewed_hold_up_to_their_number(reviewed):
    commit(reviewed, vip=listed(0, 1))
    planned = labelsync(
        "plan", "-o", "third.json", "--override", "removals:vip@agency=2", folder=reviewed, **KEY
    )
    assert planned.code == 0, planned.out
    ended = apply(reviewed, "third.json")
    assert ended.code == 0, ended.err
    assert carriers(reviewed, "vip") == ["p0", "p1"]


def test_a_plan_that_was_altered_or_sealed_with_another_key_bounds_nothing(reviewed):
    ended = labelsync("apply", "--within", "first.json", folder=reviewed, LABELSYNC_SEAL_KEY="another")
    assert ended.code == 6
    text = (reviewed / "first.json").read_text()
    (reviewed / "first.json").write_text(text.replace('"add":1', '"add":9'))
    assert apply(reviewed, "first.json").code == 6
    assert carriers(reviewed, "vip") == ["p0", "p2", "p3"]


def test_a_plan_file_is_not_applied_within_another(reviewed):
    ended = labelsync("apply", "first.json", "--within", "second.json", folder=reviewed, **KEY)
    assert ended.code == 64
    assert "apply the manifest's path" in ended.err


def test_what_was_reviewed_for_another_account_allows_nothing_here():
    there = replace(PLAN, accounts=tuple(replace(part, identity="site 0") for part in PLAN.accounts))
    assert beyond(PLAN, there)[0] == "shop is another account now than the one that was reviewed"
    assert beyond(PLAN, PLAN) == ()
    assert beyond(PLAN, replace(PLAN, accounts=())) == (
        "creation of gold on shop",
        "2 additions of vip on shop (id1, id2)",
        "1 removals of trial on shop (id3)",
        "1 deletions of contacts on shop (id4)",
        "deletion of old on shop",
        "1 removals of trial on chat (ctc_1)",
        "goodbye starts 1 times, and 0 were reviewed",
        "sms-welcome starts 2 times, and 0 were reviewed",
    )
