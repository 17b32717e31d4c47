"""`labelsync history` and `labelsync unlock`, as people run them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from labelsync.core.batch import Deletion
from labelsync.journal.lock import locked
from labelsync.journal.opening import open_store
from tests.cli.program import labelsync
from tests.journal.cluster import Cluster, running
from tests.journal.made import TENANT, alike, begun, now, select

AT = 1_795_000_000.0
RESULT = json.dumps(
    {
        "format_version": "1.0",
        "run": "run1",
        "summary": {"verified": 2, "applied": 0, "not_started": 1},
        "accounts": [
            {"account": "shop", "changes": [{"contacts": [{"id": "c-of-ada"}]}]},
            {"account": "agency"},
        ],
    }
)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running() as found:
        yield found


@pytest.fixture(params=["file", pytest.param("database", marks=pytest.mark.prove)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    if request.param == "file":
        return tmp_path / "journal.db"
    found: Cluster = request.getfixturevalue("cluster")
    return found.fresh()


def lived(place) -> None:
    """Three runs: one that ended, one that had nothing to do, one that died with a call under way."""
    journal = begun(place, "run0")
    now(journal.begin("run1", at=AT))
    number = now(journal.intend("run1", "shop", TENANT, Deletion(("c-of-ada",)), at=AT + 1))
    now(journal.record(number, TENANT, Deletion(("c-of-ada",)), alike("c-of-ada"), at=AT + 2))
    now(journal.finish("run1", at=AT + 12.5, result=RESULT))
    now(journal.begin("run2", at=AT + 60))
    now(journal.intend("run2", "chat", TENANT, Deletion(("c-of-ada",)), at=AT + 61))
    now(journal.begin("run3", at=AT + 120))
    now(journal.finish("run3", at=AT + 121, result='{"summary": {}, "accounts": [{"account": "shop"}]}'))
    journal.close()


def history(place, *arguments, **environment):
    return labelsync("history", *arguments, "--journal", str(place), folder=Path(), **environment)


def test_runs_are_listed_newest_first_with_their_time_accounts_and_outcomes_and_nobody_is_named(place):
    lived(place)
    ended = history(place)
    assert ended.code == 0
    assert ended.out == snapshot("""\
run3  2026-11-18T11:08:40Z  2026-11-18T11:08:41Z  shop: nothing to do
run2  2026-11-18T11:07:40Z  open                  chat: 1 open intent
run1  2026-11-18T11:06:40Z  2026-11-18T11:06:52Z  agency, shop: 2 verified, 1 not started
run0  1970-01-01T00:00:00Z  open                  no account: nothing sent
""")
    assert "ada" not in ended.out


def test_the_history_as_json_is_one_document_and_names_nobody(place):
    lived(place)
    ended = history(place, "--format", "json")
    assert ended.code == 0
    assert "ada" not in ended.out
    assert ended.document["runs"][1:3] == snapshot(
        [
            {
                "run": "run2",
                "started": "2026-11-18T11:07:40Z",
                "finished": None,
                "accounts": ["chat"],
                "summary": {},
                "open_intents": 1,
            },
            {
                "run": "run1",
                "started": "2026-11-18T11:06:40Z",
                "finished": "2026-11-18T11:06:52Z",
                "accounts": ["agency", "shop"],
                "summary": {"verified": 2, "not_started": 1},
                "open_intents": 0,
            },
        ]
    )


def test_a_whole_journal_is_said_to_be_so_with_its_rows(place):
    lived(place)
    ended = history(place, "--verify")
    assert (ended.code, ended.out) == (0, "the journal is whole: 9 rows\n")
    document = history(place, "--verify", "--format", "json").document
    assert re.fullmatch("sha256:[0-9a-f]{64}", document.pop("head"))
    assert document == {"whole": True, "rows": 9, "first": None}


def test_the_first_row_that_was_altered_is_named_with_exit_1(place):
    lived(place)
    with closing(open_store(place)) as store:
        store.transaction(lambda: store.write("UPDATE intent SET at = ? WHERE id = ?", (AT, 2)))
    ended = history(place, "--verify")
    assert (ended.code, ended.out) == (1, "the journal is not whole: intent 2 is altered\n")
    ended = history(place, "--verify", "--format", "json")
    assert ended.code == 1
    assert ended.document["first"] == {"row": "intent 2", "how": "altered"}


def test_the_journal_may_be_named_by_the_environment(place, tmp_path):
    lived(place)
    ended = labelsync("history", "--verify", folder=tmp_path, LABELSYNC_JOURNAL=str(place))
    assert ended.out == "the journal is whole: 9 rows\n"


def test_the_runs_of_a_manifest_are_those_of_the_journal_beside_it(demo):
    assert labelsync("history", folder=demo).out == "No runs yet.\n"
    assert not (demo / ".labelsync").exists()
    assert labelsync("apply", "-y", folder=demo).code == 0
    line = labelsync("history", folder=demo).out
    assert re.fullmatch(r"\S+Z-[0-9a-f]{6}  \S+Z  \S+Z  agency, chat, shop: \d+ applied, .*\n", line)
    assert labelsync("history", "states", "--verify", folder=demo).code == 0


def test_where_there_is_no_journal_there_is_nothing_to_verify(demo):
    ended = labelsync("history", "--verify", folder=demo)
    assert ended.code == 64
    assert "no journal" in ended.err
    assert not (demo / ".labelsync").exists()


def test_a_journal_that_is_none_is_refused_in_words(tmp_path):
    (tmp_path / "journal.db").write_bytes(b"this is no database, but it is as long as one may be" * 40)
    ended = history(tmp_path / "journal.db")
    assert ended.code == 1
    assert "cannot be opened" in ended.err
    assert "Traceback" not in ended.err


def test_a_result_document_that_cannot_be_read_is_said(tmp_path):
    place = tmp_path / "journal.db"
    lived(place)
    with closing(sqlite3.connect(place)) as other, other:
        other.execute("UPDATE run SET result = '{' WHERE id = 'run1'")
    ended = history(place)
    assert ended.code == 1
    assert "labelsync history --verify" in ended.err


def test_a_name_that_would_steer_the_terminal_is_shown_escaped(tmp_path):
    place = tmp_path / "journal.db"
    journal = begun(place, "run\x1b[2J")
    journal.close()
    assert "\x1b" not in history(place).out


def unlock(place, *arguments):
    return labelsync("unlock", *arguments, "--journal", str(place), folder=Path())


@pytest.mark.prove
def test_unlock_frees_the_account_by_the_lock_s_id_only(cluster):
    place = cluster.fresh()
    with locked(place, ["shop"], run="run1"):
        [(number,)] = select(place, "SELECT lock_id FROM lock")
        refused = unlock(place, "shop", "00000000")
        assert refused.code == 75
        assert number in refused.err
        assert unlock(place, "chat", number).out == "account chat was not locked\n"
        ended = unlock(place, "shop", number)
        assert (ended.code, ended.out) == (0, "account shop is unlocked\n")
        with locked(place, ["shop"], run="run2"):
            pass
    assert unlock(place, "shop", number).out == "account shop was not locked\n"


def test_beside_a_file_there_is_nothing_to_unlock(tmp_path):
    for arguments in (("shop", "1"), ("shop", "1", "--journal", "journal.db")):
        ended = labelsync("unlock", *arguments, folder=tmp_path)
        assert ended.code == 64
        assert "end with their process" in ended.err
    assert list(tmp_path.iterdir()) == []
