"""What the values of a native filter may be, by field and operator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from labelsync.connectors.highlevel.fields import BOUNDS, EQUAL, HOLD, THERE, Field
from labelsync.connectors.highlevel.limits import VALUE
from labelsync.core.filtering import Flaw
from labelsync.core.identity import is_plain_phone

Path = tuple[str | int, ...]

_LONG = f"the search takes values of at most {VALUE} characters"
_BLANK = "an empty value finds nothing that is meant"


def value_flaws(entry: Mapping[str, object], found: Field, path: Path) -> Iterator[Flaw]:
    """What is wrong with the value of one filter, whose field and operator are right."""
    operator = entry["operator"]
    if operator in THERE:
        if "value" in entry:
            yield Flaw((*path, "value"), "exists and not_exists take no value", key=True)
    elif "value" not in entry:
        yield Flaw(path, "`value` is missing")
    elif operator in EQUAL:
        yield from _said(_equal(entry["value"], found), (*path, "value"))
    elif operator in HOLD:
        yield from _said(_part(entry["value"]), (*path, "value"))
    else:
        yield from _range(entry["value"], (*path, "value"))


def _said(reason: str, path: Path) -> Iterator[Flaw]:
    if reason:
        yield Flaw(path, reason)


def _equal(value: object, found: Field) -> str:
    if found.takes == "truth":
        return "" if isinstance(value, bool) else "this field is true or false"
    if found.takes == "any" and isinstance(value, bool | int | float):
        return ""
    if found.takes == "phone" and not (isinstance(value, str) and is_plain_phone(value)):
        return "a phone is compared in E.164: + and digits, nothing else"
    return _text(value)


def _part(value: object) -> str:
    """What `contains` takes: text without special characters (documented; which ones count is assumed)."""
    plain = not isinstance(value, str) or all(sign.isalnum() or sign == " " for sign in value)
    return _text(value) or ("" if plain else "contains takes letters, digits and spaces, nothing else")


def _text(value: object) -> str:
    if not isinstance(value, str):
        return "here belongs one text, not a list or anything else"
    if not value.strip():
        return _BLANK
    return _LONG if len(value) > VALUE else ""


def _range(value: object, path: Path) -> Iterator[Flaw]:
    if not isinstance(value, dict) or not value:
        yield Flaw(path, f"a range has bounds: {', '.join(BOUNDS)}")
        return
    for name, bound in value.items():
        if name not in BOUNDS:
            yield Flaw((*path, name), f"the bounds of a range are {', '.join(BOUNDS)}", key=True)
        elif isinstance(bound, str):
            yield from _said(_text(bound), (*path, name))
        elif isinstance(bound, bool) or not isinstance(bound, int | float):
            yield Flaw((*path, name), "a bound is a number or a text")
