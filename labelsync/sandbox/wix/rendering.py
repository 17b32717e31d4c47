"""A contact as the REST API shows it, whole or only the fields asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .call import Call
from .contact import Contact, extended, primary, primary_email, primary_phone
from .phones import formatted
from .refusal import violation
from .switches import Switches

_INFO = ("name", "emails", "phones", "addresses", "company", "jobTitle", "birthdate", "locale", "labelKeys")
_INFO_PARTS = (*_INFO, "extendedFields", "locations", "picture")
_BASIC = ("primaryInfo", "info.name")
FIELDSETS = {
    "BASIC": _BASIC,
    "COMMUNICATION_DETAILS": (*_BASIC, "info.emails", "info.phones", "info.addresses"),
    "EXTENDED": (*_BASIC, "info.extendedFields"),
}
"""Documented fieldsets besides FULL."""


def _primary_info(contact: Contact) -> dict[str, Any]:
    told = {"email": primary_email(contact), "phone": primary_phone(contact)}
    return {name: value for name, value in told.items() if value}


def _primary_email(contact: Contact) -> dict[str, Any]:
    email = primary_email(contact)
    statuses = {"subscriptionStatus": "NOT_SET", "deliverabilityStatus": "NOT_SET"}
    held = contact.info.get("extendedFields", {}).get("items", {})
    told = {name: held.get(f"emailSubscriptions.{name}", value) for name, value in statuses.items()}
    return {"email": email, **told} if email else {}


def _primary_phone(contact: Contact) -> dict[str, Any]:
    phone = primary(contact.info, "phones")
    if not phone:
        return {}
    told = {name: phone[name] for name in ("countryCode", "e164Phone", "phone") if phone.get(name)}
    number = str(phone.get("e164Phone", ""))
    shown = phone.get("formattedPhone") or (formatted(number) if number else phone.get("phone"))
    status = "NOT_SET" if number else "NO_SUBSCRIPTION_STATUS"
    return {**told, "formattedPhone": shown, "subscriptionStatus": status}


_TOP: dict[str, Callable[[Contact], Any]] = {
    "source": lambda contact: {"sourceType": contact.source},
    "createdDate": lambda contact: contact.created,
    "updatedDate": lambda contact: contact.updated,
    "lastActivity": lambda contact: {"activityDate": contact.active, "activityType": contact.activity},
    "primaryInfo": _primary_info,
    "primaryEmail": _primary_email,
    "primaryPhone": _primary_phone,
}
_UNLISTED = {"primaryEmail", "primaryPhone"}
FIELDS = frozenset((_TOP.keys() - _UNLISTED) | {f"info.{part}" for part in _INFO_PARTS})
"""The documented entries of `fields`."""
FULL = (*_TOP, *(f"info.{part}" for part in _INFO_PARTS))


def _info_part(contact: Contact, part: str, switches: Switches) -> Any:
    if part == "labelKeys":
        wanted = contact.labels or not switches.omit_empty_label_keys
        return {"items": list(contact.labels)} if wanted else None
    if part == "extendedFields":
        held = extended(contact)
        return {"items": held} if held else None
    return contact.info.get(part)


def body(contact: Contact, switches: Switches, wanted: Iterable[str] = FULL) -> dict[str, Any]:
    """The REST object: `id` and `revision` always, else what is wanted and not empty (documented)."""
    shown: dict[str, Any] = {"id": contact.id, "revision": contact.revision}
    info: dict[str, Any] = {}
    for field in wanted:
        place, name = (info, field[5:]) if field.startswith("info.") else (shown, field)
        value = _info_part(contact, name, switches) if place is info else _TOP[field](contact)
        if value not in (None, "", {}):
            place[name] = value
    if info:
        shown["info"] = info
    return shown


def wanted_fields(fields: list[str], fieldsets: list[str], switches: Switches) -> tuple[str, ...]:
    """The union of `fields` and `fieldsets`; everything when neither is given (documented)."""
    _sizes(fields, fieldsets)
    unknown = [field for field in fields if field not in FIELDS]
    if unknown and switches.unknown_fields == "refused":
        raise violation("query.fields", f"has unknown field {unknown[0]}", rule="CUSTOM")
    if "FULL" in fieldsets or not (fields or fieldsets):
        return FULL
    listed = [field for field in fields if field in FIELDS]
    for fieldset in fieldsets:
        if fieldset not in FIELDSETS:
            raise violation("query.fieldsets", f"has unknown value {fieldset}", rule="FORMAT")
        listed.extend(FIELDSETS[fieldset])
    return tuple(dict.fromkeys(listed))


def _sizes(fields: list[str], fieldsets: list[str]) -> None:
    for name, given, most in (("fields", fields, 100), ("fieldsets", fieldsets, 10)):
        if len(given) > most:
            raise violation(
                f"query.{name}",
                f"has size {len(given)}, expected {most} or less",
                rule="MAX_SIZE",
                threshold=most,
            )
    long = next((field for field in fields if len(field) > 100), None)
    if long is not None:
        raise violation("query.fields", "has a field longer than 100", rule="MAX_LENGTH", threshold=100)


def asked_fields(call: Call, switches: Switches) -> tuple[str, ...]:
    """The fields asked for in a query string: repeated, or as a comma list (both are accepted)."""
    return wanted_fields(call.listed("fields"), call.listed("fieldsets"), switches)
