"""`labelsync doctor`: each thing in the way is named, with what to do, and nothing is written or shown."""

from __future__ import annotations

import fcntl

import pytest

from tests.cli.program import labelsync, sandbox, served, write

TOKEN = "pit-canary-11111111-2222-4333-8444-555555555555"
MANIFEST = """\
version: 1
accounts:
  agency: {{connector: highlevel, location_id: AAAAAAAAAAAAAAAAAAAA, token: {{env: AGENCY_TOKEN}}{more}}}
labels:
  vip: {{members: [ada@example.com]}}
"""
CHAT = """\
version: 1
accounts:
  chat: {{connector: kirimchat, base_url: "{url}"}}
labels:
  vip: {{members: ["+6281234567890"]}}
"""


@pytest.fixture
def demo(tmp_path):
    assert labelsync("init", "--demo", folder=tmp_path).code == 0
    return tmp_path


def found(folder, *arguments, **environment):
    """The findings, by account and topic."""
    ended = labelsync("doctor", "--format", "json", *arguments, folder=folder, **environment)
    rows = {(row["account"], row["topic"]): row for row in ended.document["findings"]}
    return ended.code, rows


def test_where_all_is_well_it_says_so_and_the_first_plan_is_what_it_would_have_been(demo):
    ended = labelsync("doctor", folder=demo)
    assert ended.code == 0, ended.err
    assert ended.out.splitlines()[-1] == "All is well."
    assert "may be read: 10 in all" in ended.out
    assert not (demo / ".labelsync" / "seal.key").exists()
    planned = labelsync("plan", folder=demo)
    assert "18 to add, 9 to remove" in planned.out.splitlines()[-1]


def test_every_trouble_says_what_to_do(tmp_path):
    write(tmp_path, MANIFEST.format(more=""))
    code, rows = found(tmp_path)
    assert code == 77
    row = rows["agency", "credentials"]
    assert row["grade"] == "trouble"
    assert "AGENCY_TOKEN is not set" in row["said"]
    assert row["advice"]
    assert rows[None, "versions"]["grade"] == "fine"


def test_a_secret_is_told_by_where_it_comes_from_and_never_shown(tmp_path):
    with served(folder=tmp_path) as urls:
        write(tmp_path, MANIFEST.format(more=f', base_url: "{urls["highlevel"]}"'))
        ended = labelsync("doctor", folder=tmp_path, AGENCY_TOKEN=TOKEN)
    assert ended.code == 0, ended.out + ended.err
    assert "token from env AGENCY_TOKEN" in ended.out
    assert TOKEN not in ended.out + ended.err


def test_what_the_vendor_s_headers_say_and_its_clock_are_told(tmp_path):
    with served(folder=tmp_path) as urls:
        write(tmp_path, MANIFEST.format(more=f', base_url: "{urls["highlevel"]}"'))
        code, rows = found(tmp_path, AGENCY_TOKEN=TOKEN)
    assert code == 0
    assert "left now" in rows["agency", "limits"]["said"]
    assert rows["agency", "clock"]["grade"] == "fine"


def test_a_vendor_that_cannot_be_reached_is_in_the_way_of_its_account_alone(tmp_path):
    more = ', base_url: "http://127.0.0.1:9"'
    write(tmp_path, MANIFEST.format(more=more))
    code, rows = found(tmp_path, AGENCY_TOKEN=TOKEN)
    assert code == 69
    assert rows["agency", "identity"]["grade"] == "trouble"
    assert ("agency", "contacts") not in rows


def test_a_lock_that_another_run_holds_is_told_with_its_holder(demo):
    assert labelsync("plan", folder=demo).code == 0
    lock = demo / ".labelsync" / "locks" / "shop.lock"
    lock.parent.mkdir()
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        code, rows = found(demo)
    assert code == 0
    assert rows["shop", "lock"]["grade"] == "note"
    assert rows["shop", "lock"]["exit_code"] == 75
    assert rows["agency", "lock"]["said"] == "free"


def test_a_journal_that_others_may_read_and_one_that_was_altered_are_told(demo):
    assert labelsync("plan", folder=demo).code == 0
    journal = demo / ".labelsync" / "journal.db"
    journal.chmod(0o644)
    code, rows = found(demo)
    assert code == 0
    assert rows[None, "journal"]["advice"].startswith("chmod 600")


def test_an_account_without_a_ledger_is_told(tmp_path):
    with served(folder=tmp_path) as urls:
        write(tmp_path, CHAT.format(url=urls["kirimchat"]))
        code, rows = found(tmp_path)
        planned = labelsync("plan", "--require-ledger", folder=tmp_path)
    assert code == 0
    assert rows["chat", "ledger"]["grade"] == "note"
    assert planned.code == 4
    assert "ledger on chat: measured none, limit one is required" in planned.out


def test_looking_changes_nothing_at_a_vendor(demo):
    before = sandbox("shop", folder=demo)
    assert labelsync("doctor", folder=demo).code == 0
    after = sandbox("shop", folder=demo)
    assert after["contacts"] == before["contacts"]
    assert after["labels"] == before["labels"]


def test_one_account_can_be_looked_at_alone_and_has_to_be_there(demo):
    code, rows = found(demo, "--account", "agency")
    assert code == 0
    assert {account for account, _ in rows} == {None, "agency"}
    refused = labelsync("doctor", "--account", "agancy", folder=demo)
    assert refused.code == 64
    assert "agency" in refused.err
