"""`labelsync plan --offline`: the plan of the accounts, without network, secrets and accounts."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from labelsync.cli.main import run
from labelsync.cli.shell import Shell
from labelsync.testing.time import VirtualClock
from tests.cli.program import Ended, labelsync, sandbox


@pytest.fixture
def program(monkeypatch, demo, capsys):
    """The program in this process, in a folder with the sample manifest, under virtual time."""
    monkeypatch.chdir(demo)
    clock = VirtualClock()

    def ended(*arguments: str, **environment: str) -> Ended:
        chance = random.Random(1)
        shell = Shell(clock, chance, environment, terminal=False, colour=False, width=100, run=clock.run)
        capsys.readouterr()
        code = run(arguments, shell)
        return Ended(code, *capsys.readouterr())

    return ended


def comparable(text: str) -> Any:
    """The document without what is about the moment: instants, and what looking and writing costs."""
    document = json.loads(text)
    for key in ("created", "expires", "summary"):
        del document[key]
    for account in document["accounts"]:
        del account["cost"], account["read"]["started"], account["read"]["finished"]
    return document


def elsewhere(folder: Path) -> Path:
    """The manifest in another folder, its first account at the vendor, with a secret that nobody has."""
    shutil.copytree(folder / "states", folder / "other" / "states")
    path = folder / "other" / "states" / "crm.yaml"
    text = path.read_text().replace(
        "sandbox: sandbox/shop.csv", "site_id: 5f0e3c1a-8c1d-4b7e-9a52-0f6d3f1c2b7a"
    )
    path.write_text(text.replace("# api_key: {env: WIX_API_KEY}", "api_key: {env: NOT_SET}"))
    return folder / "other" / "states"


@pytest.mark.parametrize("options", [(), ("--with-identities",)], ids=["pseudonyms", "identities"])
def test_the_plan_is_the_one_that_the_accounts_give(program, options):
    online = program("plan", "--format", "json")
    assert program("snapshot", "-o", "now", *options).code == 0
    offline = program("plan", "--format", "json", "--offline", "now")
    assert offline.code == online.code == 0
    assert comparable(offline.out) == comparable(online.out)
    narrowed = ("plan", "--format", "json", "--account", "shop", "--label", "vip")
    assert comparable(program(*narrowed, "--offline", "now").out) == comparable(program(*narrowed).out)


def test_the_page_says_on_what_it_rests(program):
    assert program("snapshot", "-o", "now").code == 0
    ended = program("plan", "--offline", "now", "--detailed-exitcode")
    assert ended.code == 2
    assert ended.err == snapshot("on a snapshot of 2026-11-18T11:06:40Z: no account is asked\n")


def test_no_account_is_asked_and_none_is_made(program, demo):
    assert program("snapshot", "-o", "now").code == 0
    shutil.rmtree(demo / ".labelsync" / "sandbox")
    assert program("plan", "--offline", "now").code == 0
    assert not (demo / ".labelsync" / "sandbox").exists()


def test_a_machine_without_secrets_and_journal_plans_with_the_key_alone(program, demo):
    key = {"LABELSYNC_PSEUDONYM_KEY": "a key that both machines have"}
    online = program("plan", "--format", "json", **key)
    assert program("snapshot", "-o", "now", **key).code == 0
    states = elsewhere(demo)
    offline = program("plan", str(states), "--format", "json", "--offline", "now", **key)
    assert offline.code == 0, offline.err
    there, here = comparable(offline.out), comparable(online.out)
    assert {**there, "manifest": None} == {**here, "manifest": None}


def test_another_key_is_refused_with_the_way_out(program, demo):
    assert program("snapshot", "-o", "now").code == 0
    ended = program("plan", str(elsewhere(demo)), "--offline", "now")
    assert (ended.code, ended.out) == (6, "")
    assert "error: the snapshot's people are pseudonyms by another key" in ended.err
    assert "next: set LABELSYNC_PSEUDONYM_KEY to that of the machine that took it" in ended.err


def test_no_key_is_needed_with_identities(program, demo):
    assert program("snapshot", "-o", "now", "--with-identities").code == 0
    assert program("plan", str(elsewhere(demo)), "--offline", "now").code == 0


def test_an_account_that_the_snapshot_does_not_have_is_refused(program):
    assert program("snapshot", "-o", "now", "--account", "shop").code == 0
    ended = program("plan", "--offline", "now")
    assert (ended.code, ended.out) == (6, "")
    assert ended.err == snapshot("""\
on a snapshot of 2026-11-18T11:06:40Z: no account is asked
error: agency: the snapshot does not have this account
  next: it has shop; take a new one, or use --account
error: chat: the snapshot does not have this account
  next: it has shop; take a new one, or use --account
""")
    assert program("plan", "--offline", "now", "--account", "shop").code == 0


def test_it_cannot_be_saved(program, demo):
    assert program("snapshot", "-o", "now").code == 0
    ended = program("plan", "--offline", "now", "-o", "plan.json")
    assert (ended.code, (demo / "plan.json").exists()) == (64, False)
    assert ended.err == snapshot("""\
error: a plan on a snapshot is for looking, and cannot be saved
  next: leave out --out, or --offline
""")


@pytest.mark.parametrize("content", ["", "{}", "version: 1\n"])
def test_what_is_no_snapshot_is_refused(program, demo, content):
    (demo / "now").write_text(content)
    assert program("plan", "--offline", "now").code == 6
    assert program("plan", "--offline", "nowhere").code == 6


def test_it_is_so_for_the_program_as_people_run_it(demo):
    assert labelsync("snapshot", "-o", "now", folder=demo).code == 0
    before = sandbox("shop", folder=demo)["requests"]
    online = labelsync("plan", "--format", "json", folder=demo)
    assert sandbox("shop", folder=demo)["requests"] != before
    before = sandbox("shop", folder=demo)["requests"]
    offline = labelsync("plan", "--format", "json", "--offline", "now", folder=demo)
    assert sandbox("shop", folder=demo)["requests"] == before
    assert comparable(offline.out) == comparable(online.out)
