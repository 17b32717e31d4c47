"""T4: names and ids that would paint over what somebody is asked do not reach the terminal as they are."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.program import labelsync, sandbox, write
from tests.cli.test_reveal import on_terminal
from tests.cli.test_threat_answers import answering, says

pytestmark = pytest.mark.prove

EVIL = (
    "\x1b[2J\x1b[1;1H\x1b]0;t\x07\x1b]8;;http://evil.example\x1b\\x\x9b2K\b\r\n"
    "No changes.\u202e\u2066\u200b\u2028Enter a value: yes\r"
)
PEOPLE = [
    {"id": EVIL, "email": "p0@example.com", "tags": [EVIL], "searchAfter": [1, EVIL]},
    {"id": f"x{EVIL}", "email": "p9@example.com", "tags": ["vip", EVIL], "searchAfter": [2, EVIL]},
]
ANSWER = {
    "contacts": PEOPLE,
    "contact": PEOPLE[0],
    "total": len(PEOPLE),
    "tags": [{"id": EVIL, "name": EVIL}, {"id": "vip", "name": "vip"}],
}
MANIFEST = """\
version: 1
accounts: {{agency: {{connector: highlevel, base_url: "{url}"}}}}
labels: {{vip: {{members: [p0@example.com]}}}}
"""
OURS = re.compile(r"\x1b\[[0-9;]*[mKA]|\x1b\[\?25[lh]|\r|\n")
"""What the program itself writes to a terminal: colours, and one line that changes while it works."""


def foreign(text: str) -> set[str]:
    """The characters that could move, hide or turn anything, ours aside."""
    return {char for char in OURS.sub("", text) if not char.isprintable()}


@pytest.fixture
def hostile(tmp_path):
    with answering(says(json.dumps(ANSWER).encode())) as url:
        write(tmp_path, MANIFEST.format(url=url))
        yield tmp_path


def test_the_question_is_the_last_thing_that_is_shown_whatever_people_are_called(hostile):
    ended = on_terminal("apply", folder=hostile, answer=b"no\n")
    assert ended.code == 1
    assert foreign(ended.out) == set()
    lines = [OURS.sub("", line).strip() for line in ended.out.split("\n")]
    asked = [
        line for line in lines if line.startswith(("Plan:", "No changes", "Do you want", "Enter a value"))
    ]
    assert asked[:2] == [
        "Plan: 1 to add, 1 to remove.",
        "Do you want to carry out these changes? Only `yes` is accepted.",
    ]
    assert [line.split(":")[0] for line in asked[2:]] == ["Enter a value"]


@pytest.mark.parametrize(
    "line", ["plan", "apply -y", "drift", "import agency", "explain vip p0@example.com", "show plan.json"]
)
def test_whatever_people_are_called_no_command_hands_it_to_the_terminal(hostile, line):
    labelsync("plan", "-o", "plan.json", folder=hostile)
    ended = labelsync(*line.split(), folder=hostile)
    assert "Traceback" not in ended.err
    assert foreign(ended.out + ended.err) == set()


NAMED = """\
version: 1
accounts: {agency: {connector: highlevel, sandbox: people.csv}}
labels: {"vip\u2066\u200b": {members: [{list: "a\u2066b.csv", column: email}]}}
policy: {guards: {additions: {count: 0, free: 0}}}
"""


def named(folder, text=NAMED):
    states = write(folder, text, people="email\np0@example.com\n")
    (states / "a\u2066b.csv").write_text("email\np0@example.com\n", encoding="utf-8")


def test_names_and_places_of_the_manifest_are_shown_escaped_in_plan_and_objection(tmp_path):
    named(tmp_path)
    ended = labelsync("plan", folder=tmp_path)
    assert ended.code == 4
    assert r"vip\u2066\u200b" in ended.out
    assert r"states/a\u2066b.csv:2" in ended.out
    assert "--override" in ended.out
    assert foreign(ended.out + ended.err) == set()


def test_an_escape_in_a_name_of_the_manifest_is_a_mistake_and_is_shown_escaped(tmp_path):
    named(tmp_path, NAMED.replace("vip\u2066", r"vip\e[2J").replace("a\u2066b", r"a\ab\r"))
    ended = labelsync("validate", folder=tmp_path)
    assert ended.code == 65
    assert ended.err.count("error[LS") >= 2
    assert foreign(ended.out + ended.err) == set()


def test_a_warning_shows_the_name_of_its_list_escaped(tmp_path):
    named(tmp_path, NAMED.replace("column: email", "column: email, at_least: 5"))
    ended = labelsync("validate", folder=tmp_path)
    assert "at least 5 are expected" in ended.err
    assert foreign(ended.out + ended.err) == set()


def test_whatever_was_typed_at_the_question_only_yes_sends(tmp_path):
    named(tmp_path, NAMED.split("policy")[0])
    ended = on_terminal("apply", folder=tmp_path, answer=b"\x1b[A yes please\n")
    assert ended.code == 1
    assert sandbox("agency", folder=tmp_path)["requests"]["writes"] == 0
