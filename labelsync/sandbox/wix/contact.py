"""A contact as it is stored, and the facts derived from it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

MEMBERSHIP = "members.membershipStatus"
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """One contact. `info` is the REST object without `labelKeys` and is never changed in place.

    Instants are strings such as `2026-03-01T10:15:00.123Z`, so that they sort as text.
    """

    id: str
    revision: int
    created: str
    updated: str
    active: str
    activity: str = "CONTACT_CREATED"
    source: str = "OTHER"
    info: dict[str, Any]
    labels: tuple[str, ...] = ()


def is_guid(text: object) -> bool:
    """Whether this is a GUID, the form of contact, site and job ids."""
    return isinstance(text, str) and _GUID.fullmatch(text) is not None


def items(info: dict[str, Any], part: str) -> list[dict[str, Any]]:
    """The entries of `emails`, `phones` or `addresses`."""
    held = info.get(part)
    found: list[dict[str, Any]] = held.get("items", []) if held else []
    return found


def primary(info: dict[str, Any], part: str) -> dict[str, Any]:
    """The primary e-mail or phone entry; empty when there is none."""
    found = items(info, part)
    return next((item for item in found if item.get("primary")), found[0] if found else {})


def primary_email(contact: Contact) -> str:
    """The primary e-mail address, or ''."""
    return str(primary(contact.info, "emails").get("email", ""))


def primary_phone(contact: Contact) -> str:
    """The primary phone in E.164 when known, else as given, or ''."""
    phone = primary(contact.info, "phones")
    return str(phone.get("e164Phone") or phone.get("phone", ""))


def extended(contact: Contact) -> dict[str, Any]:
    """The extended fields that have a value, with those Wix fills in about the e-mail (documented)."""
    held = dict(contact.info.get("extendedFields", {}).get("items", {}))
    email = primary_email(contact)
    if email:
        held.setdefault("emailSubscriptions.subscriptionStatus", "NOT_SET")
        held.setdefault("emailSubscriptions.deliverabilityStatus", "NOT_SET")
        held["emailSubscriptions.effectiveEmail"] = email
    return held


def membership(contact: Contact) -> str:
    """APPROVED, DENIED, PENDING or INACTIVE for a site member, else ''."""
    return str(contact.info.get("extendedFields", {}).get("items", {}).get(MEMBERSHIP, ""))


def with_labels(contact: Contact, labels: Iterable[str], *, at: str, bump_noop: bool) -> Contact:
    """The contact with exactly these labels. Documented: an effective change raises `revision` by one."""
    wanted = tuple(dict.fromkeys(labels))
    if set(wanted) == set(contact.labels) and not bump_noop:
        return contact
    return msgspec.structs.replace(contact, labels=wanted, revision=contact.revision + 1, updated=at)


def relabelled(labels: tuple[str, ...], *, add: Iterable[str], remove: Iterable[str]) -> tuple[str, ...]:
    """The labels after taking some away and appending others; a label in both lists stays."""
    gone = set(remove)
    return tuple(dict.fromkeys([*(label for label in labels if label not in gone), *add]))
