"""Which contacts carry which labels: attach, detach, and many at once. Nothing here can be read back."""

from __future__ import annotations

from typing import Any

from labelsync.sandbox.kirimchat import fields, ids
from labelsync.sandbox.kirimchat.call import Call, Reply
from labelsync.sandbox.kirimchat.contacts import contact_at, labels_of
from labelsync.sandbox.kirimchat.facts import Contact, Label
from labelsync.sandbox.kirimchat.labels import label_at, label_named, show
from labelsync.sandbox.kirimchat.refusal import failed, invalid, missing, not_found
from labelsync.sandbox.kirimchat.world import World, attach, detach

BULK_SIZE = 1000  # documented


def attach_one(world: World, call: Call) -> Reply:
    """POST /contacts/{id}/labels: idempotent (documented); label and contact must be of one team."""
    contact = contact_at(world, call)
    label = label_named(world, fields.label_id(call.fields()))
    if contact.team != label.team:
        if world.switches.team_mismatch_answer == "resource_not_found":
            raise not_found("label", param="label_id")
        raise invalid("label_id", "The label belongs to another team than the contact.")
    if contact.id not in world.switches.silently_skipped:
        attach(world, contact, label, at=call.at)
    return _standing(contact, label, attached=True)


def detach_one(world: World, call: Call) -> Reply:
    """DELETE /contacts/{id}/labels/{label_id}: the label is off afterwards, whether it was on or not."""
    contact, label = contact_at(world, call), label_at(world, call)
    if contact.id not in world.switches.silently_skipped:
        detach(world, contact, label, at=call.at)
    return _standing(contact, label, attached=False)


def read(world: World, call: Call) -> Reply:
    """GET /contacts/{id}/labels: found in no document; served only where a switch says so."""
    carried = labels_of(world, contact_at(world, call))
    return Reply({"data": [show(label) for label in carried], "has_more": False, "next_cursor": None})


def bulk(world: World, call: Call) -> Reply:
    """POST /contacts/bulk_label: one transaction, answered with counts only (documented).

    Assumed: every well-formed contact of the organisation and team counts as `applied`, whatever
    its state was; ids listed twice count once.
    """
    given = call.fields()
    keys = _contact_ids(given)
    operation = fields.required(given, "operation")
    if operation not in ("attach", "detach"):
        raise invalid("operation", "operation is attach or detach.")
    label = label_named(world, fields.label_id(given))
    counts = _apply(world, keys, label, attaching=operation == "attach", at=call.at)
    if world.failures < world.switches.bulk_failures_after_commit:
        world.failures += 1
        world.revision += 1
        raise failed()
    return Reply({"data": counts}, held=world.switches.bulk_seconds)


def _contact_ids(given: dict[str, Any]) -> list[str]:
    """Assumed: none, too many, or one malformed id is 400 for the whole call."""
    if "contact_ids" not in given:
        raise missing("contact_ids")
    keys = given["contact_ids"]
    if not isinstance(keys, list) or not 1 <= len(keys) <= BULK_SIZE:
        raise invalid("contact_ids", f"contact_ids has 1 to {BULK_SIZE} ids.")
    if not all(ids.is_contact_id(key) for key in keys):
        raise invalid("contact_ids", "contact_ids holds something that is not a contact id.")
    return list(dict.fromkeys(keys))


def _apply(world: World, keys: list[str], label: Label, *, attaching: bool, at: float) -> dict[str, int]:
    ours = [world.contacts.by_id[key] for key in keys if _is_ours(world, key)]
    foreign = _foreign(world, keys)  # refuses before anything is changed: one transaction
    same_team = [contact for contact in ours if contact.team == label.team]
    reached = [contact for contact in same_team if contact.id not in world.switches.silently_skipped]
    change = attach if attaching else detach
    effective = sum(change(world, contact, label, at=at) for contact in reached)
    return {
        "applied": len(reached) if world.switches.applied_counts_noops else effective,
        "skipped_cross_org": foreign,
        "skipped_team_mismatch": len(ours) - len(same_team),
    }


def _is_ours(world: World, key: str) -> bool:
    return key in world.contacts.by_id and key not in world.switches.foreign_contacts


def _foreign(world: World, keys: list[str]) -> int:
    """How many ids count as cross-org: those of others, and (assumed) those unknown to the vendor."""
    foreign = set(world.switches.foreign_contacts)
    known = sum(key in foreign for key in keys)
    unknown = sum(key not in foreign and key not in world.contacts.by_id for key in keys)
    if unknown and world.switches.unknown_ids == "not_found":
        raise not_found("contact", param="contact_ids")
    return known + (unknown if world.switches.unknown_ids == "cross_org" else 0)


def _standing(contact: Contact, label: Label, *, attached: bool) -> Reply:
    return Reply({"data": {"contact_id": contact.id, "label_id": label.id, "attached": attached}})
