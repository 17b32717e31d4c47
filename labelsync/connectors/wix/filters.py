"""A `native` filter against Wix's own table: every flaw at once, and the labels that it asks about.

Nothing is sent. `search` and everything around a query's filter are no part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches

import msgspec

from labelsync.connectors.wix.fields import (
    LABELS,
    LISTED,
    LOGICAL,
    Field,
    Kind,
    field_named,
    nearest_field,
    nearest_operator,
)
from labelsync.core.filtering import FilterCheck, Flaw

DEEPEST = 20
"""Filters within filters. Our bound: Wix documents none."""

Path = tuple[str | int, ...]
Flaws = Iterator[Flaw]

_AROUND = frozenset({"query", "filter", "search", "sort", "paging", "cursorPaging", "fields", "fieldsets"})
_UNREADABLE = (msgspec.DecodeError, ValueError, RecursionError)


def check_filter(text: str) -> FilterCheck:
    """What is wrong with a filter, and the keys of labels that it asks about. Wix is not asked."""
    try:
        condition = msgspec.json.decode(text)
    except _UNREADABLE:
        return FilterCheck((Flaw((), "the filter is no JSON that can be read"),))
    flaws = tuple(_filter(condition, ()))
    too_deep = any(len(flaw.path) > 2 * DEEPEST for flaw in flaws)
    return FilterCheck(flaws, () if too_deep else tuple(dict.fromkeys(_labels(condition))))


def _filter(condition: object, path: Path) -> Flaws:
    if not isinstance(condition, dict):
        yield Flaw(path, "a filter is an object: fields, and what is asked of each")
    elif not condition:
        yield Flaw(path, "an empty filter would find everybody")
    elif len(path) > 2 * DEEPEST:
        yield Flaw(path, f"filters are nested deeper than {DEEPEST} levels")
    else:
        for key, asked in condition.items():
            yield from _part(key, asked, (*path, key))


def _part(key: str, asked: object, path: Path) -> Flaws:
    if key in {"$and", "$or"}:
        yield from _joined(asked, path)
    elif key == "$not":
        yield from _filter(asked, path)
    elif key.startswith("$"):
        near = "$not" if key == "$nor" else next(iter(get_close_matches(key, LOGICAL, n=1)), "")
        reason = "only $and, $or and $not stand here; other operators stand below a field"
        yield Flaw(path, reason, near, key=True)
    elif (field := field_named(key)) is None:
        yield _unknown(key, asked, path)
    else:
        yield from _asked(field, asked, path)


def _joined(filters: object, path: Path) -> Flaws:
    if not isinstance(filters, list) or not filters:
        yield Flaw(path, "a list of filters is needed here, with one at least")
        return
    for position, condition in enumerate(filters):
        yield from _filter(condition, (*path, position))


def _unknown(key: str, asked: object, path: Path) -> Flaw:
    if key in _AROUND and len(path) == 1:
        reason = "only what stands below `filter` in a query is written here; `search` is not used"
        return Flaw(path, reason, key=True)
    if nested := _nested(key, asked):
        reason = "a field is one path with dots, not objects in one another"
        return Flaw(path, reason, nearest_field(nested), key=True)
    return Flaw(path, "Wix documents no field of this name to filter by", nearest_field(key), key=True)


def _nested(key: str, asked: object) -> str:
    """The path that objects in one another stand for, '' where there are none."""
    parts = [key]
    while isinstance(asked, dict) and len(asked) == 1 and not next(iter(asked)).startswith("$"):
        name, asked = next(iter(asked.items()))
        parts.append(name)
    return ".".join(parts) if len(parts) > 1 else ""


def _asked(field: Field, asked: object, path: Path) -> Flaws:
    if not isinstance(asked, dict):
        yield from _plain(field, asked, path)
    elif not asked:
        yield Flaw(path, f"an operator is needed here: {_has(field)}")
    else:
        for operator, value in asked.items():
            yield from _compared(field, operator, value, (*path, operator))


def _plain(field: Field, value: object, path: Path) -> Flaws:
    """A value without an operator: equality (documented), where the field has it."""
    if "$eq" not in field.operators:
        near = nearest_operator("$in", field) or field.operators[0]
        yield Flaw(path, f"a value alone means equality; {_has(field)}", near)
    elif isinstance(value, list):
        yield Flaw(path, "a value alone means equality; a list needs an operator", "$in")
    else:
        yield from _value(field, "$eq", value, path)


def _compared(field: Field, operator: str, value: object, path: Path) -> Flaws:
    if operator not in field.operators:
        yield Flaw(path, _has(field), nearest_operator(operator, field), key=True)
    elif operator == "$exists":
        if not isinstance(value, bool):
            yield Flaw(path, "true or false is needed here")
    elif operator in LISTED:
        yield from _list(field, operator, value, path)
    else:
        yield from _value(field, operator, value, path)


def _list(field: Field, operator: str, values: object, path: Path) -> Flaws:
    if not isinstance(values, list) or not values:
        yield Flaw(path, "a list is needed here, with one value at least")
        return
    for position, value in enumerate(values):
        yield from _value(field, operator, value, (*path, position))


def _value(field: Field, operator: str, value: object, path: Path) -> Flaws:
    kind = _kind(field, operator)
    if kind is Kind.WORD:
        yield from _word(field, value, path)
    elif not any(fits(value) for fits in _FITTING[kind]):
        yield Flaw(path, f"{kind.value} is needed here")


def _kind(field: Field, operator: str) -> Kind:
    """What a custom field holds, Wix does not tell by its path; some operators are for one kind only."""
    if field.kind is not Kind.CUSTOM:
        return field.kind
    if operator in {"$in", "$startsWith"}:
        return Kind.TEXT
    return Kind.CUSTOM if operator in {"$eq", "$ne"} else Kind.MEASURE


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


_FITTING: Mapping[Kind, tuple[Callable[[object], bool], ...]] = {
    Kind.TEXT: (_is_text,),
    Kind.MOMENT: (_is_moment,),
    Kind.MEASURE: (_is_number, _is_moment),
    Kind.CUSTOM: (_is_text, _is_number),
}


def _word(field: Field, value: object, path: Path) -> Flaws:
    if value not in field.words:
        near = next(iter(get_close_matches(str(value).upper(), field.words, n=1)), "")
        yield Flaw(path, f"needed here: {', '.join(field.words)}", near)


def _has(field: Field) -> str:
    return f"this field takes {', '.join(field.operators)}"


def _labels(condition: object) -> Iterator[str]:
    """The texts that stand where label keys are meant, however wrongly they are asked for."""
    if not isinstance(condition, dict):
        return
    for key, asked in condition.items():
        if key in LOGICAL:
            for part in asked if isinstance(asked, list) else [asked]:
                yield from _labels(part)
        elif nearest_field(key) == LABELS:
            for value in asked.values() if isinstance(asked, dict) else [asked]:
                yield from _texts(value)


def _texts(value: object) -> Iterator[str]:
    values = value if isinstance(value, list) else [value]
    return (text for text in values if isinstance(text, str))
