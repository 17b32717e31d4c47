"""Operations that change contacts' tags: one contact at a time, and in bulk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from labelsync.sandbox.highlevel.call import Answer, Call, Operation
from labelsync.sandbox.highlevel.contact import Contact
from labelsync.sandbox.highlevel.mint import well_formed
from labelsync.sandbox.highlevel.refusals import refused, unprocessable
from labelsync.sandbox.highlevel.shapes import require
from labelsync.sandbox.highlevel.tags import stored_all
from labelsync.sandbox.highlevel.troubles import claimed, retag, skipped, struck
from labelsync.sandbox.highlevel.world import Delta, World

BULK = {"contacts": "texts", "tags": "texts", "locationId": "text", "removeAllTags": "flag"}
INVALID = "contact id is not a valid firebase id"
DELETED = "contact is deleted"
ELSEWHERE = "contact does not belong to location"


def add(call: Call) -> Answer:
    """POST /contacts/:id/tags — 201; adds, and keeps what is there (measured)."""
    contact, names = _one(call)
    after, delta = retag(call, contact, (*contact.tags, *names))
    return Answer(201, {"tags": list(after.tags), "tagsAdded": list(delta.added)})


def remove(call: Call) -> Answer:
    """DELETE /contacts/:id/tags with a body — 200; an absent tag is no error (assumed)."""
    contact, names = _one(call)
    after, delta = retag(call, contact, [tag for tag in contact.tags if tag not in names])
    return Answer(200, {"tags": list(after.tags), "tagsRemoved": list(delta.removed)})


def _one(call: Call) -> tuple[Contact, tuple[str, ...]]:
    require(call.body, {"tags": "texts"}, required=("tags",))
    return call.world.contact(call.path["contactId"]), stored_all(call.body["tags"], call.world.switches)


@dataclass(frozen=True, slots=True)
class Update:
    """A bulk update: what is to be done to whom, and which contacts the request's trouble strikes."""

    world: World
    kind: str
    names: tuple[str, ...]
    everything: bool
    refused: frozenset[str]
    skipped: frozenset[str]


def bulk(call: Call) -> Answer:
    """POST /contacts/bulk/tags/update/:type — 201, one row per id, in order, whatever failed (documented)."""
    world, kind = call.world, call.path["type"]
    if kind not in {"add", "remove"}:
        status = world.switches.bulk_unknown_type_status
        raise refused(status, f"Cannot POST /contacts/bulk/tags/update/{kind}")
    _check(call, kind)
    call.at(call.body["locationId"])
    update = _update(call, kind)
    return Answer(201, _summary(call, [_row(update, contact_id) for contact_id in call.body["contacts"]]))


def _update(call: Call, kind: str) -> Update:
    names = stored_all(call.body["tags"], call.world.switches)
    everything = kind == "remove" and bool(call.body.get("removeAllTags"))
    ids = call.body["contacts"]
    return Update(call.world, kind, names, everything, struck(call, "partial", ids), skipped(call, ids))


def _check(call: Call, kind: str) -> None:
    """Fields first (422), then the location (400 measured), then what the published text says of them."""
    require(call.body, BULK, required=("contacts", "tags"))
    switches, body = call.world.switches, call.body
    if not body.get("locationId"):
        raise refused(400, "LocationId can't be undefined")
    if switches.bulk_max is not None and len(body["contacts"]) > switches.bulk_max:
        message = f"contacts must contain no more than {switches.bulk_max} elements"
        raise refused(switches.bulk_max_status, message)
    if body.get("removeAllTags") and kind == "add" and switches.remove_all_on_add_status:
        raise refused(switches.remove_all_on_add_status, "removeAllTags can only be used with remove type")
    if body.get("removeAllTags") and not body["tags"] and not switches.remove_all_takes_no_tags:
        raise unprocessable(["tags should not be empty"])


def _wish(update: Update, contact: Contact) -> tuple[str, ...]:
    """The tags that the contact is to have."""
    if update.everything:
        return ()
    if update.kind == "add":
        return tuple(dict.fromkeys((*contact.tags, *update.names)))
    return tuple(tag for tag in contact.tags if tag not in update.names)


def _row(update: Update, contact_id: str) -> Any:
    world = update.world
    refused_so = world.switches.partial_row if contact_id in update.refused else None
    error = _error(world, contact_id) or refused_so
    if error:
        return {"contactId": contact_id, "message": error, "type": "error"}
    contact = world.contacts[contact_id]
    wish = _wish(update, contact)
    delta = claimed(contact, wish) if contact_id in update.skipped else world.retag(contact, wish)[1]
    if contact_id in world.switches.text_rows:
        return f"{contact_id}: Tags updated"
    return _success(contact_id, delta if world.switches.bulk_effective_delta else _asked(delta, update))


def _asked(delta: Delta, update: Update) -> Delta:
    added, removed = (update.names, ()) if update.kind == "add" else ((), update.names)
    return Delta(delta.before, added, removed)


def _success(contact_id: str, delta: Delta) -> dict[str, Any]:
    return {
        "contactId": contact_id,
        "message": "Tags updated",
        "type": "success",
        "oldTags": list(delta.before),
        "tagsAdded": list(delta.added),
        "tagsRemoved": list(delta.removed),
    }


def _error(world: World, contact_id: str) -> str | None:
    """Why this contact is passed over, in one of the documented sentences."""
    if not well_formed(contact_id):
        return INVALID
    if contact_id in world.switches.elsewhere:
        return ELSEWHERE
    contact = world.contacts.get(contact_id)
    if contact is None:
        return world.switches.unknown_contact_row
    return DELETED if contact.deleted else world.switches.failing.get(contact_id)


def _summary(call: Call, rows: list[Any]) -> dict[str, Any]:
    """`succeded` and `errorCount` hide partial failure in the documented example."""
    switches = call.world.switches
    errors = sum(1 for row in rows if isinstance(row, dict) and row["type"] == "error")
    flag = switches.bulk_always_succeeded or not errors
    spellings = ("succeded", "succeeded") if call.v3 else ("succeded",)
    count = errors if switches.bulk_counts_errors else 0
    return {**dict.fromkeys(spellings, flag), "errorCount": count, "responses": rows}


def bulk_business(call: Call) -> Answer:
    """POST /contacts/bulk/business — puts contacts under a business, or under none (documented)."""
    shape = {"locationId": "text", "ids": "texts", "businessId": "text?"}
    require(call.body, shape, required=("locationId", "ids", "businessId"))
    if any(len(one) > 50 for one in call.body["ids"]):
        raise unprocessable(["each value in ids must be shorter than or equal to 50 characters"])
    call.at(call.body["locationId"])
    ids, business = call.body["ids"], call.body["businessId"]
    refused_ids, skipped_ids = struck(call, "partial", ids), skipped(call, ids)
    living = [one for one in ids if one not in refused_ids and _error(call.world, one) is None]
    for one in living:
        if one not in skipped_ids:
            _move(call.world.contacts[one], business, call.world)
    return Answer(200, {"success": True, "ids": living})


def _move(contact: Contact, business: str | None, world: World) -> None:
    world.retag(contact, contact.tags, fields={**contact.fields, "businessId": business})


WRITE = "contacts.write"
OPERATIONS = (
    Operation("POST", "/contacts/bulk/tags/update/{type}", bulk, WRITE, writes=True),
    Operation("POST", "/contacts/bulk/business", bulk_business, WRITE, writes=True),
    Operation("POST", "/contacts/{contactId}/tags", add, WRITE, writes=True),
    Operation("DELETE", "/contacts/{contactId}/tags", remove, WRITE, writes=True),
)
