"""Trouble on purpose: what befalls a request before it is served."""

from __future__ import annotations

from typing import Any

from .call import Call
from .contact import Contact
from .merging import unite
from .world import World, delay_indexes, drop, stop_indexes


def befall(world: World, call: Call) -> None:
    """Delay or stop the indexes; merge away or delete the first contact that the request names.

    A contact that is named by no id, in the path or in a filter, is not found; nothing is done then.
    """
    if call.trouble is None:
        return
    match call.trouble.kind:
        case "lag":
            delay_indexes(world, call.trouble.amount)
        case "stuck":
            stop_indexes(world)
        case "merge":
            _merge_away(world, call)
        case "vanish":
            _delete(world, call)
        case "partial" | "skip" | "endless":
            pass


def named_ids(filtered: Any) -> list[str]:
    """The contact ids a filter asks for, in its order; none when it asks otherwise."""
    if not isinstance(filtered, dict):
        return []
    said = filtered.get("id")
    if isinstance(said, dict):
        said = said.get("$in", said.get("$eq"))
    own = said if isinstance(said, list) else [said]
    parts = filtered.get("$and")
    nested = [found for part in parts for found in named_ids(part)] if isinstance(parts, list) else []
    return [found for found in [*own, *nested] if isinstance(found, str)]


def _merge_away(world: World, call: Call) -> None:
    source = _first_named(world, call)
    if source is None:
        return
    named = set(_named(call))
    others = [contact for contact in world.contacts if contact.id != source.id]
    target = next((contact for contact in others if contact.id not in named), next(iter(others), None))
    if target is not None:
        unite(world, target, [source], at=call.at)


def _delete(world: World, call: Call) -> None:
    contact = _first_named(world, call)
    if contact is not None:
        drop(world, contact.id, at=call.at)


def _first_named(world: World, call: Call) -> Contact | None:
    return next((contact for contact in map(world.contacts.get, _named(call)) if contact is not None), None)


def _named(call: Call) -> list[str]:
    place = dict(call.places).get("contact_id")
    if place is not None:
        return [place]
    asked = call.body()
    query = asked.get("query")
    return named_ids(asked.get("filter", query.get("filter") if isinstance(query, dict) else None))
