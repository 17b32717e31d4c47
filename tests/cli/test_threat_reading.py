"""T19: whoever only looks may hold a credential that can write: nothing is written, whatever the command."""

from __future__ import annotations

import httpx
import pytest

from tests.cli.program import labelsync, served, write
from tests.cli.test_reveal import on_terminal

pytestmark = [pytest.mark.prove, pytest.mark.timeout(180)]

MANIFEST = """\
version: 1
accounts:
  shop: {{connector: wix, base_url: {wix}}}
  agency: {{connector: highlevel, base_url: {highlevel}}}
  chat: {{connector: kirimchat, base_url: {kirimchat}}}
labels:
  vip: {{members: [p0@example.com, p1@example.com]}}
  new: {{members: [p2@example.com]}}
contacts: [{{contact: p3@example.com, accounts: [shop, agency], state: absent}}]
policy: {{guards: {{additions: 99, removals: 99, deletions: 9, empty: allow}}}}
"""
PEOPLE = "email,phone,labels\n" + "".join(
    f"p{number}@example.com,+628110000000{number},{'vip' if number % 2 else ''}\n" for number in range(5)
)
LINES = (
    *("validate", "plan", "plan -o plan.json", "plan --format json", "plan --label vip --account shop"),
    *("drift", "explain vip p0@example.com", "snapshot -o s.json", "import agency", "import shop -o drawn"),
    *(
        "show plan.json",
        "reveal plan.json -o r.json",
        "history",
        "connectors wix",
        "apply plan.json --budget 0",
    ),
)


def writes(urls: dict[str, str]) -> dict[str, int]:
    """How many writing requests each vendor has had."""
    root = urls["wix"].removesuffix("/wix")
    with httpx.Client(trust_env=False) as client:
        return {name: client.get(f"{root}/sandbox/{name}").json()["requests"]["writes"] for name in urls}


def test_no_command_that_only_looks_sends_a_writing_request(tmp_path):
    (tmp_path / "people.csv").write_text(PEOPLE)
    with served("--seed-from", "people.csv", folder=tmp_path) as urls:
        write(tmp_path, MANIFEST.format(**urls))
        ended = {line: labelsync(*line.split(), folder=tmp_path).code for line in LINES}
        asked = on_terminal("apply", folder=tmp_path, answer=b"no\n")
        assert writes(urls) == dict.fromkeys(urls, 0)
        assert asked.code == 1, asked.out
        assert "to add" in asked.out
        applied = labelsync("apply", "-y", folder=tmp_path)
        assert min(writes(urls).values()) > 0, applied.err
    assert ended["plan"] == ended["snapshot -o s.json"] == ended["import agency"] == 0
    assert ended["drift"] == 2
