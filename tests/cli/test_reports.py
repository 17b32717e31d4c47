"""Reports in files: the same plan or run in other formats, for people."""

from __future__ import annotations

import json
import stat

import pytest

from tests.cli.program import labelsync


@pytest.fixture
def demo(tmp_path):
    assert labelsync("init", "--demo", folder=tmp_path).code == 0
    return tmp_path


def test_a_plan_and_its_run_are_told_in_html_by_one_page_each(demo):
    plan = labelsync("plan", "--report", "html=plan.html", "--report", "json=plan.json", folder=demo)
    assert plan.code == 0
    page = (demo / "plan.html").read_text("ascii")
    assert plan.out.splitlines()[-1] in page
    assert stat.S_IMODE((demo / "plan.html").stat().st_mode) == 0o600
    assert json.loads((demo / "plan.json").read_text("utf-8"))["summary"]["add"] == 18
    assert "@example.com" not in page
    reports = ("--report", "html=run.html", "--report", "json=run.json", "--report", "markdown=run.md")
    applied = labelsync("apply", "-y", *reports, folder=demo)
    assert applied.code == 0
    document = json.loads((demo / "run.json").read_text("utf-8"))
    assert document["summary"]["verified"] == 20
    assert sum(document["accounts"][0]["timeline"]["sent"]) > 0
    page = (demo / "run.html").read_text("ascii")
    assert "states/lists/vip.csv:2" in page
    assert "Requests over time: shop" in page
    assert "20 verified" in (demo / "run.md").read_text("utf-8")
    shown = labelsync("show", document["run"], "--format", "html", folder=demo)
    assert shown.code == 0
    assert "20 verified" in shown.out


def test_the_result_is_reported_though_the_run_was_refused_or_never_began(demo):
    (demo / "states" / "lists" / "vip.csv").unlink()
    refused = labelsync("apply", "-y", "--report", "json=run.json", folder=demo)
    assert refused.code == 65
    document = json.loads((demo / "run.json").read_text("utf-8"))
    assert document["exit_code"] == 65
    assert document["error"]


def test_markdown_stays_within_its_budget_and_everybody_is_named_in_what_show_prints(demo):
    saved = labelsync("plan", "--format", "markdown", "--max-bytes", "900", "-o", "plan.json", folder=demo)
    assert saved.code == 0
    assert len(saved.out.encode()) <= 900
    assert "labelsync show" in saved.out
    shown = labelsync("show", "plan.json", folder=demo)
    assert "more" not in shown.out
    assert labelsync("plan", "--format", "markdown", "--max-bytes", "10", folder=demo).code == 64


def test_people_are_shown_in_a_report_though_stdout_is_no_terminal_and_nowhere_else(demo):
    plan = labelsync("plan", "--show-pii", "--report", "html=plan.html", folder=demo)
    assert plan.code == 0
    assert "@example.com" in (demo / "plan.html").read_text("ascii")
    assert "@example.com" not in plan.out


@pytest.mark.parametrize("report", ["pdf=plan.pdf", "html", "html="])
def test_a_report_that_is_none_is_wrong_usage(demo, report):
    answer = labelsync("plan", "--report", report, folder=demo)
    assert answer.code == 64
    assert "FORMAT=FILE" in answer.err
