"""Search filters: parsed at the door into conditions and groups, then asked of contacts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from labelsync.sandbox.highlevel.contact import Contact, value_of
from labelsync.sandbox.highlevel.index import SearchIndex
from labelsync.sandbox.highlevel.refusals import refused, unprocessable
from labelsync.sandbox.highlevel.switches import Switches

EXACT = frozenset({"eq", "not_eq"})
SET = EXACT | {"exists", "not_exists"}
TEXT = SET | {"contains", "not_contains"}
DATE = frozenset({"range", "exists", "not_exists"})
BOUNDS = frozenset({"gte", "gt", "lte", "lt"})
OPERATORS = {
    "id": EXACT,
    "email": SET,
    **dict.fromkeys(("dateAdded", "dateUpdated"), DATE),
    **dict.fromkeys(("assignedTo", "dnd", "businessId"), SET),
    **dict.fromkeys(("phone", "tags", "source", "type", "companyName", "businessName"), TEXT),
    **dict.fromkeys(("firstNameLowerCase", "lastNameLowerCase", "address", "city", "state"), TEXT),
    **dict.fromkeys(("country", "postalCode", "website", "timezone"), TEXT),
}
INDEXED = frozenset({"email", "phone", "tags"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One field asked. `wanted` holds the value or values; `every` asks for all of them; `bounds` a range.

    `minds_case` compares an e-mail as it is written.
    """

    field: str
    operator: str
    wanted: tuple[Any, ...] = ()
    every: bool = False
    minds_case: bool = False
    bounds: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions and groups of which all, or `either`, must hold."""

    either: bool
    parts: tuple[Condition | Group, ...]


Node = Condition | Group


def parse_filters(filters: list[Any], switches: Switches) -> Group | None:
    """The list of a search body, AND-ed (documented); None when it is empty."""
    if not filters:
        return None
    group = Group(either=False, parts=tuple(_node(part, switches) for part in filters))
    if switches.filters_max is not None and sum(1 for _ in _leaves(group)) > switches.filters_max:
        raise unprocessable([f"filters must contain no more than {switches.filters_max} elements"])
    return group


def ids_asked(filters: Any) -> Iterator[Any]:
    """The ids that the raw filters of a search name, in their order."""
    for part in filters if isinstance(filters, list) else ():
        if isinstance(part, dict) and (part.get("field"), part.get("operator")) == ("id", "eq"):
            yield part.get("value")
        elif isinstance(part, dict):
            yield from ids_asked(part.get("filters"))


def _leaves(node: Node) -> Iterator[Condition]:
    if isinstance(node, Condition):
        yield node
    else:
        for part in node.parts:
            yield from _leaves(part)


def _node(raw: Any, switches: Switches) -> Node:
    if isinstance(raw, dict) and raw.get("group") in ("AND", "OR") and isinstance(raw.get("filters"), list):
        parts = tuple(_node(part, switches) for part in raw["filters"])
        return Group(either=raw["group"] == "OR", parts=parts)
    if not isinstance(raw, dict) or not isinstance(raw.get("field"), str):
        raise unprocessable(["each value in filters must be a filter or a group"])
    field, operator = raw["field"], str(raw.get("operator"))
    allowed = TEXT if field.startswith("customFields.") else OPERATORS.get(field)
    if allowed is None:
        raise refused(400, f"Invalid field {field}")
    if operator not in allowed:
        raise refused(400, f"Invalid operator {operator} for field {field}")
    return _condition(raw, field, operator, switches)


def _condition(raw: dict[str, Any], field: str, operator: str, switches: Switches) -> Condition:
    if operator in {"exists", "not_exists"}:
        return Condition(field, operator)
    if operator == "range":
        return Condition(field, operator, bounds=_bounds(raw.get("value"), field, switches))
    given = raw.get("value")
    values = given if field == "tags" and isinstance(given, list) else [given]
    for value in values:
        _check_value(value, field, operator, switches)
    every = raw.get("options") == {"minimumMatch": "all"}
    fold = _fold(field, operator, switches)
    wanted = tuple(fold(value) for value in values)
    minds_case = field == "email" and switches.email_eq_minds_case
    return Condition(field, operator, wanted, every, minds_case=minds_case)


def _check_value(value: Any, field: str, operator: str, switches: Switches) -> None:
    if not isinstance(value, str | int | float | bool):
        raise unprocessable([f"value of {field} must be a string, a number or a boolean"])
    if not isinstance(value, str):
        return
    if len(value) > switches.value_max and switches.value_max_status:
        message = f"value must be shorter than or equal to {switches.value_max} characters"
        raise refused(switches.value_max_status, message)
    plain = all(letter.isalnum() or letter.isspace() for letter in value)
    if operator.endswith("contains") and not plain and switches.special_characters_status:
        raise refused(switches.special_characters_status, "value must not hold special characters")


def _fold(field: str, operator: str, switches: Switches) -> Callable[[Any], Any]:
    """E-mails and parts of texts are sought whatever their case (assumed; a switch); tags by switch."""
    folding = {"tags": switches.filter_folds_tags, "email": not switches.email_eq_minds_case}
    folds = folding.get(field, operator.endswith("contains"))
    return lambda value: value.lower() if folds and isinstance(value, str) else value


def _bounds(value: Any, field: str, switches: Switches) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, dict) or not value or not value.keys() <= BOUNDS:
        raise unprocessable([f"value of {field} must hold gte, gt, lte or lt"])
    zone = ZoneInfo(switches.timezone if switches.ranges_in_location_zone else "UTC")
    return tuple((bound, _instant(limit, field, zone)) for bound, limit in value.items())


def _instant(value: Any, field: str, zone: ZoneInfo) -> int:
    """Epoch milliseconds; a written instant counts as wall time of the zone, whatever zone it names."""
    if isinstance(value, int | float):
        return int(value)
    try:
        wall = datetime.fromisoformat(str(value))
    except ValueError:
        raise unprocessable([f"value of {field} must be a date"]) from None
    return int(wall.replace(tzinfo=zone).timestamp() * 1000)


def holds(node: Node, contact: Contact, *, parts_of_tags: bool) -> bool:
    """Whether a contact meets the filter."""
    if isinstance(node, Group):
        results = (holds(part, contact, parts_of_tags=parts_of_tags) for part in node.parts)
        return any(results) if node.either else all(results)
    value = value_of(contact, node.field)
    if node.operator == "range":
        return value is not None and all(_within(value, bound, limit) for bound, limit in node.bounds)
    negated = node.operator.startswith("not_")
    kind = node.operator.removeprefix("not_")
    if kind == "exists":
        return (value not in (None, "", ())) is not negated
    partly = kind == "contains" and (node.field != "tags" or parts_of_tags)
    value = value.lower() if node.field == "email" and value and not node.minds_case else value
    met = (_has(value, wanted, node.field, partly=partly) for wanted in node.wanted)
    return (all(met) if node.every else any(met)) is not negated


def _within(value: int, bound: str, limit: int) -> bool:
    return {"gte": value >= limit, "gt": value > limit, "lte": value <= limit, "lt": value < limit}[bound]


def _has(value: Any, wanted: Any, field: str, *, partly: bool) -> bool:
    if field == "tags":
        return any(str(wanted) in tag for tag in value) if partly else wanted in value
    if partly:
        return value is not None and str(wanted) in str(value).lower()
    return bool(value == wanted)


def candidates(node: Node, index: SearchIndex) -> frozenset[str] | None:
    """Ids among which every match is found, by exact lookup; None when only a scan can tell."""
    if isinstance(node, Condition):
        return _looked_up(node, index)
    sets = [candidates(part, index) for part in node.parts]
    known = [ids for ids in sets if ids is not None]
    if node.either:
        return frozenset().union(*known) if len(known) == len(sets) else None
    return min(known, key=len) if known else None


def _looked_up(condition: Condition, index: SearchIndex) -> frozenset[str] | None:
    if condition.operator != "eq" or condition.field not in INDEXED | {"id"}:
        return None
    if condition.field == "id":
        return frozenset(str(one) for one in condition.wanted)
    folded = (str(one).lower() if condition.field == "email" else one for one in condition.wanted)
    terms = (f"{condition.field}:{wanted}" for wanted in folded)
    return frozenset().union(*(index.lookup.ids(term) for term in terms))
