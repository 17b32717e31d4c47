"""A connector of somebody else's: installed, found by its entry point, and held to every level."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from labelsync import kit
from tests.cli.program import ENVIRONMENT, labelsync

PACKAGE = Path(__file__).parents[1] / "third_party/labelsync-listmonk"
CONNECTOR = PACKAGE / "labelsync_listmonk/connector.py"
PUBLIC = ("labelsync.kit.", "labelsync.errors.", "msgspec.json.")
HAS_NOT = ("partial", "merge", "lag", "stuck", "endless")
SHOP = "accounts: {news: {connector: listmonk, sandbox: people.csv}}\n"

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Where the package is installed, by nothing but its own pyproject."""
    there = tmp_path_factory.mktemp("site")
    quietly = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]
    install = [sys.executable, "-m", "pip", "install", *quietly, "--target", str(there), str(PACKAGE)]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return there


def environment(site):
    before = ENVIRONMENT.get("PYTHONPATH", "")
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(site), before)))}


def test_it_climbs_every_level_in_process_and_over_sockets(site, tmp_path):
    (tmp_path / "test_levels.py").write_text("from labelsync.testing.levels import *\n", encoding="utf-8")
    suite = ["-q", "-rs", "-p", "labelsync.testing.plugin", "--connector", "listmonk"]
    climb = [sys.executable, "-m", "pytest", *suite]
    done = subprocess.run(
        climb,
        cwd=tmp_path,
        env={**ENVIRONMENT, **environment(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert re.search(r"^\d+ passed, \d+ skipped", done.stdout, re.MULTILINE)
    told = r"^SKIPPED .*?: (listmonk cannot have it: \w+|in this process only)"
    reasons = set(re.findall(told, done.stdout, re.MULTILINE))
    assert reasons == {"in this process only", *(f"listmonk cannot have it: {kind}" for kind in HAS_NOT)}


def test_it_is_listed_with_the_package_that_brought_it(site, tmp_path):
    listed = labelsync("connectors", folder=tmp_path, **environment(site))
    assert listed.code == 0, listed.err
    assert "listmonk  (listmonk, https://lists.example; from labelsync-listmonk)" in listed.out
    rows = labelsync("connectors", "--format", "json", folder=tmp_path, **environment(site)).document
    [row] = [row for row in rows if row["name"] == "listmonk"]
    assert [setting["name"] for setting in row["settings"]] == ["host", "user", "token"]


def test_the_table_of_vendors_says_that_its_answers_prove_nothing(site, tmp_path):
    listed = labelsync("connectors", "--format", "markdown", folder=tmp_path, **environment(site))
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in listed.out.splitlines()]
    [proves] = [row for row in rows if row[1] == "proves"]
    assert proves[head.index("listmonk")] == "nothing"


def test_its_sandbox_keeps_the_world_from_one_command_to_the_next(site, tmp_path):
    states = tmp_path / "states"
    states.mkdir()
    (states / "people.csv").write_text(
        "email,labels\nada@example.com,\nbob@example.com,vip\n", encoding="utf-8"
    )
    wanted = "version: 1\n" + SHOP + "labels: {vip: {members: [ada@example.com], ownership: additive}}\n"
    (states / "crm.yaml").write_text(wanted, encoding="utf-8")
    applied = labelsync("apply", "--auto-approve", folder=tmp_path, **environment(site))
    assert applied.code == 0, applied.err
    shown = labelsync("sandbox", "show", "news", "--format", "json", folder=tmp_path, **environment(site))
    assert shown.document["labels"] == {"vip": ["1", "2"]}
    assert [event["contact"] for event in shown.document["automations"]] == ["1"]
    again = labelsync("plan", folder=tmp_path, **environment(site))
    assert again.out.splitlines()[-1].startswith("No changes.")


def test_it_has_at_most_120_lines_laid_out_as_the_formatter_does():
    written = CONNECTOR.read_text("utf-8")
    assert written.count("\n") <= 120
    assert "fmt:" not in written


def imported(tree):
    """The full names of what is imported, `labelsync.kit` for `from labelsync import kit`."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module, names):
                yield from (f"{module}.{alias.name}" for alias in names)
            case ast.Import(names):
                yield from (alias.name for alias in names)


def test_it_imports_the_kit_json_and_the_standard_library():
    found = imported(ast.parse(CONNECTOR.read_text("utf-8")))
    foreign = [name for name in found if name.split(".")[0] not in sys.stdlib_module_names]
    assert "labelsync.kit" in foreign
    assert [name for name in foreign if not f"{name}.".startswith(PUBLIC)] == []


def test_it_takes_from_the_kit_what_the_kit_exports():
    taken = set(re.findall(r"\bkit\.(\w+)", CONNECTOR.read_text("utf-8")))
    assert taken - set(kit.__all__) == set()
