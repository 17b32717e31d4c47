"""The JSON Schema of the manifest, for `labelsync schema` and for editors."""

from __future__ import annotations

from pydantic.json_schema import GenerateJsonSchema

from labelsync.manifest.shapes import ManifestShape, SecretShape

_TITLE = "labelsync manifest"
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def schema() -> dict[str, Json]:
    """The JSON Schema of one manifest file, as a fresh dict; it describes YAML as an editor reads it."""
    drawn: dict[str, Json] = ManifestShape.model_json_schema(mode="validation")
    definitions = drawn["$defs"]
    assert isinstance(definitions, dict)  # noqa: S101 - pydantic's promise
    secret = SecretShape.model_json_schema(mode="validation")
    definitions["SecretShape"] = {**secret, "minProperties": 1, "maxProperties": 1}
    account = definitions["AccountShape"]
    assert isinstance(account, dict)  # noqa: S101 - pydantic's promise
    account["additionalProperties"] = {
        "anyOf": [{"type": ["string", "number", "boolean"]}, {"$ref": "#/$defs/SecretShape"}]
    }
    bare = {name: _bare(part) for name, part in _adapted(drawn).items()}
    return {"$schema": GenerateJsonSchema.schema_dialect, **bare, "title": _TITLE}


def _bare(part: Json) -> Json:
    """Without the titles and defaults that pydantic adds: editors would offer them."""
    if isinstance(part, list):
        return [_bare(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {k: _bare(v) for k, v in part.items() if isinstance(v, dict) or k not in {"title", "default"}}


def _adapted(drawn: dict[str, Json]) -> dict[str, Json]:
    """`version` is the number 1 for an editor, and the text for this program."""
    properties = drawn["properties"]
    assert isinstance(properties, dict)  # noqa: S101 - pydantic's promise
    properties["version"] = {"enum": [1, "1"], "description": "the version of the language: 1"}
    return drawn
