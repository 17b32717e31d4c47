"""T16: a pattern that somebody typed takes no longer than the names that it is held against are long."""

from __future__ import annotations

import time

import pytest

from tests.cli.program import labelsync, write

SECONDS = 60.0
"""Generous: one is made here; for ever where a pattern is tried in all its ways."""
LONG = "a" * 75
PATTERNS = ["*a" * 60 + "b", "[!b]*" * 30 + "b", "?*" * 60 + "b", "*" * 75 + "b", "[" * 75]
MANIFEST = """\
version: 1
accounts: {{agency: {{connector: highlevel, sandbox: people.csv}}}}
labels: {{{name}: {{members: [p0@example.com]}}}}
policy:
  protect: {{labels: ['{pattern}']}}
  suppress: [{{contacts: [p1@example.com], labels: ['{pattern}']}}]
"""


@pytest.mark.parametrize("pattern", PATTERNS, ids=["stars", "sets", "marks", "only stars", "brackets"])
def test_a_pattern_that_could_match_in_a_million_ways_is_decided_at_once(tmp_path, pattern):
    write(tmp_path, MANIFEST.format(name=LONG, pattern=pattern), people="email\np0@example.com\n")
    before = time.monotonic()  # noqa: TID251 - what is measured is the time that a person waits
    ended = labelsync("plan", folder=tmp_path)
    assert time.monotonic() - before < SECONDS  # noqa: TID251 - the same
    assert ended.code == 0, ended.err
    assert "itself failed" not in ended.err
