"""The contacts of a shelf that meet a condition, in order, a page at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from .condition import Condition, Every, Test
from .contact import Contact
from .fields import Field, Row, row
from .predicate import predicate
from .shelf import Shelf

_LAST = "\U0010ffff"
_EXACT = frozenset({"$eq", "$in", "$hasSome"})
_RANGE = frozenset({"$gte", "$gt", "$lte", "$lt"})


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort key and its direction. Ties go by id (assumed)."""

    field: Field
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Matches:
    """Sorted rows, of which those from `low` up to `high` match."""

    rows: Sequence[Row]
    low: int
    high: int

    @property
    def total(self) -> int:
        """How many match."""
        return self.high - self.low

    def page(self, *, offset: int, limit: int, descending: bool) -> list[str]:
        """The ids of one page."""
        if descending:
            end = max(self.low, self.high - offset)
            return [found[2] for found in reversed(self.rows[max(self.low, end - limit) : end])]
        start = min(self.high, self.low + offset)
        return [found[2] for found in self.rows[start : min(self.high, start + limit)]]


def matches(shelf: Shelf, condition: Condition, field: Field) -> Matches:
    """Those that meet the condition, by the field's order.

    Ids, labels, e-mails and phones asked for by value are looked up; a range of the sort field is cut out of
    its order; only what is left of the condition is tried on each contact.
    """
    parts = _conjuncts(condition)
    ids = _narrowest(shelf, parts)
    if ids is not None:
        meets = predicate(condition)
        found = [contact for contact in map(shelf.get, ids) if contact is not None and meets(contact)]
        rows = sorted(row(field, contact, contact.id) for contact in found)
        return Matches(rows, 0, len(rows))
    return _scanned(shelf, parts, field)


def untied(found: Matches, chance: Random) -> Matches:
    """The same matches, those equal in the sort key in an order of the moment."""
    rows = sorted(found.rows[found.low : found.high], key=lambda one: (one[0], one[1], chance.random()))
    return Matches(rows, 0, len(rows))


def chosen(shelf: Shelf, ids: Sequence[str]) -> list[Contact]:
    """The contacts of these ids, in their order; none for an id that is gone."""
    return [contact for contact in map(shelf.get, ids) if contact is not None]


def _scanned(shelf: Shelf, parts: list[Condition], field: Field) -> Matches:
    order = shelf.order(field)
    low, high = 0, len(order)
    rest: list[Condition] = []
    for part in parts:
        if isinstance(part, Test) and part.operator in _RANGE and part.field.name == field.name:
            start, end = _span(order, part)
            low, high = max(low, start), min(high, end)
        else:
            rest.append(part)
    high = max(low, high)
    if not rest:
        return Matches(order, low, high)
    meets = predicate(Every(tuple(rest)))
    rows = [found for found in order[low:high] if meets(shelf.get(found[2]))]
    return Matches(rows, 0, len(rows))


def _span(order: list[Row], test: Test) -> tuple[int, int]:
    first = bisect_left(order, (2, test.value, ""))
    after = bisect_right(order, (2, test.value, _LAST))
    spans = {"$gte": (first, len(order)), "$gt": (after, len(order)), "$lte": (0, after), "$lt": (0, first)}
    return spans[test.operator]


def _conjuncts(condition: Condition) -> list[Condition]:
    if isinstance(condition, Every):
        return [part for nested in condition.parts for part in _conjuncts(nested)]
    return [condition]


def _narrowest(shelf: Shelf, parts: list[Condition]) -> set[str] | None:
    found = [_holders(shelf, part) for part in parts if isinstance(part, Test) and _looked_up(part)]
    smallest = min(found, key=len, default=None)
    # sorting more than this costs more than a walk along the order that is kept
    if smallest is not None and len(smallest) > max(1000, len(shelf) // 4):
        return None
    return smallest


def _looked_up(test: Test) -> bool:
    exact = test.operator in _EXACT or (test.operator == "$hasAll" and bool(test.value))
    return exact and test.field.kind in {"text", "keys"}


def _holders(shelf: Shelf, test: Test) -> set[str]:
    if test.operator == "$eq":
        return shelf.holding(test.field, test.value)
    held = [shelf.holding(test.field, value) for value in test.value]
    if test.operator == "$hasAll":
        return min(held, key=len)
    return set().union(*held)
