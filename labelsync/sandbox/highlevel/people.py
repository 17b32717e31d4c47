"""Operations on one contact: read, create, update, upsert, delete."""

from __future__ import annotations

from typing import Any

from labelsync.sandbox.highlevel.call import Answer, Call, Operation
from labelsync.sandbox.highlevel.contact import Contact, full, full_name
from labelsync.sandbox.highlevel.duplicates import duplicate_of
from labelsync.sandbox.highlevel.refusals import RefusedError, refused, unprocessable
from labelsync.sandbox.highlevel.shapes import require
from labelsync.sandbox.highlevel.tags import stored_all
from labelsync.sandbox.highlevel.troubles import passed_over, retag
from labelsync.sandbox.highlevel.world import World

READ, WRITE = "contacts.readonly", "contacts.write"
NAMES = ("firstName", "lastName", "name")
PLACES = ("address1", "city", "state", "website", "timezone")
UPDATE = {
    **dict.fromkeys((*NAMES, *PLACES, "email", "phone", "dateOfBirth"), "text?"),
    "postalCode": "text",
    "country": "text",
    "source": "text?",
    "assignedTo": "text?",
    "dnd": "flag",
    "dndSettings": "object",
    "inboundDndSettings": "object",
    "tags": "texts",
    "customFields": "list",
}
CREATE = {**UPDATE, "locationId": "text", "gender": "text", "companyName": "text?"}
UPSERT = {**CREATE, "createNewIfDuplicateAllowed": "flag"}
NOT_KEPT = frozenset({"locationId", "tags", "createNewIfDuplicateAllowed"})


def read(call: Call) -> Answer:
    """GET /contacts/:id — always the present state, never the lagging one (measured)."""
    contact = call.world.contact(call.path["contactId"])
    return Answer(200, {"contact": full(contact, call.world.home)})


def create(call: Call) -> Answer:
    """POST /contacts/ — 201; where the location allows no duplicates one is refused with 400 (assumed)."""
    require(call.body, CREATE, required=("locationId",))
    location = call.at(call.body["locationId"])
    fields = _fields(call.body)
    _refuse_duplicate(call.world, fields, own_id=None)
    contact = _born(call.world, fields, _tags(call) or ())
    if call.world.switches.create_fails_late:
        raise refused(422, "Unprocessable Entity")
    return Answer(201, {"contact": full(contact, location)})


def update(call: Call) -> Answer:
    """PUT /contacts/:id — a `tags` key replaces the whole list (documented)."""
    require(call.body, UPDATE)
    contact = call.world.contact(call.path["contactId"])
    fields = _fields(call.body)
    _refuse_duplicate(call.world, fields, own_id=contact.id)
    contact = _changed(call, contact, fields)
    return Answer(200, {"succeded": True, "succeeded": True, "contact": full(contact, call.world.home)})


def upsert(call: Call) -> Answer:
    """POST /contacts/upsert — updates the duplicate that the location's settings find, or creates."""
    require(call.body, UPSERT, required=("locationId",))
    location = call.at(call.body["locationId"])
    fields = _fields(call.body)
    anew = call.world.switches.allow_duplicate_contact and call.body.get("createNewIfDuplicateAllowed")
    found = None if anew else duplicate_of(call.world, fields)
    contact = _changed(call, found[0], fields) if found else _born(call.world, fields, _tags(call) or ())
    return Answer(200, {"new": found is None, "contact": full(contact, location)})


def delete(call: Call) -> Answer:
    """DELETE /contacts/:id — soft; both spellings of the flag were seen live (measured)."""
    contact = call.world.contact(call.path["contactId"])
    if contact.id in call.world.switches.undeletable:
        raise refused(400, "Contact cannot be deleted")
    if not passed_over(call, contact):
        call.world.delete(contact)
    return Answer(200, {"succeded": True, "succeeded": True})


def _fields(body: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a body; a whole name is split at its first space (assumed)."""
    fields = {field: value for field, value in body.items() if field not in NOT_KEPT}
    email = fields.get("email")
    if email and ("@" not in email or " " in email):
        raise unprocessable(["email must be an email"])
    whole = fields.pop("name", None)
    if whole and not {"firstName", "lastName"} & fields.keys():
        fields["firstName"], _, fields["lastName"] = whole.partition(" ")
    if "customFields" in fields:
        fields["customFields"] = [_custom_field(entry) for entry in fields["customFields"]]
    return fields


def _custom_field(entry: Any) -> dict[str, Any]:
    """Written with `field_value`, read back as `value` (documented)."""
    if not isinstance(entry, dict) or not isinstance(entry.get("id") or entry.get("key"), str):
        raise unprocessable(["customFields must hold objects with an id or a key"])
    value = next((entry[key] for key in ("field_value", "fieldValue", "value") if key in entry), None)
    return {"id": entry.get("id") or entry["key"], "value": value}


def _tags(call: Call) -> tuple[str, ...] | None:
    return stored_all(call.body["tags"], call.world.switches) if "tags" in call.body else None


def _refuse_duplicate(world: World, fields: dict[str, Any], *, own_id: str | None) -> None:
    found = None if world.switches.allow_duplicate_contact else duplicate_of(world, fields)
    if found is None or found[0].id == own_id:
        return
    message = "This location does not allow duplicated contacts."
    meta = {"contactId": found[0].id, "contactName": full_name(found[0]), "matchingField": found[1]}
    raise RefusedError(400, {"statusCode": 400, "message": message, "meta": meta})


def _born(world: World, fields: dict[str, Any], tags: tuple[str, ...]) -> Contact:
    now = world.now_ms()
    empty = Contact(world.mint.make(), added=now, updated=now, touched=0, tags=(), fields=fields)
    return world.retag(empty, tags, fields=fields)[0]


def _changed(call: Call, contact: Contact, fields: dict[str, Any]) -> Contact:
    tags = _tags(call)
    kept = contact.tags if tags is None else tags
    return retag(call, contact, kept, fields={**contact.fields, **fields})[0]


OPERATIONS = (
    Operation("POST", "/contacts", create, WRITE, writes=True),
    Operation("POST", "/contacts/upsert", upsert, WRITE, writes=True),
    Operation("GET", "/contacts/{contactId}", read, READ),
    Operation("PUT", "/contacts/{contactId}", update, WRITE, writes=True),
    Operation("DELETE", "/contacts/{contactId}", delete, WRITE, writes=True),
)
