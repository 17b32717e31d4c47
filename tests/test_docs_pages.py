"""The pages of docs/ that explain: their manifests load, their numbers and words are the program's."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from labelsync.cli.explanations.guards import GUARDS
from labelsync.cli.main import VERBS, run
from labelsync.core.outcome import Kind
from labelsync.core.policy import Guards, Limit
from tests.cli.program import labelsync
from tests.help_page import help_page, helps
from tests.test_docs import COMMANDS, ROOT, a_shell, blocks, named

DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *(path for path in DOCS.rglob("*.md") if path.parent.name != "errors")])
"""All pages but those of errors, whose examples are run by the tests of the codes."""
FRAGMENT = {
    "version": 1,
    "accounts": {
        "shop": {"connector": "wix", "sandbox": "seed.csv"},
        "agency": {"connector": "highlevel", "sandbox": "seed.csv"},
        "chat": {"connector": "kirimchat", "sandbox": "seed.csv"},
    },
    "labels": {"vip": {}, "newsletter": {}, "trial": {}},
}
"""What completes a block that has not both `version` and `accounts`: whatever of this it does not say."""
MANIFESTS = [(named(page), block) for page in PAGES for block in blocks(page, "yaml")]
ROWS = 3


def completed(block: str) -> str:
    """The block as a whole manifest."""
    said = YAML(typ="safe", pure=True).load(block)
    if {"version", "accounts"} <= said.keys():
        return block
    missing = {key: value for key, value in FRAGMENT.items() if key not in said}
    written = io.StringIO()
    YAML(typ="safe", pure=True).dump(missing, written)
    return block + written.getvalue()


def write_lists(node: object, folder: Path) -> None:
    """The lists that a manifest names, each with a few people, and the seeds of its emulators."""
    match node:
        case {"list": str(path), **more}:
            columns = {more["column"]: f"{Path(path).stem}{{0}}@example.com"}
            columns |= {more["label_column"]: "newsletter"} if "label_column" in more else {}
            people = [[cell.format(row) for cell in columns.values()] for row in range(ROWS)]
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows([list(columns), *people])
            put(folder / path, text.getvalue())
        case {"sandbox": str(path)}:
            put(folder / path, "email\nada@example.com\n")
        case dict() | list():
            for below in node.values() if isinstance(node, dict) else node:
                write_lists(below, folder)
        case _:
            return


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def rows(page: Path, heading: str) -> list[list[str]]:
    """The cells of a chapter's tables."""
    text = page.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = re.findall(r"^\| (.*) \|$", text, re.MULTILINE)
    return [line.replace(r"\|", "/").split(" | ") for line in lines if not line.startswith("---")]


def number(cell: str) -> float:
    return float(cell.replace(",", "").removesuffix(" %"))


@pytest.mark.parametrize("block", [block for _, block in MANIFESTS], ids=[page for page, _ in MANIFESTS])
def test_every_manifest_that_a_page_shows_is_valid(block, tmp_path, monkeypatch, capsys):
    whole = completed(block)
    put(tmp_path / "states/crm.yaml", whole)
    write_lists(YAML(typ="safe", pure=True).load(whole), tmp_path / "states")
    monkeypatch.chdir(tmp_path)
    assert run(["validate"], a_shell()) == 0, capsys.readouterr().err
    assert capsys.readouterr().err == ""


def test_every_page_is_linked_from_the_list_of_pages_or_from_the_list_of_its_folder():
    for folder in {path.parent for path in DOCS.rglob("*.md")}:
        text = (folder / "README.md").read_text("utf-8")
        there = {path.name for path in folder.glob("*.md")} - {"README.md"}
        assert there - set(re.findall(r"\]\(([^)#]+)", text)) == set(), folder
        assert folder == DOCS or f"]({folder.name}/README.md)" in (DOCS / "README.md").read_text("utf-8")


def test_the_readme_leads_to_the_list_of_pages():
    assert "](docs/README.md)" in (ROOT / "README.md").read_text("utf-8")


def test_every_command_of_the_program_is_on_the_page_of_commands():
    text = COMMANDS.read_text("utf-8")
    assert [verb for verb in VERBS if f"`labelsync {verb}" not in text] == []


def test_the_page_of_help_is_what_the_program_says():
    assert (DOCS / "help.md").read_text("utf-8") == help_page(), "python -m tests.regenerating"


@pytest.mark.parametrize("words", ["labelsync", "labelsync plan", "labelsync sandbox serve"])
def test_help_is_told_so_on_a_terminal_of_a_hundred_columns(words, tmp_path):
    asked = labelsync(*words.split()[1:], "--help", folder=tmp_path, COLUMNS="100")
    assert asked.out.rstrip("\n") == dict(helps())[words]


def test_the_glossary_has_every_outcome_and_every_guard():
    told = {
        word
        for heading in ("How a change ends", "Guards")
        for row in rows(DOCS / "glossary.md", heading)
        for word in re.findall(r"`(\w+)`", row[0])
    }
    assert told == {*(kind.value for kind in Kind), *GUARDS}


def test_the_limits_on_the_page_of_guards_are_the_program_s():
    told = {
        row[0].strip("`"): tuple(None if cell == "none" else number(cell) for cell in row[3:6])
        for row in rows(DOCS / "guards.md", "What is counted, and the defaults")[1:]
    }
    assert told == {guard: (one.count, one.percent, one.free) for guard, one in limits(Guards()).items()}


def limits(guards: Guards) -> Mapping[str, Limit]:
    """Every guard that counts, with its limit. `moved` has none of its own: what is free of removals."""
    assert guards.empty_refused
    return {
        "additions": guards.additions,
        "removals": guards.removals,
        "deletions": guards.deletions,
        "total_additions": Limit(guards.total_additions),
        "total_removals": Limit(guards.total_removals),
        "fires": Limit(guards.fires),
        "empty": Limit(0),
        "moved": Limit(guards.removals.free),
    }


def test_the_examples_of_the_page_of_guards_are_judged_as_it_says():
    examples = rows(DOCS / "guards.md", "How it is measured")[1:]
    assert examples
    for lose, carry, share, verdict in examples:
        pairs, base = int(number(lose)), int(number(carry))
        assert f"{100 * pairs / base:.1f} %" == share
        assert Guards().removals.exceeded(pairs, base=base) is verdict.startswith("refused")


def test_every_guard_is_named_on_the_page_of_guards():
    text = (DOCS / "guards.md").read_text("utf-8")
    assert [guard for guard in GUARDS if f"`{guard}`" not in text] == []


def test_every_number_that_the_page_of_costs_calls_measured_is_in_the_results():
    results = numbers((ROOT / "bench/RESULTS.md").read_text("utf-8"))
    page = (DOCS / "performance.md").read_text("utf-8")
    lines = re.findall(r"^\| (.*) \|$", page, re.MULTILINE)
    measured = [line.split(" | ") for line in lines if not line.startswith("---")]
    assert measured
    for cells in measured:
        told = cells[1:2] if len(cells) == 4 else cells[1:]
        assert numbers(" ".join(told)) - results == set(), cells


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,]*(?:\.\d+)?", text))
