"""What the journal remembers of runs: open intents, used plans, results, and what was done lately."""

import sqlite3

import pytest

from labelsync.core.batch import Deletion, Relabel
from labelsync.core.connector import Ticket
from labelsync.core.outcome import Kind
from labelsync.errors import JournalUnwritable, PlanUnfit
from labelsync.journal.journal import Journal
from tests.journal.made import TENANT, alike, begun, now, opened, record, select

VIP = Relabel(("c1",), ("vip",), ())


def intend(journal, account="shop", *, run="run1", at=1.0):
    return now(journal.intend(run, account, TENANT, VIP, at=at))


def test_an_intent_is_open_until_its_outcome_is_recorded(tmp_path):
    journal = begun(tmp_path)
    number = intend(journal)
    [intent] = journal.memory.open_intents(["shop"])
    assert (intent.id, intent.run, intent.account, intent.batch, intent.at) == (
        number,
        "run1",
        "shop",
        VIP,
        1,
    )
    now(journal.record(number, TENANT, VIP, alike("c1", kind=Kind.UNKNOWN), at=2.0))
    assert journal.memory.open_intents(["shop"]) == ()


def test_open_intents_are_those_of_the_asked_accounts_oldest_first(tmp_path):
    journal = begun(tmp_path)
    numbers = [intend(journal, account) for account in ("shop", "chat", "shop")]
    assert [i.id for i in journal.memory.open_intents(["shop"])] == [numbers[0], numbers[2]]
    assert [i.id for i in journal.memory.open_intents(["chat", "shop"])] == numbers
    assert journal.memory.open_intents([]) == ()


def test_an_intent_keeps_its_tickets_and_a_ticket_twice_is_one(tmp_path):
    journal = begun(tmp_path)
    number = intend(journal)
    for ticket in (Ticket("key", "k1"), Ticket("job", "j1"), Ticket("key", "k1")):
        now(journal.ticket(number, ticket))
    [intent] = opened(tmp_path).memory.open_intents(["shop"])
    assert set(intent.tickets) == {Ticket("key", "k1"), Ticket("job", "j1")}
    assert len(intent.tickets) == 2


def test_a_ticket_of_no_intent_is_refused(tmp_path):
    with pytest.raises(JournalUnwritable):
        now(begun(tmp_path).ticket(77, Ticket("key", "k1")))


def test_a_plan_is_used_up_by_the_first_intent_and_not_by_the_run_s_beginning(tmp_path):
    journal = begun(tmp_path, seal="s1")
    assert journal.memory.used_by("s1") == ""
    intend(journal)
    intend(journal)
    assert opened(tmp_path).memory.used_by("s1") == "run1"
    assert journal.memory.used_by("s2") == ""


def test_a_run_without_a_plan_file_uses_none_up(tmp_path):
    intend(begun(tmp_path))
    assert select(tmp_path, "SELECT * FROM used_plan") == []


def test_a_plan_that_two_runs_begin_with_is_used_by_one_of_them_only(tmp_path):
    first, second = begun(tmp_path, "run1", seal="s1"), begun(tmp_path, "run2", seal="s1")
    intend(first)
    with pytest.raises(PlanUnfit) as unfit:
        intend(second, run="run2")
    assert unfit.value.exit_code == 6
    assert select(tmp_path, "SELECT run FROM intent") == [("run1",)]
    assert first.memory.used_by("s1") == "run1"


def test_a_result_is_kept_by_its_run_s_name(tmp_path):
    journal = begun(tmp_path)
    assert journal.memory.result("run1") == ""
    now(journal.finish("run1", at=5.0, result='{"converged": true}'))
    memory = opened(tmp_path).memory
    assert memory.result("run1") == '{"converged": true}'
    assert memory.result("run2") == ""


def test_what_was_done_since_an_instant_is_told_oldest_first_and_open_intents_are_not(tmp_path):
    journal = begun(tmp_path)
    for at in (1.0, 10.0, 20.0):
        record(journal, Deletion((f"c{at:.0f}",)), alike(f"c{at:.0f}"), at=at)
    intend(journal, at=21.0)
    done = journal.memory.recent("shop", since=11.0)
    assert [one.batch for one in done] == [Deletion(("c10",)), Deletion(("c20",))]
    assert done[0].performed == alike("c10")
    assert journal.memory.recent("chat", since=0.0) == ()


def test_labels_are_known_by_their_last_id(tmp_path):
    journal = begun(tmp_path)
    now(journal.remember(TENANT, {"vip": "id1", "gold": "id2"}))
    now(journal.remember(TENANT, {"vip": "id3"}))
    assert journal.memory.definitions(TENANT) == {"vip": "id3", "gold": "id2"}
    assert journal.memory.definitions("another tenant") == {}


def test_two_connections_write_one_after_the_other_and_see_each_other_s_commits(tmp_path):
    first, second = begun(tmp_path), opened(tmp_path)
    numbers = [intend(journal) for journal in (first, second, first, second)]
    assert len(set(numbers)) == 4
    assert [i.id for i in first.memory.open_intents(["shop"])] == numbers
    assert first.memory.open_intents(["shop"]) == second.memory.open_intents(["shop"])


def test_a_commit_that_fails_half_way_leaves_nothing_and_the_next_one_succeeds(tmp_path):
    journal = begun(tmp_path)
    other = sqlite3.connect(tmp_path / "kept" / "journal.db", isolation_level=None)
    other.execute(
        "CREATE TRIGGER full BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'no space for it'); END"
    )
    with pytest.raises(JournalUnwritable) as unwritable:
        record(journal, VIP, alike("c1"))
    assert "c1" not in unwritable.value.reason + unwritable.value.advice
    assert len(journal.memory.open_intents(["shop"])) == 1
    other.execute("DROP TRIGGER full")
    record(journal, VIP, alike("c1"))
    assert journal.memory.ledger(TENANT) == {"c1": {"vip"}}


def test_a_writer_that_dies_between_two_commits_leaves_the_first_and_nothing_of_the_second(tmp_path):
    async def dying(call):
        await journal_thread(call)
        raise SystemExit

    async def journal_thread(call):
        return call()

    journal = Journal(tmp_path / "kept" / "journal.db", dying)
    with pytest.raises(SystemExit):
        now(journal.begin("run1", at=0.0))
    assert select(tmp_path, "SELECT id FROM run") == [("run1",)]
