"""POST /contacts/search: the list call, served from the lagging index."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from labelsync.sandbox.highlevel.call import Answer, Call, Operation
from labelsync.sandbox.highlevel.contact import Contact, full_name, row
from labelsync.sandbox.highlevel.filters import Group, candidates, holds, parse_filters
from labelsync.sandbox.highlevel.index import SearchIndex
from labelsync.sandbox.highlevel.mint import well_formed
from labelsync.sandbox.highlevel.order import Entry, Sort, SortField, cursor, entry, entry_of
from labelsync.sandbox.highlevel.refusals import refused, unprocessable
from labelsync.sandbox.highlevel.shapes import bounded, require
from labelsync.sandbox.highlevel.switches import Switches
from labelsync.sandbox.highlevel.world import World

SHAPE = {
    "locationId": "text",
    "page": "number",
    "pageLimit": "number",
    "searchAfter": "list",
    "filters": "list",
    "sort": "list",
    "query": "text",
}
SORTABLE = {
    "firstNameLowerCase": str,
    "lastNameLowerCase": str,
    "businessName": str,
    "dateAdded": int,
    "dateUpdated": int,
    "email": str,
    "dnd": bool,
    "source": str,
}
FEW = 2_000  # so many candidates are sorted at once; more are picked out of the sorted whole


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the index. `after` is where the page begins; None is by number."""

    limit: int
    page: int
    after: Entry | None
    sort: Sort
    filters: Group | None
    text: str


def search(call: Call) -> Answer:
    """A page of contacts, each with its cursor, and how many there are in all (documented)."""
    world, switches = call.world, call.world.switches
    question = _question(call.body, switches)
    location = call.at(call.body["locationId"])
    world.settle()
    found = answers(world, question)
    start = bisect_right(found, question.after) if question.after else (question.page - 1) * question.limit
    shown = [world.index.shown[one[-1]] for one in found[start : start + question.limit]]
    rows = [row(contact, location, cursor(contact, question.sort), switches) for contact in shown]
    return Answer(200, {"contacts": rows, "total": len(found)})


def _question(body: dict[str, Any], switches: Switches) -> Question:
    require(body, SHAPE, required=("pageLimit",))
    if not body.get("locationId"):
        raise refused(422, "locationId can't be undefined")
    limit = bounded("pageLimit", body["pageLimit"], least=1, most=switches.page_limit_max)
    sort = _sort(body.get("sort", []), switches)
    page = bounded("page", body.get("page", 1), least=1, most=None)
    if page * limit > switches.page_depth and "page" in body:
        message = f"page * pageLimit must not exceed {switches.page_depth}; use searchAfter"
        raise refused(switches.page_depth_status, message)
    after = _after(body, sort, switches)
    return Question(limit, page, after, sort, parse_filters(body.get("filters", []), switches), _text(body))


def _text(body: dict[str, Any]) -> str:
    text = body.get("query", "")
    if len(text) > 75:
        raise unprocessable(["query must be shorter than or equal to 75 characters"])
    return str(text).strip().lower()


def _sort(parts: list[Any], switches: Switches) -> Sort:
    if len(parts) > 2:
        raise unprocessable(["sort must contain no more than 2 elements"])
    if not parts:
        return (SortField(switches.default_sort, switches.default_descending),)
    return tuple(_sort_field(part) for part in parts)


def _sort_field(part: Any) -> SortField:
    if not isinstance(part, dict) or part.get("direction") not in ("asc", "desc"):
        raise unprocessable(["direction must be one of the following values: asc, desc"])
    field = str(part.get("field"))
    if field not in SORTABLE:
        raise refused(400, f"Invalid field {field}")
    return SortField(field, part["direction"] == "desc")


def _after(body: dict[str, Any], sort: Sort, switches: Switches) -> Entry | None:
    """The cursor of the last row seen; together with `page` it is refused (assumed code)."""
    given = body.get("searchAfter")
    if not given:
        return None
    if "page" in body and switches.cursor_with_page_status:
        raise refused(switches.cursor_with_page_status, "page and searchAfter cannot be used together")
    *values, last = given
    kinds = [SORTABLE[part.field] for part in sort]
    fits = len(values) == len(kinds) and all(
        value is None or type(value) is kind for value, kind in zip(values, kinds, strict=False)
    )
    if not fits or not well_formed(last):
        raise refused(400, "Invalid searchAfter")
    return entry(values, last, sort)


def answers(world: World, question: Question) -> list[Entry]:
    """Every match in order. Kept until the index changes, so the pages of a scan do the work once."""
    if question.filters is None and not question.text:
        return world.index.order(question.sort)
    key = repr((question.filters, question.text, question.sort))
    found = world.index.recall(key)
    if found is None:
        found = _sought(world, question)
        world.index.remember(key, found)
    return found


def _sought(world: World, question: Question) -> list[Entry]:
    index = world.index
    ids = candidates(question.filters, index) if question.filters else None
    if ids is not None and len(ids) <= FEW:
        living = (index.shown[one] for one in ids if one in index.shown and not index.shown[one].deleted)
        return sorted(entry_of(one, question.sort) for one in living if _meets(world.switches, question, one))
    return [one for one in index.order(question.sort) if _among(index, one, ids, world.switches, question)]


def _among(
    index: SearchIndex, one: Entry, ids: frozenset[str] | None, switches: Switches, question: Question
) -> bool:
    return (ids is None or one[-1] in ids) and _meets(switches, question, index.shown[one[-1]])


def _meets(switches: Switches, question: Question, contact: Contact) -> bool:
    if question.text and not speaks_of(contact, question.text, switches):
        return False
    parts = switches.contains_part_of_tag
    return question.filters is None or holds(question.filters, contact, parts_of_tags=parts)


def speaks_of(contact: Contact, text: str, switches: Switches) -> bool:
    """Whether free text finds a contact by name, e-mail or phone; plus addresses are missed (measured)."""
    email = contact.fields.get("email") or ""
    email = "" if "+" in email and switches.query_misses_plus else email
    return any(
        text in place.lower() for place in (full_name(contact), email, contact.fields.get("phone") or "")
    )


OPERATIONS = (Operation("POST", "/contacts/search", search, "contacts.readonly"),)
