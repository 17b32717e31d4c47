"""The trouble a request comes with: deeds of others before it, and contacts that it does not reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import msgspec

from labelsync.sandbox.highlevel.call import Call
from labelsync.sandbox.highlevel.contact import Contact
from labelsync.sandbox.highlevel.filters import ids_asked
from labelsync.sandbox.highlevel.refusals import refused
from labelsync.sandbox.highlevel.world import Delta, World
from labelsync.sandbox.trouble import Kind

KINDS: frozenset[str] = frozenset({"partial", "skip", "lag", "stuck", "merge", "vanish"})


def befall(call: Call) -> None:
    """What happens to the location just before a request that was let in is served."""
    if call.trouble is None:
        return
    world = call.world
    match call.trouble.kind:
        case "lag":
            world.lag, world.stuck = call.trouble.amount, False
        case "stuck":
            world.settle()
            world.stuck = True
        case "merge":
            _merge_first(world, named(call))
        case "vanish":
            for contact in _living(world, named(call)[:1]):
                world.delete(contact)
        case "partial" | "skip" | "endless":
            return


def named(call: Call) -> tuple[str, ...]:
    """The ids that a request names, each once: in its path, in its lists, or in the filters of a search."""
    listed = [call.body.get(field) for field in ("contacts", "ids")]
    ids = [call.path.get("contactId"), *(one for held in listed if isinstance(held, list) for one in held)]
    asked = ids_asked(call.body.get("filters"))
    return tuple(dict.fromkeys(one for one in (*ids, *asked) if isinstance(one, str)))


def merge(world: World, *, loser: Contact, survivor: Contact) -> None:
    """The loser is deleted and the survivor takes its tags (assumed); searches hear of it after the lag."""
    world.delete(loser)
    world.retag(survivor, (*survivor.tags, *loser.tags))


def _merge_first(world: World, ids: Sequence[str]) -> None:
    """Into the first contact that the request does not name, else into another that it names."""
    known = frozenset(ids)
    others = chain((one for one in world.contacts if one not in known), ids[1:])
    survivor = next(iter(_living(world, others)), None)
    for loser in _living(world, ids[:1]):
        if survivor:
            merge(world, loser=loser, survivor=survivor)


def _living(world: World, ids: Iterable[str]) -> Iterable[Contact]:
    """Those of the contacts that are of this location and not deleted."""
    held = (world.contacts.get(one) for one in ids if one not in world.switches.elsewhere)
    return (contact for contact in held if contact and not contact.deleted)


def struck(call: Call, kind: Kind, contacts: Iterable[str]) -> frozenset[str]:
    """The last of the contacts, as many as the request's trouble concerns if it is of that kind."""
    if call.trouble is None or call.trouble.kind != kind:
        return frozenset()
    each = tuple(dict.fromkeys(contacts))
    return frozenset(each[len(each) - call.trouble.share(len(each)) :])


def skipped(call: Call, contacts: Iterable[str]) -> frozenset[str]:
    """Which contacts are answered as done and stay as they were, by trouble or by switch."""
    return call.world.switches.skipped | struck(call, "skip", contacts)


def passed_over(call: Call, contact: Contact) -> bool:
    """Whether the one contact of a request stays as it was; `partial` refuses it (assumed body)."""
    if struck(call, "partial", [contact.id]):
        raise refused(400, "Bad Request")
    return contact.id in skipped(call, [contact.id])


def retag(call: Call, contact: Contact, tags: Iterable[str], **changes: Any) -> tuple[Contact, Delta]:
    """Change the one contact of a request, or only say so where it is passed over."""
    if not passed_over(call, contact):
        return call.world.retag(contact, tags, **changes)
    wanted = tuple(dict.fromkeys(tags))
    return msgspec.structs.replace(contact, tags=wanted, **changes), claimed(contact, wanted)


def claimed(contact: Contact, tags: tuple[str, ...]) -> Delta:
    """What a contact that is passed over is said to have got and lost."""
    added = tuple(dict.fromkeys(tag for tag in tags if tag not in contact.tags))
    return Delta(contact.tags, added, tuple(tag for tag in contact.tags if tag not in tags))
