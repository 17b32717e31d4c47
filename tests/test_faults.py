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
BREAKS = "docs/security.md"
"""The page that has a second table: of each row, the line that holds it and what fails without that line."""


class Row(NamedTuple):
    """A row of a table: its id, all its text, and the tests that it names, each (path, function)."""

    id: str
    text: str
    tests: tuple[tuple[str, str], ...]


class Break(NamedTuple):
    """A row of the second table: where the line stands, the line, its change, a test and what that says."""

    id: str
    module: str
    function: str
    line: str
    change: str
    test: tuple[str, str]
    said: str


def rows(page: str) -> list[Row]:
    table = (ROOT / page).read_text("utf-8").split("\n## ")[0]
    lines = re.findall(r"^\| ([FOT]\d+) \|(.*)\|$", table, re.MULTILINE)
    return [Row(name, text, tuple(re.findall(r"`([\w/.-]+\.py)::(\w+)`", text))) for name, text in lines]


def breaks() -> list[Break]:
    """The second table: `module.function`, the line in it, what it is changed to, the test, its words."""
    _, table = (ROOT / BREAKS).read_text("utf-8").split("\n## ")
    found = re.findall(r"^\| (T\d+) \|(.*)\|$", table, re.MULTILINE)
    return [_broken(name, [cell.strip() for cell in text.split(" | ")]) for name, text in found]


def _broken(name: str, cells: list[str]) -> Break:
    where, change, test, said = cells
    module, function, line = re.fullmatch(r"`([a-z_.]+)\.(\w+)`: `(.+)`", where).groups()
    path, tested = re.fullmatch(r"`([\w/.-]+\.py)::(\w+)`", test).groups()
    return Break(name, module, function, line, change, (path, tested), said)


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


@pytest.mark.parametrize("kind", ["fault", "threat"])
def test_every_test_of_a_fault_or_a_threat_has_a_row(kind):
    named = {path for page in PAGES for row in rows(page) for path, _ in row.tests}
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob(f"test_{kind}_*.py")}
    assert files
    assert files - named == set()


def test_every_threat_has_a_line_that_holds_it_and_a_test_of_its_row_that_fails_without():
    tests = {row.id: row.tests for row in rows(BREAKS)}
    assert list(dict.fromkeys(row.id for row in breaks())) == list(tests)
    assert [row for row in breaks() if row.test not in tests[row.id]] == []
    assert all(row.change and row.said for row in breaks())


@pytest.mark.parametrize("row", breaks(), ids=lambda row: f"{row.id}-{row.function}")
def test_the_line_that_holds_a_threat_stands_where_the_page_says(row):
    path = (ROOT / row.module.replace(".", "/")).with_suffix(".py")
    source = path.read_text("utf-8")
    parts = [
        ast.get_source_segment(source, node)
        for node in ast.walk(ast.parse(source))
        if row.function in (getattr(node, "name", ""), getattr(getattr(node, "target", None), "id", ""))
        or row.function in [getattr(target, "id", "") for target in getattr(node, "targets", [])]
    ]
    assert any(row.line in part for part in parts if part), f"{row.module}.{row.function} has no {row.line}"
