"""Checks request bodies and queries against the fields the vendor lists; anything else is a 422."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from labelsync.sandbox.highlevel.refusals import unprocessable

Shape = Mapping[str, str]  # field to its kind; a `?` at the end lets it be null


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "text": (lambda value: isinstance(value, str), "{} must be a string"),
    "texts": (_texts, "each value in {} must be a string"),
    "list": (lambda value: isinstance(value, list), "{} must be an array"),
    "flag": (lambda value: isinstance(value, bool), "{} must be a boolean value"),
    "number": (lambda value: isinstance(value, int) and not isinstance(value, bool), "{} must be a number"),
    "object": (lambda value: isinstance(value, dict), "{} must be an object"),
    "any": (lambda _: True, ""),
}


def _fault(field: str, value: Any, kind: str) -> str | None:
    if value is None and kind.endswith("?"):
        return None
    if kind == "texts" and not isinstance(value, list):
        return f"{field} must be an array"
    accepts, sentence = KINDS[kind.rstrip("?")]
    return None if accepts(value) else sentence.format(field)


def require(body: Mapping[str, Any], shape: Shape, *, required: tuple[str, ...] = ()) -> None:
    """Refuse unknown fields (measured), fields of a wrong type and missing ones (documented example)."""
    faults: list[str] = [f"property {field} should not exist" for field in body if field not in shape]
    present = {field: kind for field, kind in shape.items() if field in body or field in required}
    found = (_fault(field, body.get(field), kind) for field, kind in present.items())
    faults += [fault for fault in found if fault]
    if faults:
        raise unprocessable(faults)


def number(query: Mapping[str, str], field: str, default: int, *, least: int, most: int | None = None) -> int:
    """A whole number of the query, or 422 in the vendor's words (measured: `must not be greater than`)."""
    try:
        value = int(query.get(field, default))
    except ValueError:
        raise unprocessable([f"{field} must be a number"]) from None
    return bounded(field, value, least=least, most=most)


def bounded(field: str, value: int, *, least: int, most: int | None) -> int:
    """The number, if it lies within its bounds."""
    if value < least:
        raise unprocessable([f"{field} must not be less than {least}"])
    if most is not None and value > most:
        raise unprocessable([f"{field} must not be greater than {most}"])
    return value
