"""Plans and runs as pages of HTML: well formed, of one file, and nothing in them but text that is inert."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelsync.core.plan import Measure
from labelsync.report import inert
from labelsync.report.html import plan_html, run_html
from labelsync.report.html.gauges import gauge
from labelsync.report.html.parts import Gauge
from tests.planfile.samples import CHAT, PLAN, QUIET, SHOP, plans
from tests.report.elements import Page, content, everything, policy, rows, shape
from tests.report.pages import EVIL, evil_plan, evil_run, large, run_of
from tests.report.test_result import MIXED

ADA = {
    "shop": {
        "id1": "ada@example.com",
        "c_7f3a000000000000": "hedy@example.com",
        "elsewhere": "no@example.com",
    }
}
PAGES = {
    "plan": plan_html(PLAN),
    "named": plan_html(PLAN, names=ADA),
    "run": run_html(MIXED),
    "run of a plan": run_html(MIXED, PLAN, names=ADA),
    "empty": plan_html(replace(PLAN, accounts=(), objections=())),
}


@pytest.mark.parametrize("text", PAGES.values(), ids=list(PAGES))
def test_a_page_fetches_nothing_and_only_its_own_script_and_style_may_run(text: str) -> None:
    page = Page(text)
    (style,) = page.all("style")
    script, other = (content(one) for one in page.all("script") if "type" not in one.attributes), rows(page)
    digests = [b64encode(sha256(one.encode()).digest()).decode() for one in (content(style), *script)]
    said = policy(page)
    assert said.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}';" in said
    assert "unsafe" not in said
    assert other["groups"] == [] or other["contact"]
    fetching = {"src", "srcset", "action", "formaction", "style", "background", "poster", "data", "ping"}
    for element in page.elements:
        assert not fetching & set(element.attributes)
        assert not [name for name in element.attributes if name.startswith("on")]
        assert (element.attributes.get("href") or "#").startswith("#")
    assert not re.search(r"https?://|url\(|@import", text)


@pytest.mark.parametrize("text", PAGES.values(), ids=list(PAGES))
def test_a_page_is_whole_ascii_html_with_headings_and_landmarks_in_order(text: str) -> None:
    page = Page(text)
    assert text.isascii()
    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert [len(page.all(tag)) for tag in ("h1", "main", "header", "nav", "footer", "title")] == [1] * 6
    levels = [int(one.tag[1]) for one in page.elements if re.fullmatch("h[1-6]", one.tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    names = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(names) == len(set(names))
    pointed = [(one.attributes["href"] or "")[1:] for one in page.all("a")]
    told = [name for one in page.elements for name in (one.attributes.get("aria-labelledby") or "").split()]
    assert {*pointed, *told} <= set(names)


@pytest.mark.parametrize("text", PAGES.values(), ids=list(PAGES))
def test_every_table_has_a_caption_and_every_head_its_scope(text: str) -> None:
    page = Page(text)
    assert len(page.all("caption")) == len(page.all("table"))
    assert {one.attributes.get("scope") for one in page.all("th")} <= {"col", "row"}


def test_the_top_says_what_the_text_says_and_each_override_can_be_copied() -> None:
    page = Page(plan_html(PLAN))
    lead = next(one for one in page.all("p") if "lead" in (one.attributes.get("class") or ""))
    assert (
        content(lead) == "Plan: 2 to add, 2 to remove, 1 contact to delete, 1 label to create, 1 to delete."
    )
    overrides = ["--override removals:trial@shop=1", "--override total_removals=2"]
    assert [content(one) for one in page.all("code")] == overrides
    assert "removals of label trial on shop: measured 1 (33 % of 3), limit 100 or 30 %" in page.text()
    for said in (
        "Against main: 3 pairs of this change, 2 pairs of drift that was there before.",
        "label vip: 1 carries it whom nobody listed",
        "starts: sms-welcome 2 times, as vip is given",
        "expires at 2026-11-24T11:33:20Z: 2 entries of vip, states/crm.yaml:23",
        "~ label vip  1 removal withheld: protected",
        "~ label vip  1 wanted, found in no account",
    ):
        assert said in page.text()


def test_the_json_holds_every_pair_of_the_plan_with_its_place() -> None:
    assert set(everything(rows(Page(plan_html(PLAN))))) == {
        ("shop", "create label", "gold", "", "", "", ""),
        ("shop", "add", "vip", "id1", "states/crm.yaml:21", "", ""),
        ("shop", "add", "vip", "id2", "lists/vip.csv:7", "due before this change", ""),
        ("shop", "remove", "trial", "id3", "states/crm.yaml:33", "", ""),
        ("shop", "delete", "", "id4", "states/crm.yaml:41", "due before this change", ""),
        ("shop", "delete label", "old", "", "states/crm.yaml:50", "", ""),
        ("shop", "remove, withheld", "vip", "id5", "", "protected", ""),
        ("shop", "delete, withheld", "", "id6", "", "protected", ""),
        ("shop", "not found", "vip", "c_7f3a000000000000", "lists/vip.csv:9", "", ""),
        ("chat", "remove", "trial", "ctc_1", "states/crm.yaml:33", "", ""),
    }


def test_the_json_of_a_run_holds_every_outcome_its_reason_and_the_plan_s_place() -> None:
    found = set(everything(rows(Page(run_html(MIXED, PLAN)))))
    assert ("shop", "add", "vip", "id1", "states/crm.yaml:21", "", "verified") in found
    failed = ("shop", "add", "vip", "id3", "", "CONTACT_LOCKED: the contact is locked", "failed")
    assert failed in found
    assert ("shop", "create label", "gold", "", "", "", "verified") in found
    assert len(found) == 10


def test_a_run_names_first_whoever_s_change_went_wrong() -> None:
    text = Page(run_html(run_of(large(4000)))).text()
    assert 'remove "label 1": 1 failed, 99 verified' in text
    heads = [content(one) for one in Page(run_html(MIXED)).all("th") if one.attributes.get("scope") == "row"]
    assert heads.index("id3") < heads.index("id4") < heads.index("id5") < heads.index("id1")


def test_the_first_twenty_of_a_group_stand_as_a_plain_table_and_the_rest_is_counted() -> None:
    page = Page(plan_html(replace(large(60_000), objections=())))
    listed = [one for one in page.all("tr") if one.attributes == {}]
    assert "… 1,480 more" in page.text()
    assert len(listed) < 40 * 21 + 300


def test_a_page_of_very_many_groups_shows_fewer_of_each() -> None:
    many = tuple(
        replace(account, account=f"a{number}") for number in range(10) for account in large(9000).accounts
    )
    page = Page(plan_html(replace(PLAN, accounts=many)))
    assert "… 215 more" in page.text()
    assert len([one for one in page.all("tr") if one.attributes == {}]) < 4000 + 400 + 400 + 1000


def test_people_are_called_by_name_only_where_names_are_handed_in_and_then_the_page_says_so() -> None:
    assert "@example.com" not in PAGES["plan"]
    assert "personal data" not in PAGES["plan"]
    named = Page(PAGES["named"])
    assert "This page contains personal data." in named.text()
    assert content(named.all("title")[0]).endswith("- contains personal data")
    assert "ada@example.com" in named.text()
    assert "hedy@example.com" in named.text()
    assert "no@example.com" not in PAGES["named"]
    assert rows(named)["called"][rows(named)["contact"].index("id1")] == "ada@example.com"


def test_a_page_of_a_hundred_thousand_changes_is_small_and_the_same_every_time() -> None:
    plan = large(100_000)
    text = plan_html(plan)
    assert len(text) <= 15_000_000
    assert text == plan_html(plan)
    told = rows(Page(text))
    assert len(set(everything(told))) == 100_000
    assert len(run_html(run_of(plan), plan)) <= 15_000_000


@pytest.mark.parametrize("evil", EVIL)
def test_whatever_things_are_called_the_page_has_the_same_elements(evil: str) -> None:
    assert shape(plan_html(evil_plan(evil))) == shape(plan_html(evil_plan("two words")))
    names = {evil: {evil: evil}}
    assert shape(run_html(evil_run(evil), evil_plan(evil), names=names)) == shape(
        run_html(evil_run("two words"), evil_plan("two words"), names={"two words": {"two words": "x"}})
    )


@settings(deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_any_name_is_shown_as_inert_text_and_makes_no_element(name: str) -> None:
    text = plan_html(evil_plan(f"{name} x"))
    page = Page(text)
    assert shape(text) == shape(plan_html(evil_plan("two words")))
    shown = page.text() + "".join(told for column in list(rows(page).values())[:-1] for told in column)
    assert inert(shown.replace("\n", "")) == shown.replace("\n", "")


@settings(deadline=None)
@given(plans)
def test_any_plan_is_a_whole_page(plan: Any) -> None:
    page = Page(plan_html(plan))
    held = sum(len(each.contacts) for account in plan.accounts for each in account.withheld)
    unmatched = sum(len(account.unmatched) for account in plan.accounts)
    assert len(list(everything(rows(page)))) == sum(plan.summary().values()) + held + unmatched


def test_a_chart_draws_what_its_table_says() -> None:
    page = Page(plan_html(PLAN))
    captions = [content(one) for one in page.all("text")]
    assert {"+2", "\N{MINUS SIGN}1", "1,179 \N{RIGHTWARDS ARROW} 1,181", "vip on shop"} <= set(captions)
    assert len([one for one in page.all("svg") if one.attributes.get("role") == "img"]) == 2


def test_a_plan_without_changes_says_so_and_draws_no_chart() -> None:
    still = replace(SHOP, changes=(), withheld=(), unmatched=(), labels=(QUIET,), drift=())
    page = Page(plan_html(replace(PLAN, accounts=(still,), objections=())))
    assert "No changes. 1 label on 1 account is as the manifest says." in page.text()
    assert page.all("figure") == []


@pytest.mark.parametrize(
    ("pairs", "base", "count", "percent", "drawn"),
    [
        (2, 0, 1, None, Gauge(1.0, 0.5)),
        (1, 3, 100, 30.0, Gauge(1.0, 0.9)),
        (412, 4000, 100, 30.0, Gauge(1.0, 0.2427)),
        (3, 0, 0, None, Gauge(1.0, 0.0)),
        (5, 5, None, 30.0, Gauge(1.0, 0.3)),
        (25, 1000, 100, 30.0, Gauge(0.25, 1.0)),
    ],
)
def test_a_gauge_shows_the_limit_that_is_used_most(
    pairs: int, base: int, count: int | None, percent: float | None, drawn: Gauge
) -> None:
    assert gauge(Measure("removals", "shop", "trial", pairs, base, count, percent, 0)) == drawn


def test_an_account_that_is_alone_is_not_named_in_charts() -> None:
    assert "trial on chat" not in Page(plan_html(replace(PLAN, accounts=(CHAT,)))).text()
