"""The calls that read contacts: Query, List and Get."""

from __future__ import annotations

from typing import Any

from .call import Call, object_of
from .condition import Condition, Every, Language, parse
from .contact import Contact
from .fields import CREATED, contact_field
from .refusal import application, contact_not_found, expected_object, violation
from .rendering import asked_fields, body, wanted_fields
from .selection import Sort, chosen, matches, untied
from .shelf import Shelf
from .switches import Switches
from .world import World, list_shelf, query_shelf

_PAGE, _LARGEST_PAGE = 50, 1000


def contact_language(switches: Switches) -> Language:
    """What a filter on contacts may say."""

    def field(name: str) -> Any:
        return contact_field(name, email_case_sensitive=switches.email_case_sensitive)

    return Language(field, switches.in_cap, switches.logical_operators)


def query_contacts(world: World, call: Call) -> dict[str, Any]:
    """Query Contacts: offset paging, one sort key, the lagging index."""
    query = object_of(call.body(), "query")
    paging = object_of(query, "paging")
    limit, offset = _window(world, paging.get("limit"), paging.get("offset"))
    sort = _query_sort(query.get("sort"))
    filtered = query.get("filter")
    condition = parse({} if filtered is None else filtered, contact_language(world.switches))
    wanted = wanted_fields(_texts(query.get("fields")), _texts(query.get("fieldsets")), world.switches)
    shelf = query_shelf(world, call.at, consistent=reads_past_lag(world, call))
    return _page(world, shelf, condition, sort=sort, window=(offset, limit), wanted=wanted)


def list_contacts(world: World, call: Call) -> dict[str, Any]:
    """List Contacts: no filter, and half the lag of Query."""
    limit, offset = _window(world, call.number("paging.limit", _PAGE), call.number("paging.offset", 0))
    sort = _sort(call.one("sort.fieldName", "createdDate"), call.one("sort.order", "ASC"))
    wanted = asked_fields(call, world.switches)
    shelf = list_shelf(world, call.at, consistent=reads_past_lag(world, call))
    return _page(world, shelf, Every(()), sort=sort, window=(offset, limit), wanted=wanted)


def get_contact(world: World, call: Call) -> dict[str, Any]:
    """Get Contact from the primary store; an id merged away answers its target as MERGED (documented)."""
    asked = call.place("contact_id")
    contact = world.contacts.get(asked) or _heir(world, asked)
    if contact is None:
        raise contact_not_found()
    kind = "REGULAR" if contact.id == asked else "MERGED"
    return {
        "contact": body(contact, world.switches, asked_fields(call, world.switches)),
        "responseType": kind,
    }


def reads_past_lag(world: World, call: Call) -> bool:
    """Whether the caller echoes a consistency token, and it counts (an undocumented header)."""
    return world.switches.consistent_header == "honoured" and bool(call.header("x-wix-consistent"))


def paging_metadata(switches: Switches, *, count: int, offset: int, total: int) -> dict[str, Any]:
    """`total` is left out when there are too many to count (documented that it may be)."""
    if switches.too_many_to_count is not None and total > switches.too_many_to_count:
        return {"count": count, "offset": offset, "tooManyToCount": True}
    return {"count": count, "offset": offset, "total": total, "tooManyToCount": False}


def _heir(world: World, contact_id: str) -> Contact | None:
    seen: set[str] = set()
    while contact_id in world.merged and contact_id not in seen:
        seen.add(contact_id)
        contact_id = world.merged[contact_id]
    return world.contacts.get(contact_id)


def _page(
    world: World,
    shelf: Shelf,
    condition: Condition,
    *,
    sort: Sort,
    window: tuple[int, int],
    wanted: tuple[str, ...],
) -> dict[str, Any]:
    found, (offset, limit) = matches(shelf, condition, sort.field), window
    if not world.switches.stable_ties:
        found = untied(found, world.around.chance)
    ids = found.page(offset=offset, limit=limit, descending=sort.descending)
    contacts = [body(contact, world.switches, wanted) for contact in chosen(shelf, ids)]
    metadata = paging_metadata(world.switches, count=len(contacts), offset=offset, total=found.total)
    return {"contacts": contacts, "pagingMetadata": metadata}


def _window(world: World, limit: Any, offset: Any) -> tuple[int, int]:
    limit, offset = _PAGE if limit is None else limit, offset or 0
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= _LARGEST_PAGE:
        raise application(400, "ILLEGAL_LIMIT", f"limit must be from 1 to {_LARGEST_PAGE}")
    if not isinstance(offset, int) or offset < 0:
        raise violation("paging.offset", "must be 0 or more", rule="FORMAT")
    most = world.switches.max_offset
    if most is not None and offset > most:
        raise violation("paging.offset", f"must be {most} or less", rule="MAX", threshold=most)
    return limit, offset


def _query_sort(given: Any) -> Sort:
    if given is None or given == []:
        return Sort(CREATED)
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise violation("query.sort", "is not a list of objects", rule="FORMAT")
    if len(given) > 1:
        description = f"has size {len(given)}, expected 1 or less"
        raise violation("query.sort", description, rule="MAX_SIZE", threshold=1)
    return _sort(given[0].get("fieldName"), given[0].get("order") or "ASC")


def _sort(name: Any, order: Any) -> Sort:
    field = contact_field(name) if isinstance(name, str) else None
    if field is None or not field.sortable:
        raise application(400, "UNSUPPORTED_SORT_FIELD", f"Cannot sort by {name}")
    if order not in {"ASC", "DESC"}:
        raise violation("sort.order", "must be ASC or DESC", rule="FORMAT")
    return Sort(field, descending=order == "DESC")


def _texts(given: Any) -> list[str]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise expected_object()
    return given
