"""The tutorial builds the connector that is in the repository, level by level, with names that exist."""

from __future__ import annotations

import dataclasses
import re

import pytest

from labelsync.cli.sandbox import command as sandbox
from labelsync.core.capability import Capabilities, LabelRules, WriteShape
from labelsync.core.connector import Access, Vendor
from labelsync.sandbox.emulator import Emulated
from labelsync.sandbox.trouble import KINDS
from labelsync.testing import levels
from tests.test_docs import ROOT, blocks, options

TUTORIAL = ROOT / "docs/connectors.md"
PACKAGE = ROOT / "tests/third_party/labelsync-listmonk"
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
DESCRIBED = (Capabilities, LabelRules, WriteShape, Access, Vendor, Emulated)


def prose() -> str:
    return FENCED.sub("", TUTORIAL.read_text("utf-8"))


def climbed() -> list[str]:
    """The levels of the suite, as it lists them itself: `1 describe`."""
    listed = " ".join((levels.__doc__ or "").split("\n\n")[1].split())
    return listed.split(" · ")


def test_the_python_blocks_one_after_the_other_are_the_connector():
    written = "".join(blocks(TUTORIAL, "python"))
    assert written == (PACKAGE / "labelsync_listmonk/connector.py").read_text("utf-8")


def test_the_levels_are_those_that_there_are_in_their_order():
    assert re.findall(r"^### (\d+ .*)$", TUTORIAL.read_text("utf-8"), re.MULTILINE) == climbed()


def test_every_level_has_tests():
    tested = {int(found[1]) for name in dir(levels) if (found := re.match(r"test_(\d\d)_", name))}
    assert tested == {int(level.split()[0]) for level in climbed()} == set(range(1, 17))


def test_every_option_that_is_named_exists(pytestconfig: pytest.Config):
    served = {
        text for below in sandbox.commands.values() for option in options(below) for text in option.opts
    }
    for name in set(re.findall(r"(?<!\S)`?(--[a-z-]+)", TUTORIAL.read_text("utf-8"))):
        assert name in served or pytestconfig.getoption(name) is not None


def test_every_capability_that_is_named_exists():
    known = {field.name for described in DESCRIBED for field in dataclasses.fields(described)}
    said = re.findall(r"^- `(\w+)`|\b(?:Access|Vendor)\.(\w+)|`(\w+)=\w+`", prose(), re.MULTILINE)
    assert {name for found in said for name in found if name} - known == set()


def test_the_troubles_that_are_named_are_kinds_of_trouble():
    [troubles] = re.findall(r"^- `troubles`:.*$", prose(), re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", troubles)) - {"troubles"} <= KINDS.keys()


def test_the_entry_points_are_those_of_the_package():
    [published] = blocks(TUTORIAL, "toml")
    assert published in (PACKAGE / "pyproject.toml").read_text("utf-8")


def test_it_has_at_most_1200_words():
    assert len([word for word in prose().split() if re.search(r"\w", word)]) <= 1200
