"""The contact routes: list, create, get, patch. No document has a way to delete a contact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from labelsync.sandbox.around import iso
from labelsync.sandbox.kirimchat import fields, ids, pages
from labelsync.sandbox.kirimchat.call import Call, Reply
from labelsync.sandbox.kirimchat.facts import Contact, Label
from labelsync.sandbox.kirimchat.refusal import forbidden, invalid, missing, not_found
from labelsync.sandbox.kirimchat.shelf import Place, Shelf
from labelsync.sandbox.kirimchat.world import DEFAULT_TEAM, World, remove_contact, walk

ANY_ACCOUNT = "+6281100000000"
SEARCH_LENGTH = 200  # documented


def show(world: World, contact: Contact) -> dict[str, Any]:
    """A contact as the API shows it. Documented: no label and no team is part of it."""
    shown: dict[str, Any] = {"id": contact.id, "object": "contact"}
    optional: dict[str, Any] = {"phone_number": contact.phone, "name": contact.name}
    optional |= {"email": contact.email, "metadata": contact.metadata}
    omitting = world.switches.absent_fields == "omitted"
    shown |= {name: value or None for name, value in optional.items() if value or not omitting}
    shown["whatsapp_account"] = {"phone_number": contact.account}
    shown |= {"created_at": iso(contact.created), "updated_at": iso(contact.updated)}
    return shown | ({"labels": _labels(world, contact)} if world.switches.labels_field else {})


def labels_of(world: World, contact: Contact) -> list[Label]:
    """The labels a contact carries, oldest attachment first."""
    return [world.labels.by_id[key] for key in contact.labels if key in world.labels.by_id]


def contact_at(world: World, call: Call) -> Contact:
    """The contact a path names. Assumed: a malformed id is 400, an unknown one 404."""
    key = call.names["contact_id"]
    if not ids.is_contact_id(key):
        raise invalid("id", "This is not a contact id.")
    contact = world.contacts.by_id.get(key)
    if contact is None or key in world.switches.foreign_contacts:
        raise not_found("contact")
    return contact


def index(world: World, call: Call) -> Reply:
    """GET /contacts. Documented filters: `phone` (exact) and `search` (name and e-mail); none by label."""
    filters = _filters(call)
    phone, search = filters.get("phone"), filters.get("search")

    def seen(after: Place | None) -> Iterator[Contact]:
        found = walk(world, after) if phone is None else _with_phone(world, phone, after)
        listed = (world.listed(contact, at=call.at) for contact in found)
        return (contact for contact in listed if contact is not None and _matches(contact, search))

    bound = {"list": "contacts", **filters}
    return Reply(pages.page(world, call, seen, show=lambda contact: show(world, contact), bound=bound))


def create(world: World, call: Call) -> Reply:
    """POST /contacts. `phone_number` is required (documented); a known one is a matter of a switch."""
    given = call.fields()
    phone, person = _phone(given), fields.person(given)
    account = _account(world, call, given)
    known = _known(world, phone)
    if known is not None:
        return Reply({"data": show(world, known)})
    if 0 < world.switches.contact_limit <= len(world.contacts.by_id):
        raise forbidden("plan_limit_exceeded", "Your plan allows no more contacts.")
    contact = _new(world, account=account, phone=phone, at=call.at)
    world.put_contact(msgspec.structs.replace(contact, **person), at=call.at)
    shown = show(world, world.contacts.by_id[contact.id])
    return Reply({"data": shown}, status=world.switches.created_status)


def get(world: World, call: Call) -> Reply:
    """GET /contacts/{id}."""
    return Reply({"data": show(world, contact_at(world, call))})


def patch(world: World, call: Call) -> Reply:
    """PATCH /contacts/{id}: name, e-mail, metadata (inferred; the phone number stays)."""
    contact = contact_at(world, call)
    changed = msgspec.structs.replace(contact, **fields.person(call.fields()))
    if changed != contact:
        world.put_contact(msgspec.structs.replace(changed, updated=call.at), at=call.at)
    return Reply({"data": show(world, world.contacts.by_id[contact.id])})


def delete(world: World, call: Call) -> Reply:
    """DELETE /contacts/{id}: found in no document; served only where a switch says so."""
    contact = contact_at(world, call)
    remove_contact(world, contact)
    return Reply({"data": {"id": contact.id, "object": "contact", "deleted": True}})


def _filters(call: Call) -> dict[str, str]:
    filters = {name: call.query[name] for name in ("phone", "search") if name in call.query}
    if "phone" in filters and not ids.is_e164(filters["phone"]):
        raise invalid("phone", "phone must be in E.164.", code="invalid_phone_number")
    if not 1 <= len(filters.get("search", "-")) <= SEARCH_LENGTH:
        raise invalid("search", f"search has 1 to {SEARCH_LENGTH} characters.")
    return filters


def _phone(given: dict[str, Any]) -> str:
    phone = fields.phone(given, "phone_number")
    if phone is None:
        raise missing("phone_number")
    return phone


def _known(world: World, phone: str) -> Contact | None:
    """The contact that a creation comes upon: answered in its stead, refused, or no matter (unknown)."""
    known = next(world.with_phone(phone), None)
    if known is not None and world.switches.duplicate_phone == "refused":
        raise invalid("phone_number", "A contact with this phone number exists.")
    return known if world.switches.duplicate_phone == "existing" else None


def _new(world: World, *, account: str, phone: str, at: float) -> Contact:
    """A contact of the organisation's default team (assumed; the caller cannot say which)."""
    team = DEFAULT_TEAM if DEFAULT_TEAM in world.teams else world.teams[0]
    key = ids.mint("ctc", around=world.around, taken=world.contacts.by_id)
    return Contact(id=key, created=at, updated=at, team=team, account=account, phone=phone)


def _labels(world: World, contact: Contact) -> list[Any]:
    if world.switches.labels_as == "ids":
        return list(contact.labels)
    return [{"id": label.id, "object": "label", "name": label.name} for label in labels_of(world, contact)]


def _with_phone(world: World, phone: str, after: Place | None) -> Iterator[Contact]:
    same = Shelf(world.with_phone(phone))
    newest = world.switches.contact_order == "newest_first"
    return same.newest_first(after) if newest else same.oldest_first(after)


def _matches(contact: Contact, search: str | None) -> bool:
    """Assumed: part of the name or e-mail, in any case of letters."""
    if search is None:
        return True
    wanted = search.casefold()
    return wanted in contact.name.casefold() or wanted in contact.email.casefold()


def _account(world: World, call: Call, given: dict[str, Any]) -> str:
    """The organisation's own number. Documented: `from` says it where there are several, or the path."""
    accounts, sender = world.switches.accounts, fields.phone(given, "from")
    if sender is None and len(accounts) > 1 and "phone_number_id" not in call.names:
        raise missing("from")
    if sender is not None and accounts and sender not in accounts:
        raise invalid("from", "No WhatsApp account of yours has this number.")
    return sender or next(iter(accounts), ANY_ACCOUNT)
