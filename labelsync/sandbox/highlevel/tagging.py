"""Operations that change contacts' tags: one contact at a time, and in bulk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labelsync.sandbox.highlevel.call import Answer, Call, Operation
from labelsync.sandbox.highlevel.contact import Contact
from labelsync.sandbox.highlevel.mint import well_formed
from labelsync.sandbox.highlevel.refusals import RefusedError, refused, unprocessable
from labelsync.sandbox.highlevel.shapes import require
from labelsync.sandbox.highlevel.tags import stored_all
from labelsync.sandbox.highlevel.world import Delta, World

BULK = {"contacts": "texts", "tags": "texts", "locationId": "text", "removeAllTags": "flag"}
INVALID = "contact id is not a valid firebase id"
DELETED = "contact is deleted"
ELSEWHERE = "contact does not belong to location"
Wish = Callable[[Contact], tuple[str, ...]]


def add(call: Call) -> Answer:
    """POST /contacts/:id/tags — 201; adds, and keeps what is there (measured)."""
    contact, names = _one(call)
    after, delta = call.world.retag(contact, (*contact.tags, *names))
    return Answer(201, {"tags": list(after.tags), "tagsAdded": list(delta.added)})


def remove(call: Call) -> Answer:
    """DELETE /contacts/:id/tags with a body — 200; an absent tag is no error (assumed)."""
    contact, names = _one(call)
    after, delta = call.world.retag(contact, [tag for tag in contact.tags if tag not in names])
    return Answer(200, {"tags": list(after.tags), "tagsRemoved": list(delta.removed)})


def _one(call: Call) -> tuple[Contact, tuple[str, ...]]:
    require(call.body, {"tags": "texts"}, required=("tags",))
    return call.world.contact(call.path["contactId"]), stored_all(call.body["tags"], call.world.switches)


def bulk(call: Call) -> Answer:
    """POST /contacts/bulk/tags/update/:type — 201, one row per id, in order, whatever failed (documented)."""
    world, kind = call.world, call.path["type"]
    if kind not in {"add", "remove"}:
        status = world.switches.bulk_unknown_type_status
        raise refused(status, f"Cannot POST /contacts/bulk/tags/update/{kind}")
    _check(call, kind)
    call.at(call.body["locationId"])
    names = stored_all(call.body["tags"], world.switches)
    wish = _wish(kind, names, everything=bool(call.body.get("removeAllTags")) and kind == "remove")
    rows = [_row(world, contact_id, wish, asked=(kind, names)) for contact_id in call.body["contacts"]]
    return Answer(201, _summary(call, rows))


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


def _wish(kind: str, names: tuple[str, ...], *, everything: bool) -> Wish:
    if everything:
        return lambda _: ()
    if kind == "add":
        return lambda contact: (*contact.tags, *names)
    return lambda contact: tuple(tag for tag in contact.tags if tag not in names)


def _row(world: World, contact_id: str, wish: Wish, *, asked: tuple[str, tuple[str, ...]]) -> Any:
    error = _error(world, contact_id)
    if error:
        return {"contactId": contact_id, "message": error, "type": "error"}
    contact = world.contacts[contact_id]
    if contact_id in world.switches.skipped:
        delta = _claimed(contact, wish(contact))
    else:
        delta = world.retag(contact, wish(contact))[1]
    if contact_id in world.switches.text_rows:
        return f"{contact_id}: Tags updated"
    return _success(contact_id, delta if world.switches.bulk_effective_delta else _asked(delta, *asked))


def _claimed(contact: Contact, tags: tuple[str, ...]) -> Delta:
    """What a silently skipped contact's row says happened."""
    added = tuple(dict.fromkeys(tag for tag in tags if tag not in contact.tags))
    return Delta(contact.tags, added, tuple(tag for tag in contact.tags if tag not in tags))


def _asked(delta: Delta, kind: str, names: tuple[str, ...]) -> Delta:
    return Delta(delta.before, names if kind == "add" else (), names if kind == "remove" else ())


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
    moved = [one for one in call.body["ids"] if _move(call.world, one, call.body["businessId"])]
    return Answer(200, {"success": True, "ids": moved})


def _move(world: World, contact_id: str, business: str | None) -> bool:
    try:
        contact = world.contact(contact_id)
    except RefusedError:
        return False
    world.retag(contact, contact.tags, fields={**contact.fields, "businessId": business})
    return True


WRITE = "contacts.write"
OPERATIONS = (
    Operation("POST", "/contacts/bulk/tags/update/{type}", bulk, WRITE, writes=True),
    Operation("POST", "/contacts/bulk/business", bulk_business, WRITE, writes=True),
    Operation("POST", "/contacts/{contactId}/tags", add, WRITE, writes=True),
    Operation("DELETE", "/contacts/{contactId}/tags", remove, WRITE, writes=True),
)
