"""F13, F15: the journal cannot be written, once or from then on, and nothing is sent that is not in it."""

import resource
import subprocess

import pytest

from labelsync.core.batch import Creation, Undefinition
from labelsync.core.outcome import Kind
from labelsync.core.run import Run
from labelsync.errors import JournalUnwritable
from tests.cli.program import ENVIRONMENT, command, highlevel, labelsync, served, write
from tests.crash.mortal import Mortal, entries, everybody, today, world, yesterday
from tests.crash.test_sweep import VENDORS, unbroken
from tests.crash.truth import lies

NOT_DONE = (Kind.FAILED, Kind.NOT_STARTED)


class Witness:
    """Looks into the journal, by a connection of its own, whenever a writing request arrives."""

    def __init__(self, scene: Mortal) -> None:
        self.scene = scene
        self.asked = 0
        self.unannounced: list[str] = []

    def __call__(self, asked) -> None:
        self.asked += 1
        if all(entry.settled for entry in entries(self.scene.path)):
            self.unannounced.append(asked.path)


def applied_on_a_bad_disk(folder, vendor, is_full):
    """Apply while some commits fail. Whatever comes back is true of the world."""
    scene = Mortal(folder, vendor)
    yesterday(scene)
    names = everybody(scene)
    today(scene)
    before = len(scene.emulator.view().automations)
    witness = scene.on_write = Witness(scene)
    scene.commits, scene.is_full = 0, is_full
    ended = attempt(scene)
    fired = scene.emulator.view().automations[before:]
    scene.on_write, scene.is_full = lambda _: None, lambda _: False
    assert witness.unannounced == []
    if isinstance(ended, Run):
        assert denied(ended, fired) == []
    return scene, names, ended, witness.asked


def attempt(scene):
    try:
        return scene.apply()
    except JournalUnwritable as unwritable:
        return unwritable


def denied(run, fired):
    """Pairs that the result says were not changed, and that the vendor saw change."""
    done = {(event.contact, event.on, event.label) for event in fired}
    return [
        (row.id, change.action, change.label)
        for account in run.accounts
        for change in account.changes
        for row in change.contacts
        if row.outcome.kind in NOT_DONE and (row.id, change.action, change.label) in done
    ]


def commits_of(fate):
    return fate.steps.count("before a commit")


def check(scene, names, wanted, where):
    assert scene.apply_again().converged, where
    assert world(scene, names) == wanted, where
    assert scene.plan().is_empty, where
    assert scene.journal().memory.open_intents(["a"]) == (), where
    assert lies(scene) == [], where


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_disk_that_is_full_from_some_commit_on_stops_the_run_and_the_next_one_ends_as_wanted(
    tmp_path, vendor
):
    whole, wanted = unbroken(tmp_path / "whole", vendor)
    for first in range(1, commits_of(whole) + 1):
        folder = tmp_path / str(first)
        scene, names, ended, _ = applied_on_a_bad_disk(folder, vendor, lambda n, first=first: n >= first)
        assert isinstance(ended, JournalUnwritable) or not ended.converged
        check(scene, names, wanted, f"full from commit {first} on")


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_single_commit_that_fails_is_never_taken_for_a_refusal_by_the_vendor(tmp_path, vendor):
    whole, wanted = unbroken(tmp_path / "whole", vendor)
    for only in range(1, commits_of(whole) + 1):
        folder = tmp_path / str(only)
        scene, names, ended, _ = applied_on_a_bad_disk(folder, vendor, lambda n, only=only: n == only)
        assert isinstance(ended, JournalUnwritable) or not ended.converged
        check(scene, names, wanted, f"commit {only} fails")


@pytest.mark.parametrize("vendor", VENDORS)
def test_nothing_is_sent_before_the_run_and_its_first_intent_are_durable(tmp_path, vendor):
    for first in (1, 2, 3):
        folder = tmp_path / str(first)
        scene, _, ended, asked = applied_on_a_bad_disk(folder, vendor, lambda n, first=first: n >= first)
        assert asked == 0
        assert [e for e in entries(scene.path) if e.run == "run2"] == []
        reason = ended.reason if isinstance(ended, JournalUnwritable) else ended.accounts[0].error
        assert reason == "the journal cannot be written (OperationalError)"


def test_a_label_change_whose_outcome_could_not_be_written_is_unknown_and_not_undone(tmp_path):
    whole, _ = unbroken(tmp_path / "whole", "wix")
    names = [step for step in whole.steps if step.startswith("before ")]
    place = names.index("before POST /contacts/v4/labels")
    commit = names[:place].count("before a commit") + 1
    scene, _, ended, _ = applied_on_a_bad_disk(tmp_path / "full", "wix", lambda n: n == commit)
    [made] = [change for change in ended.accounts[0].changes if change.action == "create_label"]
    assert made.whole.kind is Kind.UNKNOWN
    assert "gold" in scene.emulator.view().labels
    assert ended.exit_code == 3
    scene.apply_again()
    words = [e.performed.whole.kind for e in entries(scene.path) if isinstance(e.batch, Creation)]
    assert words[-1] is Kind.VERIFIED
    assert [e for e in entries(scene.path) if isinstance(e.batch, Undefinition)]


MANIFEST = """\
version: 1
accounts: {{agency: {{connector: highlevel, base_url: {highlevel}, batch: 1}}}}
labels: {{vip: {{members: [{members}]}}}}
policy: {{guards: {{additions: 1000}}}}
"""
SMALL = 250_000
"""Bytes that a file may have: enough for the journal's tables and some of the run's commits."""


def test_a_file_that_may_not_grow_ends_a_real_run_half_way_and_the_next_one_finishes(tmp_path):
    people = [f"p{n}@example.com" for n in range(16)]
    (tmp_path / "people.csv").write_text("\n".join(["email", *people]) + "\n")
    with served("--seed-from", "people.csv", folder=tmp_path) as urls:
        write(tmp_path, MANIFEST.format(highlevel=urls["highlevel"], members=", ".join(people)))
        ended = subprocess.run(
            command("apply", "-y"),
            cwd=tmp_path,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL)),
        )
        assert ended.returncode == 3
        assert "the journal cannot be written" in ended.stdout + ended.stderr
        announced = [c for e in entries(tmp_path / ".labelsync" / "journal.db") for c in e.batch.contacts]
        carried = carriers(urls["highlevel"])
        assert 0 < len(carried) < len(people)
        assert carried <= set(announced)
        assert labelsync("apply", "-y", folder=tmp_path).code == 0
        assert len(carriers(urls["highlevel"])) == len(people)
        assert labelsync("plan", folder=tmp_path).out.splitlines()[-1].startswith("No changes.")


def carriers(url):
    """Ids of the contacts that carry the tag, as the vendor tells them."""
    with highlevel(url) as client:
        body = {"locationId": "LOC00000000000000001", "pageLimit": 100}
        found = client.post("/contacts/search", json=body).raise_for_status().json()["contacts"]
        read = [client.get(f"/contacts/{row['id']}").raise_for_status().json()["contact"] for row in found]
        return {contact["id"] for contact in read if "vip" in contact["tags"]}
