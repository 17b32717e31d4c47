"""T18: a manifest that names a program or a query runs neither."""

from __future__ import annotations

import pytest

from tests.cli.program import labelsync, write

pytestmark = pytest.mark.prove

OPENED = "connector: highlevel, location_id: AAAAAAAAAAAAAAAAAAAA, token: {{{token}}}"
MANIFEST = "version: 1\naccounts: {{agency: {{{account}}}}}\nlabels: {{vip: {{members: [{member}]}}}}\n"
PERSON = "p0@example.com"
TOKENS = {
    "a list": "exec: [touch, mark]",
    "a line": "exec: touch mark",
    "beside a variable": "env: TOKEN, exec: [touch, mark]",
}
MEMBERS = {
    "a query": "{sql: select 1, source: {exec: [touch, mark]}}",
    "a query's address": "{sql: select 1, source: {env: TOKEN}}",
    "a list": "{exec: [touch, mark], column: email}",
}


def refused(folder, account: str, member: str, verb: str) -> None:
    write(folder, MANIFEST.format(account=account, member=member), people="email\np0@example.com\n")
    ended = labelsync(*verb.split(), folder=folder, TOKEN="pit-00000000-0000-4000-8000-000000000000")
    assert ended.code == 65
    assert "error[LS107]" in ended.err
    assert not list(folder.rglob("mark"))


@pytest.mark.parametrize("verb", ["validate", "plan", "apply -y", "import agency"])
@pytest.mark.parametrize("token", TOKENS)
def test_a_program_that_a_manifest_names_for_a_secret_is_not_run(tmp_path, token, verb):
    refused(tmp_path, OPENED.format(token=TOKENS[token]), PERSON, verb)


@pytest.mark.parametrize("verb", ["validate", "plan", "apply -y"])
@pytest.mark.parametrize("member", MEMBERS)
def test_a_program_or_a_query_that_a_manifest_names_for_members_is_not_run(tmp_path, member, verb):
    refused(tmp_path, "connector: highlevel, sandbox: people.csv", MEMBERS[member], verb)


@pytest.mark.parametrize("name", ["$(touch mark)", "`touch mark`", "| touch mark", "; touch mark #"])
def test_no_shell_reads_what_a_manifest_says(tmp_path, name):
    account = OPENED.format(token=f"file: '{name}'")
    write(tmp_path, MANIFEST.format(account=account, member=PERSON))
    ended = labelsync("plan", folder=tmp_path)
    assert ended.code == 77
    assert not list(tmp_path.rglob("mark"))
