"""`labelsync reveal`: people in place of pseudonyms, for whoever has the manifest and the key."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from labelsync.planfile import pseudonym
from tests.cli.program import ENVIRONMENT, Ended, command, labelsync, write
from tests.cli.test_terminal import take_terminal

pytestmark = pytest.mark.prove

MANIFEST = """\
version: 1
accounts: {agency: {connector: highlevel, sandbox: people.csv}}
labels:
  vip:
    members: [p0@example.com, "+6281100000001", {id: CONTACT3, account: agency}, absent@example.com]
  news: {members: [{list: lists/news.csv, column: email}]}
policy:
  protect: {contacts: [boss@example.com]}
  suppress: [{contacts: [stop@example.com], labels: [vip]}]
"""
PEOPLE = "email,phone\np0@example.com,\np1@example.com,+6281100000001\np2@example.com,\np3@example.com,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a saved plan."""
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/news.csv").write_text("email\np2@example.com\n")
    write(tmp_path, MANIFEST, people=PEOPLE)
    (tmp_path / "states/people.csv").rename(tmp_path / "people.csv")
    ended = labelsync("plan", "-o", "plan.json", folder=tmp_path)
    assert ended.code == 0, ended.err
    return tmp_path


def on_terminal(*arguments: str, folder: Path, answer: bytes = b"") -> Ended:
    """Run on a terminal, type an answer where one is asked for, and see all of it as stdout."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments),
        cwd=folder,
        env=ENVIRONMENT | {"TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=take_terminal,  # noqa: PLW1509 - one system call, before anything else runs
    )
    os.close(theirs)
    shown = b""
    while process.poll() is None or select.select([ours], [], [], 0)[0]:
        try:
            shown += os.read(ours, 4096) if select.select([ours], [], [], 0.1)[0] else b""
        except OSError:
            break
        if b"Enter a value" in shown and answer:
            os.write(ours, answer)
            answer = b""
    os.close(ours)
    return Ended(process.wait(60), shown.decode("utf-8", "replace").replace("\r\n", "\n"), "")


def test_a_plan_is_revealed_into_a_file_that_its_owner_alone_reads(folder):
    ended = labelsync("reveal", "plan.json", "-o", "people.json", folder=folder)
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == snapshot("""\
wrote people.json, readable by you only: it holds people, so delete it when you have seen it
5 pseudonyms revealed, 0 unknown
""")
    assert (folder / "people.json").stat().st_mode & 0o777 == 0o600
    [account] = json.loads((folder / "people.json").read_text())["accounts"]
    named = {rest for change in account["changes"] for rest in change.get("rests", ())}
    assert named == {"p0@example.com", "p2@example.com", "+6281100000001"}
    missing = {row["contact"] for row in account["unmatched"]}
    assert missing == {"absent@example.com", "CONTACT3"}


def test_a_log_is_revealed_and_everything_else_in_it_stays(folder):
    missing = pseudonym((folder / ".labelsync/pseudonym.key").read_bytes().strip())("absent@example.com")
    log = f"x {missing}, c_0123456789abcdef and {missing}0 or x{missing}\n".encode() + b"\xff\x00\r\n"
    (folder / "job.log").write_bytes(log)
    ended = labelsync("reveal", "job.log", "-o", "out.log", folder=folder)
    assert ended.err.endswith("1 pseudonym revealed, 1 unknown\n")
    revealed = log.replace(f"x {missing}".encode(), b"x absent@example.com")
    assert (folder / "out.log").read_bytes() == revealed


def test_whoever_is_protected_or_suppressed_is_known_too(folder):
    named = pseudonym((folder / ".labelsync/pseudonym.key").read_bytes().strip())
    (folder / "log").write_text(f"{named('boss@example.com')} {named('stop@example.com')}\n")
    assert labelsync("reveal", "log", "-o", "out", folder=folder).code == 0
    assert (folder / "out").read_text() == "boss@example.com stop@example.com\n"


def test_a_name_that_json_would_quote_leaves_json_what_it_is(tmp_path):
    odd = 'a"b\\c'
    write(
        tmp_path,
        "version: 1\naccounts: {agency: {connector: highlevel, sandbox: people.csv}}\n"
        "labels: {vip: {members: [{id: 'a\"b\\c', account: agency}]}}\n",
    )
    (tmp_path / "people.csv").write_text("email\np0@example.com\n")
    assert labelsync("plan", "-o", "plan.json", folder=tmp_path).code == 0
    assert labelsync("reveal", "plan.json", "-o", "out.json", folder=tmp_path).code == 0
    document = json.loads((tmp_path / "out.json").read_text())
    assert document["accounts"][0]["unmatched"][0]["contact"] == odd


def test_people_are_shown_on_a_terminal(folder):
    (folder / "esc.log").write_bytes((folder / "plan.json").read_bytes() + b"\x1b[2J")
    ended = on_terminal("reveal", "esc.log", folder=folder)
    assert ended.code == 0
    assert "absent@example.com" in ended.out
    assert "\x1b[2J" not in ended.out
    assert "5 pseudonyms revealed, 0 unknown" in ended.out


def test_without_a_terminal_and_without_a_file_nothing_is_read_or_shown(folder):
    ended = labelsync("reveal", "plan.json", "nowhere", folder=folder)
    assert (ended.code, ended.out) == (64, "")
    assert "name a file for them: --out FILE" in ended.err
    assert "example.com" not in ended.err


def test_nothing_that_is_there_is_overwritten(folder):
    before = (folder / "plan.json").read_bytes()
    ended = labelsync("reveal", "plan.json", "-o", "plan.json", folder=folder)
    assert ended.code == 64
    assert (folder / "plan.json").read_bytes() == before


def test_without_the_key_nobody_is_known_and_none_is_made(folder):
    (folder / ".labelsync/pseudonym.key").unlink()
    ended = labelsync("reveal", "plan.json", "-o", "out.json", folder=folder)
    assert ended.code == 64
    assert "LABELSYNC_PSEUDONYM_KEY" in ended.err
    assert not (folder / ".labelsync/pseudonym.key").exists()
    assert not (folder / "out.json").exists()


def test_with_another_key_every_pseudonym_stays(folder):
    ended = labelsync("reveal", "plan.json", "-o", "out.json", folder=folder, LABELSYNC_PSEUDONYM_KEY="other")
    assert ended.err.endswith("0 pseudonyms revealed, 5 unknown\n")
    assert (folder / "out.json").read_bytes() == (folder / "plan.json").read_bytes()
