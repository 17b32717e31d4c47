"""Every code is explained by an example that has the mistake, or by words and a way to make it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from labelsync import __version__
from labelsync.connectors.registry import vendors
from labelsync.core.connector import Vendor
from labelsync.errors import ManifestInvalid
from labelsync.manifest import CATALOGUE, Code, load
from labelsync.manifest.explanations.explanation import CHAT
from labelsync.manifest.mistakes import Described
from labelsync.sources import gather, identify
from tests.cli.program import labelsync
from tests.manifest.vendors import write

INSTRUCTIONS = {
    "Add",
    "Ask",
    "Check",
    "Choose",
    "Copy",
    "Correct",
    "Decide",
    "Export",
    "Give",
    "Install",
    "Keep",
    "Look",
}
INSTRUCTIONS |= {"Move", "Name", "Put", "Rename", "Save", "Shorten", "Take", "Write"}
ALSO = {Code.MERGE_KEY: {Code.UNKNOWN_KEY}}
PLANNED = {Code.MANAGED_IN_FILTER}
SHOWN = [code for code in Code if CATALOGUE[code].wrong and code not in PLANNED]


def read(root: Path, known: Mapping[str, Vendor] = MappingProxyType(vendors())) -> tuple[Described, ...]:
    """The mistakes of the manifest in `states`, or its warnings."""
    try:
        loaded = load(root / "states", root=root, vendors=known, identify=identify, version=__version__)
        gather(loaded.manifest, root=root, now=0.0)
    except ManifestInvalid as invalid:
        return invalid.mistakes
    return loaded.warnings


def crm(root: Path, text: str) -> None:
    write(root, {"states/crm.yaml": CHAT + text})


def people(count: int) -> str:
    return "labels:\n  vip:\n    members:\n" + "".join(f"    - u{i}@example.com\n" for i in range(count))


def filterless(root: Path) -> tuple[Described, ...]:
    """A native member, where no vendor takes filters."""
    crm(root, "labels: {vip: {members: [{native: {search: Ada}, account: chat}]}}\n")
    return read(root, {name: replace(vendor, check_filter=None) for name, vendor in vendors().items()})


def empty(root: Path) -> None:
    (root / "states").mkdir()


def large(root: Path) -> None:
    crm(root, "")
    with (root / "states/crm.yaml").open("r+b") as file:
        file.truncate(64 * 1024 * 1024 + 1)


MADE: Mapping[str, Callable[[Path], None]] = {
    Code.UNREADABLE: empty,
    Code.TOO_LARGE: large,
    Code.BAD_CHARACTER: lambda root: crm(root, 'labels: {vip: {title: "V\x07IP"}}\n'),
    Code.TEXT_TOO_LONG: lambda root: crm(root, f"labels: {{vip: {{title: {'x' * 65_537}}}}}\n"),
    Code.TOO_MANY_PEOPLE: lambda root: crm(root, people(100_001)),
    Code.MANY_PEOPLE: lambda root: crm(root, people(20_001)),
}


def test_every_code_has_an_example_or_a_reason_why_there_is_none():
    made = {*MADE, Code.NO_FILTERS}
    assert {code for code, said in CATALOGUE.items() if not said.wrong} == made
    assert {code for code, said in CATALOGUE.items() if said.without} == made
    assert [code for code, said in CATALOGUE.items() if said.wrong and not said.right] == []


@pytest.mark.parametrize("code", SHOWN)
def test_the_wrong_example_has_that_mistake_and_no_other_and_its_place_is_in_it(tmp_path, code):
    wrong = CATALOGUE[code].wrong
    write(tmp_path, wrong)
    found = read(tmp_path)
    assert {mistake.code for mistake in found} - ALSO.get(code, set()) == {code}
    for mistake in found:
        lines = wrong[mistake.place.file].splitlines()
        assert 1 <= mistake.place.column <= len(lines[mistake.place.line - 1])


@pytest.mark.parametrize("code", [code for code in Code if CATALOGUE[code].right])
def test_the_right_example_has_no_mistake_and_no_warning(tmp_path, code):
    write(tmp_path, CATALOGUE[code].right)
    assert read(tmp_path) == ()


@pytest.mark.parametrize("code", MADE)
def test_what_no_example_shows_is_found_where_it_is_so(tmp_path, code):
    MADE[code](tmp_path)
    assert [mistake.code for mistake in read(tmp_path)] == [code]


def test_a_connector_from_elsewhere_may_take_no_filters(tmp_path):
    assert [mistake.code for mistake in filterless(tmp_path)] == [Code.NO_FILTERS]


@pytest.mark.parametrize("code", PLANNED)
def test_an_example_that_only_a_plan_can_find_is_quiet_before_and_found_by_it(tmp_path, code):
    said = CATALOGUE[code]
    for files, exits in ((said.wrong, 65), (said.right, 0)):
        write(tmp_path, files)
        assert read(tmp_path) == ()
        planned = labelsync("plan", folder=tmp_path)
        assert (planned.code, f"error[{code}]" in planned.err) == (exits, exits == 65)
        assert ("--> states/crm.yaml:9:" in planned.err) is (exits == 65)


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_says_what_to_do_next(code):
    said = CATALOGUE[code]
    assert said.next.split()[0] in INSTRUCTIONS
    for text in (said.text, said.next, *filter(None, [said.without])):
        assert text.endswith(".")
        assert not re.search(r"\s\s|\n", text)


def test_examples_name_nobody_but_people_of_example_com():
    texts = [text for said in CATALOGUE.values() for text in (*said.wrong.values(), *said.right.values())]
    found = {name for text in texts for name in re.findall(r"[\w.+-]+@([\w.-]+)", text)}
    assert found == {"example.com"}
