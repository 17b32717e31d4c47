"""What the journal remembers of runs: open intents, used plans, results, and what was done lately."""

import pytest

from labelsync.core.batch import Deletion, Relabel
from labelsync.core.connector import Ticket
from labelsync.core.outcome import Kind
from labelsync.errors import JournalUnwritable, PlanUnfit
from labelsync.journal.journal import Journal
from tests.journal.made import TENANT, alike, begun, change, now, opened, record, select

VIP = Relabel(("c1",), ("vip",), ())


def intend(journal, account="shop", *, run="run1", at=1.0):
    return now(journal.intend(run, account, TENANT, VIP, at=at))


def test_an_intent_is_open_until_its_outcome_is_recorded(place):
    journal = begun(place)
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


def test_open_intents_are_those_of_the_asked_accounts_oldest_first(place):
    journal = begun(place)
    numbers = [intend(journal, account) for account in ("shop", "chat", "shop")]
    assert [i.id for i in journal.memory.open_intents(["shop"])] == [numbers[0], numbers[2]]
    assert [i.id for i in journal.memory.open_intents(["chat", "shop"])] == numbers
    assert journal.memory.open_intents([]) == ()


def test_an_intent_keeps_its_tickets_and_a_ticket_twice_is_one(place):
    journal = begun(place)
    number = intend(journal)
    for ticket in (Ticket("key", "k1"), Ticket("job", "j1"), Ticket("key", "k1")):
        now(journal.ticket(number, ticket))
    [intent] = opened(place).memory.open_intents(["shop"])
    assert set(intent.tickets) == {Ticket("key", "k1"), Ticket("job", "j1")}
    assert len(intent.tickets) == 2


def test_a_ticket_of_no_intent_is_refused(place):
    with pytest.raises(JournalUnwritable):
        now(begun(place).ticket(77, Ticket("key", "k1")))


def test_a_plan_is_used_up_by_the_first_intent_and_not_by_the_run_s_beginning(place):
    journal = begun(place, seal="s1")
    assert journal.memory.used_by("s1") == ""
    intend(journal)
    intend(journal)
    assert opened(place).memory.used_by("s1") == "run1"
    assert journal.memory.used_by("s2") == ""


def test_a_run_without_a_plan_file_uses_none_up(place):
    intend(begun(place))
    assert select(place, "SELECT * FROM used_plan") == []


def test_a_plan_that_two_runs_begin_with_is_used_by_one_of_them_only(place):
    first, second = begun(place, "run1", seal="s1"), begun(place, "run2", seal="s1")
    intend(first)
    with pytest.raises(PlanUnfit) as unfit:
        intend(second, run="run2")
    assert unfit.value.exit_code == 6
    assert select(place, "SELECT run FROM intent") == [("run1",)]
    assert first.memory.used_by("s1") == "run1"


def test_a_result_is_kept_by_its_run_s_name(place):
    journal = begun(place)
    assert journal.memory.result("run1") == ""
    now(journal.finish("run1", at=5.0, result='{"converged": true}'))
    memory = opened(place).memory
    assert memory.result("run1") == '{"converged": true}'
    assert memory.result("run2") == ""


def test_what_was_done_since_an_instant_is_told_oldest_first_and_open_intents_are_not(place):
    journal = begun(place)
    for at in (1.0, 10.0, 20.0):
        record(journal, Deletion((f"c{at:.0f}",)), alike(f"c{at:.0f}"), at=at)
    intend(journal, at=21.0)
    done = journal.memory.recent("shop", since=11.0)
    assert [one.batch for one in done] == [Deletion(("c10",)), Deletion(("c20",))]
    assert done[0].performed == alike("c10")
    assert journal.memory.recent("chat", since=0.0) == ()


def test_labels_are_known_by_their_last_id(place):
    journal = begun(place)
    now(journal.remember(TENANT, {"vip": "id1", "gold": "id2"}))
    now(journal.remember(TENANT, {"vip": "id3"}))
    assert journal.memory.definitions(TENANT) == {"vip": "id3", "gold": "id2"}
    assert journal.memory.definitions("another tenant") == {}


def test_two_connections_write_one_after_the_other_and_see_each_other_s_commits(place):
    first, second = begun(place), opened(place)
    numbers = [intend(journal) for journal in (first, second, first, second)]
    assert len(set(numbers)) == 4
    assert [i.id for i in first.memory.open_intents(["shop"])] == numbers
    assert first.memory.open_intents(["shop"]) == second.memory.open_intents(["shop"])


def test_a_commit_that_fails_half_way_leaves_nothing_and_the_next_one_succeeds(place):
    journal = begun(place)
    change(place, "ALTER TABLE ledger RENAME TO elsewhere")
    with pytest.raises(JournalUnwritable) as unwritable:
        record(journal, VIP, alike("c1"))
    assert "c1" not in unwritable.value.reason + unwritable.value.advice
    assert len(journal.memory.open_intents(["shop"])) == 1
    change(place, "ALTER TABLE elsewhere RENAME TO ledger")
    record(journal, VIP, alike("c1"))
    assert journal.memory.ledger(TENANT) == {"c1": {"vip"}}


def test_a_writer_that_dies_between_two_commits_leaves_the_first_and_nothing_of_the_second(place):
    async def dying(call):
        await journal_thread(call)
        raise SystemExit

    async def journal_thread(call):
        return call()

    journal = Journal(place, dying)
    with pytest.raises(SystemExit):
        now(journal.begin("run1", at=0.0))
    assert select(place, "SELECT id FROM run") == [("run1",)]
