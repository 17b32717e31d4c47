"""The rules of a contact's `info`: what may be given, and what makes a contact."""

from __future__ import annotations

from typing import Any

from .call import check_size, texts_of
from .contact import Contact, items, membership, primary
from .fields import contact_field
from .labelling import accepted_keys
from .phones import e164
from .refusal import application, expected_object, violation
from .shapes import PARTS, fitting
from .world import World, new_id

_LISTS = {"emails": ("email", 320), "phones": ("phone", 50), "addresses": ("", 0)}
_MOST_ITEMS = 50
_MOST_LABELS = 2000
Info = dict[str, Any]


def shaped(world: World, given: Info) -> Info:
    """The given `info` without labels, within the documented limits; entries get ids and one primary."""
    info: Info = {}
    for part, value in given.items():
        if value is None:
            info[part] = None
        elif part == "extendedFields":
            info[part] = _extended_fields(value)
        elif part in PARTS:
            fits = fitting(part, value)
            info[part] = _entries(world, part, fits["items"]) if part in _LISTS else fits
    return info


def given_labels(world: World, given: Info) -> tuple[str, ...] | None:
    """The keys `info.labelKeys` asks for, None when absent; they replace the list (inferred)."""
    held = given.get("labelKeys")
    if held is None:
        return None
    return tuple(dict.fromkeys(accepted_keys(world, texts_of(_object(held), "items", most=_MOST_LABELS))))


def merged_info(before: Info, change: Info) -> Info:
    """`info` after a change: a part given replaces the old, extended fields one by one; null removes."""
    info = {**before, **change}
    fields = {
        **before.get("extendedFields", {}).get("items", {}),
        **(change.get("extendedFields") or {}).get("items", {}),
    }
    kept = {key: value for key, value in fields.items() if value not in (None, "")}
    info["extendedFields"] = {"items": kept} if kept else None
    return {part: value for part, value in info.items() if not _empty(value)}


def check_sufficient(info: Info) -> None:
    """400 INSUFFICIENT_CONTACT_DATA unless there is a name, an e-mail or a phone (documented)."""
    name = info.get("name", {})
    if not (name.get("first") or name.get("last") or items(info, "emails") or items(info, "phones")):
        raise application(400, "INSUFFICIENT_CONTACT_DATA")


def check_member_email(contact: Contact, info: Info) -> None:
    """428 CANNOT_UPDATE_MEMBER_EMAIL when a member would lose the address they log in with."""
    before, after = (primary(held, "emails").get("email") for held in (contact.info, info))
    if membership(contact) and before != after:
        raise application(428, "CANNOT_UPDATE_MEMBER_EMAIL")


def check_unique(world: World, info: Info, *, own: str = "") -> None:
    """409 DUPLICATE_CONTACT_EXISTS for an e-mail another has, or, without e-mail, a phone (documented)."""
    part, name = ("emails", "email") if items(info, "emails") else ("phones", "phone")
    field = contact_field(f"info.{part}.{name}")
    for item in items(info, part):
        others = sorted(world.contacts.holding(field, item.get(name)) - {own}) if field else []
        if others:
            label = "duplicateEmail" if part == "emails" else "duplicatePhone"
            facts = {"duplicateContactId": others[0], label: str(item.get(name))}
            raise application(409, "DUPLICATE_CONTACT_EXISTS", facts=facts)


def _entries(world: World, part: str, given: list[Info]) -> Info:
    check_size(f"info.{part}.items", given, most=_MOST_ITEMS)
    entries = [_entry(world, part, item) for item in given]
    if part != "addresses":
        _choose_primary(entries)
    return {"items": entries}


def _entry(world: World, part: str, given: Info) -> Info:
    name, most = _LISTS[part]
    entry = {"id": new_id(world), "tag": "UNTAGGED", **given}
    if name:
        _check_length(f"info.{part}.items.{name}", entry.get(name), most)
    derived = e164(entry["phone"], country=str(entry.get("countryCode", ""))) if part == "phones" else ""
    return {"e164Phone": derived, **entry} if derived else entry


def _choose_primary(entries: list[Info]) -> None:
    chosen = sum(bool(entry.get("primary")) for entry in entries)
    if chosen > 1:
        raise application(400, "CANNOT_HAVE_MULTIPLE_PRIMARY_INFO")
    for position, entry in enumerate(entries):
        entry["primary"] = bool(entry.get("primary")) if chosen else position == 0


def _extended_fields(value: Any) -> Info:
    held = _object(_object(value).get("items", {}))
    if any(isinstance(each, dict | list) for each in held.values()):
        raise application(400, "INVALID_EXTENDED_FIELD_VALUE")
    return {"items": {_field_key(key): each for key, each in held.items()}}


def _field_key(key: str) -> str:
    """Custom keys are lower-cased, as one user observed."""
    return key.lower() if key.startswith("custom.") else key


def _object(value: Any) -> Info:
    if not isinstance(value, dict):
        raise expected_object()
    return value


def _check_length(name: str, value: Any, most: int) -> None:
    if not isinstance(value, str) or not 1 <= len(value) <= most:
        raise violation(name, f"must be a text of 1 to {most}", rule="MAX_LENGTH", threshold=most)


def _empty(value: Any) -> bool:
    return value in (None, "", {}) or (isinstance(value, dict) and value.get("items") in ([], {}))
