"""F11: a run that may wait for another one goes on when that one ends."""

import fcntl
import subprocess
import time

import pytest

from tests.cli.program import ENVIRONMENT, command, labelsync, sandbox, write

MANIFEST = """\
version: 1
accounts: {agency: {connector: highlevel, sandbox: people.csv}}
labels: {vip: {members: [p0@example.com]}}
"""


@pytest.fixture
def held(tmp_path):
    """A folder whose account somebody else holds."""
    write(tmp_path, MANIFEST, people="email\np0@example.com\n")
    locks = tmp_path / ".labelsync" / "locks"
    locks.mkdir(parents=True)
    with (locks / "agency.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("the night's run")
        lock.flush()
        yield tmp_path, lock


def test_a_run_that_waits_for_the_lock_goes_on_when_the_other_run_ends(held):
    folder, lock = held
    waiting = subprocess.Popen(command("apply", "-y", "--lock-wait", "60s"), cwd=folder, env=ENVIRONMENT)
    time.sleep(2)  # noqa: TID251 - another process is to wait for us
    assert waiting.poll() is None
    assert sandbox("agency", folder=folder)["requests"]["writes"] == 0
    fcntl.flock(lock, fcntl.LOCK_UN)
    assert waiting.wait(30) == 0
    assert len(sandbox("agency", folder=folder)["labels"]["vip"]) == 1


def test_a_run_that_waited_in_vain_is_75_and_says_for_whom(held):
    folder, _ = held
    ended = labelsync("apply", "-y", "--lock-wait", "1s", folder=folder)
    assert ended.code == 75
    assert "the night's run" in ended.err
    assert sandbox("agency", folder=folder)["requests"]["writes"] == 0
