"""A JSON Schema that suggests: label names to choose from, where any other name is as good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

SUGGESTED = "SuggestedLabel"
_PLACES = (
    ("LabelShape", "properties", "title"),
    ("LabelShape", "properties", "names", "additionalProperties"),
    ("LabelShape", "properties", "previously", "items"),
    *(
        (shape, "properties", key, "items")
        for shape in ("EntryShape", "TableShape")
        for key in ("labels", "without")
    ),
    ("SuppressionShape", "properties", "labels", "items"),
    ("ProtectShape", "properties", "labels", "items"),
)


def suggesting(schema: Mapping[str, Any], labels: Iterable[str]) -> dict[str, Any]:
    """The manifest's schema with these label names as suggestions; it accepts what it accepted before."""
    drawn = deepcopy(dict(schema))
    names = sorted(set(labels))
    if not names:
        return drawn
    for place in _PLACES:
        _suggest(drawn["$defs"], place)
    section = drawn["properties"]["labels"]
    section["properties"] = dict.fromkeys(names, section["additionalProperties"])
    drawn["$defs"][SUGGESTED] = {"description": "a label that an account has", "enum": names}
    return drawn


def _suggest(below: dict[str, Any], place: tuple[str, ...]) -> None:
    """Put the suggestions beside the text that may stand at a place."""
    *path, last = place
    for part in path:
        below = below[part]
    text = below[last]
    said = {"description": text.pop("description")} if "description" in text else {}
    below[last] = {"anyOf": [text, {"$ref": f"#/$defs/{SUGGESTED}"}], **said}
