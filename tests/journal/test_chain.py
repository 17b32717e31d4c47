"""T23: history that was altered shows, and a person can be forgotten without altering it."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from itertools import count
from threading import Event, Thread

import pytest
from hypothesis import HealthCheck, given, settings

from labelsync.core.batch import Deletion, Relabel
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import Kind, Outcome
from labelsync.journal.chain import append, digest_of, link, new_salt
from labelsync.journal.opening import open_store
from labelsync.journal.rows import write_batch
from tests.journal.made import TENANT, alike, begun, change, now, opened, record, select
from tests.journal.test_rows import batches, performed

VIP = Relabel(("c1",), ("vip",), ())
NUMBERS = count()
KINDS = ["run", "intent", "ticket", "outcome", "intent", "result", "run", "intent"]


def written(place):
    """A journal with a finished run of two intents, one of them open, and a run that goes on."""
    journal = begun(place)
    first = now(journal.intend("run1", "shop", TENANT, VIP, at=1.0))
    now(journal.ticket(first, Ticket("job", "j1")))
    now(journal.record(first, TENANT, VIP, alike("c1"), at=2.0))
    now(journal.intend("run1", "shop", TENANT, Deletion(("c2",)), at=3.0))
    now(journal.finish("run1", at=4.0, result='{"converged": true}'))
    now(journal.begin("run2", at=5.0, plan='{"contacts": ["c3"]}'))
    now(journal.intend("run2", "chat", TENANT, VIP, at=6))
    return journal


def flaw(place) -> str:
    with closing(opened(place)) as journal:
        return str(journal.memory.verify_chain().flaw)


def test_each_run_intent_ticket_outcome_and_result_has_its_row_and_the_journal_is_whole(place):
    verdict = written(place).memory.verify_chain()
    assert [kind for (kind,) in select(place, "SELECT kind FROM chain ORDER BY seq")] == KINDS
    assert (verdict.rows, verdict.flaw) == (len(KINDS), None)
    assert [(verdict.head,)] == select(place, "SELECT hash FROM chain ORDER BY seq DESC LIMIT 1")


def test_an_empty_journal_is_whole(place):
    verdict = opened(place).memory.verify_chain()
    assert (verdict.rows, verdict.flaw) == (0, None)


def test_a_ticket_that_is_kept_twice_is_in_the_chain_once(place):
    journal = written(place)
    now(journal.ticket(1, Ticket("job", "j1")))
    assert journal.memory.verify_chain() == opened(place).memory.verify_chain()
    assert journal.memory.verify_chain().rows == len(KINDS)


def test_an_outcome_that_takes_the_place_of_another_is_the_one_that_counts(place):
    journal = written(place)
    now(journal.confirm(1, {"c1": Outcome(Kind.VERIFIED)}))
    assert journal.memory.verify_chain().flaw is None
    [done] = journal.memory.recent("shop", since=0.0)
    assert (done.performed, done.at) == (alike("c1", kind=Kind.VERIFIED), 2.0)


def test_what_is_said_of_an_intent_that_is_not_there_leaves_no_trace(place):
    journal = written(place)
    now(journal.record(77, TENANT, Deletion(()), alike(), at=9.0))
    now(journal.confirm(77, {"c1": Outcome(Kind.VERIFIED)}))
    now(journal.finish("run77", at=9.0, result="{}"))
    assert journal.memory.verify_chain().rows == len(KINDS)


ALTERED = [
    ("UPDATE run SET started = 0.5 WHERE id = 'run1'", "run run1 is altered"),
    ("UPDATE run SET seal = 'another' WHERE id = 'run2'", "run run2 is altered"),
    ("UPDATE run SET plan = '{}' WHERE id = 'run2'", "run run2 is altered"),
    ("UPDATE run SET salt = '' WHERE id = 'run2'", "run run2 is altered"),
    ("UPDATE run SET finished = 4.5 WHERE id = 'run1'", "the result of run run1 is altered"),
    ("UPDATE run SET result = '{}' WHERE id = 'run1'", "the result of run run1 is altered"),
    ("UPDATE run SET result_salt = '' WHERE id = 'run1'", "the result of run run1 is altered"),
    ("UPDATE run SET finished = NULL WHERE id = 'run1'", "the result of run run1 is missing"),
    ("UPDATE run SET finished = 9 WHERE id = 'run2'", "the result of run run2 is added"),
    ("UPDATE intent SET run = 'run1' WHERE id = 3", "intent 3 is altered"),
    ("UPDATE intent SET account = 'shop' WHERE id = 3", "intent 3 is altered"),
    ("UPDATE intent SET tenant = 'site 2' WHERE id = 2", "intent 2 is altered"),
    ("UPDATE intent SET batch = replace(batch, 'c2', 'c9') WHERE id = 2", "intent 2 is altered"),
    ("UPDATE intent SET at = 2.5 WHERE id = 2", "intent 2 is altered"),
    ("UPDATE intent SET salt = '' WHERE id = 1", "intent 1 is altered"),
    ("UPDATE intent SET settled = 2.5 WHERE id = 1", "the outcome of intent 1 is altered"),
    (
        "UPDATE intent SET performed = replace(performed, 'applied', 'failed') WHERE id = 1",
        "the outcome of intent 1 is altered",
    ),
    ("UPDATE intent SET outcome_salt = '' WHERE id = 1", "the outcome of intent 1 is altered"),
    ("UPDATE intent SET settled = NULL WHERE id = 1", "the outcome of intent 1 is missing"),
    ("UPDATE intent SET settled = 9 WHERE id = 2", "the outcome of intent 2 is added"),
    ("UPDATE ticket SET text = 'j2'", "the ticket of intent 1 is missing"),
    ("DELETE FROM ticket", "the ticket of intent 1 is missing"),
    ("DELETE FROM intent WHERE id = 2", "intent 2 is missing"),
    ("INSERT INTO ticket VALUES (2, 'key', 'k1')", "the ticket of intent 2 is added"),
    ("INSERT INTO run (id, started, seal) VALUES ('run3', 1, '')", "run run3 is added"),
    (
        "INSERT INTO intent (run, account, tenant, batch, at) VALUES ('run1', 'shop', 't', '{}', 1)",
        "intent 4 is added",
    ),
    ("DELETE FROM chain WHERE seq = 4", "row 4 of the chain is missing"),
    ("DELETE FROM chain WHERE seq = 1", "row 1 of the chain is missing"),
    ("DELETE FROM chain WHERE seq = 8", "intent 3 is added"),
    ("UPDATE chain SET hash = digest WHERE seq = 5", "row 5 of the chain is altered"),
    ("UPDATE chain SET digest = hash WHERE seq = 5", "row 5 of the chain is altered"),
    ("UPDATE chain SET digest = 'no digest' WHERE seq = 5", "row 5 of the chain is altered"),
    ("UPDATE chain SET kind = 'pardon' WHERE seq = 5", "row 5 of the chain is altered"),
    ("UPDATE chain SET kind = 'outcome' WHERE seq = 5", "the outcome of intent 2 is missing"),
    ("UPDATE chain SET row_id = '9' WHERE seq = 5", "intent 9 is missing"),
    (
        "UPDATE chain SET digest = (SELECT digest FROM chain WHERE seq = 2) WHERE seq = 5",
        "row 5 of the chain is altered",
    ),
]


@pytest.mark.parametrize(("sql", "told"), ALTERED)
def test_the_first_row_that_was_altered_removed_or_added_is_named(place, sql, told):
    written(place).close()
    change(place, sql)
    assert flaw(place) == told


def test_of_several_flaws_the_one_that_was_written_first_is_named(place):
    written(place).close()
    change(place, "UPDATE intent SET at = 9 WHERE id = 3")
    change(place, "UPDATE run SET started = 9 WHERE id = 'run2'")
    change(place, "INSERT INTO run (id, started, seal) VALUES ('run0', 1, '')")
    assert flaw(place) == "run run2 is altered"


def test_a_row_that_was_altered_together_with_its_digest_breaks_the_chain(place):
    written(place).close()
    [(salt,)] = select(place, "SELECT salt FROM intent WHERE id = 2")
    text = write_batch(Deletion(("c9",)))
    digest = digest_of("intent", 2, salt, ("run1", "shop", TENANT, text, 3.0))
    change(place, "UPDATE intent SET batch = replace(batch, 'c2', 'c9') WHERE id = 2")
    change(place, f"UPDATE chain SET digest = '{digest}' WHERE seq = 5")  # noqa: S608 - hexadecimal
    assert flaw(place) == "row 5 of the chain is altered"


def test_the_digests_of_one_batch_intended_twice_differ_and_no_row_of_the_chain_names_anybody(place):
    journal = begun(place)
    for _ in range(2):
        record(journal, Deletion(("c-of-ada",)), alike("c-of-ada"))
    rows = select(place, "SELECT seq, kind, row_id, digest, hash FROM chain")
    assert len({digest for *_, digest, _ in rows}) == len(rows)
    assert "c-of-ada" not in repr(rows)


def test_every_row_that_may_name_people_has_a_salt_of_its_own(place):
    written(place).close()
    salts = select(place, "SELECT salt FROM intent UNION ALL SELECT salt FROM run")
    salts += select(place, "SELECT outcome_salt FROM intent WHERE settled IS NOT NULL")
    salts += select(place, "SELECT result_salt FROM run WHERE finished IS NOT NULL")
    assert len(set(salts)) == len(salts) == 7
    assert {len(salt) for (salt,) in salts} == {32}


def test_a_person_is_forgotten_with_the_salt_and_the_journal_stays_whole(place):
    """What `forget` will do: the row without the person, a new salt, and one more row in the chain."""
    journal = begun(place)
    two = Relabel(("c-of-ada", "c2"), ("vip",))
    number = record(journal, two, alike("c-of-ada", "c2"))
    before = select(place, "SELECT * FROM chain ORDER BY seq")
    salt, text = new_salt(), write_batch(Relabel(("c2",), ("vip",)))

    def forget(store):
        store.write("UPDATE intent SET batch = ?, salt = ? WHERE id = ?", (text, salt, number))
        append(store, "intent", number, "run1", "shop", TENANT, text, 1.0, salt=salt)

    with closing(open_store(place)) as store:
        store.transaction(lambda: forget(store))
    assert journal.memory.verify_chain().flaw is None
    assert select(place, "SELECT * FROM chain ORDER BY seq")[: len(before)] == before
    change(place, "UPDATE intent SET batch = replace(batch, 'c2', 'c9')")
    assert flaw(place) == f"intent {number} is altered"


def test_the_hashes_are_what_the_documents_say():
    """An answer worked out by hand, so that journals of every release are verified in the same way."""
    text = json.dumps(["intent", "7", "run1", 1.0, None], separators=(",", ":"))
    digest = hashlib.sha256(b"5a17\0" + text.encode()).hexdigest()
    assert digest_of("intent", 7, "5a17", ("run1", 1, None)) == digest
    assert digest == "fb74e466ab1f03733b1c3e316116420ea7d6145ca17cfe15b47435f689d31dbe"
    assert link("0" * 64, digest) == hashlib.sha256(bytes(32) + bytes.fromhex(digest)).hexdigest()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(batches, performed)
def test_whatever_a_batch_and_its_outcome_hold_the_journal_is_whole(place, batch, told):
    with closing(opened(place)) as journal:
        run = f"run {next(NUMBERS)}"
        now(journal.begin(run, at=0.1))
        number = now(journal.intend(run, "shop", TENANT, batch, at=0.1 + 0.2))
        now(journal.record(number, "another tenant", Deletion(()), told, at=1e-9))
        assert journal.memory.verify_chain().flaw is None


def test_who_verifies_while_others_write_sees_whole_journals_only(place):
    begun(place).close()
    over, verdicts = Event(), []

    def look():
        with closing(opened(place)) as journal:
            while not over.is_set():
                verdicts.append(journal.memory.verify_chain())

    looking = Thread(target=look)
    looking.start()
    with closing(opened(place)) as journal:
        for number in range(60):
            record(journal, VIP, alike("c1"), at=float(number))
    over.set()
    looking.join()
    assert {verdict.flaw for verdict in verdicts} == {None}
    assert flaw(place) == "None"
