"""F11, F12: one run an account; a lock says who holds it, ends with its process, and only so or by its id."""

import os
import re
import signal
import stat
import subprocess
import sys

import pytest

from labelsync.core.batch import Relabel
from labelsync.errors import JournalUnwritable, Locked
from labelsync.journal.lock import locked
from labelsync.journal.opening import open_store
from labelsync.journal.sessions import end_lock
from tests.cli.program import ENVIRONMENT
from tests.journal.made import TENANT, alike, begun, change, now, select

HOLDER = """\
import os, sys
from pathlib import Path
from labelsync.journal.lock import locked
place = sys.argv[1] if "://" in sys.argv[1] else Path(sys.argv[1])
with locked(place, sys.argv[2:], run="the-other-run"):
    print("held", flush=True)
    sys.stdin.read()
"""
NOWHERE = "postgresql://me:hush-hush@/team?host=/nowhere/at/all"
WHO = r"process (\d+) on \S+, run the-other-run, since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


class Holder:
    """Another process that holds locks until it is told to end, or killed."""

    def __init__(self, place, *accounts):
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(place), *accounts],
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout.readline() == "held\n"

    def end(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        self.process.communicate(timeout=10)


@pytest.fixture
def holder(place):
    """Another process that holds the account `shop`."""
    found = Holder(place, "shop")
    yield found
    found.end()


def take(place, *accounts, run="run1", **more):
    """Take the locks and give them back."""
    with locked(place, accounts, run=run, **more):
        return True


def is_free(place, account):
    try:
        return take(place, account)
    except Locked:
        return False


def lock_id(place):
    [(found,)] = select(place, "SELECT lock_id FROM lock WHERE account = 'shop'")
    return found


def end(place, account, number):
    store = open_store(place)
    try:
        return end_lock(store, account, number)
    finally:
        store.close()


def test_a_second_run_is_refused_at_once_and_told_who_holds_the_account_for_which_run_and_since_when(
    place, holder
):
    with pytest.raises(Locked) as refused:
        take(place, "shop")
    told = re.search(rf"account shop is locked by another run \({WHO}", refused.value.reason)
    assert told
    assert int(told[1]) == holder.process.pid
    assert refused.value.exit_code == 75
    assert refused.value.advice


@pytest.mark.prove
def test_who_is_refused_by_a_database_is_told_the_lock_s_id_and_what_to_do_with_it(cluster):
    place = cluster.fresh()
    holder = Holder(place, "shop")
    with pytest.raises(Locked) as refused:
        take(place, "shop")
    assert refused.value.reason.endswith(f", lock {lock_id(place)})")
    assert refused.value.advice.endswith(f"labelsync unlock shop {lock_id(place)}")
    holder.end()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_lock_ends_with_its_process_however_it_dies(place, number):
    holder = Holder(place, "shop", "chat")
    holder.end(number)
    assert take(place, "chat", "shop", wait=10)


def test_other_accounts_are_free(place, holder):
    assert take(place, "chat")


def test_a_run_that_is_refused_one_account_lets_go_of_the_others(place, holder):
    with pytest.raises(Locked, match="account shop"):
        take(place, "chat", "shop")
    assert take(place, "chat")


@pytest.mark.parametrize("accounts", [("z", "shop", "a"), ("a", "shop", "z")])
def test_locks_are_taken_in_name_order_whatever_order_they_are_asked_in(place, holder, accounts):
    seen = []

    def look(_):
        seen.append((is_free(place, "a"), is_free(place, "z")))

    with pytest.raises(Locked, match="account shop"):
        take(place, *accounts, wait=1, pause=look)
    assert seen == [(False, True)]


def test_a_lock_is_free_again_after_the_run_and_after_its_failure(place):
    def fail():
        with locked(place, ["shop"], run="a run with a longer name than the next one"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert take(place, "shop")
    assert take(place, "shop")


def test_a_run_that_waits_looks_every_second_and_goes_on_when_the_holder_ends(place, holder):
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 3:
            holder.end()

    assert take(place, "shop", wait=60, pause=pause)
    assert pauses[:3] == [1.0, 1.0, 1.0]


def test_a_run_waits_no_longer_than_it_may_for_all_its_accounts_together(place):
    holder, pauses = Holder(place, "chat", "shop"), []
    with pytest.raises(Locked, match="account chat"):
        take(place, "shop", "chat", wait=2.5, pause=pauses.append)
    assert pauses == [1.0, 1.0, 0.5]
    holder.end()


def test_locks_are_for_their_owner_s_eyes_only(tmp_path):
    former = os.umask(0)
    try:
        take(tmp_path / "kept" / "journal.db", "shop")
    finally:
        os.umask(former)
    assert stat.S_IMODE((tmp_path / "kept" / "locks").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "kept" / "locks" / "shop.lock").stat().st_mode) == 0o600


def test_a_run_that_says_itself_who_it_is_is_told_of_in_its_words(tmp_path):
    place = tmp_path / "journal.db"
    with (
        locked(place, ["shop"], who="the night's run"),
        pytest.raises(Locked, match=r"\(the night's run\)"),
        locked(place, ["shop"], who="me"),
    ):
        pass


def test_locks_that_cannot_be_kept_are_an_error_with_advice_and_nothing_is_held(tmp_path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "journal.db", NOWHERE):
        with pytest.raises(JournalUnwritable) as refused:
            take(place, "shop")
        assert refused.value.advice
        assert "hush" not in refused.value.reason + refused.value.advice


def test_an_error_of_the_run_itself_goes_through_the_lock_as_it_is(place, tmp_path):
    with pytest.raises(FileNotFoundError), locked(place, ["shop"], run="run1"):
        (tmp_path / "nowhere" / "at-all").read_text()


pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def shared(cluster):
    """A journal in a database."""
    return cluster.fresh()


@pytest.mark.prove
def test_a_lock_that_is_held_leaves_a_row_and_one_that_was_given_back_leaves_none(shared):
    with locked(shared, ["shop"], run="run1"):
        assert select(shared, "SELECT account, run FROM lock") == [("shop", "run1")]
    assert select(shared, "SELECT count(*) FROM lock") == [(0,)]


@pytest.mark.prove
def test_unlocking_ends_the_holder_s_session_and_the_account_is_free(shared):
    holder = Holder(shared, "shop", "chat")
    assert end(shared, "shop", lock_id(shared)) is True
    assert take(shared, "shop")
    assert take(shared, "chat")
    assert select(shared, "SELECT account FROM lock") == []
    holder.end()


@pytest.mark.prove
def test_a_lock_is_not_ended_by_another_id_and_the_refusal_says_whose_it_is(shared):
    holder = Holder(shared, "shop")
    with pytest.raises(Locked, match=f"process {holder.process.pid} on .*lock {lock_id(shared)}") as refused:
        end(shared, "shop", "00000000")
    assert refused.value.exit_code == 75
    assert not is_free(shared, "shop")
    holder.end()


@pytest.mark.prove
def test_unlocking_what_is_not_locked_does_nothing(shared):
    assert end(shared, "shop", "00000000") is False


@pytest.mark.prove
def test_a_row_that_a_dead_run_left_holds_nobody_up(shared):
    Holder(shared, "shop").end()
    assert select(shared, "SELECT run FROM lock") == [("the-other-run",)]
    assert take(shared, "shop", wait=10)
    assert select(shared, "SELECT count(*) FROM lock") == [(0,)]


@pytest.mark.prove
def test_unlocking_ends_no_session_but_the_one_that_holds_the_account(shared):
    """The number in the row of a dead run may be another session's by now."""
    Holder(shared, "shop").end()
    stale = lock_id(shared)
    with locked(shared, ["chat"], run="run2"):
        change(
            shared,
            "UPDATE lock SET session = (SELECT session FROM lock WHERE account = 'chat')"
            " WHERE account = 'shop'",
        )
        end(shared, "shop", stale)
        assert not is_free(shared, "chat")
        assert select(shared, "SELECT account FROM lock") == [("chat",)]


def intend(journal, run="run1", account="shop"):
    return now(journal.intend(run, account, TENANT, Relabel(("c1",), ("vip",)), at=1.0))


@pytest.mark.prove
def test_a_run_whose_lock_was_ended_intends_nothing_more_and_still_records_what_was_under_way(shared):
    with locked(shared, ["shop"], run="run1"):
        journal = begun(shared)
        open_intent = intend(journal)
        assert end(shared, "shop", lock_id(shared))
        with pytest.raises(Locked, match="not this run's any more") as refused:
            intend(journal)
        assert refused.value.exit_code == 75
        now(journal.record(open_intent, TENANT, Relabel(("c1",), ("vip",)), alike("c1"), at=2.0))
    assert select(shared, "SELECT count(*) FROM intent") == [(1,)]
    assert journal.memory.open_intents(["shop"]) == ()


@pytest.mark.prove
def test_a_run_whose_lock_another_run_took_after_its_connection_was_lost_intends_nothing_more(shared):
    with locked(shared, ["shop"], run="run1"):
        journal = begun(shared)
        change(shared, "SELECT pg_terminate_backend(session::integer, 5000) FROM lock")
        with locked(shared, ["shop"], run="run2", wait=5):
            with pytest.raises(Locked, match="not this run's any more"):
                intend(journal)
            assert intend(begun(shared, "run2"), "run2")
        with pytest.raises(Locked):
            intend(journal)
    assert select(shared, "SELECT run FROM intent") == [("run2",)]


@pytest.mark.prove
def test_a_journal_that_is_used_without_locks_is_not_held_up_by_those_of_others(shared):
    with locked(shared, ["shop"], run="run2"):
        assert intend(begun(shared))


def test_a_file_s_locks_are_not_in_the_database_of_the_journal(tmp_path):
    place = tmp_path / "journal.db"
    with locked(place, ["shop"], run="run1"):
        assert intend(begun(place))
        assert select(place, "SELECT count(*) FROM lock") == [(0,)]
