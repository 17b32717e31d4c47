"""The published JSON Schema is the one the code draws, takes every plan and refuses wrong documents."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from labelsync.core.plan import Plan
from labelsync.planfile import LABELSYNC, document, schema, seal_plan
from tests.planfile.samples import KEY, PLAN, plans
from tests.planfile.test_refusals import WRONG, Document

ROOT = Path(__file__).parents[2]
SCHEMA = Draft202012Validator(schema())
BEYOND_A_SCHEMA = {
    "a sum that lies",
    "a digest of other files",
    "files without digests",
    "no such day",
    "lists that are not parallel",
    "a lone surrogate",
}


def test_the_published_schema_is_the_code_s_own() -> None:
    published = ROOT / "docs" / "schemas" / "plan.schema.json"
    assert published.read_text() == json.dumps(schema(), indent=2) + "\n"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@given(plans)
def test_every_plan_has_the_published_shape(plan: Plan) -> None:
    SCHEMA.validate(document(plan))
    SCHEMA.validate(json.loads(seal_plan(plan, KEY)))


@pytest.mark.parametrize(
    "change",
    [WRONG[name] for name in sorted(WRONG.keys() - BEYOND_A_SCHEMA)],
    ids=sorted(WRONG.keys() - BEYOND_A_SCHEMA),
)
def test_a_wrong_document_has_not_the_published_shape(change: Callable[[Document], object]) -> None:
    wrong: Document = json.loads(json.dumps(document(PLAN)))
    change(wrong)
    assert not SCHEMA.is_valid(wrong)


@pytest.mark.parametrize("key", list(document(PLAN)))
def test_every_key_of_the_document_is_required(key: str) -> None:
    assert not SCHEMA.is_valid({name: part for name, part in document(PLAN).items() if name != key})


def test_the_document_names_the_release_that_wrote_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert document(PLAN)["labelsync"] == LABELSYNC == project["version"]
