"""T8: what a spreadsheet would take for a formula is in no table that labelsync writes."""

from __future__ import annotations

import csv

import pytest

from labelsync.manifest.drawing import INLINE
from tests.cli.program import labelsync, write

MANIFEST = "version: 1\naccounts: {agency: {connector: highlevel, sandbox: people.csv}}\n"
FORMULAS = ("=", "\t", "\r", "@", "-")


def cells(folder, *emails: str) -> list[str]:
    """Every cell of the lists that are drawn from an account of such people, and of many others."""
    people = [*emails, *(f"p{number}@example.com" for number in range(INLINE + 1))]
    rows = "".join(f'"{email}",vip\n' for email in people)
    write(folder, MANIFEST, people=f"email,labels\n{rows}")
    ended = labelsync("import", "agency", "-o", "drawn", folder=folder)
    assert ended.code == 0, ended.err
    tables = [path.read_text("utf-8") for path in (folder / "drawn" / "lists").iterdir()]
    found = [cell for table in tables for row in csv.reader(table.splitlines()) for cell in row]
    assert len(found) >= len(people)
    return found


def test_an_address_that_is_a_call_is_not_written_into_a_list_as_it_is(tmp_path):
    found = cells(tmp_path, "=HYPERLINK(1)@example.com", "@SUM(1)@example.com", "\tx@example.com")
    assert [cell for cell in found if cell.startswith(FORMULAS)] == []


@pytest.mark.parametrize("email", ["=1+1@example.com", "-1@example.com"])
def test_an_address_that_begins_like_a_formula_is_not_written_into_a_list_as_it_is(tmp_path, email):
    assert [cell for cell in cells(tmp_path, email) if cell.startswith(FORMULAS)] == []
