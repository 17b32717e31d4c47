"""People are shown at a terminal, to whom asked to see them, and nowhere else."""

from __future__ import annotations

import os
import pty
import select
import subprocess

import pytest

from tests.cli.program import ENVIRONMENT, command, labelsync, write

MANIFEST = """\
version: 1
accounts: {agency: {connector: highlevel, sandbox: people.csv}}
labels: {vip: {members: [p0@example.com, gone@example.com]}}
"""


def shown(folder, *arguments: str) -> str:
    """What the program writes to a terminal."""
    ours, theirs = pty.openpty()
    environment = ENVIRONMENT | {"TERM": "xterm", "NO_COLOR": "1"}
    process = subprocess.Popen(
        command(*arguments), cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    text = b""
    while process.poll() is None or select.select([ours], [], [], 0)[0]:
        try:
            text += os.read(ours, 4096) if select.select([ours], [], [], 0.1)[0] else b""
        except OSError:
            break
    os.close(ours)
    process.wait(60)
    return text.decode("utf-8", "replace")


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, MANIFEST, people="id,email\nAAAAAAAAAAAAAAAAAAA0,p0@example.com\n")
    return tmp_path


@pytest.mark.parametrize("verb", [("plan",), ("apply", "-y")])
def test_on_a_terminal_people_stand_beside_their_ids_if_somebody_asks(folder, verb):
    page = shown(folder, *verb, "--show-pii")
    assert "+ AAAAAAAAAAAAAAAAAAA0 p0@example.com" in page
    assert "gone@example.com" in page


def test_nobody_is_shown_who_was_not_asked_for(folder):
    page = shown(folder, "plan")
    assert "AAAAAAAAAAAAAAAAAAA0" in page
    assert "@example.com" not in page


@pytest.mark.parametrize("arguments", [("plan",), ("plan", "--format", "json"), ("apply", "-y")])
def test_where_stdout_is_kept_it_is_refused_before_anything_is_read(folder, arguments):
    ended = labelsync(*arguments, "--show-pii", folder=folder, LABELSYNC_PLAN_PII="1")
    assert ended.code == 64
    assert "on a terminal only" in ended.err
    assert ended.out == ""


def test_the_environment_cannot_ask_for_it(folder):
    ended = labelsync("plan", folder=folder, LABELSYNC_PLAN_PII="1", LABELSYNC_PLAN_SHOW_PII="1")
    assert ended.code == 0, ended.err
    assert "@example.com" not in ended.out
