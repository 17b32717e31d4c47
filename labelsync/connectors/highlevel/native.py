"""A list's own filter, as HighLevel's contact search takes it: checked, and made ready to be sent."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from labelsync.connectors.highlevel.answers import fold
from labelsync.connectors.highlevel.fields import EQUAL, NAMES, OPERATORS, Field, field
from labelsync.connectors.highlevel.values import value_flaws
from labelsync.core.filtering import FilterCheck, Flaw
from labelsync.errors import Rejected

Path = tuple[str | int, ...]

DEEPEST = 10
"""Groups within groups. HighLevel names no end to it; this one is ours."""

_GROUPS = ("AND", "OR")
_NO_JSON = Flaw((), "this is no JSON")


def check_filter(text: str) -> FilterCheck:
    """All that is wrong with a filter, and the tags that it names by `eq` or `not_eq`, folded.

    A filter is `{field, operator, value}`, a group `{group, filters}`, or a list of these, all of which hold.
    """
    try:
        told = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return FilterCheck((_NO_JSON,))
    flaws = tuple(_several(told, ()) if isinstance(told, list) else _entry(told, (), depth=1))
    return FilterCheck(flaws, () if flaws else tuple(dict.fromkeys(_labels(told))))


def filters(text: str) -> tuple[object, ...]:
    """The search's `filters`: tags folded, since a capitalised one may find nobody. Raises Rejected."""
    if check_filter(text).flaws:
        raise Rejected(
            "the native filter is none that HighLevel's search takes",
            status=0,
            advice="correct it in the manifest: `labelsync validate` says what is wrong",
        )
    told = msgspec.json.decode(text)
    return tuple(map(_folded, told if isinstance(told, list) else [told]))


def _several(entries: list[object], path: Path, *, depth: int = 1) -> Iterator[Flaw]:
    if not entries:
        yield Flaw(path, "an empty list leaves nobody out, which is never meant")
    for number, entry in enumerate(entries):
        yield from _entry(entry, (*path, number), depth=depth)


def _entry(entry: object, path: Path, *, depth: int) -> Iterator[Flaw]:
    if not isinstance(entry, dict):
        yield Flaw(path, "here belongs a filter with field, operator and value, or a group with filters")
    elif depth > DEEPEST:
        yield Flaw(path, f"groups lie more than {DEEPEST} deep in each other")
    elif "group" in entry or "filters" in entry:
        yield from _group(entry, path, depth=depth)
    else:
        yield from _single(entry, path)


def _group(entry: Mapping[str, object], path: Path, *, depth: int) -> Iterator[Flaw]:
    yield from _keys(entry, path, known=("group", "filters"))
    if "group" in entry:
        yield from _word(entry["group"], (*path, "group"), known=_GROUPS, kind="a group is")
    match entry:
        case {"filters": list(inner)}:
            yield from _several(inner, (*path, "filters"), depth=depth + 1)
        case {"filters": _}:
            yield Flaw((*path, "filters"), "here belongs a list of filters")
        case _:
            return


def _single(entry: Mapping[str, object], path: Path) -> Iterator[Flaw]:
    yield from _keys(entry, path, known=("field", "operator", "value"), needed=("field", "operator"))
    name, operator = entry.get("field"), entry.get("operator")
    found = field(name) if isinstance(name, str) else None
    if "field" in entry and found is None:
        yield Flaw((*path, "field"), "the search documents no such field", _nearest(name, NAMES))
    if "operator" in entry:
        yield from _operator(operator, found, path)
    if found is not None and operator in found.operators:
        yield from value_flaws(entry, found, path)


def _operator(operator: object, found: Field | None, path: Path) -> Iterator[Flaw]:
    known = OPERATORS if found is None else found.operators
    kind = "an operator is" if found is None else "this field is asked by"
    yield from _word(operator, (*path, "operator"), known=known, kind=kind)


def _word(word: object, path: Path, *, known: tuple[str, ...], kind: str) -> Iterator[Flaw]:
    if word not in known:
        yield Flaw(path, f"{kind} {', '.join(known[:-1])} or {known[-1]}", _nearest(word, known))


def _keys(
    entry: Mapping[str, object], path: Path, *, known: tuple[str, ...], needed: tuple[str, ...] = ()
) -> Iterator[Flaw]:
    for key in entry:
        if key not in known:
            reason = f"the search takes only {', '.join(known)} here"
            yield Flaw((*path, key), reason, _nearest(key, known), key=True)
    for key in needed or known:
        if key not in entry:
            yield Flaw(path, f"`{key}` is missing")


def _nearest(word: object, known: Iterable[str]) -> str:
    folded = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), folded, n=1, cutoff=0.5) if isinstance(word, str) else ()
    return folded[close[0]] if close else ""


def _labels(told: object) -> Iterator[str]:
    match told:
        case list():
            for entry in told:
                yield from _labels(entry)
        case {"filters": inner}:
            yield from _labels(inner)
        case {"field": "tags", "operator": "eq" | "not_eq", "value": str(name)}:
            yield fold(name)
        case _:
            return


def _folded(entry: dict[str, object]) -> dict[str, object]:
    match entry:
        case {"filters": list(inner)}:
            return {**entry, "filters": [_folded(one) for one in inner]}
        case {"field": "tags", "operator": operator, "value": str(name)}:
            return {**entry, "value": fold(name) if operator in EQUAL else name.lower()}
        case _:
            return entry
