"""`labelsync snapshot`: what the accounts look like now, in a file, and nothing else is touched."""

from __future__ import annotations

import gzip
import json
import random
import stat
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from labelsync.cli.main import run
from labelsync.cli.shell import Shell
from labelsync.testing.time import VirtualClock
from tests.cli.program import Ended, write

NAMES = ("ada@", "grace@", "edsger@", "+6281")


@pytest.fixture
def labelsync(monkeypatch, demo, capsys):
    """The program in this process, in a folder with the sample manifest, under virtual time."""
    monkeypatch.chdir(demo)
    clock = VirtualClock()
    shell = Shell(clock, random.Random(1), {}, terminal=False, colour=False, width=100, run=clock.run)

    def ended(*arguments: str) -> Ended:
        capsys.readouterr()
        code = run(arguments, shell)
        return Ended(code, *capsys.readouterr())

    return ended


def rows(path: Path) -> list[dict | list]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def test_every_account_is_saved_readable_by_its_owner_only(labelsync, demo):
    ended = labelsync("snapshot", "-o", "now")
    assert (ended.code, ended.out) == (0, "")
    size = (demo / "now").stat().st_size
    assert ended.err.replace(str(size), "SIZE") == snapshot("""\
shop: 10 contacts, 5 labels
agency: 6 contacts, 3 labels
chat: 5 contacts, 2 labels
saved to now (SIZE bytes, people as pseudonyms)
""")
    assert stat.S_IMODE((demo / "now").stat().st_mode) == 0o600
    assert rows(demo / "now")[0]["accounts"] == ["shop", "agency", "chat"]


def test_nobody_stands_in_it_by_e_mail_or_phone(labelsync, demo):
    assert labelsync("snapshot", "-o", "now").code == 0
    text = gzip.decompress((demo / "now").read_bytes()).decode()
    assert [name for name in NAMES if name in text] == []


def test_with_identities_everybody_does(labelsync, demo):
    ended = labelsync("snapshot", "-o", "now", "--with-identities")
    assert "people as they are" in ended.err
    text = gzip.decompress((demo / "now").read_bytes()).decode()
    assert [name for name in NAMES if name not in text] == []


def test_people_are_called_as_plans_call_them(labelsync, demo):
    assert labelsync("snapshot", "-o", "now").code == 0
    plan = json.loads(labelsync("plan", "--format", "json").out)
    contacts = {row[0]: row[1:3] for row in rows(demo / "now") if isinstance(row, list)}
    added = [
        change for account in plan["accounts"] for change in account["changes"] if change["action"] == "add"
    ]
    pairs = [pair for change in added for pair in zip(change["contacts"], change["rests"], strict=True)]
    assert pairs
    assert [contact for contact, rest in pairs if rest not in contacts[contact]] == []


def test_where_labels_cannot_be_read_it_has_what_the_ledger_believes(labelsync, demo):
    assert labelsync("snapshot", "-o", "now", "--account", "chat").code == 0
    found = rows(demo / "now")
    assert (found[1]["basis"], found[1]["ledger"]) == ("assumed", "known")
    assert sum(len(row) > 3 for row in found if isinstance(row, list)) == 3


def test_an_account_can_be_chosen_and_an_unknown_one_is_refused(labelsync, demo):
    assert labelsync("snapshot", "-o", "now", "--account", "agency").code == 0
    assert rows(demo / "now")[0]["accounts"] == ["agency"]
    ended = labelsync("snapshot", "-o", "other", "--account", "nowhere")
    assert (ended.code, (demo / "other").exists()) == (64, False)


def test_an_older_one_gives_way_and_where_nothing_changed_not_a_byte_does(labelsync, demo):
    (demo / "now").write_text("something else")
    assert labelsync("snapshot", "-o", "now").code == 0
    before = (demo / "now").read_bytes()
    assert labelsync("snapshot", "-o", "now").code == 0
    assert (demo / "now").read_bytes() == before


def test_without_a_file_to_write_to_it_is_a_wrong_usage(labelsync, demo):
    assert labelsync("snapshot").code == 64
    ended = labelsync("snapshot", "-o", "nowhere/now")
    assert ended.code == 1
    assert "`now` cannot be written: No such file or directory" in ended.err


def test_where_an_account_cannot_be_looked_at_nothing_is_saved(labelsync, demo):
    account = "{connector: highlevel, base_url: 'http://127.0.0.1:9'}"
    write(demo, f"version: 1\naccounts: {{a: {account}}}\nlabels: {{vip: {{}}}}\n")
    before = sorted(demo.iterdir())
    ended = labelsync("snapshot", "-o", "now")
    assert ended.code == 69
    assert [path.name for path in demo.iterdir() if path not in before] in ([], [".labelsync"])
