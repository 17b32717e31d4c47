"""The tables of faults and threats are whole, and the tests that they name are there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
IDS = {
    "docs/faults.md": (
        [f"F{number}" for number in (1, 2, *range(4, 14), 15, 16, 17, 19, 20)]
        + [f"O{number}" for number in (1, 2, 3, 4, 5, 9)]
    ),
    "docs/security.md": [f"T{number}" for number in (*range(1, 17), 18, 19, 20, 23)],
}
"""Every fault (F), mistake of an operator (O) and threat (T) that has a row."""
PAGES = [page for page in IDS if (ROOT / page).exists()]
NOT_YET = "not yet"


class Row(NamedTuple):
    """A row of a table: its id, all its text, and the tests that it names, each (path, function)."""

    id: str
    text: str
    tests: tuple[tuple[str, str], ...]


def rows(page: str) -> list[Row]:
    lines = re.findall(r"^\| ([FOT]\d+) \|(.*)\|$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    return [Row(name, text, tuple(re.findall(r"`([\w/.-]+\.py)::(\w+)`", text))) for name, text in lines]


@cache
def functions(path: str) -> frozenset[str]:
    """The names of a file's functions, none where there is no such file."""
    if not (ROOT / path).is_file():
        return frozenset()
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in tree.body if isinstance(node, kinds))


def test_there_is_a_page_of_faults():
    assert "docs/faults.md" in PAGES


@pytest.mark.parametrize("page", PAGES)
def test_every_id_has_one_row_and_no_other_has(page):
    assert [row.id for row in rows(page)] == IDS[page]


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_is_named_exists(page):
    named = [test for row in rows(page) for test in row.tests]
    assert named
    assert [(path, name) for path, name in named if name not in functions(path)] == []
    assert all(name.startswith("test_") for _, name in named)


@pytest.mark.parametrize("page", PAGES)
def test_every_row_names_a_test_or_says_that_it_is_not_built(page):
    assert [row.id for row in rows(page) if not row.tests and NOT_YET not in row.text] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_cell_is_filled_and_what_is_not_yet_is_said(page):
    for row in rows(page):
        cells = [cell.strip() for cell in row.text.split("|")]
        assert len(cells) >= 3, row.id
        assert all(cells), row.id
        assert all(said.strip() for said in row.text.split(f"{NOT_YET}:")[1:]), row.id


def test_every_test_of_a_fault_has_a_row():
    named = {path for page in PAGES for row in rows(page) for path, _ in row.tests}
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_fault_*.py")}
    assert files - named == set()
