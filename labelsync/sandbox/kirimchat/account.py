"""What is not about contacts or labels: who am I, which numbers have I, and the conversations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from labelsync.sandbox.around import iso
from labelsync.sandbox.kirimchat import ids, limiter, pages
from labelsync.sandbox.kirimchat.call import Call, Reply
from labelsync.sandbox.kirimchat.contacts import ANY_ACCOUNT
from labelsync.sandbox.kirimchat.credentials import key
from labelsync.sandbox.kirimchat.facts import Contact
from labelsync.sandbox.kirimchat.refusal import invalid
from labelsync.sandbox.kirimchat.shelf import Place, Shelf
from labelsync.sandbox.kirimchat.world import World, walk


class _Number(msgspec.Struct, frozen=True):
    """A WhatsApp number of the organisation; `created` is its place among them."""

    id: str
    created: float


STATUSES = ("open", "resolved", "pending")  # documented


def me(world: World, call: Call) -> Reply:
    """GET /me: the organisation, the key, and the limits (documented)."""
    given, switches = key(call), world.switches
    limits = {
        "tier": switches.tier,
        "write_per_minute": limiter.per_minute(switches, "write"),
        "read_per_minute": limiter.per_minute(switches, "read"),
    }
    owner = {"id": world.organization, "object": "organization", "name": "Sandbox"}
    own = {"id": _key_id(given), "object": "api_key", "label": "Sandbox key", "last4": given[-4:]}
    return Reply({"data": {"organization": owner, "api_key": own, "rate_limits": limits}})


def accounts(world: World, call: Call) -> Reply:
    """GET /accounts: the WhatsApp numbers; the route is documented, the shape of one is assumed."""
    numbers = world.switches.accounts or (ANY_ACCOUNT,)
    shelf = Shelf(_Number(number, float(rank)) for rank, number in enumerate(numbers))
    return Reply(pages.page(world, call, shelf.oldest_first, show=_account, bound={"list": "accounts"}))


def conversations(world: World, call: Call) -> Reply:
    """GET /conversations, filtered by `status` and `contact_id`; no label is part of one (documented).

    Here every contact has one conversation, and it is open.
    """
    bound = {name: call.query[name] for name in ("status", "contact_id") if name in call.query}
    if bound.get("status", "open") not in STATUSES:
        raise invalid("status", f"status is one of {', '.join(STATUSES)}.")
    if not ids.is_contact_id(bound.get("contact_id", f"ctc_{'0' * 26}")):
        raise invalid("contact_id", "This is not a contact id.")

    def seen(after: Place | None) -> Iterator[Contact]:
        found = walk(world, after) if bound.get("status", "open") == "open" else iter(())
        return (contact for contact in found if bound.get("contact_id") in (None, contact.id))

    return Reply(pages.page(world, call, seen, show=_conversation, bound={"list": "conversations", **bound}))


def _account(number: _Number) -> dict[str, Any]:
    return {"object": "whatsapp_account", "phone_number": number.id}


def _conversation(contact: Contact) -> dict[str, Any]:
    instants = {"created_at": iso(contact.created), "updated_at": iso(contact.updated)}
    named = {"id": contact.id.replace("ctc_", "cnv_"), "object": "conversation", "status": "open"}
    return {**named, "contact_id": contact.id, **instants}


def _key_id(given: str) -> str:
    digest = hashlib.sha256(given.encode()).hexdigest()
    return f"key_{digest[:26].upper()}"  # hexadecimal digits are letters of a ULID
