"""`--format jsonl`: a line for each thing as it happens, of the published shape, whatever ends a command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from labelsync.report.events import schema
from tests.cli.program import ENVIRONMENT, Ended, command, labelsync, sandbox, served, write

SCHEMA = Draft202012Validator(schema())
SEEDED = "version: 1\naccounts: {agency: {connector: highlevel, sandbox: people.csv}}\n"
SERVED = "version: 1\naccounts: {crm: {connector: highlevel, base_url: %s}}\n"
VIP = "labels: {vip: {members: [p0@example.com, p1@example.com]}}\n"
NO_ADDITIONS = "policy: {guards: {additions: {count: 0, free: 0}}}\n"
PEOPLE = "email,labels\np0@example.com,\np1@example.com,\np2@example.com,vip\n"


def rows(out: str) -> list[dict]:
    """The events of a command; that each line is as it is published, and names nobody."""
    assert out.isascii()
    assert "@example.com" not in out
    read = [json.loads(line) for line in out.splitlines()]
    for row in read:
        SCHEMA.validate(row)
    return read


def order(read: list[dict]) -> list[str]:
    """The types in their order, without repetitions."""
    return [kind for kind, _ in groupby(row["type"] for row in read)]


def of(kind: str, read: list[dict]) -> list[dict]:
    return [row for row in read if row["type"] == kind]


def summed(outcomes: list[dict]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in outcomes:
        counts.update(row["counts"] if row["part"] == 1 else {})
    return counts


@pytest.fixture
def demo(tmp_path):
    assert labelsync("init", "--demo", folder=tmp_path).code == 0
    return tmp_path


@pytest.fixture
def agency(tmp_path):
    write(tmp_path, SEEDED + VIP, people=PEOPLE)
    return tmp_path


def test_a_plan_is_told_from_its_reading_to_its_sums(demo):
    told = labelsync("plan", "--format", "jsonl", folder=demo)
    plan = labelsync("plan", "--format", "json", folder=demo).document
    assert told.code == 0
    read = rows(told.out)
    assert order(read) == ["version", "read_progress", "planned_change", "change_summary"]
    assert read[0]["verb"] == "plan"
    ends = {row["account"]: row for row in of("read_progress", read) if row["ended"]}
    for account in plan["accounts"]:
        end = ends[account["account"]]
        assert [end[key] for key in ("contacts", "total", "pages")] == [
            account["read"][key] for key in ("contacts", "total", "pages")
        ]
    assert [
        (row["account"], row["action"], row["label"], row["contacts"]) for row in of("planned_change", read)
    ] == [
        (account["account"], change["action"], change.get("label"), change.get("contacts", []))
        for account in plan["accounts"]
        for change in account["changes"]
    ]
    assert read[-1]["summary"] == {"rename_label": 0, **plan["summary"]}


@pytest.fixture(scope="module")
def applied(tmp_path_factory):
    """An apply of the demo: its folder, and what it told."""
    folder = tmp_path_factory.mktemp("applied")
    assert labelsync("init", "--demo", folder=folder).code == 0
    told = labelsync("apply", "-y", "--format", "jsonl", folder=folder)
    assert told.code == 0, told.err
    assert "Plan: " in told.err
    return folder, rows(told.out)


def test_an_apply_is_told_to_its_result(applied):
    folder, read = applied
    told = ["version", "read_progress", "planned_change", "change_summary", "apply_progress"]
    assert order(read) == [*told, "outcome", "run_summary"]
    last = read[-1]
    result = labelsync("show", last["run"], "--format", "json", folder=folder).document
    assert {key: last[key] for key in last if key not in {"type", "at"}} == {
        key: result[key] for key in ("run", "converged", "error", "exit_code", "summary", "requests")
    }
    assert summed(of("outcome", read)) == Counter(last["summary"])


def test_the_last_progress_of_an_account_counts_what_was_sent_there(applied):
    _, read = applied
    ends = {row["account"]: row for row in of("apply_progress", read) if row["ended"]}
    assert set(ends) == {row["account"] for row in of("planned_change", read)}
    for account, end in ends.items():
        assert end["batches"] == end["planned"] > 0
        done = summed([row for row in of("outcome", read) if row["account"] == account])
        assert Counter(end["outcomes"]) + Counter(withheld=done["withheld"]) == done


def test_a_plan_that_is_refused_says_why_and_an_apply_of_it_ends_with_its_summary(agency):
    write(agency, SEEDED + VIP + NO_ADDITIONS)
    planned = labelsync("plan", "--format", "jsonl", folder=agency)
    assert planned.code == 4
    (objection,) = rows(planned.out)[-1]["objections"]
    assert (objection["guard"], objection["override"]) == ("additions", "additions:vip@agency=2")
    applied = labelsync("apply", "-y", "--format", "jsonl", folder=agency)
    assert applied.code == 4
    read = rows(applied.out)
    assert order(read)[-4:] == ["change_summary", "diagnostic", "outcome", "run_summary"]
    (told,) = of("diagnostic", read)
    assert told["exit_code"] == read[-1]["exit_code"] == 4
    assert "additions:vip@agency=2" in told["advice"]
    assert summed(of("outcome", read)) == Counter(not_started=3)


def test_a_vendor_that_cannot_be_reached_is_told_once_and_the_summary_comes_all_the_same(tmp_path):
    write(tmp_path, SERVED % "http://127.0.0.1:9" + VIP)
    told = labelsync("apply", "-y", "--format", "jsonl", folder=tmp_path)
    assert told.code == 69
    _, failure, summary = rows(told.out)
    assert (failure["type"], failure["account"], failure["exit_code"]) == ("diagnostic", "crm", 69)
    assert (summary["type"], summary["exit_code"], summary["converged"]) == ("run_summary", 69, False)
    assert failure["reason"] in told.err


def test_whoever_is_refused_by_the_vendor_is_told_with_its_reason(tmp_path):
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    with served("--seed-from", "people.csv", "--fault", "partial=2@WRITE:/", folder=tmp_path) as urls:
        write(tmp_path, SERVED % urls["highlevel"] + VIP)
        told = labelsync("apply", "-y", "--format", "jsonl", folder=tmp_path)
    assert told.code == 3
    read = rows(told.out)
    (outcome,) = [row for row in of("outcome", read) if row["action"] == "add"]
    assert outcome["counts"]["failed"] == len(outcome["contacts"]) == 2
    assert all(contact["reason"] for contact in outcome["contacts"])
    assert read[-1]["exit_code"] == 3


def test_mistakes_of_the_manifest_are_told_with_code_and_place(tmp_path):
    write(tmp_path, SEEDED.replace("highlevel", "highlevl") + VIP, people=PEOPLE)
    told = labelsync("plan", "--format", "jsonl", folder=tmp_path)
    assert told.code == 65
    version, *mistakes = rows(told.out)
    assert version["type"] == "version"
    assert mistakes
    assert all(row["type"] == "diagnostic" and row["code"].startswith("LS") for row in mistakes)
    assert mistakes[0]["place"] == "states/crm.yaml:2"
    assert "highlevel" in mistakes[0]["advice"]


def test_wrong_usage_is_told_and_there_was_no_run(agency):
    told = labelsync("apply", "--format", "jsonl", folder=agency)
    assert told.code == 64
    assert [row["type"] for row in rows(told.out)] == ["version", "diagnostic"]


def test_what_is_finished_leaves_nothing_to_tell(agency):
    assert labelsync("apply", "-y", folder=agency).code == 0
    told = labelsync("resume", "--format", "jsonl", folder=agency)
    assert told.code == 0
    assert [row["type"] for row in rows(told.out)] == ["version"]


def test_a_run_that_stopped_is_finished_in_events(agency):
    begun = labelsync("apply", "-y", "--budget", "1", "--format", "jsonl", folder=agency)
    assert begun.code == 3
    assert rows(begun.out)[-1]["summary"]["not_started"] > 0
    told = labelsync("resume", "--format", "jsonl", folder=agency)
    assert told.code == 0
    read = rows(told.out)
    assert read[0]["verb"] == "resume"
    assert order(read)[1:3] == ["planned_change", "change_summary"]
    assert read[-1]["summary"]["not_started"] == 0
    assert summed(of("outcome", read)) == Counter(read[-1]["summary"])


def test_warnings_are_events_too(agency):
    lists = "labels: {vip: {members: [{list: vip.csv, column: email}]}}\n"
    write(agency, SEEDED + lists, vip="email\np0@example.com\nno e-mail\n")
    told = labelsync("plan", "--format", "jsonl", folder=agency)
    assert told.code == 0, told.err
    (warning,) = of("diagnostic", rows(told.out))
    assert (warning["severity"], warning["exit_code"]) == ("warning", None)
    assert f"warning: {warning['reason']}" in told.err


def test_a_signal_is_told_and_the_summary_comes_last(tmp_path):
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    with served(
        "--seed-from", "people.csv", "--fault", "delay=20x1@POST:/contacts/search", folder=tmp_path
    ) as urls:
        write(tmp_path, SERVED % urls["highlevel"] + VIP)
        ended = _interrupted("apply", "-y", "--format", "jsonl", folder=tmp_path)
    assert ended.code == 130
    read = rows(ended.out)
    assert order(read) == ["version", "diagnostic", "run_summary"]
    assert (read[-2]["reason"], read[-1]["exit_code"]) == ("interrupted", 130)


def _interrupted(*arguments: str, folder: Path) -> Ended:
    """Send SIGINT once the program has a journal, so that it looks or is about to."""
    process = subprocess.Popen(
        command(*arguments),
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(600):
        if (folder / ".labelsync" / "journal.db").exists():
            break
        time.sleep(0.1)  # noqa: TID251 - another process is waited for
    time.sleep(0.5)  # noqa: TID251 - another process is waited for
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    return Ended(process.returncode, out, err)


def test_the_work_goes_on_when_nobody_reads_any_more(agency):
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        command("apply", "-y", "--format", "jsonl"),
        cwd=agency,
        env=ENVIRONMENT,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        timeout=110,
        check=False,
    )
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert "BrokenPipe" not in done.stderr
    assert len(sandbox("agency", folder=agency)["labels"]["vip"]) == 2


@pytest.mark.parametrize("option", ["--show-pii", "--desired-only"])
def test_what_does_not_go_with_events_is_refused(agency, option):
    told = labelsync("plan", option, "--base", "states", "--format", "jsonl", folder=agency)
    assert told.code == 64
    assert [row["type"] for row in rows(told.out)] == ["version", "diagnostic"]


def test_the_schema_is_printed(tmp_path):
    published = Path(__file__).parents[2] / "docs" / "schemas" / "events.schema.json"
    assert labelsync("schema", "events", folder=tmp_path).out == published.read_text("utf-8")
