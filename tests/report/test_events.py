"""Events: each line is of the published shape, and together they say what the plan and the result say."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from inline_snapshot import snapshot
from jsonschema import Draft202012Validator

from labelsync.core.change import Add, RenameLabel, action, label_of
from labelsync.core.member import Place
from labelsync.core.outcome import VERIFIED, Kind, Outcome
from labelsync.core.plan import Plan
from labelsync.core.roster import Definition
from labelsync.core.run import DONE, AccountResult, ChangeResult, ContactResult, Run
from labelsync.errors import AccountsFailed, Interrupted, ManifestInvalid, NotAuthorised, Unreachable
from labelsync.manifest.mistakes import Mistake
from labelsync.planfile import document
from labelsync.report import events, result_json
from labelsync.report.events import Event
from tests.planfile.samples import CHAT, PLAN, SHOP, plans
from tests.report.test_result import MIXED, runs

ROOT = Path(__file__).parents[2]
SCHEMA = Draft202012Validator(events.schema())
PAGE = ROOT / "docs" / "events.md"
AT = "2026-11-22T09:00:00Z"
LOST = Outcome(Kind.UNKNOWN, "no answer came")


def read(told: Iterable[Event]) -> list[Event]:
    """The events as a program reads them: each a line by itself, in ASCII, of the published shape."""
    rows = []
    for event in told:
        line = events.line(event, AT)
        assert line.isascii()
        assert line[:-1].isprintable()
        assert line.endswith("\n")
        rows.append(json.loads(line))
        SCHEMA.validate(rows[-1])
    return rows


def shapes() -> dict[str, Event]:
    return {shape["title"]: shape["properties"] for shape in events.schema()["oneOf"]}


def test_the_published_schema_is_the_code_s_own() -> None:
    published = ROOT / "docs" / "schemas" / "events.schema.json"
    assert published.read_text() == json.dumps(events.schema(), indent=2) + "\n"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(events.schema())


@given(plans)
def test_the_planned_changes_hold_exactly_the_pairs_of_the_plan_each_with_its_place(plan: Plan) -> None:
    told = read(events.planned(document(plan)))
    rows = [row for row in told if row["type"] == "planned_change"]
    pairs = [
        (row["account"], row["action"], row["label"], contact, place)
        for row in rows
        for contact, place in zip(row["contacts"], row["because"], strict=False)
    ]
    assert pairs == [
        (account.account, action(change), label_of(change) or None, contact, place)
        for account in plan.accounts
        for change in account.changes
        for contact, place in zip(
            getattr(change, "contacts", ()), getattr(change, "because", ()), strict=False
        )
    ]
    assert [row["count"] for row in rows] == [
        len(getattr(change, "contacts", ())) for account in plan.accounts for change in account.changes
    ]


@given(plans)
def test_the_change_summary_has_the_numbers_and_the_objections_of_the_plan(plan: Plan) -> None:
    made = document(plan)
    *_, summary = read(events.planned(made))
    assert summary["summary"] == {"rename_label": 0, **made["summary"]}
    assert summary["objections"] == made["objections"]
    assert summary["partial"] == plan.partial


def test_a_large_change_comes_in_parts() -> None:
    who = tuple(f"id{number}" for number in range(2500))
    change = Add("vip", who, who, who)
    plan = replace(PLAN, accounts=(replace(SHOP, changes=(change,)),))
    *rows, _ = read(events.planned(document(plan)))
    assert [(row["part"], row["parts"], row["count"], len(row["contacts"])) for row in rows] == [
        (1, 3, 2500, 1000),
        (2, 3, 2500, 1000),
        (3, 3, 2500, 500),
    ]
    assert tuple(chain.from_iterable(row["contacts"] for row in rows)) == who
    assert all(row["contacts"] == row["because"] for row in rows)


def test_a_label_change_has_no_contacts_and_says_what_becomes_of_the_name() -> None:
    renaming = RenameLabel("gold", "Gold", Definition("7", "Golden"), "states/crm.yaml:3")
    row, _ = read(events.planned(document(replace(PLAN, accounts=(replace(CHAT, changes=(renaming,)),)))))
    assert row == snapshot(
        {
            "type": "planned_change",
            "at": "2026-11-22T09:00:00Z",
            "account": "chat",
            "action": "rename_label",
            "label": "gold",
            "count": 0,
            "part": 1,
            "parts": 1,
            "contacts": [],
            "because": ["states/crm.yaml:3"],
            "from": "Golden",
            "name": "Gold",
            "by": None,
            "heir": None,
        }
    )


@given(runs)
def test_the_outcomes_add_up_to_the_result_document(run: Run) -> None:
    told = read(events.ended(run))
    result = json.loads(result_json(run))
    counts: Counter[str] = Counter()
    for row in told:
        if row["type"] == "outcome" and row["part"] == 1:
            counts.update(row["counts"])
    assert {kind: counts[kind] for kind in result["summary"]} == result["summary"]
    last = told[-1]
    assert last["type"] == "run_summary"
    assert {key: last[key] for key in last if key not in {"type", "at"}} == {
        key: result[key] for key in ("run", "converged", "error", "exit_code", "summary", "requests")
    }


@given(runs)
def test_everybody_whose_change_did_not_end_well_is_named_with_the_reason(run: Run) -> None:
    named = [
        (row["account"], row["action"], row["label"], contact["id"], contact["outcome"], contact["reason"])
        for row in read(events.ended(run))
        if row["type"] == "outcome"
        for contact in row["contacts"]
    ]
    assert named == [
        (account.account, change.action, change.label or None, who, end.kind.value, end.reason or None)
        for account in run.accounts
        for change in account.changes
        for who, end in change.contacts
        if end.kind not in DONE
    ]


def test_many_who_did_not_end_well_come_in_parts() -> None:
    bad = tuple(ContactResult(f"id{number}", LOST) for number in range(1500))
    change = ChangeResult("add", "vip", contacts=(ContactResult("well", VERIFIED), *bad))
    first, second, _ = read(events.ended(Run("r", 0.0, 1.0, (AccountResult("shop", True, (change,)),))))
    assert (len(first["contacts"]), len(second["contacts"])) == (1000, 500)
    assert first["counts"] == second["counts"]
    assert (first["counts"]["unknown"], first["counts"]["verified"]) == (1500, 1)


def test_why_an_account_stopped_is_told_before_its_outcomes_unless_it_was_told_already() -> None:
    told = read(events.ended(MIXED))
    assert told[0] == snapshot(
        {
            "type": "diagnostic",
            "at": "2026-11-22T09:00:00Z",
            "severity": "error",
            "reason": "the vendor could not be reached",
            "code": None,
            "exit_code": 69,
            "advice": None,
            "account": "chat",
            "place": None,
        }
    )
    again = read(events.ended(MIXED, ["the vendor could not be reached"]))
    assert again == told[1:]


def test_a_mistake_in_the_manifest_is_told_with_its_code_and_its_place() -> None:
    mistake = Mistake("LS102", "no label `vlp`", Place("states/crm.yaml", 3, 7), suggestion="vip")
    assert read(events.failed(ManifestInvalid((mistake,)))) == snapshot(
        [
            {
                "type": "diagnostic",
                "at": "2026-11-22T09:00:00Z",
                "severity": "error",
                "reason": "no label `vlp`",
                "code": "LS102",
                "exit_code": 65,
                "advice": "did you mean `vip`?",
                "account": None,
                "place": "states/crm.yaml:3",
            }
        ]
    )


def test_each_account_that_failed_is_told_by_itself() -> None:
    failures = {"shop": Unreachable("not reached", advice="try later"), "crm": NotAuthorised("no token")}
    told = read(events.failed(AccountsFailed(failures)))
    assert [(row["account"], row["reason"], row["advice"], row["exit_code"]) for row in told] == [
        ("crm", "no token", None, 77),
        ("shop", "not reached", "try later", 69),
    ]


@pytest.mark.parametrize(
    "ending", [Interrupted(143), KeyboardInterrupt(), ZeroDivisionError("a@example.com")]
)
def test_whatever_ends_a_command_is_told_and_names_nobody(ending: BaseException) -> None:
    (row,) = read(events.failed(ending))
    assert "@" not in json.dumps(row)
    assert row["exit_code"] in {1, 130, 143}


def test_what_comes_from_data_is_text_and_cannot_drive_a_terminal() -> None:
    hostile = "\x1b[2J\u202e\x7f\n\u2028"
    change = Add(hostile, (hostile,), (hostile,), (hostile,))
    row, _ = read(events.planned(document(replace(PLAN, accounts=(replace(SHOP, changes=(change,)),)))))
    assert (row["label"], row["contacts"]) == (hostile, [hostile])


def test_every_type_is_explained_with_an_example_and_every_key_of_it() -> None:
    for kind, keys in shapes().items():
        chapter = PAGE.read_text("utf-8").split(f"\n## {kind}\n")[1].split("\n## ")[0]
        assert {key for key in keys if key not in {"type", "at"} and f"`{key}`" not in chapter} == set(), kind
        (example,) = re.findall(r"^```json\n(.*)\n```$", chapter, re.MULTILINE)
        assert json.loads(example)["type"] == kind
        SCHEMA.validate(json.loads(example))
