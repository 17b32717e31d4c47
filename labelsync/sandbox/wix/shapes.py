"""The JSON shapes of the parts of `info`; what does not fit is refused at the door."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from .refusal import expected_object, violation

_Text = str | None
_Entry = dict[str, str | bool | None]
_Address = dict[str, str | dict[str, Any] | None]


class _Items(msgspec.Struct):
    items: list[_Entry] = []


class _AddressItem(msgspec.Struct, omit_defaults=True):
    id: _Text = None
    tag: _Text = None
    address: _Address = {}


class _Addresses(msgspec.Struct):
    items: list[_AddressItem] = []


class _Locations(msgspec.Struct):
    items: list[str] = []


_SHAPES: dict[str, Any] = {
    "name": dict[str, Annotated[str, msgspec.Meta(max_length=1000)] | None],
    "emails": _Items,
    "phones": _Items,
    "addresses": _Addresses,
    "locations": _Locations,
    "birthdate": Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")],
    "company": Annotated[str, msgspec.Meta(max_length=1000)],
    "jobTitle": Annotated[str, msgspec.Meta(max_length=1000)],
    "locale": str,
    "picture": dict[str, Any],
}
PARTS = frozenset(_SHAPES)
"""The parts of `info` a caller may set, besides labels and extended fields."""


def fitting(part: str, value: Any) -> Any:
    """The value of a part of `info` as plain JSON, members that are null left out."""
    scalar = part in {"birthdate", "company", "jobTitle", "locale"}
    if not scalar and not isinstance(value, dict):
        raise expected_object()
    try:
        found = msgspec.to_builtins(msgspec.convert(value, _SHAPES[part]))
    except msgspec.ValidationError as wrong:
        rule = "MAX_LENGTH" if "length" in str(wrong) else "FORMAT"
        raise violation(f"info.{part}", str(wrong), rule=rule) from None
    return _without_nulls(found)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(held) for name, held in value.items() if held is not None}
    return [_without_nulls(held) for held in value] if isinstance(value, list) else value
