"""The tables of what the emulators do are whole, and docs/emulators.md shows them as they are."""

from __future__ import annotations

import dataclasses
import importlib
import re
from collections import Counter
from pathlib import Path

import httpx
import pytest

from labelsync.sandbox import faults
from labelsync.sandbox.vendors import emulated
from tests.cli.program import served
from tests.sandbox.breaking import PAGE, ROOT, vendors, written_page
from tests.sandbox.breaking import rows_of as rows
from tests.sandbox.page import FAULTS, TROUBLES


@pytest.mark.parametrize("vendor", vendors())
def test_what_a_row_replaces_is_there_exactly_once(vendor: str) -> None:
    found = {row: (ROOT / "labelsync" / row.file).read_text("utf-8").count(row.old) for row in rows(vendor)}
    assert [(row.row, times) for row, times in found.items() if times != 1] == []
    assert [row.row for row in rows(vendor) if row.old == row.new] == []


@pytest.mark.parametrize("vendor", vendors())
def test_the_test_of_a_row_is_there(vendor: str) -> None:
    lacking = []
    for row in rows(vendor):
        file, _, name = row.test.partition("::")
        path = ROOT / file
        source = path.read_text("utf-8") if path.is_file() else ""
        if not re.search(rf"^(?:async )?def {re.escape(name.partition('[')[0])}\(", source, re.MULTILINE):
            lacking.append(row.test)
    assert lacking == []


@pytest.mark.parametrize("vendor", vendors())
def test_no_fact_is_told_twice_and_none_is_broken_like_another(vendor: str) -> None:
    told = Counter(row.row for row in rows(vendor))
    broken = Counter((row.file, row.old, row.new) for row in rows(vendor))
    assert [fact for fact, times in told.items() if times > 1] == []
    assert [change for change, times in broken.items() if times > 1] == []


@pytest.mark.parametrize("vendor", vendors())
def test_every_switch_is_named_in_a_row(vendor: str) -> None:
    switches = importlib.import_module(f"labelsync.sandbox.{vendor}").Switches
    words = {word for row in rows(vendor) for text in row for word in re.findall(r"\w+", text)}
    assert [field.name for field in dataclasses.fields(switches) if field.name not in words] == []


def test_every_emulator_has_rows() -> None:
    assert set(vendors()) == set(emulated())


def test_every_kind_of_fault_and_trouble_is_on_the_page() -> None:
    assert [*FAULTS, *TROUBLES] == list(faults.KINDS)


def test_the_page_is_what_the_rows_say() -> None:
    assert PAGE.read_text("utf-8") == written_page(), "python -m tests.sandbox.breaking --docs writes it"


def test_the_python_of_the_page_runs() -> None:
    (source,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    found: dict[str, object] = {}
    exec(source, found)  # noqa: S102 - it is our own page
    assert callable(found["app"])


@pytest.mark.parametrize("vendor", emulated())
def test_the_example_of_the_page_is_answered(vendor: str, tmp_path: Path) -> None:
    *options, url = emulated()[vendor].example
    headers = dict(option.split(": ", 1) for option in options if option != "-H")
    with served("--contacts", "3", folder=tmp_path) as urls:
        assert httpx.get(url.replace("{url}", urls[vendor]), headers=headers).status_code == 200
