"""A condition as a test of one entity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .condition import Condition, Either, Every, Opposite, Test
from .fields import Read

Predicate = Callable[[Any], bool]


def predicate(condition: Condition) -> Predicate:
    """The function that says whether an entity meets the condition."""
    match condition:
        case Test():
            return _TESTS[condition.operator](condition.field.read, condition.value)
        case Opposite(part):
            meets = predicate(part)
            return lambda entity: not meets(entity)
        case Every(parts):
            every = [predicate(part) for part in parts]
            return lambda entity: all(meets(entity) for meets in every)
        case Either(parts):
            either = [predicate(part) for part in parts]
            return lambda entity: any(meets(entity) for meets in either)


def _equal(read: Read, value: Any) -> Predicate:
    return lambda entity: value in read(entity)


def _unequal(read: Read, value: Any) -> Predicate:
    return lambda entity: value not in read(entity)


def _among(read: Read, values: Any) -> Predicate:
    return lambda entity: not values.isdisjoint(read(entity))


def _outside(read: Read, values: Any) -> Predicate:
    return lambda entity: bool(values.isdisjoint(read(entity)))


def _all_there(read: Read, values: Any) -> Predicate:
    return lambda entity: bool(values.issubset(read(entity)))


def _exists(read: Read, value: Any) -> Predicate:
    return lambda entity: bool(read(entity)) is value


def _begins(read: Read, value: Any) -> Predicate:
    start = value.casefold()
    return lambda entity: any(
        isinstance(held, str) and held.casefold().startswith(start) for held in read(entity)
    )


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Read, Any], Predicate]:
    def build(read: Read, value: Any) -> Predicate:
        of_a_kind = str if isinstance(value, str) else (int, float)
        return lambda entity: any(
            isinstance(held, of_a_kind) and compare(held, value) for held in read(entity)
        )

    return build


_TESTS: dict[str, Callable[[Read, Any], Predicate]] = {
    "$eq": _equal,
    "$ne": _unequal,
    "$in": _among,
    "$hasSome": _among,
    "$nin": _outside,
    "$hasAll": _all_there,
    "$exists": _exists,
    "$startsWith": _begins,
    "$gt": _ordered(lambda held, value: bool(held > value)),
    "$gte": _ordered(lambda held, value: bool(held >= value)),
    "$lt": _ordered(lambda held, value: bool(held < value)),
    "$lte": _ordered(lambda held, value: bool(held <= value)),
}
