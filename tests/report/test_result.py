"""What a run's reports say: the text, and the document that scripts rely on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from jsonschema import Draft202012Validator

from labelsync.core.change import Action
from labelsync.core.outcome import ALREADY, APPLIED, VERIFIED, Kind, Outcome
from labelsync.core.run import AccountResult, ChangeResult, ContactResult, Run
from labelsync.report import read_run, result_json, result_schema, result_text

SCHEMA = Draft202012Validator(result_schema())
LOCKED = Outcome(Kind.FAILED, "CONTACT_LOCKED: the contact is locked")
GONE = Outcome(Kind.CONFLICT, "the contact is gone")
LOST = Outcome(Kind.UNKNOWN, "no answer came")
LATER = Outcome(Kind.NOT_STARTED)
HELD = Outcome(Kind.WITHHELD, "protected")


def run_of(*outcomes: Outcome, readable: bool = True, error: str = "", code: int = 0) -> Run:
    contacts = tuple(ContactResult(f"id{number}", outcome) for number, outcome in enumerate(outcomes, 1))
    changes = (ChangeResult("add", "vip", contacts=contacts),) if contacts else ()
    account = AccountResult("shop", readable, changes, error=error, code=code)
    return Run("01HQ", 0.0, 9.0, (account,), {"relabel": 1})


MIXED = Run(
    "01HQ",
    0.0,
    9.0,
    (
        AccountResult(
            "shop",
            True,
            (
                ChangeResult("create_label", "gold", whole=VERIFIED),
                ChangeResult("delete_label", "old", whole=Outcome(Kind.FAILED, "in use")),
                ChangeResult(
                    "add",
                    "vip",
                    contacts=tuple(
                        ContactResult(f"id{number}", outcome)
                        for number, outcome in enumerate(
                            (VERIFIED, ALREADY, LOCKED, GONE, LOST, LATER, HELD), 1
                        )
                    ),
                ),
                ChangeResult("delete", "", contacts=(ContactResult("id9", LOST),)),
            ),
        ),
        AccountResult("chat", False, (), error="the vendor could not be reached", code=69),
    ),
    {"relabel": 2, "poll": 3},
)

outcomes = st.builds(Outcome, st.sampled_from(Kind), st.text(max_size=5))
labels = st.builds(
    ChangeResult, st.sampled_from(["create_label", "delete_label"]), st.text(max_size=5), outcomes
)
pairs = st.builds(
    ChangeResult,
    st.sampled_from(get_args(Action)),
    st.text(max_size=5),
    contacts=st.lists(st.builds(ContactResult, st.text(max_size=5), outcomes), max_size=4).map(tuple),
)
accounts = st.builds(
    AccountResult,
    st.text(min_size=1, max_size=5),
    st.booleans(),
    st.lists(labels | pairs, max_size=3).map(tuple),
    error=st.text(max_size=5),
    code=st.sampled_from([0, 4, 69]),
)
runs = st.builds(
    Run,
    id=st.text(min_size=1, max_size=5),
    started=st.just(0.0),
    finished=st.just(1.0),
    accounts=st.lists(accounts, max_size=2).map(tuple),
    requests=st.dictionaries(st.text(max_size=5), st.integers(0, 9), max_size=2),
    interrupted=st.sampled_from([0, 130]),
)


def last(run: Run) -> str:
    return result_text(run, colour=False).splitlines()[-1]


def test_everybody_whose_change_went_wrong_is_named() -> None:
    assert result_text(MIXED, colour=False) == snapshot("""\
shop: 2 verified, 1 already, 1 conflict, 2 failed, 2 unknown, 1 withheld, 1 not started
  ~ failed  delete_label old: in use
  ~ failed  add vip id3: CONTACT_LOCKED: the contact is locked
  ~ conflict  add vip id4: the contact is gone
  ~ unknown  add vip id5: no answer came
  ~ unknown  delete id9: no answer came

chat: nothing was done
  stopped: the vendor could not be reached

Run: 01HQ
Requests: 3 poll, 2 relabel
Apply incomplete: 2 verified, 1 already, 1 conflict, 2 failed, 2 unknown, 1 withheld, 1 not started. Next: run `labelsync apply` again; it looks up what is open first, then goes on.
""")  # noqa: E501 - a report's line is as long as it is


def test_a_run_is_read_back_from_its_document() -> None:
    again = read_run(result_json(MIXED))
    assert result_json(again) == result_json(MIXED)
    assert again.exit_code == MIXED.exit_code


def test_the_result_document_has_the_keys_that_scripts_rely_on() -> None:
    assert json.loads(result_json(MIXED)) == snapshot(
        {
            "format_version": "1.0",
            "run": "01HQ",
            "started": "1970-01-01T00:00:00Z",
            "finished": "1970-01-01T00:00:09Z",
            "converged": False,
            "error": None,
            "exit_code": 69,
            "summary": {
                "applied": 0,
                "verified": 2,
                "already": 1,
                "conflict": 1,
                "failed": 2,
                "unknown": 2,
                "withheld": 1,
                "not_started": 1,
            },
            "requests": {"poll": 3, "relabel": 2},
            "accounts": [
                {
                    "account": "shop",
                    "error": None,
                    "exit_code": 0,
                    "readable": True,
                    "timeline": None,
                    "changes": [
                        {"action": "create_label", "label": "gold", "outcome": "verified", "reason": None},
                        {"action": "delete_label", "label": "old", "outcome": "failed", "reason": "in use"},
                        {
                            "action": "add",
                            "label": "vip",
                            "contacts": [
                                {"id": "id1", "outcome": "verified", "reason": None},
                                {"id": "id2", "outcome": "already", "reason": None},
                                {
                                    "id": "id3",
                                    "outcome": "failed",
                                    "reason": "CONTACT_LOCKED: the contact is locked",
                                },
                                {"id": "id4", "outcome": "conflict", "reason": "the contact is gone"},
                                {"id": "id5", "outcome": "unknown", "reason": "no answer came"},
                                {"id": "id6", "outcome": "not_started", "reason": None},
                                {"id": "id7", "outcome": "withheld", "reason": "protected"},
                            ],
                        },
                        {
                            "action": "delete",
                            "label": None,
                            "contacts": [{"id": "id9", "outcome": "unknown", "reason": "no answer came"}],
                        },
                    ],
                },
                {
                    "account": "chat",
                    "error": "the vendor could not be reached",
                    "exit_code": 69,
                    "readable": False,
                    "timeline": None,
                    "changes": [],
                },
            ],
        }
    )


@pytest.mark.parametrize(
    ("run", "line"),
    [
        (run_of(VERIFIED, VERIFIED, ALREADY), "Apply complete: 2 verified, 1 already."),
        (run_of(APPLIED, readable=False), "Apply complete: 1 applied."),
        (
            run_of(APPLIED),
            "Apply complete: 1 applied. "
            "Not all of it was read back; `labelsync plan` shows whether anything is left.",
        ),
        (run_of(), "Apply complete: nothing to do."),
        (
            run_of(VERIFIED, LATER),
            "Apply incomplete: 1 verified, 1 not started. "
            "Next: run `labelsync apply` again; it looks up what is open first, then goes on.",
        ),
        (
            replace(run_of(VERIFIED, LOST), interrupted=130),
            "Apply incomplete: interrupted; 1 verified, 1 unknown. "
            "Next: run `labelsync apply` again; it looks up what is open first, then goes on.",
        ),
        (
            run_of(VERIFIED, GONE),
            "Apply incomplete: 1 verified, 1 conflict. "
            "Next: `labelsync plan`, since what these changes rested on is different now.",
        ),
        (
            run_of(LATER, error="refused", code=4),
            "Apply incomplete: 1 not started. Next: mend what stopped it, then apply again.",
        ),
        (
            run_of(error="unreachable", code=69),
            "Apply incomplete: nothing was done. Next: mend what stopped it, then apply again.",
        ),
    ],
)
def test_the_last_line_says_how_it_ended_and_what_to_do_next(run: Run, line: str) -> None:
    assert last(run) == line


@given(runs)
def test_complete_is_said_exactly_when_the_exit_code_is_0(run: Run) -> None:
    assert last(run).startswith("Apply complete:") == (run.exit_code == 0)


@given(runs)
def test_every_result_has_the_published_shape(run: Run) -> None:
    SCHEMA.validate(json.loads(result_json(run)))


@given(runs)
def test_the_summary_counts_each_outcome_of_the_document_once(run: Run) -> None:
    found = json.loads(result_json(run))
    changes = [change for account in found["accounts"] for change in account["changes"]]
    ends = [end["outcome"] for change in changes for end in change.get("contacts", [change])]
    assert found["summary"] == {kind.value: ends.count(kind.value) for kind in Kind}


@pytest.mark.parametrize(
    "wrong",
    [
        {"format_version": "2.0"},
        {"converged": "yes"},
        {"summary": {"verified": 1}},
        {"requests": {"relabel": -1}},
        {"novelty": 1},
        {"accounts": [{"account": "shop", "changes": []}]},
        {"accounts": [{"account": "shop", "error": None, "changes": [{"action": "add", "label": "vip"}]}]},
    ],
)
def test_a_wrong_result_has_not_the_published_shape(wrong: dict[str, object]) -> None:
    right = json.loads(result_json(MIXED))
    SCHEMA.validate(right)
    assert not SCHEMA.is_valid(right | wrong)


def test_the_published_schema_is_the_code_s_own() -> None:
    published = Path(__file__).parents[2] / "docs" / "schemas" / "result.schema.json"
    Draft202012Validator.check_schema(result_schema())
    assert published.read_text() == json.dumps(result_schema(), indent=2) + "\n"
