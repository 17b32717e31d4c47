"""The rules of putting labels on contacts and taking them off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .contact import Contact, relabelled, with_labels
from .labels import Label
from .refusal import plain, violation
from .world import World, instant, put


def unknown_keys(world: World, keys: Iterable[str]) -> list[str]:
    """Those of the keys that no label has."""
    return [key for key in keys if key not in world.labels.defined]


def accepted_keys(world: World, keys: Sequence[str]) -> tuple[str, ...]:
    """The keys a call may use; an unknown one fails (documented), with 404 and empty details (assumed)."""
    unknown = unknown_keys(world, keys)
    if unknown and world.switches.unknown_label_key != "ignored":
        raise plain(404, f"Label not found: {unknown[0]}")
    return tuple(key for key in keys if key not in unknown)


def resolve_overlap(
    world: World, *, add: Sequence[str], remove: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to add and what to remove when a key stands in both lists (adding wins, as V5 documents)."""
    both = set(add) & set(remove)
    if both and world.switches.key_in_both == "refused":
        raise violation("labelKeysToRemove", "has keys that are also to be added", rule="CUSTOM")
    if world.switches.key_in_both == "remove":
        return tuple(key for key in add if key not in both), tuple(remove)
    return tuple(add), tuple(key for key in remove if key not in both)


def changed_labels(
    world: World, contact: Contact, *, add: Iterable[str] = (), remove: Iterable[str] = (), at: float
) -> Contact:
    """The contact with labels added and removed; a change that changes nothing leaves it as it was."""
    labels = relabelled(contact.labels, add=add, remove=remove)
    bump = world.switches.noop_bumps_revision
    return with_labels(contact, labels, at=instant(at), bump_noop=bump)


def forget_label(world: World, label: Label, *, at: float) -> None:
    """Delete a label, off every contact first (documented; at once is assumed)."""
    # the contacts come first, so that the automations still know the label's name
    for contact in [held for held in world.contacts if label.key in held.labels]:
        put(world, changed_labels(world, contact, remove=(label.key,), at=at), at=at)
    world.labels.put(label.key, None, at=at)
    world.revision += 1
