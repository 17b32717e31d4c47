"""GET /contacts/: the deprecated list, still answering under every version (measured)."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any
from urllib.parse import urlencode

from labelsync.sandbox.highlevel.call import Answer, Call, Operation
from labelsync.sandbox.highlevel.contact import Contact, listed
from labelsync.sandbox.highlevel.mint import well_formed
from labelsync.sandbox.highlevel.order import Entry, SortField, entry
from labelsync.sandbox.highlevel.refusals import refused
from labelsync.sandbox.highlevel.searching import Question, answers
from labelsync.sandbox.highlevel.shapes import number, require

NEWEST_FIRST = (SortField("dateAdded", descending=True),)
PARAMETERS = dict.fromkeys(("locationId", "limit", "startAfterId", "startAfter", "query"), "text")


def list_contacts(call: Call) -> Answer:
    """A page, newest first (assumed), with the `meta` live answers carry (reported, not in the file)."""
    require(call.query, PARAMETERS, required=("locationId",))
    limit = number(call.query, "limit", 20, least=1, most=100)
    location = call.at(call.query["locationId"])
    world = call.world
    world.settle()
    text = call.query.get("query", "").strip().lower()
    found = answers(world, Question(limit, 1, None, NEWEST_FIRST, None, text))
    start = bisect_right(found, place) if (place := _place(call)) else 0
    shown = [world.index.shown[one[-1]] for one in found[start : start + limit]]
    more = start + limit < len(found)
    meta = _meta(call, shown, more=more) | {"total": len(found)}
    return Answer(
        200, {"contacts": [listed(one, location) for one in shown], "count": len(found), "meta": meta}
    )


def _place(call: Call) -> Entry | None:
    """After which contact the page begins; the id alone is enough (assumed)."""
    last = call.query.get("startAfterId")
    if last is None:
        return None
    known = call.world.index.shown.get(last)
    added = number(call.query, "startAfter", known.added if known else 0, least=0)
    if not well_formed(last) or not added:
        raise refused(400, "Invalid startAfterId")
    return entry([added], last, NEWEST_FIRST)


def _meta(call: Call, shown: list[Contact], *, more: bool) -> dict[str, Any]:
    if not shown:
        return {"nextPageUrl": None, "startAfterId": None, "startAfter": None}
    last = {"startAfter": shown[-1].added, "startAfterId": shown[-1].id}
    url = f"{call.root}contacts/?{urlencode({**call.query, **last})}"
    return {**last, "nextPageUrl": url if more else None}


OPERATIONS = (Operation("GET", "/contacts", list_contacts, "contacts.readonly"),)
