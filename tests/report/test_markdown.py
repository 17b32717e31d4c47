"""Plans and runs as Markdown: what is told, and in which order it is left out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from labelsync.core.change import Add, Remove
from labelsync.core.outcome import VERIFIED
from labelsync.core.plan import LabelLine, Withheld
from labelsync.core.run import AccountResult, ChangeResult, ContactResult, Run
from labelsync.report import plan_markdown, plan_text, run_markdown
from labelsync.report.html import groups
from labelsync.report.markdown import LEAST
from tests.planfile.samples import CHAT, PLAN, QUIET, SEEN, SHOP, plans
from tests.report.marked import check_inert, check_whole
from tests.report.pages import large, run_of
from tests.report.test_result import MIXED

BUDGETS = (LEAST, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 60_000, 65_536, 1_048_574)
LARGE = large(100_000)
MANY = replace(
    PLAN, accounts=tuple(replace(one, account=f"a{n}") for n in range(20) for one in large(400).accounts)
)


def rows_of(plan: Any) -> int:
    """How many people a plan speaks of, in all its groups."""
    every = (group for account in plan.accounts for group in groups.of_account(account))
    return sum(len(group.contacts) for group in every if tuple(group.contacts) != ("",))


def folds(text: str) -> list[str]:
    return re.findall(r"<details>\n.*?\n</details>", text, re.DOTALL)


def told(text: str) -> int:
    """How many rows of people a page has."""
    return sum(len(re.findall(r"^\|", fold, re.MULTILINE)) - 2 for fold in folds(text))


def left(text: str, noun: str) -> int:
    """How many of these a page says that it leaves out."""
    (line,) = re.findall(r"^(?:Left out here|Nothing is left out).*$", text, re.MULTILINE)
    found = re.search(rf"([0-9,]+) {noun}s?\b", line)
    return int(found[1].replace(",", "")) if found else 0


def test_a_plan_is_told_from_its_one_sentence_to_the_next_command() -> None:
    assert plan_markdown(replace(PLAN, accounts=(CHAT,), objections=(), base="", undoes="")) == snapshot("""\
## Plan: 0 to add, 1 to remove.

### Before you read on

- chat: assumed. Its labels cannot be read; our ledger says who carries what.
- No longer managed: label spring on shop, carried by 12 contacts. Nothing about it is changed.
- No longer managed: account branch. Nothing about it is changed.
- Overrides given: `deletions@shop=1`

### `chat`: kirimchat, organisation 9

Read: 40 contacts in 1 page by label and identity, 8 pages fewer than all 900 take, labels assumed, complete.

| Label | carry it | wanted | both | to add | to remove | then carry it | remarks |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
| `trial` | 3 | 2 | 2 | 0 | 1 | 2 |  |

<details>
<summary><code>-</code> label trial remove 1 contact</summary>

| Action | Label | Contact | Because of |
| --- | --- | --- | --- |
| remove | `trial` | `ctc_1` | `states/crm.yaml:33` |

</details>

Cost: 1 request (at least 1); 1 read while planning; about 0.4 s.

Made `2026-11-22T09:00:00Z` from states (2 files), to be applied until `2026-11-23T09:00:00Z`.

Nothing is left out; `labelsync show plan.json` tells the same as text.

Next: `labelsync apply plan.json`, as saved by `labelsync plan -o plan.json`.
""")


def test_objections_come_first_with_what_was_measured_and_the_override_to_copy() -> None:
    text = plan_markdown(PLAN)
    refused = text.split("### Refused: 2 objections\n\n")[1].split("\n\n")[0]
    assert refused.replace(". To", ".\n  To").splitlines() == [
        "- removals of label trial on shop: measured 1 (33 % of 3), limit 100 or 30 %.",
        "  To allow it: `--override removals:trial@shop=1`",
        "- `total_removals`: measured 2, limit 1.",
        "  To allow it: `--override total_removals=2`",
    ]
    sums = "2 to add, 2 to remove, 1 contact to delete, 1 label to create, 1 to delete"
    assert text.startswith(f"## Plan: {sums}.\n")
    assert text.endswith("this plan is not applied.\n")


def test_an_account_shows_how_it_was_read_its_labels_its_people_and_its_cost() -> None:
    text = plan_markdown(PLAN)
    for said in (
        "Read: 12043 contacts in 13 pages, observed, complete.",
        "| `vip` | 1,179 | 1,185 | 1,178 | 2 | 0 | 1,181 | 4 unmatched, 1 ambiguous |",
        "| add | `vip` | `id2` | `lists/vip.csv:7` | due before this change |",
        "| remove, withheld | `vip` | `id5` |",
        "| not found | `vip` | `c_7f3a000000000000` | `lists/vip.csv:9` |",
        '- `-` delete label old (`"Old"`, what it is taken off is not known), `states/crm.yaml:50`\n',
        "- starts: sms-welcome 2 times, as vip is given\n",
        "- expires at `2026-11-24T11:33:20Z`: 2 entries of vip, `states/crm.yaml:23`\n",
        "- label trial removes 1 of 3 (33.3 %), limit 100 or 30 %\n",
        "- label vip is managed for the first time: 1 carries it whom nobody listed\n",
        "Cost: 5 requests (at least 5); 13 reads while planning;",
        "- Against main: 3 pairs of this change, 2 pairs of drift that was there before.\n",
    ):
        assert said in text


def test_the_first_sentence_is_that_of_the_text() -> None:
    for plan in (PLAN, large(1000), replace(PLAN, accounts=())):
        last = plan_text(plan, colour=False, width=100).splitlines()[-1]
        assert plan_markdown(plan).startswith(f"## {last}\n")


def test_a_plan_without_changes_says_so_and_that_nothing_is_to_be_done() -> None:
    still = replace(SHOP, changes=(), withheld=(), unmatched=(), labels=(QUIET,), drift=())
    text = plan_markdown(replace(PLAN, accounts=(still,), objections=()))
    assert text.startswith("## No changes. 1 label on 1 account is as the manifest says.\n")
    assert "<details>" not in text
    assert text.endswith("Next: nothing, the accounts are as they should be.\n")


def test_people_are_called_by_name_only_where_names_are_handed_in_and_then_the_page_says_so() -> None:
    names = {"shop": {"id1": "ada@example.com", "elsewhere": "no@example.com"}}
    named = plan_markdown(PLAN, names=names)
    assert "| add | `vip` | `id1` | `ada@example.com` | `states/crm.yaml:21` |  |" in named
    assert "**Contains personal data.**" in named
    assert "no@example.com" not in named
    assert "@example.com" not in plan_markdown(PLAN)
    assert "personal data" not in plan_markdown(PLAN)
    check_whole(named)


@pytest.mark.parametrize("limit", BUDGETS)
@pytest.mark.parametrize("plan", [PLAN, LARGE, MANY, large(37)], ids=["small", "large", "many", "few"])
def test_a_page_keeps_its_budget_and_every_block_is_whole(plan: Any, limit: int) -> None:
    text = plan_markdown(plan, limit=limit)
    assert len(text.encode()) <= limit
    check_whole(text)
    check_inert(text)
    assert text == plan_markdown(plan, limit=limit)


@pytest.mark.parametrize("limit", BUDGETS)
@pytest.mark.parametrize("plan", [PLAN, LARGE, MANY], ids=["small", "large", "many"])
def test_what_is_told_and_what_is_left_out_are_together_everything(plan: Any, limit: int) -> None:
    text = plan_markdown(plan, limit=limit)
    assert told(text) + left(text, "row") == rows_of(plan)
    assert text.count("\n### `") + left(text, "account") == len(plan.accounts)
    assert "`labelsync show plan.json`" in text


def test_with_less_room_rows_go_first_then_groups_then_labels_then_accounts() -> None:
    texts = [plan_markdown(MANY, limit=limit) for limit in range(LEAST, 300_000, 19_997)]
    lefts = [[left(text, noun) for noun in ("account", "label", "group")] for text in texts]
    for text, (accounts, labels, some) in zip(texts, lefts, strict=True):
        assert not told(text) or accounts == labels == some == 0
        assert accounts == labels == 0 or some > 700
        assert accounts == 0 or labels > 700
    assert sum(accounts > 0 for accounts, _, _ in lefts) < sum(some > 0 for _, _, some in lefts)
    assert told(texts[-1]) > 0


def test_rows_are_shared_out_evenly_among_groups() -> None:
    text = plan_markdown(LARGE, limit=60_000)
    rows = [len(re.findall("^.*$", fold, re.MULTILINE)) for fold in folds(text)]
    assert len(rows) == 40
    assert 0 <= max(rows) - min(rows) <= 1
    assert min(rows) > 15


def test_a_budget_that_is_large_enough_leaves_nothing_out() -> None:
    plan = large(2000)
    text = plan_markdown(plan, limit=1_048_574)
    assert told(text) == 2000
    assert "Nothing is left out; `labelsync show plan.json` tells the same as text." in text


def test_labels_that_change_come_before_rows_and_labels_that_stay_after_them() -> None:
    calm = tuple(
        LabelLine(f"calm {n}", 7, 7, 7, 0, 0, 0, 0, seen=True, wanted_whole=True) for n in range(150)
    )
    change = Add("vip", tuple(f"id{n}" for n in range(20)), ("a.yaml:1",) * 20, ("",) * 20)
    account = replace(SHOP, labels=(*calm, *SHOP.labels[:1]), changes=(change,), withheld=(), unmatched=())
    text = plan_markdown(replace(PLAN, accounts=(account,), objections=()), limit=4_000)
    assert told(text) == 20
    assert "| `vip` | 1,179 |" in text
    assert 0 < left(text, "label") < 150


def test_accounts_that_change_are_told_before_those_that_do_not() -> None:
    still = replace(CHAT, changes=())
    accounts = (*(replace(still, account=f"still{n}") for n in range(50)), CHAT)
    text = plan_markdown(replace(PLAN, accounts=accounts, objections=()), limit=4_000)
    assert "### `chat`" in text
    assert left(text, "account") > 40


@pytest.mark.parametrize("limit", [-1, 0, LEAST - 1])
def test_a_budget_in_which_not_even_the_head_fits_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="takes 500 bytes at least"):
        plan_markdown(PLAN, limit=limit)
    with pytest.raises(ValueError, match="takes 500 bytes at least"):
        run_markdown(MIXED, limit=limit)


def test_a_run_says_what_it_came_to_and_names_those_whose_change_went_wrong() -> None:
    assert run_markdown(MIXED) == snapshot("""\
## Apply incomplete: 2 verified, 1 already, 1 conflict, 2 failed, 2 unknown, 1 withheld, 1 not started.

- Run: `01HQ`
- Requests: 3 poll, 2 relabel

### `shop`: 2 verified, 2 failed, 1 already, 1 conflict, 2 unknown, 1 not started, 1 withheld

| Change | Ended |
| --- | --- |
| create label `gold` | 1 verified |
| delete label `old` | 1 failed |
| add `vip` | 1 verified, 1 already, 1 conflict, 1 failed, 1 unknown, 1 withheld, 1 not started |
| delete | 1 unknown |

- `~` delete label old: 1 failed: in use

<details>
<summary><code>~</code> add vip: 1 failed, 1 conflict, 1 unknown, 1 not started</summary>

| Action | Label | Contact | Outcome | Note |
| --- | --- | --- | --- | --- |
| add | `vip` | `id3` | failed | `CONTACT_LOCKED`: the contact is locked |
| add | `vip` | `id4` | conflict | the contact is gone |
| add | `vip` | `id5` | unknown | no answer came |
| add | `vip` | `id6` | not started |  |

</details>

<details>
<summary><code>~</code> delete: 1 unknown</summary>

| Action | Contact | Outcome | Note |
| --- | --- | --- | --- |
| delete | `id9` | unknown | no answer came |

</details>

### `chat`: nothing was done

Stopped: the vendor could not be reached

Nothing is left out; `labelsync show 01HQ` tells the same as text.

Next: run `labelsync apply` again; it looks up what is open first, then goes on.
""")


def test_a_run_names_nobody_whose_change_went_well() -> None:
    ends = tuple(ContactResult(f"id{number}", VERIFIED) for number in range(50))
    account = AccountResult("shop", True, (ChangeResult("add", "vip", None, ends),))
    text = run_markdown(Run("20261122T090000Z-5f0e11", 0.0, 1.0, (account,), {"relabel": 1}))
    assert text.startswith("## Apply complete: 50 verified.\n")
    assert "| add `vip` | 50 verified |" in text
    assert "id1" not in text


@pytest.mark.parametrize("limit", BUDGETS)
def test_a_run_keeps_its_budget_and_counts_what_it_leaves_out(limit: int) -> None:
    run = run_of(LARGE)
    text = run_markdown(run, limit=limit)
    assert len(text.encode()) <= limit
    assert told(text) + left(text, "row") == 1000
    check_whole(text)
    check_inert(text)


@settings(deadline=None)
@given(plans, st.integers(LEAST, 12_000))
def test_any_plan_is_a_whole_page_within_any_budget(plan: Any, limit: int) -> None:
    text = plan_markdown(plan, limit=limit)
    assert len(text.encode()) <= limit
    check_whole(text)
    check_inert(text)
    assert told(text) + left(text, "row") == rows_of(plan)


def test_the_head_and_the_foot_fit_however_large_the_counts_are() -> None:
    people = range(1, 10**6)
    changes = (Add("vip", people, people, people), Remove("vip", people, people, SEEN), *SHOP.changes[3:])
    held = Withheld("remove", "trial", people, "protected")
    account = replace(SHOP, changes=changes, withheld=(held,), drift=())
    text = plan_markdown(replace(PLAN, accounts=(account,)), limit=LEAST, names={"shop": {"id1": "Ada"}})
    assert text.startswith("## Plan: 999999 to add, 999999 to remove, 1 contact to delete,")
    assert len(text.encode()) <= LEAST
    check_whole(text)
    run = replace(MIXED, id="x" * 3000)
    assert len(run_markdown(run, limit=LEAST).encode()) <= LEAST


def test_objections_are_told_before_accounts_and_what_must_be_known_too() -> None:
    objections = tuple(replace(PLAN.objections[0], label=f"label {number}") for number in range(20))
    accounts = tuple(replace(CHAT, account=f"chat{number}") for number in range(50))
    text = plan_markdown(replace(PLAN, accounts=accounts, objections=objections), limit=5_000)
    assert left(text, "objection") == 0
    assert left(text, "account") > 40
    assert "### Before you read on" in text
    tight = plan_markdown(replace(PLAN, accounts=accounts, objections=objections), limit=2_000)
    assert 0 < left(tight, "objection") < 20
    assert f"- … {left(tight, 'objection')} more\n" in tight
    assert left(tight, "account") == 50
