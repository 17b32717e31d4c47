"""What pydantic says about a shape, as mistakes with places and in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from labelsync.manifest.codes import Code
from labelsync.manifest.mistakes import Findings, Spot, named, spot
from labelsync.manifest.nodes import Mapping, Node, Plain, Scalar, located, plain
from labelsync.manifest.sheet import Sheet

NOT_KNOWN_YET = frozenset({"where", "sql", "exec"})
_WORD = re.compile(r"'([^']*)'")
_SAID = {
    "string_type": (Code.WRONG_KIND, "a text is needed here"),
    "string_too_short": (Code.BAD_FORM, "this may not be empty"),
    "string_too_long": (Code.BAD_FORM, "this may have 200 characters at most"),
    "string_pattern_mismatch": (Code.BAD_FORM, "this is not the form of a name here"),
    "list_type": (Code.WRONG_KIND, "a list is needed here"),
    "tuple_type": (Code.WRONG_KIND, "a list is needed here"),
    "too_short": (Code.WRONG_KIND, "a list with at least one entry is needed here"),
    "dict_type": (Code.WRONG_KIND, "a mapping is needed here"),
    "model_type": (Code.WRONG_KIND, "a mapping is needed here"),
}
_Model = TypeVar("_Model", bound=BaseModel)


def validated(
    model: type[_Model],
    node: Node,
    sheet: Sheet,
    findings: Findings,
    *,
    without: frozenset[str] = frozenset(),
) -> _Model | None:
    """The node as that model, or None and its mistakes; `without` are keys of it that are read elsewhere."""
    text: Plain = plain(node, without=without)
    try:
        return model.model_validate({} if text is None else text)
    except ValidationError as problem:
        for error in problem.errors(include_url=False, include_input=False):
            _note(model, error, node, sheet, findings)
    return None


def _note(model: type[BaseModel], error: ErrorDetails, node: Node, sheet: Sheet, findings: Findings) -> None:
    kind, path = error["type"], error["loc"]
    value, key = located(node, path)
    match kind:
        case "extra_forbidden" if key is not None:
            unknown_key(key, fields_at(model, path[:-1]), sheet, findings)
        case "missing":
            findings.add(Code.MISSING_KEY, f"missing key `{path[-1]}`", _start(sheet, value))
        case "literal_error":
            _not_one_of(_WORD.findall(str(error.get("ctx", {}).get("expected"))), value, sheet, findings)
        case _:
            code, said = _SAID.get(kind, (None, error["msg"]))
            findings.add(
                code or Code(kind), _void(value) or said, spot(sheet, key or value if _void(value) else value)
            )


def _void(value: Node) -> str:
    return "nothing is written here" if isinstance(value, Scalar) and value.void else ""


def _start(sheet: Sheet, value: Node) -> Spot:
    """The first key of a mapping, for what is missing in it."""
    first = next(iter(value.entries.values()), None) if isinstance(value, Mapping) else None
    return spot(sheet, first.key if first else value)


def _not_one_of(words: Sequence[str], value: Node, sheet: Sheet, findings: Findings) -> None:
    near = findings.nearest(value.text, words) if isinstance(value, Scalar) else ""
    said = ", ".join(f"`{word}`" for word in words)
    message = f"one of {said} is needed here" if len(words) > 1 else f"{said} is needed here"
    findings.add(Code.NOT_ONE_OF, message, spot(sheet, value), suggestion=near)


def unknown_key(key: Scalar, known: Iterable[str], sheet: Sheet, findings: Findings) -> None:
    """A key that the language does not have here, or that this version does not know yet."""
    if key.text in NOT_KNOWN_YET:
        message = f"this labelsync does not know {named(key.text)} yet"
        findings.add(Code.NOT_KNOWN_YET, message, spot(sheet, key))
        return
    near = findings.nearest(key.text, known)
    findings.add(Code.UNKNOWN_KEY, f"unknown key {named(key.text)}", spot(sheet, key), suggestion=near)


def fields_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that a shape has at a path."""
    for part in path:
        field = model.model_fields.get(str(part))
        if field is not None:
            model = next((m for m in _models(field.annotation)), model)
    return list(model.model_fields)


def _models(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]
