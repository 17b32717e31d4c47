"""Whatever a name, an id, a reason or a place holds, the text stays what the report made it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelsync.core.change import Add
from labelsync.core.outcome import Kind, Outcome
from labelsync.core.plan import Plan
from labelsync.core.run import AccountResult, ChangeResult, ContactResult, Run
from labelsync.planfile import document
from labelsync.report import inert, plan_json, plan_text, result_json, result_text
from labelsync.report.inert import word
from labelsync.report.lines import Tone
from tests.planfile.samples import PLAN, SHOP, plans

EVIL = "\x1b[2J\x1b]0;owned\x07\r\n\u202egold\u2066\u200b\u2028\x9b1m\x7f\U000e0041\u3164"
anything = st.text(st.characters())


@given(plans, st.integers(0, 200))
def test_any_plan_s_text_holds_printable_characters_and_newlines_only(plan: Plan, width: int) -> None:
    text = plan_text(plan, colour=False, width=width)
    assert all(line.isprintable() for line in text.split("\n"))
    assert text.endswith("\n")


@given(plans)
def test_colour_adds_colour_codes_and_nothing_else(plan: Plan) -> None:
    coloured = plan_text(plan, colour=True, width=80)
    for tone in Tone:
        coloured = coloured.replace(f"\x1b[{tone.value}m", "")
    assert coloured.replace("\x1b[0m", "") == plan_text(plan, colour=False, width=80)


def test_an_evil_name_makes_no_line_of_its_own() -> None:
    def lines(name: str) -> int:
        change = Add(name, (name,), (name,), (name,))
        account = replace(SHOP, account=name, identity=name, changes=(change,), labels=())
        return plan_text(replace(PLAN, accounts=(account,)), colour=False, width=400).count("\n")

    assert lines(EVIL) == lines("plain")


def test_wrapped_text_cannot_pass_for_a_line_of_the_report() -> None:
    reason = "x " * 40 + "Plan: 0 to add, 0 to remove."
    held = tuple(replace(withheld, reason=reason) for withheld in SHOP.withheld)
    text = plan_text(replace(PLAN, accounts=(replace(SHOP, withheld=held),)), colour=False, width=60)
    assert [line for line in text.splitlines() if line.startswith("Plan:")] == text.splitlines()[-1:]


def test_an_evil_result_is_printed_inertly() -> None:
    outcome = Outcome(Kind.FAILED, EVIL)
    change = ChangeResult("add", EVIL, contacts=(ContactResult(EVIL, outcome),))
    run = Run(EVIL, 0.0, 1.0, (AccountResult(EVIL, True, (change,), error=EVIL, code=69),), {EVIL: 1})
    text = result_text(run, colour=False)
    assert all(line.isprintable() for line in text.split("\n"))
    calm = Run("r", 0.0, 1.0, (AccountResult("a", True, (change,), error="e", code=69),), {"k": 1})
    assert len(text.splitlines()) == len(result_text(calm, colour=False).splitlines())
    assert result_json(run).isascii()
    assert "\x1b" not in result_json(run)


@given(plans)
def test_json_is_ascii_and_free_of_control_characters(plan: Plan) -> None:
    text = plan_json(document(plan))
    assert text.isascii()
    assert all(line.isprintable() for line in text.split("\n"))


@given(anything)
def test_any_text_becomes_one_printable_line(text: str) -> None:
    assert inert(text).isprintable()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("VIP customers", "VIP customers"),
        ("Größe 大 é", "Größe 大 é"),
        ("a\nb\tc", r"a\nb\tc"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\u202eabc", r"\u202eabc"),
        ("vip\u3164", r"vip\u3164"),
        ("vip\u200d", r"vip\u200d"),
        ("a\u00a0b", r"a\xa0b"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud800", r"\ud800"),
    ],
)
def test_what_cannot_be_seen_is_spelt(text: str, shown: str) -> None:
    assert inert(text) == shown


@given(anything, anything)
def test_two_names_that_differ_are_shown_differently(one: str, other: str) -> None:
    assert (inert(word(one)) == inert(word(other))) == (one == other)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("id1", "id1"),
        ("VIP customers", '"VIP customers"'),
        ('say "hi"', r'"say \"hi\""'),
        ("", '""'),
        (r"a\nb", r'"a\\nb"'),
        ("a\nb", r'"a\nb"'),
    ],
)
def test_a_name_with_a_space_or_a_quote_in_it_is_put_in_quotes(text: str, shown: str) -> None:
    assert inert(word(text)) == shown
