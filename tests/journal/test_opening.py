"""Making and refusing the journal: its file's rights, its format, and what happens where it cannot be had."""

import multiprocessing
import os
import sqlite3
import stat

import pytest

from labelsync.errors import JournalUnwritable
from labelsync.journal.opening import open_store
from labelsync.journal.tables import STEPS, connect
from tests.cli.program import labelsync, sandbox, write
from tests.journal.made import begun, now, opened, select

MANIFEST = """\
version: 1
accounts: {agency: {connector: highlevel, sandbox: people.csv}}
labels: {vip: {members: [p0@example.com]}}
"""
PEOPLE = "email\np0@example.com\n"


def version(path):
    with sqlite3.connect(path) as database:
        return database.execute("PRAGMA user_version").fetchone()[0]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_journal_is_for_its_owner_s_eyes_only_whatever_the_umask(tmp_path):
    former = os.umask(0)
    try:
        begun(tmp_path / "kept" / "journal.db")
        files = sorted((tmp_path / "kept").iterdir())
    finally:
        os.umask(former)
    assert [path.name for path in files] == ["journal.db", "journal.db-shm", "journal.db-wal"]
    assert {mode(path) for path in files} == {0o600}
    assert mode(tmp_path / "kept") == 0o700


def test_a_commit_is_durable_when_it_returns(tmp_path):
    database = connect(tmp_path / "journal.db")
    assert database.execute("PRAGMA synchronous").fetchone() == (2,)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert database.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_an_empty_database_is_brought_to_the_newest_format(tmp_path):
    path = tmp_path / "journal.db"
    path.touch()
    connect(path).close()
    assert version(path) == len(STEPS)


def test_a_journal_of_the_newest_format_is_left_as_it_is(place):
    begun(place).close()
    again = opened(place)
    with pytest.raises(JournalUnwritable):
        now(again.begin("run1", at=0.0))
    assert select(place, "SELECT id FROM run") == [("run1",)]


def test_a_newer_journal_is_refused_with_what_to_do_and_not_touched(tmp_path):
    path = tmp_path / "journal.db"
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    with pytest.raises(JournalUnwritable) as refused:
        connect(path)
    assert f"format {len(STEPS) + 1}" in refused.value.reason
    assert refused.value.advice == "upgrade labelsync"
    assert version(path) == len(STEPS) + 1
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def _open(place, barrier, answers):
    barrier.wait()
    try:
        open_store(place).close()
        answers.put("opened")
    except JournalUnwritable as refused:
        answers.put(repr(refused.__cause__))


@pytest.mark.parametrize("attempt", range(3))
def test_six_processes_that_open_a_fresh_journal_at_once_all_open_it(place, attempt):
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(6), context.Queue()
    processes = [context.Process(target=_open, args=(place, barrier, answers)) for _ in range(6)]
    for process in processes:
        process.start()
    assert {answers.get(timeout=30) for _ in processes} == {"opened"}
    for process in processes:
        process.join()


def _a_folder_that_is_a_file(folder):
    (folder / "file").write_text("")
    return folder / "file" / "journal.db"


def _a_path_that_is_a_folder(folder):
    (folder / "journal.db").mkdir()
    return folder / "journal.db"


def _no_database(folder):
    (folder / "journal.db").write_bytes(
        b"this is no database, but it is long enough to be taken for one" * 20
    )
    return folder / "journal.db"


def _read_only(folder):
    """A database whose header says that this SQLite may only read it (byte 18: the writing version)."""
    path = folder / "journal.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE something (x)")
    content = bytearray(path.read_bytes())
    content[18] = 3
    path.write_bytes(content)
    return path


PLACES = (_a_folder_that_is_a_file, _a_path_that_is_a_folder, _no_database, _read_only)


@pytest.mark.parametrize("place", PLACES)
def test_a_journal_that_cannot_be_opened_or_written_says_so_with_advice(tmp_path, place):
    with pytest.raises(JournalUnwritable) as refused:
        connect(place(tmp_path))
    assert refused.value.reason.startswith("the journal journal.db cannot be opened")
    assert refused.value.advice
    assert str(tmp_path) not in refused.value.reason


@pytest.mark.parametrize("place", [_a_folder_that_is_a_file, _no_database, _read_only])
def test_without_a_journal_the_program_ends_with_1_and_sends_nothing(tmp_path, place):
    write(tmp_path, MANIFEST)
    (tmp_path / "people.csv").write_text(PEOPLE)
    ended = labelsync("apply", "-y", "--journal", str(place(tmp_path)), folder=tmp_path)
    assert ended.code == 1
    assert "error: the journal journal.db cannot be opened" in ended.err
    assert "Traceback" not in ended.err
    assert sandbox("agency", folder=tmp_path)["requests"]["writes"] == 0
