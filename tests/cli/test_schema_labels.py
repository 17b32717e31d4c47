"""`labelsync schema manifest --with-labels`: suggestions from the accounts, and nothing forbidden by them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from labelsync.manifest import schema
from labelsync.manifest.suggesting import SUGGESTED, suggesting
from tests.cli.program import labelsync, sandbox, write
from tests.manifest.test_jsonschema import BAD, GOOD, as_an_editor_reads_it


def test_without_labels_it_is_the_schema_that_init_writes_and_needs_no_manifest(tmp_path: Path):
    printed = labelsync("schema", folder=tmp_path)
    assert printed.out == json.dumps(schema(), indent=2) + "\n"
    assert labelsync("schema", "manifest", folder=tmp_path).out == printed.out
    assert list(tmp_path.iterdir()) == []


def test_the_labels_that_the_accounts_have_are_suggested_wherever_a_label_is_named(demo: Path):
    done = labelsync("schema", "manifest", "--with-labels", folder=demo)
    assert done.code == 0, done.err
    drawn = done.document
    names = drawn["$defs"][SUGGESTED]["enum"]
    assert {"VIP customers", "Newsletter", "newsletter"} <= set(names)
    assert list(drawn["properties"]["labels"]["properties"]) == names
    text = json.dumps(drawn)
    assert text.count(f"#/$defs/{SUGGESTED}") == 9
    for account in ("shop", "agency", "chat"):
        assert sandbox(account, folder=demo)["requests"]["writes"] == 0


def test_what_is_suggested_forbids_nothing_and_allows_nothing_more():
    drawn = suggesting(schema(), ["vip", "VIP customers", "no"])
    Draft202012Validator.check_schema(drawn)
    validator = Draft202012Validator(drawn)
    for text in GOOD:
        assert list(validator.iter_errors(as_an_editor_reads_it(text))) == [], text
    for text in BAD:
        assert list(validator.iter_errors(as_an_editor_reads_it(text))), text
    assert suggesting(schema(), []) == schema()


def test_a_manifest_without_labels_yet_will_do(demo: Path):
    write(demo, "version: 1\naccounts: {shop: {connector: wix, sandbox: sandbox/shop.csv}}\n")
    done = labelsync("schema", "manifest", "states", "--with-labels", folder=demo)
    assert done.code == 0, done.err
    assert "VIP customers" in done.document["properties"]["labels"]["properties"]


def test_an_account_that_cannot_be_opened_is_told(tmp_path: Path):
    account = "{connector: highlevel, location_id: ve9EPM428h8vShlRW1KT, token: {env: NOT_THERE}}"
    write(tmp_path, f"version: 1\naccounts: {{agency: {account}}}\n")
    done = labelsync("schema", "manifest", "--with-labels", folder=tmp_path)
    assert (done.code, done.out) == (77, "")
    assert "agency" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "--with-labels"),
        ("manifest", "states"),
        ("plan", "states"),
        ("manifest", "gone", "--with-labels"),
    ],
)
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...], demo: Path):
    assert labelsync("schema", *words, folder=demo)[:2] == (64, "")
