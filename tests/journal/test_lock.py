"""F11, F12: one run an account; a lock says who holds it and ends with its process."""

import os
import signal
import stat
import subprocess
import sys

import pytest

from labelsync.errors import JournalUnwritable, Locked
from labelsync.journal.lock import locked
from tests.cli.program import ENVIRONMENT

HOLDER = """\
import sys, time
from pathlib import Path
from labelsync.journal.lock import locked
with locked(Path(sys.argv[1]), sys.argv[2:], who=f"process {__import__('os').getpid()}, since now"):
    print("held", flush=True)
    sys.stdin.read()
"""


class Holder:
    """Another process that holds locks until it is told to end, or killed."""

    def __init__(self, folder, *accounts):
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(folder), *accounts],
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout.readline() == "held\n"

    def end(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        self.process.communicate(timeout=10)


def test_a_second_run_is_refused_at_once_and_told_who_holds_the_account(tmp_path):
    holder = Holder(tmp_path, "shop")
    with pytest.raises(Locked) as refused, locked(tmp_path, ["shop"], who="me"):
        pass
    assert f"process {holder.process.pid}, since now" in refused.value.reason
    assert "account shop" in refused.value.reason
    assert refused.value.exit_code == 75
    assert refused.value.advice
    holder.end()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_lock_ends_with_its_process_however_it_dies(tmp_path, number):
    holder = Holder(tmp_path, "shop", "chat")
    holder.end(number)
    with locked(tmp_path, ["chat", "shop"], who="me"):
        assert (tmp_path / "shop.lock").read_text() == "me"


def test_other_accounts_are_free(tmp_path):
    holder = Holder(tmp_path, "shop")
    with locked(tmp_path, ["chat"], who="me"):
        assert (tmp_path / "chat.lock").read_text() == "me"
    holder.end()


def test_a_run_that_is_refused_one_account_lets_go_of_the_others(tmp_path):
    holder = Holder(tmp_path, "shop")
    with pytest.raises(Locked, match="account shop"), locked(tmp_path, ["shop", "chat"], who="me"):
        pass
    with locked(tmp_path, ["chat"], who="me"):
        assert (tmp_path / "chat.lock").read_text() == "me"
    holder.end()


def test_locks_are_taken_in_name_order_whatever_order_they_are_asked_in(tmp_path):
    holder = Holder(tmp_path, "b")
    for accounts in (["c", "b", "a"], ["a", "b", "c"]):
        with pytest.raises(Locked, match="account b"), locked(tmp_path, accounts, who="me"):
            pass
    assert (tmp_path / "a.lock").exists()
    assert not (tmp_path / "c.lock").exists()
    holder.end()


def test_a_lock_is_free_again_after_the_run_and_after_its_failure(tmp_path):
    def fail():
        with locked(tmp_path, ["shop"], who="a longer description of who it was"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    with locked(tmp_path, ["shop"], who="me"):
        assert (tmp_path / "shop.lock").read_text() == "me"


def test_locks_are_for_their_owner_s_eyes_only(tmp_path):
    former = os.umask(0)
    try:
        with locked(tmp_path / "locks", ["shop"], who="me"):
            pass
    finally:
        os.umask(former)
    assert stat.S_IMODE((tmp_path / "locks").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "locks" / "shop.lock").stat().st_mode) == 0o600


def test_locks_that_cannot_be_kept_are_an_error_with_advice_and_nothing_is_held(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalUnwritable) as refused, locked(tmp_path / "file", ["shop"], who="me"):
        pass
    assert refused.value.advice


def test_an_error_of_the_run_itself_goes_through_the_lock_as_it_is(tmp_path):
    with pytest.raises(FileNotFoundError), locked(tmp_path, ["shop"], who="me"):
        (tmp_path / "nowhere" / "at-all").read_text()
