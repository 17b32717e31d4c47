"""Which contacts carry which labels: attach, detach, and many at once. Nothing here can be read back."""

from __future__ import annotations

from typing import Any

from labelsync.sandbox.kirimchat import fields, ids, pages
from labelsync.sandbox.kirimchat.call import Call, Reply
from labelsync.sandbox.kirimchat.contacts import contact_at, labels_of
from labelsync.sandbox.kirimchat.facts import Contact, Label
from labelsync.sandbox.kirimchat.labels import label_at, label_named, show
from labelsync.sandbox.kirimchat.refusal import RefusedError, failed, invalid, missing, not_found
from labelsync.sandbox.kirimchat.shelf import Shelf
from labelsync.sandbox.kirimchat.troubles import struck
from labelsync.sandbox.kirimchat.world import World, attach, detach

BULK_SIZE = 1000  # documented


def attach_one(world: World, call: Call) -> Reply:
    """POST /contacts/{id}/labels: idempotent (documented); label and contact must be of one team."""
    contact = contact_at(world, call)
    label = label_named(world, fields.label_id(call.fields()))
    if contact.team != label.team or struck(call, "partial", contacts=[contact.id]):
        raise _of_another_team(world)
    if not _passed_over(world, call, contact):
        attach(world, contact, label, at=call.at)
    return _standing(contact, label, attached=True)


def detach_one(world: World, call: Call) -> Reply:
    """DELETE /contacts/{id}/labels/{label_id}: the label is off afterwards, whether it was on or not."""
    contact, label = contact_at(world, call), label_at(world, call)
    if struck(call, "partial", contacts=[contact.id]):
        raise _of_another_team(world)
    if not _passed_over(world, call, contact):
        detach(world, contact, label, at=call.at)
    return _standing(contact, label, attached=False)


def read(world: World, call: Call) -> Reply:
    """GET /contacts/{id}/labels: found in no document; served only where a switch says so."""
    contact = contact_at(world, call)
    carried = Shelf(labels_of(world, contact))
    bound = {"list": "contact_labels", "contact": contact.id}
    return Reply(pages.page(world, call, carried.oldest_first, show=show, bound=bound))


def bulk(world: World, call: Call) -> Reply:
    """POST /contacts/bulk_label: one transaction, answered with counts only (documented).

    Assumed: every well-formed contact of the organisation and team counts as `applied`, whatever
    its state was; ids listed twice count once.
    """
    given = call.fields()
    keys = _contact_ids(world, given)
    operation = fields.required(given, "operation")
    if operation not in ("attach", "detach"):
        raise invalid("operation", "operation is attach or detach.")
    label = label_named(world, fields.label_id(given))
    counts = _apply(world, call, keys, label, attaching=operation == "attach")
    if world.failures < world.switches.bulk_failures_after_commit:
        world.failures += 1
        world.revision += 1
        raise failed()
    return Reply({"data": counts}, held=world.switches.bulk_seconds)


def _contact_ids(world: World, given: dict[str, Any]) -> list[str]:
    """Assumed: none, too many, or one malformed id is 400 for the whole call; twice is once."""
    if "contact_ids" not in given:
        raise missing("contact_ids")
    keys, switches = given["contact_ids"], world.switches
    if not isinstance(keys, list) or not 1 <= len(keys) <= BULK_SIZE:
        raise invalid("contact_ids", f"contact_ids has 1 to {BULK_SIZE} ids.")
    fit = ids.is_contact_id if switches.malformed_ids == "refused" else ids.is_text
    if not all(fit(key) for key in keys):
        raise invalid("contact_ids", "contact_ids holds something that is not a contact id.")
    folded = list(dict.fromkeys(keys))
    if switches.repeated_ids == "refused" and len(folded) < len(keys):
        raise invalid("contact_ids", "contact_ids holds an id twice.")
    return keys if switches.repeated_ids == "counted" else folded


def _apply(world: World, call: Call, keys: list[str], label: Label, *, attaching: bool) -> dict[str, int]:
    """Change whom the call may change, and count. Whatever refuses comes first: it is one transaction."""
    foreign = _foreign(world, keys)
    ours = [key for key in keys if _is_ours(world, key)]
    refused = struck(call, "partial", contacts=keys)
    of_team = [key for key in ours if world.contacts.by_id[key].team == label.team and key not in refused]
    reached = [key for key in of_team if key not in world.switches.silently_skipped]
    passed_over = struck(call, "skip", contacts=keys)
    applied = 0
    for key in reached:
        contact = world.contacts.by_id[key]
        differs = (label.id in contact.labels) is not attaching
        if key not in passed_over:
            (attach if attaching else detach)(world, contact, label, at=call.at)
        applied += differs or world.switches.applied_counts_noops
    mismatched = len(ours) - len(of_team)
    return {"applied": applied, "skipped_cross_org": foreign, "skipped_team_mismatch": mismatched}


def _passed_over(world: World, call: Call, contact: Contact) -> bool:
    """Whether a call is answered as done and does nothing."""
    return contact.id in world.switches.silently_skipped or bool(struck(call, "skip", contacts=[contact.id]))


def _of_another_team(world: World) -> RefusedError:
    if world.switches.team_mismatch_answer == "resource_not_found":
        return not_found("label", param="label_id")
    return invalid("label_id", "The label belongs to another team than the contact.")


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
