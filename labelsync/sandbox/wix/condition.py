"""The filter language of Query Contacts, Query Labels and the bulk calls, read into conditions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from labelsync.sandbox.around import epoch, iso

from .fields import Field
from .refusal import WixError, application

LOGICAL = frozenset({"$and", "$or", "$not"})
_LISTS = frozenset({"$in", "$nin", "$hasSome", "$hasAll"})


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison; `value` is a string, number, boolean, or a frozenset for the list operators."""

    field: Field
    operator: str
    value: Any


@dataclass(frozen=True, slots=True)
class Every:
    """True when every part is; with no part, of everything."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """True when some part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """True when the part is not."""

    part: Condition


Condition = Test | Every | Either | Opposite


@dataclass(frozen=True, slots=True)
class Language:
    """What a filter may say: its fields, the cap of `$in`, and the codes its refusals carry."""

    field: Callable[[str], Field | None]
    in_cap: int
    logical: frozenset[str] = LOGICAL
    unknown_field: str = "UNSUPPORTED_FILTER_FIELD_UNKNOWN"
    wrong_type: str = "UNSUPPORTED_FILTER_VALUE_TYPE"


def parse(filtered: Any, language: Language) -> Condition:
    """A JSON filter as a condition; 400 with the documented code when it says what it may not."""
    if not isinstance(filtered, dict):
        raise _refused("MALFORMED_FILTER", "filter is not an object")
    parts = [_member(name, said, language) for name, said in filtered.items()]
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _member(name: str, said: Any, language: Language) -> Condition:
    if name.startswith("$"):
        return _logical(name, said, language)
    field = language.field(name)
    if field is None:
        raise _refused(language.unknown_field, f"unknown field {name}")
    if not isinstance(said, dict):
        return _test(field, "$eq", said, language)
    if not said or not all(operator.startswith("$") for operator in said):
        raise _refused("MALFORMED_FILTER", f"{name} has no operator")
    return Every(tuple(_test(field, operator, value, language) for operator, value in said.items()))


def _logical(name: str, said: Any, language: Language) -> Condition:
    if name not in language.logical:
        raise _refused("UNSUPPORTED_FILTER", f"{name} is not supported")
    if name == "$not":
        return Opposite(parse(said[0] if isinstance(said, list) and len(said) == 1 else said, language))
    if not isinstance(said, list):
        raise _refused("MALFORMED_FILTER", f"{name} is not a list")
    parts = tuple(parse(part, language) for part in said)
    return Every(parts) if name == "$and" else Either(parts)


def _test(field: Field, operator: str, value: Any, language: Language) -> Test:
    if operator not in field.operators:
        raise _refused("UNSUPPORTED_FILTER_OPERATOR", f"{field.name} does not support {operator}")
    if operator not in _LISTS:
        return Test(field, operator, _value(field, operator, value, language))
    if not isinstance(value, list):
        raise _refused(language.wrong_type, f"{operator} of {field.name} is not a list")
    if operator in {"$in", "$nin"} and len(value) > language.in_cap:
        raise _refused(
            "UNSUPPORTED_FILTER_VALUE", f"{operator} has {len(value)} values, at most {language.in_cap}"
        )
    return Test(field, operator, frozenset(_value(field, operator, each, language) for each in value))


def _value(field: Field, operator: str, value: Any, language: Language) -> Any:
    if operator == "$exists":
        fits = isinstance(value, bool)
    elif field.kind == "custom" and operator != "$startsWith":
        fits = isinstance(value, str | int | float)
    else:
        fits = isinstance(value, str)
    if not fits:
        raise _refused(language.wrong_type, f"{operator} of {field.name} has a value of the wrong type")
    if field.kind in {"instant", "date"}:
        return _instant(field, value, language)
    return value.casefold() if field.folds and isinstance(value, str) else value


def _instant(field: Field, value: str, language: Language) -> str:
    try:
        instant = iso(epoch(value))
    except (ValueError, OverflowError):
        raise _refused(
            language.wrong_type, f"{field.name} is compared with what is no date: {value}"
        ) from None
    return instant if field.kind == "instant" else instant[:10]


def _refused(code: str, description: str) -> WixError:
    return application(400, code, description)
