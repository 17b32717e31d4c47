"""A person is taken out of the journal: no byte of them is left, all others stay, and the chain is whole."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from labelsync.core.batch import Deletion, Relabel
from labelsync.core.change import Add, Remove
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import Kind, Outcome, Performed
from labelsync.core.plan import Drift, Missing, Withheld
from labelsync.core.run import AccountResult, ChangeResult, ContactResult, Run
from labelsync.errors import JournalUnwritable, Locked
from labelsync.journal.forgetting import Purged, accounts, forget, look
from labelsync.journal.opening import open_store
from labelsync.journal.search import Sought
from labelsync.planfile import kept, reopened
from labelsync.report import read_run, result_json
from tests.journal.made import alike, change, now, opened, select
from tests.planfile.samples import CHAT, PLAN, SEEN, SHOP

ADA, ADA_TOO, BOB, EVE = "contact-of-ada", "second-of-ada", "contact-of-bob", "contact-of-eve"
BY_EMAIL, BY_PHONE, BOBS = "c_ada0000000000001", "c_ada0000000000002", "c_b0b0000000000001"
SITE, ORG = "5f0e", "9"
PERSON = Sought(frozenset({"ada@example.com"}), names=frozenset({BY_EMAIL}))
TRACES = (ADA, ADA_TOO, BY_EMAIL, BY_PHONE)
NUMBERS = count()
VIP = Relabel((ADA, BOB), ("custom.vip",))
TEXTS = (
    "SELECT plan FROM run UNION ALL SELECT result FROM run WHERE result IS NOT NULL UNION ALL SELECT batch"
    " FROM intent UNION ALL SELECT performed FROM intent WHERE settled IS NOT NULL UNION ALL"
    " SELECT text FROM ticket UNION ALL SELECT contact FROM ledger UNION ALL SELECT contact FROM named"
    " UNION ALL SELECT who FROM named UNION ALL SELECT row_id FROM chain"
)


def planned():
    """A plan that names Ada by both of her contacts, found by e-mail and by phone, beside others."""
    shop = replace(
        SHOP,
        changes=(
            Add("vip", (ADA, BOB), ("lists/vip.csv:2", "lists/vip.csv:3"), (BY_EMAIL, BOBS)),
            Add("gold", (ADA,), ("lists/gold.csv:7",), (BY_PHONE,)),
            Add("blue", (ADA_TOO, EVE), ("lists/blue.csv:4", "lists/blue.csv:5"), (BY_EMAIL, "c_e")),
            Remove("trial", (BOB, ADA), ("states/crm.yaml:3", "states/crm.yaml:3"), SEEN),
        ),
        withheld=(Withheld("remove", "vip", (ADA,), f"{ADA} is protected"),),
        unmatched=(
            Missing("vip", BY_PHONE, "lists/vip.csv:9"),
            Missing("vip", "c_someone", "lists/vip.csv:8"),
        ),
        drift=(Drift("add", "vip", (ADA, BOB)), Drift("remove", "trial", (ADA,))),
    )
    return replace(PLAN, accounts=(shop, CHAT), objections=(), undoes="")


def resulted(run: str = "run1") -> str:
    gone = ContactResult(ADA_TOO, Outcome(Kind.CONFLICT, f"merged into {ADA}"))
    done = tuple(ContactResult(one, Outcome(Kind.VERIFIED)) for one in (ADA, BOB))
    changes = (
        ChangeResult("add", "vip", contacts=(*done, gone)),
        ChangeResult("add", "gold", contacts=done[:1]),
    )
    return result_json(Run(run, 0.0, 9.0, (AccountResult("shop", readable=True, changes=changes),), {}))


async def _live(journal):
    await journal.begin("run1", at=1.0, plan=kept(planned()))
    for batch in (VIP, Deletion((ADA,)), Relabel((EVE,), ("custom.blue",))):
        number = await journal.intend("run1", "shop", SITE, batch, at=2.0)
        await journal.ticket(number, Ticket("key", f"key of {number}"))
        await journal.record(number, SITE, batch, alike(*batch.contacts), at=3.0)
        if batch == VIP:
            await journal.record(number, SITE, VIP, alike(*VIP.contacts, kind=Kind.VERIFIED), at=3.0)
    await journal.meet(SITE, {BY_EMAIL: ADA, BY_PHONE: ADA, BOBS: BOB})
    await journal.finish("run1", at=4.0, result=resulted())
    await journal.begin("run2", at=5.0, plan=kept(PLAN))


@pytest.fixture
def lived(place):
    """A journal that knows Ada, and others."""
    with closing(opened(place)) as journal:
        now(_live(journal))
        now(
            journal.replace_ledger(
                SITE, [(ADA, "vip"), (ADA, "gold"), (ADA_TOO, "vip"), (BOB, "vip")], at=6.0
            )
        )
    return place


def forgotten(place, sought=PERSON) -> Purged:
    with closing(open_store(place)) as store:
        return forget(store, sought)


def texts(place) -> str:
    return "\n".join(text for (text,) in select(place, TEXTS))


def whole(place) -> bool:
    with closing(opened(place)) as journal:
        return journal.memory.verify_chain().flaw is None


def test_a_person_is_in_no_row_any_more_and_the_chain_is_whole(lived):
    before = select(lived, "SELECT seq, digest, hash FROM chain ORDER BY seq")
    assert all(trace in texts(lived) for trace in TRACES)
    assert forgotten(lived) == Purged(plans=1, calls=2, outcomes=2, results=1, ledger=3, meetings=2)
    assert [trace for trace in TRACES if trace in texts(lived)] == []
    assert whole(lived)
    assert select(lived, "SELECT seq, digest, hash FROM chain ORDER BY seq")[: len(before)] == before


def test_all_others_stay_as_they_were(lived):
    others = "SELECT performed, salt FROM intent WHERE id = 3"
    before = select(lived, others), select(lived, "SELECT plan, salt FROM run WHERE id = 'run2'")
    forgotten(lived)
    assert (select(lived, others), select(lived, "SELECT plan, salt FROM run WHERE id = 'run2'")) == before
    with closing(opened(lived)) as journal:
        assert journal.memory.ledger(SITE) == {BOB: {"vip"}}
        assert journal.memory.named(SITE, [BOBS, BY_EMAIL]) == {BOBS: BOB}
        vip, deletion, blue = journal.memory.deeds("run1")
    assert (vip.batch, vip.performed) == (Relabel((BOB,), ("custom.vip",)), alike(BOB, kind=Kind.VERIFIED))
    assert (deletion.batch, deletion.performed) == (Deletion(()), Performed())
    assert blue.batch == Relabel((EVE,), ("custom.blue",))


def test_the_plan_of_a_run_can_be_opened_and_asks_for_nobody_of_a_made_up_name(lived):
    forgotten(lived)
    with closing(opened(lived)) as journal:
        plan = reopened(journal.memory.begun("run1").plan)
    shop, chat = plan.accounts
    assert shop.changes == (
        Add("vip", (BOB,), ("lists/vip.csv:3",), (BOBS,)),
        Add("blue", (EVE,), ("lists/blue.csv:5",), ("c_e",)),
        Remove("trial", (BOB,), ("states/crm.yaml:3",), SEEN),
    )
    assert (shop.withheld, shop.drift) == ((), (Drift("add", "vip", (BOB,)),))
    assert shop.unmatched == (Missing("vip", "c_someone", "lists/vip.csv:8"),)
    assert chat.changes == CHAT.changes


def test_a_result_keeps_its_rows_and_counts_under_a_word_for_each_contact(lived):
    forgotten(lived)
    with closing(opened(lived)) as journal:
        text = journal.memory.result("run1")
    document = json.loads(text)
    assert document["summary"] == json.loads(resulted())["summary"]
    assert document["accounts"][0]["changes"] == snapshot(
        [
            {
                "action": "add",
                "label": "vip",
                "contacts": [
                    {"id": "forgotten", "outcome": "verified", "reason": None},
                    {"id": "contact-of-bob", "outcome": "verified", "reason": None},
                    {"id": "forgotten-2", "outcome": "conflict", "reason": "merged into forgotten"},
                ],
            },
            {
                "action": "add",
                "label": "gold",
                "contacts": [{"id": "forgotten", "outcome": "verified", "reason": None}],
            },
        ]
    )
    assert result_json(read_run(text)) == text


def test_whoever_is_forgotten_later_is_told_apart_from_whom_was_forgotten_first(lived):
    forgotten(lived)
    forgotten(lived, Sought(frozenset({BOB})))
    with closing(opened(lived)) as journal:
        [first, _] = read_run(journal.memory.result("run1")).accounts[0].changes
    assert [contact.id for contact in first.contacts] == ["forgotten", "forgotten-3", "forgotten-2"]
    assert whole(lived)


def test_to_look_counts_the_same_and_changes_nothing(lived):
    before = texts(lived)
    with closing(open_store(lived)) as store:
        found = look(store, PERSON)
    assert texts(lived) == before
    assert forgotten(lived) == found


def test_forgetting_twice_finds_nobody_the_second_time(lived):
    forgotten(lived)
    rows = select(lived, "SELECT count(*) FROM chain")
    assert forgotten(lived) == Purged()
    assert select(lived, "SELECT count(*) FROM chain") == rows


def test_a_vendor_s_id_is_enough(lived):
    assert forgotten(lived, Sought(frozenset({ADA}))).meetings == 2
    assert [trace for trace in (ADA, BY_PHONE) if trace in texts(lived)] == []
    assert ADA_TOO in texts(lived)


@pytest.mark.parametrize(
    ("account", "left"), [("shop", {ORG}), ("chat", {SITE}), ("", set()), ("else", {SITE, ORG})]
)
def test_an_id_on_one_account_leaves_the_same_id_on_others_alone(place, account, left):
    with closing(opened(place)) as journal:
        now(journal.begin("run1", at=1.0))
        for name, tenant in (("shop", SITE), ("chat", ORG)):
            number = now(journal.intend("run1", name, tenant, VIP, at=2.0))
            now(journal.record(number, tenant, VIP, alike(ADA, BOB), at=3.0))
            now(journal.meet(tenant, {BY_EMAIL: ADA}))
    forgotten(place, Sought(frozenset({ADA}), account))
    for rows in ("contact FROM ledger", "contact FROM named", "batch FROM intent"):
        assert {tenant for tenant, text in select(place, f"SELECT tenant, {rows}") if ADA in text} == left
    assert whole(place)


def test_an_address_that_somebody_else_has_by_now_leads_to_nobody_else(lived):
    with closing(opened(lived)) as journal:
        now(journal.meet(SITE, {BY_PHONE: EVE}))
    forgotten(lived)
    assert select(lived, "SELECT who FROM named ORDER BY who") == [(BY_PHONE,), (BOBS,)]
    assert EVE in texts(lived)


def test_a_contact_that_only_an_old_plan_knows_by_its_pseudonym_is_found(lived):
    change(lived, "DELETE FROM named")
    assert forgotten(lived).plans == 1
    assert [trace for trace in TRACES if trace in texts(lived)] == []


def test_a_wanted_person_whom_nobody_found_is_forgotten_by_pseudonym(place):
    with closing(opened(place)) as journal:
        now(journal.begin("run1", at=1.0, plan=kept(planned())))
    assert forgotten(place, Sought(frozenset(), names=frozenset({"c_someone"}))) == Purged(plans=1)
    assert "c_someone" not in texts(place)
    assert ADA in texts(place)


def test_while_a_call_about_the_person_is_open_nothing_is_forgotten_and_the_run_is_named(lived):
    with closing(opened(lived)) as journal:
        now(journal.intend("run2", "shop", SITE, Relabel((EVE, ADA), ("custom.gold",)), at=7.0))
    before = texts(lived)
    with pytest.raises(
        Locked, match="run run2 left a call about this person open on account shop"
    ) as refused:
        forgotten(lived)
    assert refused.value.exit_code == 75
    assert "ada" not in refused.value.reason + refused.value.advice
    assert texts(lived) == before
    assert forgotten(lived, Sought(frozenset({BOB}))).calls == 1


def test_an_open_call_on_another_tenant_with_the_same_id_is_no_hindrance(lived):
    with closing(opened(lived)) as journal:
        now(journal.intend("run2", "chat", ORG, Deletion((ADA,)), at=7.0))
    assert forgotten(lived).calls == 2


@pytest.mark.parametrize("text", [ADA, f"delete-of {ADA}"])
def test_a_ticket_that_holds_an_id_is_renamed_and_so_is_its_entry(lived, text):
    with closing(opened(lived)) as journal:
        now(journal.ticket(2, Ticket("job", text)))
        now(journal.ticket(2, Ticket("job", "forgotten")))
    assert forgotten(lived).tickets == 1
    assert select(lived, "SELECT text FROM ticket WHERE intent = 2 AND kind = 'job' ORDER BY text") == [
        ("forgotten",),
        ("forgotten-2",),
    ]
    assert ADA not in texts(lived)
    assert whole(lived)
    change(lived, "UPDATE ticket SET text = 'another' WHERE text = 'forgotten-2'")
    assert not whole(lived)


def test_what_is_altered_after_forgetting_shows(lived):
    forgotten(lived)
    change(lived, "UPDATE run SET result = replace(result, 'forgotten', 'somebody') WHERE id = 'run1'")
    with closing(opened(lived)) as journal:
        assert str(journal.memory.verify_chain().flaw) == "the result of run run1 is altered"


def test_the_old_salts_are_gone_so_that_no_guess_can_be_compared_with_the_old_digests(lived):
    rows = "SELECT salt FROM run WHERE id = 'run1' UNION ALL SELECT salt FROM intent WHERE id < 3"
    before = {salt for (salt,) in select(lived, rows)}
    forgotten(lived)
    assert before.isdisjoint(salt for (salt,) in select(lived, rows))


def test_no_byte_of_a_person_is_left_in_the_files_while_they_are_open(tmp_path):
    """Free pages and the write-ahead log keep deleted text, unless they are written anew."""
    path = tmp_path / "journal.db"
    with closing(opened(path)) as journal:
        now(_live(journal))
        for number in range(200):  # rows that came and went, so that there are free pages
            batch = Relabel((ADA, f"other{number}"), ("custom.vip",))
            intent = now(journal.intend("run1", "shop", SITE, batch, at=5.0))
            now(journal.record(intent, SITE, batch, alike(ADA, kind=Kind.VERIFIED), at=6.0))
        assert ADA.encode() in _bytes(path)
        forgotten(path)
        left = _bytes(path)
    assert [trace for trace in TRACES if trace.encode() in left + _bytes(path)] == []
    assert BOB.encode() in left


def _bytes(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob("journal.db*")))


def test_what_was_forgotten_while_somebody_read_the_file_is_scrubbed_by_running_it_again(tmp_path):
    path = tmp_path / "journal.db"
    with closing(opened(path)) as journal:
        now(_live(journal))
    with closing(open_store(path)) as reader, closing(open_store(path)) as store:
        store.execute("PRAGMA busy_timeout=50")
        reader.execute("BEGIN")
        reader.rows("SELECT count(*) FROM run")
        with pytest.raises(JournalUnwritable, match="another process reads it"):
            forget(store, PERSON)
        reader.execute("ROLLBACK")
        assert forget(store, PERSON) == Purged()
        assert ADA.encode() not in _bytes(path)


def test_a_text_that_is_not_ours_is_refused_without_a_word_of_it(lived):
    change(lived, "UPDATE run SET plan = 'oh contact-of-ada, c_ada0000000000001' WHERE id = 'run2'")
    with pytest.raises(JournalUnwritable) as refused:
        forgotten(lived)
    assert "ada" not in str(refused.value)
    assert refused.value.__cause__ is refused.value.__context__ is None


def test_the_accounts_are_those_that_were_written_to(lived):
    with closing(open_store(lived)) as store:
        assert accounts(store) == {"shop"}


def test_the_order_of_the_runs_stays(lived):
    forgotten(lived)
    with closing(opened(lived)) as journal:
        assert journal.memory.begun().run == "run2"


ids = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(ids, min_size=1, max_size=5, unique=True))
def test_of_whatever_ids_one_goes_and_the_others_stay_in_their_order(place, contacts):
    first, *others = contacts
    with closing(opened(place)) as journal:
        run = f"run {next(NUMBERS)}"
        now(journal.begin(run, at=1.0))
        number = now(journal.intend(run, "shop", SITE, Relabel(tuple(contacts), ("vip",)), at=2.0))
        now(journal.record(number, SITE, Relabel(tuple(contacts), ("vip",)), alike(*contacts), at=3.0))
    forgotten(place, Sought(frozenset({first})))
    with closing(opened(place)) as journal:
        [deed] = journal.memory.deeds(run)
        assert (deed.batch.contacts, tuple(deed.performed.contacts)) == (tuple(others), tuple(others))
        assert first not in journal.memory.ledger(SITE)
        assert journal.memory.verify_chain().flaw is None
