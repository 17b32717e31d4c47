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
    assert labelsync("apply", "-y", folder=demo).code == 0
    run = labelsync("history", folder=demo).out.split()[0]
    shown = labelsync("show", run, "--format", "html", folder=demo)
    assert shown.code == 0
    assert "20 verified" in shown.out


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
