"""Merge Contacts: up to five sources go into a target and leave their ids behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from .call import Call, texts_of
from .contact import Contact, items, relabelled, with_labels
from .refusal import violation
from .rendering import body
from .world import World, drop, instant, put
from .writing import check_revision, present

_LISTS = {"emails": "email", "phones": "phone", "addresses": "address"}


def merge_contacts(world: World, call: Call) -> dict[str, Any]:
    """Merge: sources are deleted, and Get of their ids answers the target from then on (documented)."""
    target, sources = _named(world, call)
    check_revision(target, call.body().get("targetContactRevision"), field="targetContactRevision")
    return {"contact": body(unite(world, target, sources, at=call.at), world.switches)}


def unite(world: World, target: Contact, sources: Sequence[Contact], *, at: float) -> Contact:
    """Merge contacts into a target, which is returned one revision on."""
    after = _united(target, sources, at=instant(at))
    for source in sources:
        drop(world, source.id, at=at)
        world.merged[source.id] = target.id
    return put(world, after, at=at)


def preview_merge(world: World, call: Call) -> dict[str, Any]:
    """The contact a merge would give, nothing changed; asked without a revision (measured)."""
    previewed, sources = _named(world, call)
    return {"contact": body(_united(previewed, sources, at=previewed.updated), world.switches)}


def _named(world: World, call: Call) -> tuple[Contact, list[Contact]]:
    asked = call.body()
    target = present(world, call.place("contact_id"))
    ids = texts_of(asked, "sourceContactIds", most=5, least=1)
    if target.id in ids:
        raise violation("sourceContactIds", "has the target", rule="CUSTOM")
    return target, [present(world, contact_id) for contact_id in dict.fromkeys(ids)]


def _united(target: Contact, sources: Sequence[Contact], *, at: str) -> Contact:
    """The target keeps what it has, and gets what only the sources have (assumed)."""
    info, labels = target.info, target.labels
    for source in sources:
        info = _joined(info, source.info)
        labels = relabelled(labels, add=source.labels, remove=())
    return with_labels(msgspec.structs.replace(target, info=info), labels, at=at, bump_noop=True)


def _joined(info: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    joined = {**other, **info}
    for part, name in _LISTS.items():
        held = items(info, part)
        known = [item.get(name) for item in held]
        gained = [{**item, "primary": not held} for item in items(other, part) if item.get(name) not in known]
        if held or gained:
            joined[part] = {"items": [*held, *gained]}
    fields = {**_fields(other), **_fields(info)}
    return {**joined, "extendedFields": {"items": fields}} if fields else joined


def _fields(info: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = info.get("extendedFields", {}).get("items", {})
    return found
