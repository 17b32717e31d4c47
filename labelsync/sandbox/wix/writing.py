"""The calls that change one contact."""

from __future__ import annotations

from typing import Any

import msgspec

from .call import Call, flag_of, object_of, texts_of
from .contact import Contact, is_guid, with_labels
from .deleting import check_deletable, check_member_removal, check_writable
from .editing import check_member_email, check_sufficient, check_unique, given_labels, merged_info, shaped
from .labelling import accepted_keys, changed_labels
from .refusal import application, contact_not_found, violation
from .rendering import body
from .world import World, drop, instant, new_id, put

_MOST_KEYS = 100


def present(world: World, contact_id: str) -> Contact:
    """The contact of this id; 404 CONTACT_NOT_FOUND, for an id merged away too (documented)."""
    contact = world.contacts.get(contact_id)
    if contact is None:
        raise contact_not_found()
    return contact


def create_contact(world: World, call: Call) -> dict[str, Any]:
    """Create Contact."""
    asked = call.body()
    given = object_of(asked, "info")
    info = merged_info({}, shaped(world, given))
    check_sufficient(info)
    if not flag_of(asked, "allowDuplicates"):
        check_unique(world, info)
    labels = given_labels(world, given) or ()
    at = instant(call.at)
    made = Contact(
        id=_own_id(world, asked.get("id")),
        revision=world.switches.first_revision,
        created=at,
        updated=at,
        active=at,
        info=info,
        labels=labels,
    )
    return {"contact": body(put(world, made, at=call.at), world.switches)}


def _own_id(world: World, given: Any) -> str:
    if given is None:
        return new_id(world)
    if not is_guid(given):
        raise violation("id", "is not a GUID", rule="FORMAT")
    if given in world.contacts or given in world.merged:
        raise application(409, "CONTACT_ID_ALREADY_EXISTS")
    return str(given)


def update_contact(world: World, call: Call) -> dict[str, Any]:
    """Update Contact: the only write that demands the current revision."""
    contact = present(world, call.place("contact_id"))
    asked = call.body()
    given = object_of(asked, "info")
    if not given:
        raise application(400, "INSUFFICIENT_UPDATE_CONTACT_DATA")
    check_revision(contact, asked.get("revision"), field="revision")
    check_writable(world, call, contact)
    after = edited(world, contact, given, at=call.at, allow_duplicates=flag_of(asked, "allowDuplicates"))
    return {"contact": body(_stored(world, call, after), world.switches)}


def _stored(world: World, call: Call, contact: Contact) -> Contact:
    """The contact as it is to be, stored unless the request is only answered as done."""
    return contact if call.meets("skip") else put(world, contact, at=call.at)


def check_revision(contact: Contact, given: Any, *, field: str) -> None:
    """409 CONTACT_ALREADY_CHANGED unless the revision given is the current one (documented)."""
    if given is None or isinstance(given, bool) or not str(given).isdigit():
        raise violation(field, "must be a revision", rule="FORMAT")
    if int(given) != contact.revision:
        said = "Contact has been updated since the requested revision."
        raise application(409, "CONTACT_ALREADY_CHANGED", said)


def edited(
    world: World, contact: Contact, given: dict[str, Any], *, at: float, allow_duplicates: bool
) -> Contact:
    """The contact with parts of its info replaced, one revision on."""
    change = shaped(world, given)
    info = merged_info(contact.info, change)
    check_sufficient(info)
    check_member_email(contact, info)
    if not allow_duplicates and ("emails" in change or "phones" in change):
        check_unique(world, info, own=contact.id)
    labels = given_labels(world, given)
    after = msgspec.structs.replace(contact, info=info)
    return with_labels(after, contact.labels if labels is None else labels, at=instant(at), bump_noop=True)


def label_contact(world: World, call: Call) -> dict[str, Any]:
    """Label Contact: 1 to 100 keys, no revision."""
    keys = texts_of(call.body(), "labelKeys", most=_MOST_KEYS, least=1)
    return _labelled(world, call, add=keys)


def unlabel_contact(world: World, call: Call) -> dict[str, Any]:
    """Unlabel Contact: keys in the body (documentation) or the query string (Wix's own client)."""
    given = {"labelKeys": call.listed("labelKeys") or call.body().get("labelKeys")}
    return _labelled(world, call, remove=texts_of(given, "labelKeys", most=_MOST_KEYS, least=1))


def _labelled(
    world: World, call: Call, *, add: list[str] | None = None, remove: list[str] | None = None
) -> dict[str, Any]:
    contact = present(world, call.place("contact_id"))
    check_writable(world, call, contact)
    more, fewer = accepted_keys(world, add or []), accepted_keys(world, remove or [])
    after = changed_labels(world, contact, add=more, remove=fewer, at=call.at)
    return {"contact": body(_stored(world, call, after), world.switches)}


def delete_contact(world: World, call: Call) -> dict[str, Any]:
    """Delete Contact: permanent, no revision; 428 for a site member."""
    contact = present(world, call.place("contact_id"))
    with_member = call.one("deleteMember") == "true"
    check_member_removal(world, asked=with_member)
    check_deletable(world, call, contact, with_member=with_member)
    if not call.meets("skip"):
        drop(world, contact.id, at=call.at)
    return {}
