"""The text of a plan, as people read it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from inline_snapshot import snapshot

from labelsync.core.change import Add, CreateLabel, DeleteLabel, Remove
from labelsync.core.cost import Cost
from labelsync.core.plan import AccountPlan, Measure, Objection, Plan, Withheld
from labelsync.core.roster import Definition
from labelsync.report import Manner, plan_text
from labelsync.report.change_page import PLAIN
from tests.planfile.samples import CHAT, PLAN, QUIET, SEEN, SHOP

CALM = replace(PLAN, objections=(), overrides=(), base="", undoes="", unmanaged=())
FREE = Cost(0, 0, 1, 0, 0, 0, 0.0)
STILL = replace(
    SHOP, changes=(), withheld=(), unmatched=(), labels=(QUIET,), cost=FREE, fires=(), expiring=(), drift=()
)


def text(*accounts: AccountPlan, plan: Plan = CALM, manner: Manner = PLAIN) -> str:
    return plan_text(replace(plan, accounts=accounts), colour=False, width=100, manner=manner)


def last(*accounts: AccountPlan) -> str:
    return text(*accounts).splitlines()[-1]


def test_a_plan_with_every_kind_of_change() -> None:
    assert plan_text(PLAN, colour=False, width=100) == snapshot("""\
This plan takes back what run 20261121T090000Z-1a2b3c is verified to have changed.
Against main: 3 pairs of this change, 2 pairs of drift that was there before.
chat: assumed. Its labels cannot be read; our ledger says who carries what.
No longer managed: label spring on shop, carried by 12 contacts. Nothing about it is changed.
No longer managed: account branch. Nothing about it is changed.
Overrides given: deletions@shop=1

shop: wix, site 5f0e
  read: 12043 contacts in 13 pages, observed, complete
  label vip: 1,179 carry it, 1,185 wanted, 1,178 both, 4 unmatched, 1 ambiguous
    + add 2 contacts, 1 of them due before this change
        + id1  states/crm.yaml:21
        + id2  lists/vip.csv:7
    ~ 1 removal withheld: protected
        ~ id5
    ~ 1 wanted, found in no account
        ~ c_7f3a000000000000  lists/vip.csv:9
    managed for the first time: 1 carries it whom nobody listed
    starts: sms-welcome 2 times, as vip is given
    expires at 2026-11-24T11:33:20Z: 2 entries of vip, states/crm.yaml:23
  label trial: 3 carry it, 2 wanted, 2 both
    - remove 1 contact
        - id3  states/crm.yaml:33
    [##########] removes 1 of 3 (33.3 %), limit 100 or 30 %
    starts: goodbye 1 time, as trial is taken off
  label old: 0 carry it, 0 wanted, 0 both
    - delete label old ("Old", what it is taken off is not known)  states/crm.yaml:50
  label gold
    + create label "Gold" (gold, made on first use)
  contacts
    - delete 1 contact, 1 of them due before this change
        - id4  states/crm.yaml:41
    ~ 1 deletion withheld: protected
        ~ id6
  cost: 5 requests (at least 5); 13 reads while planning; 1 reread before writing, at least 3 polls,
    at least 1 to verify; 12 % of the minute quota; about 7.5 s

chat: kirimchat, organisation 9
  read: 40 contacts in 1 page by label and identity, 8 pages fewer than all 900 take, labels
    assumed, complete
  label trial: 3 carry it, 2 wanted, 2 both
    - remove 1 contact
        - ctc_1  states/crm.yaml:33
  cost: 1 request (at least 1); 1 read while planning; about 0.4 s

Refused: 2 objections.
  removals of label trial on shop: measured 1 (33 % of 3), limit 100 or 30 %
      to allow it: --override removals:trial@shop=1
  total_removals: measured 2, limit 1
      to allow it: --override total_removals=2

Plan: 2 to add, 2 to remove, 1 contact to delete, 1 label to create, 1 to delete.
""")


def test_a_plan_on_a_narrow_terminal() -> None:
    assert plan_text(replace(PLAN, accounts=(CHAT,)), colour=False, width=50) == snapshot("""\
This plan takes back what run
    20261121T090000Z-1a2b3c is verified to have
    changed.
Against main: 1 pair of this change, 0 pairs of
    drift that was there before.
chat: assumed. Its labels cannot be read; our
    ledger says who carries what.
No longer managed: label spring on shop, carried
    by 12 contacts. Nothing about it is changed.
No longer managed: account branch. Nothing about
    it is changed.
Overrides given: deletions@shop=1

chat: kirimchat, organisation 9
  read: 40 contacts in 1 page by label and
    identity, 8 pages fewer than all 900 take,
    labels assumed, complete
  label trial: 3 carry it, 2 wanted, 2 both
    - remove 1 contact
        - ctc_1  states/crm.yaml:33
  cost: 1 request (at least 1); 1 read while
    planning; about 0.4 s

Refused: 2 objections.
  removals of label trial on shop: measured 1 (33
    % of 3), limit 100 or 30 %
      to allow it: --override removals:trial@shop=1
  total_removals: measured 2, limit 1
      to allow it: --override total_removals=2

Plan: 0 to add, 1 to remove.
""")


def test_nothing_to_do_is_said_in_words() -> None:
    assert text(STILL) == snapshot("""\
shop: wix, site 5f0e
  read: 12043 contacts in 13 pages, observed, complete
  cost: 0 requests (at least 0); 1 read while planning; about 0 s

No changes. 1 label on 1 account is as the manifest says.
""")


def test_an_empty_plan_counts_its_labels_and_accounts() -> None:
    labels = tuple(replace(QUIET, label=name) for name in ("a", "b", "c"))
    accounts = replace(STILL, labels=labels), replace(STILL, account="other", labels=labels[:2])
    assert last(*accounts) == "No changes. 3 labels on 2 accounts are as the manifest says."


def test_an_empty_plan_does_not_pass_over_what_is_withheld() -> None:
    held = replace(STILL, withheld=(Withheld("remove", "quiet", ("id5", "id6"), "protected"),))
    assert last(held) == (
        "No changes. 1 label on 1 account is as the manifest says, but for 2 changes withheld."
    )


def test_the_last_line_names_only_what_there_is() -> None:
    gold = CreateLabel("gold", "Gold", by_use=False)
    old = DeleteLabel("old", Definition("old", "old"), "a.yaml:1", SEEN)
    add = Add("quiet", ("id1",), ("a.yaml:2",), ("c_1",))
    assert last(replace(STILL, changes=(add,))) == "Plan: 1 to add, 0 to remove."
    assert last(replace(STILL, changes=(gold, gold))) == "Plan: 0 to add, 0 to remove, 2 labels to create."
    assert last(replace(STILL, changes=(old,))) == "Plan: 0 to add, 0 to remove, 1 label to delete."
    assert last(SHOP) == ("Plan: 2 to add, 1 to remove, 1 contact to delete, 1 label to create, 1 to delete.")


def test_the_first_twenty_contacts_are_named_and_the_rest_counted() -> None:
    who = tuple(f"id{number:04}" for number in range(1170))
    add = Add("quiet", who, tuple(f"lists/q.csv:{number}" for number in range(1170)), who)
    lines = text(replace(STILL, changes=(add,)), manner=Manner(rest="labelsync show plan.json")).splitlines()
    assert lines[3:25] == [
        "    + add 1170 contacts",
        *(f"        + id{number:04}  lists/q.csv:{number}" for number in range(20)),
        "        ... 1,150 more (labelsync show plan.json)",
    ]


def test_exactly_twenty_contacts_are_all_named() -> None:
    who = tuple(f"id{number:02}" for number in range(20))
    shown = text(replace(STILL, changes=(Add("quiet", who, who, who),)))
    assert "id19" in shown
    assert "more" not in shown


def test_everybody_is_named_where_that_is_asked_for() -> None:
    who = tuple(f"id{number:02}" for number in range(50))
    shown = text(replace(STILL, changes=(Add("quiet", who, who, who),)), manner=Manner(most=None))
    assert "id49" in shown
    assert "more" not in shown


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (("removals", 38, 1204, 100, 30.0), "[####......] removes 38 of 1,204 (3.2 %), limit 100 or 30 %"),
        (
            ("removals", 2, 2, 100, 30.0),
            "[..........] removes 2 of 2 (100.0 %), limit 100 or 30 %; up to 3 are free",
        ),
        (("removals", 412, 500, 100, 30.0), "[##########] removes 412 of 500 (82.4 %), limit 100 or 30 %"),
        (("additions", 600, 0, 1000, None), "[######....] adds 600, limit 1,000"),
    ],
)
def test_what_a_guard_counts_is_a_small_bar(
    counted: tuple[str, int, int, int, float | None], said: str
) -> None:
    guard, pairs, base, count, percent = counted
    measure = Measure(guard, "shop", "quiet", pairs, base, count, percent, 3)
    removal = Remove("quiet", ("id1",), ("a.yaml:1",), SEEN)
    shown = text(replace(STILL, changes=(removal,)), plan=replace(CALM, measures=(measure,)))
    assert f"    {said}\n" in shown


def test_few_additions_have_no_bar() -> None:
    measure = Measure("additions", "shop", "quiet", 400, 0, 1000, None, 20)
    assert "[####" not in text(STILL, plan=replace(CALM, measures=(measure,)))


def test_a_label_made_by_a_call_is_not_said_to_be_made_on_first_use() -> None:
    made = CreateLabel("gold", "gold", by_use=False)
    used = CreateLabel("gold", "gold", by_use=True)
    assert '  + create label "gold"\n' in text(replace(STILL, changes=(made,)))
    assert '  + create label "gold" (made on first use)\n' in text(replace(STILL, changes=(used,)))


def test_a_partial_plan_says_so_first() -> None:
    assert text(STILL, plan=replace(CALM, partial=True)).startswith("This plan is partial: ")


def test_a_missing_ledger_is_said_on_top() -> None:
    first = replace(CHAT, changes=(), read=replace(CHAT.read, ledger=False))
    assert "chat: ledger: none." in text(SHOP, first).partition("\n\n")[0]


def test_an_assumed_basis_is_said_on_top_and_no_missing_ledger_where_there_is_one() -> None:
    assert "chat: assumed." in text(SHOP, CHAT).partition("\n\n")[0]
    assert "ledger: none" not in text(SHOP, CHAT)


def test_a_reading_that_was_cut_short_says_why() -> None:
    read = replace(STILL.read, complete=False, reason="the answer ended before its last page")
    shown = text(replace(STILL, read=read))
    assert shown.startswith("shop: not read whole")
    assert "NOT complete: the answer ended before its last page" in " ".join(shown.split())


def test_a_label_that_lacks_a_certificate_has_its_counts_shown() -> None:
    shown = text(replace(STILL, labels=(replace(QUIET, seen=False, wanted_whole=False),)))
    assert "not seen whole, the wanted side was not read to its end" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("override", "typed"),
    [
        ("removals:trial@shop=412", "--override removals:trial@shop=412\n"),
        ("removals:VIP customers@shop=1", "--override 'removals:VIP customers@shop=1'\n"),
        ("removals:$(id)@shop=1", "--override 'removals:$(id)@shop=1'\n"),
    ],
)
def test_an_objection_says_exactly_what_to_type_in_a_shell(override: str, typed: str) -> None:
    objection = Objection("removals", "shop", "trial", "412", "100", override)
    shown = plan_text(replace(CALM, objections=(objection,)), colour=False, width=40)
    assert typed in shown


def test_an_objection_that_nothing_overrides_offers_nothing() -> None:
    objection = Objection("capability", "shop", "trial", "1", "0", "")
    assert "--override" not in text(SHOP, plan=replace(CALM, objections=(objection,)))
