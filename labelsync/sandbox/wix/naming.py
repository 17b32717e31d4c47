"""The calls on label definitions."""

from __future__ import annotations

from typing import Any

import msgspec

from .call import Call, object_of, text_of
from .labelling import forget_label
from .labels import SYSTEM, Label, free_key, label_body
from .refusal import application, plain, violation
from .switches import Switches
from .world import World, instant

_LONGEST_NAME = 180


def find_or_create_label(world: World, call: Call) -> dict[str, Any]:
    """Find Or Create Label: an exact display name finds; else a label `custom.<slug>`; 428 over the quota."""
    asked = call.body()
    name = _display_name(asked)
    language = text_of(asked, "language", most=20)
    found = world.labels.named(name, case_sensitive=world.switches.label_name_case_sensitive)
    if found:
        return {"label": label_body(found, language), "newLabel": False}
    _check_quota(world)
    at = instant(call.at)
    key = free_key(name, world.labels.defined, alphabet=world.switches.slug_alphabet)
    label = Label(key=key, name=name, created=at, updated=at)
    _store(world, label, call.at)
    return {"label": label_body(label, language), "newLabel": True}


def get_label(world: World, call: Call) -> dict[str, Any]:
    """Get Label."""
    return {"label": label_body(_present(world, call.place("key")), call.one("language"))}


def rename_label(world: World, call: Call) -> dict[str, Any]:
    """Update Label: a new name for the same key; it stands in `label` (SDK) or alone (examples)."""
    label = _own(world, call)
    asked = call.body()
    name = _display_name(object_of(asked, "label") or asked)
    other = world.labels.named(name, case_sensitive=True)
    if other and other.key != label.key and not world.switches.duplicate_label_names:
        raise plain(409, "A label of this name exists")
    renamed = msgspec.structs.replace(label, name=name, updated=instant(call.at))
    _store(world, renamed, call.at)
    return {"label": label_body(renamed, call.one("language"))}


def delete_label(world: World, call: Call) -> dict[str, Any]:
    """Delete Label, which takes it off every contact (documented)."""
    forget_label(world, _own(world, call), at=call.at)
    return {}


def stored_labels(switches: Switches) -> list[Label]:
    """The predefined labels of a fresh site."""
    labels: list[Label] = []
    for name in switches.system_labels:
        taken = [label.key for label in labels]
        key = free_key(name, taken, alphabet=switches.slug_alphabet, namespace="contacts")
        labels.append(Label(key=key, name=name, kind=SYSTEM))
    return labels


def _store(world: World, label: Label, at: float) -> None:
    world.labels.put(label.key, label, at=at)
    world.revision += 1


def _display_name(asked: dict[str, Any]) -> str:
    name = text_of(asked, "displayName", most=_LONGEST_NAME)
    if not name:
        raise violation("displayName", "has length 0, expected 1 or more", rule="MIN_LENGTH", threshold=1)
    return name


def _check_quota(world: World) -> None:
    total, quota = world.labels.user_defined(), world.switches.labels_quota
    if total >= quota:
        facts = {"labelsQuota": str(quota), "labelsCurrentTotal": str(total)}
        raise application(428, "LABELS_QUOTA_REACHED", facts=facts)


def _present(world: World, key: str) -> Label:
    label = world.labels.defined.get(key)
    if label is None:
        raise plain(404, f"Label not found: {key}")
    return label


def _own(world: World, call: Call) -> Label:
    label = _present(world, call.place("key"))
    if label.kind == SYSTEM:
        raise plain(world.switches.system_label_status, "System labels cannot be changed")
    return label
