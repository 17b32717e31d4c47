"""A journal in PostgreSQL: where its tables are, when it is durable, what it refuses and hides."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from labelsync.core.batch import Relabel
from labelsync.errors import JournalUnwritable, WrongUsage
from labelsync.journal.journal import Journal
from labelsync.journal.lock import locked
from labelsync.journal.opening import is_kept, open_store
from labelsync.journal.tables import STEPS
from labelsync.journal.vault import FileVault
from tests.cli.program import labelsync
from tests.journal.made import TENANT, alike, begun, change, now, opened, record, select
from tests.workflow.scene import inline

VIP = Relabel(("c1",), ("vip",), ())
SECRET = "hush-hush"
NOWHERE = f"postgresql://me:{SECRET}@/team?host=/nowhere/at/all"
HOPELESS = (
    NOWHERE,
    f"postgresql://me:{SECRET}@127.0.0.1:1/team",
    f"postgresql://me:{SECRET}/more@127.0.0.1:1/team",
    f"postgresql://me:{SECRET}@@[127.0.0.1/team",
    f"postgresql://127.0.0.1:1/team?{SECRET}=1",
    f"postgresql://127.0.0.1:1/team?connect_timeout={SECRET}",
    f"postgres://me:{SECRET}%zz@127.0.0.1:1/team",
    f"postgresql://:{SECRET}:{SECRET}@127.0.0.1:{SECRET}/{SECRET}",
)


@pytest.fixture
def shared(cluster):
    """A journal in a database."""
    return cluster.fresh()


@pytest.mark.prove
def test_its_tables_are_in_a_schema_of_their_own(shared):
    begun(shared)
    found = change(
        shared,
        "SELECT DISTINCT table_schema FROM information_schema.tables"
        " WHERE table_schema NOT LIKE 'pg_%' AND table_schema <> 'information_schema'",
    )
    assert found == [("labelsync",)]
    assert select(shared, "SELECT version FROM format") == [(len(STEPS),)]


@pytest.mark.prove
def test_a_commit_is_durable_when_it_returns_whatever_the_database_is_set_to(cluster, shared):
    name = shared.partition("@/")[2].partition("?")[0]
    cluster.execute(f"ALTER DATABASE {name} SET synchronous_commit TO off")
    cluster.execute(f"ALTER DATABASE {name} SET idle_session_timeout TO '1s'")
    with closing(open_store(shared)) as store:
        assert store.rows("SHOW synchronous_commit") == [("on",)]
        assert store.rows("SHOW idle_session_timeout") == [("0",)]
    assert cluster.execute("SHOW fsync") == [("on",)]


@pytest.mark.prove
def test_a_user_who_may_make_no_schema_uses_the_one_that_was_made_for_them(cluster, shared):
    change(shared, "CREATE ROLE guest LOGIN")
    change(shared, "CREATE SCHEMA labelsync")
    guest = shared.replace("labelsync@", "guest@")
    with pytest.raises(JournalUnwritable, match="InsufficientPrivilege"):
        opened(guest)
    change(shared, "GRANT ALL ON SCHEMA labelsync TO guest")
    record(begun(guest), VIP, alike("c1"))
    assert opened(guest).memory.verify_chain().flaw is None


@pytest.mark.prove
def test_a_newer_journal_is_refused_with_its_format_and_not_touched(shared):
    begun(shared).close()
    change(shared, f"UPDATE format SET version = {len(STEPS) + 1}")  # noqa: S608 - a number
    with pytest.raises(JournalUnwritable) as refused:
        opened(shared)
    assert f"format {len(STEPS) + 1}" in refused.value.reason
    assert refused.value.advice == "upgrade labelsync"
    assert select(shared, "SELECT version FROM format") == [(len(STEPS) + 1,)]


def cut(address):
    """End every other session of the database, as a lost network would."""
    change(
        address,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )


@pytest.mark.prove
def test_when_the_connection_is_lost_nothing_is_intended_and_nothing_is_believed(shared):
    journal = begun(shared)
    cut(shared)
    for _ in range(2):
        with pytest.raises(JournalUnwritable, match="the journal cannot be written"):
            now(journal.intend("run1", "shop", TENANT, VIP, at=1.0))
    for look in (lambda: journal.memory.open_intents(["shop"]), journal.memory.verify_chain):
        with pytest.raises(JournalUnwritable, match="the journal cannot be read"):
            look()
    journal.close()
    assert select(shared, "SELECT count(*) FROM intent") == [(0,)]
    assert opened(shared).memory.verify_chain().flaw is None


@pytest.mark.prove
def test_an_outcome_that_a_lost_connection_swallowed_leaves_its_intent_open_for_the_next_run(shared):
    journal = begun(shared)
    number = now(journal.intend("run1", "shop", TENANT, VIP, at=1.0))
    cut(shared)
    with pytest.raises(JournalUnwritable):
        now(journal.record(number, TENANT, VIP, alike("c1"), at=2.0))
    [intent] = opened(shared).memory.open_intents(["shop"])
    assert intent.id == number


@pytest.mark.prove
def test_a_commit_waits_for_another_session_s_and_is_given_up_after_ten_seconds(shared):
    journal = begun(shared)
    address, _, more = shared.partition("?")
    with psycopg.connect(f"{address}?{more}") as other:
        other.execute("LOCK TABLE labelsync.chain IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(JournalUnwritable, match="LockNotAvailable"):
            now(journal.intend("run1", "shop", TENANT, VIP, at=1.0))
        other.rollback()
    assert now(journal.intend("run1", "shop", TENANT, VIP, at=1.0))
    assert journal.memory.verify_chain().flaw is None


@pytest.mark.parametrize("address", HOPELESS)
def test_no_error_shows_the_password_of_an_address_however_it_is_mistyped(address, tmp_path, capfd):
    for attempt in (
        lambda: Journal(address, inline),
        lambda: FileVault(address, outlives=True, now=lambda: 0.0).read("a"),
        lambda: locked(address, ["shop"], run="run1").__enter__(),
    ):
        with pytest.raises(JournalUnwritable) as refused:
            attempt()
        error = refused.value
        assert error.__suppress_context__
        assert SECRET not in repr((error, error.reason, error.advice, error.__cause__))
    ended = labelsync("history", "--journal", address, folder=tmp_path)
    assert ended.code == 1
    assert SECRET not in ended.out + ended.err
    assert SECRET not in "".join(capfd.readouterr())
    assert list(tmp_path.iterdir()) == []


def test_without_its_library_the_advice_is_the_command_that_installs_it(monkeypatch):
    monkeypatch.delitem(sys.modules, "labelsync.journal.postgres", raising=False)
    monkeypatch.delattr("labelsync.journal.postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(JournalUnwritable) as refused:
        opened(NOWHERE)
    assert refused.value.advice == "pip install 'labelsync-contacts[postgres]'"


def test_a_journal_in_a_file_needs_no_library(tmp_path):
    code = (
        "import sys; from pathlib import Path; from labelsync.journal.tables import connect;"
        f" connect(Path({str(tmp_path)!r}) / 'journal.db'); print('psycopg' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    "place",
    [
        Path(NOWHERE),
        NOWHERE.replace("//", "/", 1),
        f"postgresql:me:{SECRET}@host/team",
        Path(f"postgres://me:{SECRET}@host/team"),
    ],
)
def test_an_address_that_lost_its_slashes_is_refused_and_does_not_become_a_folder(
    place, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    for attempt in (open_store, is_kept):
        with pytest.raises(WrongUsage) as refused:
            attempt(place)
        assert SECRET not in refused.value.reason + refused.value.advice
    assert list(tmp_path.iterdir()) == []
