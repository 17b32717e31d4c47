"""Finding one contact by e-mail or phone: the duplicate search, and the lookup of v3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labelsync.sandbox.highlevel.call import Answer, Call, Operation
from labelsync.sandbox.highlevel.contact import Contact, full
from labelsync.sandbox.highlevel.refusals import unprocessable
from labelsync.sandbox.highlevel.shapes import number, require
from labelsync.sandbox.highlevel.world import World

LOOKUP_PAGE = 20


def duplicate_of(world: World, fields: Mapping[str, Any]) -> tuple[Contact, str] | None:
    """The oldest contact with the same key, and the field that matched.

    Where duplicates are allowed the e-mail is tried first, then the phone; else the location's unique key
    decides (documented).
    """
    keys = ("email", "phone") if world.switches.allow_duplicate_contact else world.switches.unique_key
    for key in keys:
        found = _found(world, key, fields.get(key) or "", terms=(key,))
        if found:
            return found[0], key
    return None


def _found(world: World, key: str, value: str, *, terms: tuple[str, ...]) -> list[Contact]:
    sought = value.lower() if key == "email" else value
    ids = {contact_id for term in terms for contact_id in world.lookup.ids(f"{term}:{sought}")}
    return sorted((world.contacts[one] for one in ids), key=lambda contact: (contact.added, contact.id))


def search_duplicate(call: Call) -> Answer:
    """GET /contacts/search/duplicate — the contact or null (assumed shape)."""
    require(call.query, dict.fromkeys(("locationId", "email", "number"), "text"), required=("locationId",))
    location = call.at(call.query["locationId"])
    sought = {"email": call.query.get("email"), "phone": call.query.get("number")}
    found = duplicate_of(call.world, sought)
    return Answer(200, {"contact": full(found[0], location) if found else None})


def lookup(call: Call) -> Answer:
    """GET /contacts/lookup — exactly one of email and phone, additional ones too, 20 a page (documented)."""
    require(call.query, dict.fromkeys(("locationId", "email", "phone", "cursor"), "text"))
    given = [key for key in ("email", "phone") if call.query.get(key)]
    if len(given) != 1:
        raise unprocessable(["exactly one of email or phone must be provided"])
    location = call.at(call.query["locationId"]) if "locationId" in call.query else call.world.home
    found = _found(call.world, given[0], call.query[given[0]], terms=(given[0], "more"))
    start = number(call.query, "cursor", 0, least=0)
    page = found[start : start + LOOKUP_PAGE]
    body: dict[str, Any] = {"contacts": [full(contact, location) for contact in page]}
    if start + LOOKUP_PAGE < len(found):
        body["nextCursor"] = str(start + LOOKUP_PAGE)
    return Answer(200, body)


OPERATIONS = (
    Operation("GET", "/contacts/search/duplicate", search_duplicate, "contacts.readonly"),
    Operation(
        "GET", "/contacts/lookup", lookup, "contacts.readonly", kinds=frozenset({"location"}), v3_only=True
    ),
)
