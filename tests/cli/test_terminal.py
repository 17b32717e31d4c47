"""At a desk: a person on a terminal is shown the plan and asked; only `yes` is yes."""

import fcntl
import os
import pty
import select
import subprocess
import termios
import time

import pytest

from tests.cli.program import ENVIRONMENT, command, sandbox, write

MANIFEST = """\
version: 1
accounts: {agency: {connector: highlevel, sandbox: people.csv}}
labels: {vip: {members: [p0@example.com]}}
"""


def take_terminal():
    """Make the terminal the process's own, so that Ctrl-C reaches it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def asked(folder, answer):
    """Run `labelsync apply` on a terminal and type an answer; its exit code and all that it showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command("apply"),
        cwd=folder,
        env=ENVIRONMENT | {"TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=take_terminal,  # noqa: PLW1509 - one system call, before anything else runs
    )
    os.close(theirs)
    shown, typed = b"", False
    while process.poll() is None or select.select([ours], [], [], 0)[0]:
        try:
            shown += os.read(ours, 4096) if select.select([ours], [], [], 0.1)[0] else b""
        except OSError:
            break
        if b"Enter a value" in shown and not typed:
            typed = True
            time.sleep(0.5)  # noqa: TID251 - a person does not type while the prompt is being printed
            os.write(ours, answer)
    os.close(ours)
    return process.wait(60), shown.decode("utf-8", "replace")


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, MANIFEST, people="email\np0@example.com\np1@example.com\n")
    return tmp_path


@pytest.mark.parametrize("answer", [b"no\n", b"y\n", b"\n", b"YES\n"])
def test_any_other_answer_than_yes_sends_nothing(folder, answer):
    code, shown = asked(folder, answer)
    assert code == 1
    assert "1 to add" in shown
    assert "nothing was sent" in shown
    assert sandbox("agency", folder=folder)["requests"]["writes"] == 0


def test_yes_carries_it_out(folder):
    code, shown = asked(folder, b"yes\n")
    assert code == 0
    assert "Apply complete" in shown
    assert len(sandbox("agency", folder=folder)["labels"]["vip"]) == 1


def test_ctrl_c_at_the_question_sends_nothing(folder):
    code, _ = asked(folder, b"\x03")
    assert code == 130
    assert sandbox("agency", folder=folder)["requests"]["writes"] == 0
