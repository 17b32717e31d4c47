"""Calls that a vendor finds too tall: their halves pass, each pair in one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from labelsync.core.batch import Relabel
from labelsync.core.outcome import Kind
from labelsync.core.run import Run
from labelsync.journal.rows import read_batch
from labelsync.journal.tables import connect
from labelsync.sandbox import wix
from labelsync.testing import InProcess, Stage, Subject, everybody, members, subject
from labelsync.testing.levels.changing import is_settled
from labelsync.testing.stage import emails

RELABEL = "/contacts/v4/bulk/contacts/add-remove-labels"


def site(folder: Path, **switches: Any) -> Stage:
    """A Wix site that takes at most `in_cap` ids in a filter, 100 unless it is given."""
    known = subject("wix")

    def fresh(people: Any, around: Any) -> Any:
        return wix.emulate(people, switches=wix.Switches(**switches), around=around)

    one = Subject(known.vendor, replace(known.emulated, fresh=fresh))
    return Stage(folder / "stage", one, InProcess(one))


def wanted(stage: Stage, count: int, settings: str) -> None:
    """That many people, all of whom are to carry the label."""
    stage.people(*everybody(count))
    stage.manifest(f"labels: {{vip: {{members: {members(*range(count))}}}}}\n", settings=settings)


def answers(stage: Stage) -> list[int]:
    """The statuses that the relabelling calls got, in order."""
    return [heard.status for heard in stage.ground.stand.heard if heard.path == RELABEL]


def intended(stage: Stage) -> list[tuple[int, bool]]:
    """How tall each intended relabelling was, and whether its intent was settled, in order."""
    database = connect(stage.folder / ".labelsync" / "journal.db")
    rows = database.execute("SELECT batch, settled IS NOT NULL FROM intent ORDER BY id").fetchall()
    database.close()
    read = [(read_batch(text), bool(settled)) for text, settled in rows]
    return [(len(batch.contacts), settled) for batch, settled in read if isinstance(batch, Relabel)]


def kinds(run: Run) -> Counter[Kind]:
    rows = [row for change in run.accounts[0].changes for row in change.contacts]
    return Counter(row.outcome.kind for row in rows)


def test_halves_of_a_call_that_is_too_tall_pass_and_every_pair_is_in_one_of_them(tmp_path):
    stage = site(tmp_path)
    wanted(stage, 250, "batch: 250")
    run = stage.apply()
    assert run.exit_code == 0
    assert kinds(run) == {Kind.VERIFIED: 250}
    assert answers(stage) == [400, 400, 200, 200, 200, 200]
    assert run.requests["relabel"] == 6
    assert stage.world.carriers("vip") == emails(*range(250))
    assert sorted(stage.world.fired) == sorted((email, "vip", "add") for email in emails(*range(250)))
    is_settled(stage)


def test_later_calls_do_not_try_the_refused_heights_again(tmp_path):
    stage = site(tmp_path)
    wanted(stage, 750, "batch: 250, concurrency: 1")
    run = stage.apply()
    assert run.exit_code == 0
    assert answers(stage) == [400, 400] + [200] * 12
    assert run.requests["relabel"] == 14
    assert len(stage.world.fired) == len(set(stage.world.fired)) == 750


def test_each_try_has_an_intent_and_none_stays_open(tmp_path):
    stage = site(tmp_path)
    wanted(stage, 250, "batch: 250")
    assert stage.apply().exit_code == 0
    heights = [height for height, _ in intended(stage)]
    assert heights == [250, 125, 62, 63, 125, 62, 63]
    assert all(settled for _, settled in intended(stage))


def test_removals_go_in_halves_as_well(tmp_path):
    stage = site(tmp_path)
    stage.people(*everybody(250, "vip"))
    stage.manifest("labels: {vip: {members: []}}\n", settings="batch: 250")
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == set()
    assert len(stage.world.fired) == 250
    is_settled(stage)


def test_deletions_go_in_halves_as_well_and_nobody_is_deleted_twice(tmp_path):
    stage = site(tmp_path)
    stage.people(*everybody(130))
    gone = ", ".join(f"{{contact: p{number}@example.com, state: absent}}" for number in range(120))
    stage.manifest(f"contacts: [{gone}]\n", settings="batch: 250")
    run = stage.apply()
    assert run.exit_code == 0
    assert kinds(run) == {Kind.VERIFIED: 120}
    assert set(stage.world.people.values()) == emails(*range(120, 130))
    deleting = [heard.status for heard in stage.ground.stand.heard if heard.path.endswith("/contacts/delete")]
    assert deleting == [400, 200, 200]


def test_a_vendor_that_takes_one_contact_a_call_gets_one_a_call(tmp_path):
    stage = site(tmp_path, in_cap=1)
    wanted(stage, 9, "batch: 250, concurrency: 1")
    assert stage.apply().exit_code == 0
    assert Counter(answers(stage)) == {400: 3, 200: 9}
    assert len(stage.world.fired) == 9
    is_settled(stage)


def test_a_vendor_that_takes_not_even_one_contact_fails_with_its_reason_and_nothing_stays_open(tmp_path):
    stage = site(tmp_path, in_cap=0)
    wanted(stage, 5, "batch: 250")
    run = stage.apply()
    assert (run.exit_code, kinds(run)) == (3, {Kind.FAILED: 5})
    reasons = {row.outcome.reason for change in run.accounts[0].changes for row in change.contacts}
    assert all("UNSUPPORTED_FILTER_VALUE" in reason for reason in reasons)
    assert answers(stage) == [400, 400, 400]
    assert all(settled for _, settled in intended(stage))
    assert stage.world.fired == []


def test_one_half_whose_answer_is_lost_does_not_touch_what_is_known_of_the_others(tmp_path):
    stage = site(tmp_path)
    wanted(stage, 250, "batch: 250")
    stage.fault(f"delay=0.1x3@POST:{RELABEL}", f"drop@POST:{RELABEL}")
    run = stage.apply()
    assert (run.exit_code, kinds(run)) == (0, {Kind.VERIFIED: 250})
    assert len(stage.world.fired) == 250
    is_settled(stage)


@pytest.mark.parametrize("fault", ["503x999", "html"])
def test_halves_that_the_vendor_does_not_answer_are_told_from_those_that_it_did(tmp_path, fault):
    stage = site(tmp_path)
    wanted(stage, 250, "batch: 250")
    stage.fault(f"delay=0.1x3@POST:{RELABEL}", f"{fault}@POST:{RELABEL}")
    standing(stage, stage.apply())


def test_a_half_that_passed_is_not_called_not_started_when_another_is_refused_for_pace(tmp_path):
    stage = site(tmp_path)
    wanted(stage, 250, "batch: 250")
    stage.fault(f"delay=0.1x3@POST:{RELABEL}", f"429x999@POST:{RELABEL}")
    standing(stage, stage.apply())


def standing(stage: Stage, run: Run) -> None:
    """Whoever is reported to carry the label does, and nobody else; the next run finishes."""
    people = stage.world.people
    rows = [row for change in run.accounts[0].changes for row in change.contacts]
    stand = {people[row.id] for row in rows if row.outcome.kind in (Kind.APPLIED, Kind.VERIFIED)}
    assert stand == stage.world.carriers("vip")
    stage.fault()
    assert stage.apply().exit_code == 0
    assert stage.world.carriers("vip") == emails(*range(250))
    assert len(stage.world.fired) == 250
