"""The JSON Schema: what editors know about a manifest."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from labelsync.manifest import schema
from labelsync.manifest.events import parse
from labelsync.manifest.nodes import plain
from tests.manifest.vendors import HEAD


def as_an_editor_reads_it(text: str) -> object:
    """Numbers, booleans and nulls as YAML 1.2 has them."""

    def typed(node: object) -> object:
        match node:
            case dict():
                return {key: typed(value) for key, value in node.items()}
            case list():
                return [typed(item) for item in node]
            case str() if node in {"true", "false"} or node.replace(".", "", 1).isdigit():
                return json.loads(node)
            case _:
                return node

    root = parse(text).root
    return typed(plain(root)) if root else None


GOOD = [
    HEAD
    + "labels: {vip: {members: [a@b.co, {id: x, account: shop}, {list: l.csv, column: email}]}, news: }\n",
    HEAD
    + "contacts:\n  - {contact: a@b.co, labels: [vip]}\n  - {list: l.csv, column: email, label_column: l}\n",
    HEAD + "policy: {guards: {additions: 5, removals: {percent: 3}, empty: allow}, region: ID}\n",
    "accounts: {a: {connector: titled, pace: 200/min, share: 80 %, overlap: true, batch: 5}}\n",
]
BAD = [
    "version: 2\n",
    "lables: {}\n",
    "labels: {vip: {titel: x}}\n",
    "labels: {vip: {members: [{where: x}]}}\n",
    "labels: {vip: {ownership: exakt}}\n",
    "policy: {guards: {additions: many}}\n",
    "policy: {region: Indonesia}\n",
    "accounts: {a: {}}\n",
    "accounts: {a: {connector: titled, api_key: {exec: [x]}}}\n",
    "contacts: [{labels: []}]\n",
]


def test_the_json_schema_accepts_what_is_good_and_refuses_what_is_bad():
    drawn = schema()
    Draft202012Validator.check_schema(drawn)
    validator = Draft202012Validator(drawn)
    for text in GOOD:
        assert list(validator.iter_errors(as_an_editor_reads_it(text))) == [], text
    for text in BAD:
        assert list(validator.iter_errors(as_an_editor_reads_it(text))), text


def test_every_key_of_the_json_schema_is_described():
    drawn = schema()
    definitions = drawn["$defs"]
    assert isinstance(definitions, dict)
    for shape in (drawn, *definitions.values()):
        assert isinstance(shape, dict)
        assert shape["description"]
        properties = shape["properties"]
        assert isinstance(properties, dict)
        assert all(isinstance(p, dict) and "description" in p for p in properties.values()), shape
