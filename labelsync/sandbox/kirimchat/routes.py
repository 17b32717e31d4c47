"""Which path is served by what, in the two generations of paths the vendor has had."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from labelsync.sandbox.kirimchat import account, contacts, labels, membership, webhooks
from labelsync.sandbox.kirimchat.call import Call, Reply, Serve
from labelsync.sandbox.kirimchat.refusal import invalid, not_found
from labelsync.sandbox.kirimchat.switches import Switches
from labelsync.sandbox.kirimchat.world import World

_PHONE_NUMBER_ID = re.compile("[0-9]{6,20}")


@dataclass(frozen=True, slots=True)
class Way:
    """One operation: its method, its path and what serves it."""

    method: str
    path: str
    serve: Serve


# These move below the phone number id in the newer generation (documented for contacts).
_SCOPED = (
    Way("GET", "/contacts", contacts.index),
    Way("POST", "/contacts", contacts.create),
    Way("POST", "/contacts/bulk_label", membership.bulk),
    Way("GET", "/contacts/{contact_id}", contacts.get),
    Way("POST", "/contacts/{contact_id}/labels", membership.attach_one),
    Way("DELETE", "/contacts/{contact_id}/labels/{label_id}", membership.detach_one),
    Way("GET", "/conversations", account.conversations),
)
# These stay at the root (documented).
_ROOTED = (
    Way("GET", "/me", account.me),
    Way("GET", "/accounts", account.accounts),
    Way("GET", "/webhook_subscriptions", webhooks.index),
    Way("POST", "/webhook_subscriptions", webhooks.create),
    Way("GET", "/labels", labels.index),
    Way("POST", "/labels", labels.create),
    Way("GET", "/labels/{label_id}", labels.get),
    Way("PATCH", "/labels/{label_id}", labels.patch),
    Way("DELETE", "/labels/{label_id}", labels.delete),
)
_READ_LABELS = Way("GET", "/contacts/{contact_id}/labels", membership.read)
_PATCH_CONTACT = Way("PATCH", "/contacts/{contact_id}", contacts.patch)
_DELETE_CONTACT = Way("DELETE", "/contacts/{contact_id}", contacts.delete)


def ways(switches: Switches) -> tuple[Way, ...]:
    """All operations that exist under these switches."""
    scoped = [*_SCOPED]
    scoped += [_PATCH_CONTACT] if switches.patch_contacts else []
    scoped += [_DELETE_CONTACT] if switches.delete_contacts_route else []
    scoped += [_READ_LABELS] if switches.contact_labels_route else []
    flat = scoped if switches.flat_paths else []
    below = _below_a_phone(scoped) if switches.phone_scoped_paths else ()
    return (*flat, *_ROOTED, *below)


def _below_a_phone(scoped: Iterable[Way]) -> tuple[Way, ...]:
    return tuple(
        Way(way.method, f"/{{phone_number_id:digits}}{way.path}", _for_a_phone(way.serve)) for way in scoped
    )


def _for_a_phone(serve: Serve) -> Serve:
    """Documented: the id has 6 to 20 digits. Assumed: another length is 400, a foreign one 404."""

    def served(world: World, call: Call) -> Reply:
        given, ours = call.names["phone_number_id"], world.switches.phone_number_id
        if not _PHONE_NUMBER_ID.fullmatch(given):
            raise invalid("phone_number_id", "phone_number_id has 6 to 20 digits.")
        if ours and given != ours:
            raise not_found("phone number", param="phone_number_id")
        return serve(world, call)

    return served
