"""F19: journals of every format stay readable: one golden file for each, with a finished run and a dead one.

Format 1 and 2 were written by the labelsync of that time; in 2 there is a renewed token, too.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from labelsync.core.batch import Creation, Deletion, Relabel
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import Kind, Outcome, Performed
from labelsync.errors import JournalUnwritable
from labelsync.journal.opening import open_store
from labelsync.journal.runs import PastRun, past_runs
from labelsync.journal.tables import STEPS
from labelsync.journal.vault import FileVault
from tests.journal.made import alike, change, now, opened, select

GOLDEN = Path(__file__).with_name("golden")
FORMATS = (1, 2)
FIRST, SECOND = "20261118T110640Z-000001", "20261119T110640Z-000002"
AT = 1_795_000_000.0
VIP = Relabel(("c1", "c2", "c3"), ("custom.vip",), ())
LEFT = Relabel(("c3",), ("custom.vip",), ())
ENDED = {
    "c1": Outcome(Kind.VERIFIED),
    "c2": Outcome(Kind.APPLIED),
    "c3": Outcome(Kind.FAILED, "the contact is locked"),
}


@pytest.fixture(params=FORMATS)
def old(request, tmp_path):
    """A copy of a golden journal."""
    path = tmp_path / "journal.db"
    shutil.copy(GOLDEN / f"{request.param}.db", path)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (request.param,)
    return path


def test_an_old_journal_is_brought_to_the_newest_format_and_remembers_everything(old):
    with closing(opened(old)) as journal:
        memory = journal.memory
        assert memory.ledger("site 1") == {"c1": {"custom.vip"}, "c2": {"custom.vip"}}
        assert memory.definitions("site 1") == {"vip": "custom.vip"}
        assert memory.used_by("s" * 64) == FIRST
        assert '"converged": false' in memory.result(FIRST)
        made, given = memory.recent("shop", since=AT)
        assert (made.batch, made.performed.definition.id) == (Creation("vip", "VIP"), "custom.vip")
        assert (given.batch, given.performed, given.at) == (VIP, Performed(ENDED), AT + 4.25)
    assert select(old, "PRAGMA user_version") == [(len(STEPS),)]


def test_what_an_old_journal_left_open_is_found_and_settled(old):
    with closing(opened(old)) as journal:
        [chat] = journal.memory.open_intents(["chat"])
        assert chat.batch == Deletion(("c9",))
        [shop] = journal.memory.open_intents(["shop"])
        assert (shop.run, shop.batch, shop.at) == (SECOND, LEFT, AT + 86_401)
        assert set(shop.tickets) == {Ticket("job", "job-2"), Ticket("key", "key-2")}
        now(journal.record(shop.id, "site 1", LEFT, alike("c3", kind=Kind.VERIFIED), at=AT + 90_000))
        assert journal.memory.open_intents(["shop"]) == ()
        assert journal.memory.ledger("site 1")["c3"] == {"custom.vip"}


def test_the_runs_of_an_old_journal_are_its_history(old):
    with closing(open_store(old)) as store:
        second, first = past_runs(store)
    assert second == PastRun(SECOND, AT + 86_400, None, ("chat", "shop"), {}, 2)
    counts = {"applied": 2, "verified": 1, "failed": 1}
    assert first == PastRun(FIRST, AT, AT + 5, ("shop",), counts, 0)


def test_what_an_old_journal_holds_is_in_the_chain_from_its_migration_on(old):
    with closing(opened(old)) as journal:
        whole = journal.memory.verify_chain()
    assert (whole.rows, whole.flaw) == (2 + 4 + 3 + 2 + 1, None)
    assert select(old, "SELECT count(*) FROM intent WHERE salt = ''") == [(0,)]
    change(old, "UPDATE intent SET batch = replace(batch, 'c9', 'c8')")
    with closing(opened(old)) as journal:
        assert str(journal.memory.verify_chain().flaw) == "intent 4 is altered"


def test_the_token_of_an_old_journal_is_still_there(tmp_path):
    shutil.copy(GOLDEN / "2.db", tmp_path / "journal.db")
    vault = FileVault(tmp_path / "journal.db", outlives=True, now=lambda: AT)
    assert vault.read("agency") == "not-a-token"


def test_a_migration_that_is_cut_off_leaves_the_old_journal_as_it_was(old, monkeypatch):
    before = select(old, "SELECT name FROM sqlite_master ORDER BY name")
    version = select(old, "PRAGMA user_version")

    def die(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("labelsync.journal.tables.adopt", die)
        with pytest.raises(KeyboardInterrupt):
            opened(old)
    assert {name for (name,) in select(old, "SELECT name FROM sqlite_master")} >= {name for (name,) in before}
    assert ("chain",) not in select(old, "SELECT name FROM sqlite_master")
    assert select(old, "PRAGMA user_version") >= version
    with closing(opened(old)) as journal:
        assert journal.memory.verify_chain().rows == 12


def test_a_journal_of_the_format_after_ours_is_refused_with_its_number(old):
    change(old, f"PRAGMA user_version = {len(STEPS) + 1}")
    with pytest.raises(JournalUnwritable, match=rf"newer labelsync \(format {len(STEPS) + 1}\)"):
        opened(old)
    assert select(old, "PRAGMA user_version") == [(len(STEPS) + 1,)]
