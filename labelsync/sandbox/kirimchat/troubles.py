"""What trouble on purpose does here: contacts refused or passed over, a list that lags, a contact gone.

Nothing is known of contacts that are merged, and no call starts a job: `merge` and `endless` are not had.
"""

from __future__ import annotations

from collections.abc import Sequence

from labelsync.sandbox.kirimchat.call import Call
from labelsync.sandbox.kirimchat.refusal import RefusedError
from labelsync.sandbox.kirimchat.world import FOREVER, World, fall_behind, remove_contact
from labelsync.sandbox.trouble import Kind

HAD = frozenset({"partial", "skip", "lag", "stuck", "vanish"})


def befall(world: World, call: Call) -> None:
    """What happens before a request is served: the contact list lags from now on, or a contact is gone."""
    if call.trouble is None:
        return
    match call.trouble.kind:
        case "lag":
            fall_behind(world, call.trouble.amount, at=call.at)
        case "stuck":
            fall_behind(world, FOREVER, at=call.at)
        case "vanish":
            _vanish(world, call)
        case "partial" | "skip" | "endless" | "merge":
            pass  # the first two are about the labels that a call puts on or takes off: `struck`


def struck(call: Call, kind: Kind, *, contacts: Sequence[str]) -> frozenset[str]:
    """Those of the contacts a call names that its trouble, if it is of this kind, concerns: the last ones."""
    if call.trouble is None or call.trouble.kind != kind:
        return frozenset()
    return frozenset(contacts[len(contacts) - call.trouble.share(len(contacts)) :])


def _vanish(world: World, call: Call) -> None:
    """Somebody else deletes a contact; how is not documented, so it is simply not there any more."""
    contact = world.contacts.by_id.get(_first_named(call))
    if contact is not None:
        remove_contact(world, contact)


def _first_named(call: Call) -> str:
    """The contact in the path or the query, or the first of a bulk call; empty when none is named."""
    named = call.names.get("contact_id") or call.query.get("contact_id")
    if named is not None:
        return named
    try:
        listed = call.fields().get("contact_ids")
    except RefusedError:
        return ""
    return next((key for key in listed if isinstance(key, str)), "") if isinstance(listed, list) else ""
