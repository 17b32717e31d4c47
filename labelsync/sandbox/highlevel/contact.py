"""A contact, and the three shapes the vendor shows it in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from labelsync.sandbox.around import iso
from labelsync.sandbox.emulator import Person
from labelsync.sandbox.highlevel.switches import Switches

ROW_FIELDS = (
    "email",
    "phone",
    "assignedTo",
    "attributionSource",
    "businessId",
    "city",
    "companyName",
    "country",
    "dateOfBirth",
    "dndSettings",
    "lastAttributionSource",
    "phoneLabel",
    "postalCode",
    "source",
    "state",
    "validEmail",
    "website",
)


class Contact(msgspec.Struct, frozen=True):
    """One contact at one moment; a change is a new Contact with a higher `touched`.

    `added` and `updated` are epoch milliseconds; `fields` holds what was sent, by the vendor's names, and is
    never changed in place. A deleted contact stays, marked: deletion is soft (documented).
    """

    id: str
    added: int
    updated: int
    touched: int
    tags: tuple[str, ...]
    fields: dict[str, Any]
    deleted: bool = False


def saved(contacts: Iterable[Contact]) -> list[dict[str, Any]]:
    """Contacts as plain JSON values, for a dump."""
    plain: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(list(contacts)))
    return plain


def value_of(contact: Contact, field: str) -> Any:
    """The value a filter or a sort reads under the vendor's field name; None when there is none."""
    if field.startswith("customFields."):
        return _custom(contact, field.removeprefix("customFields."))
    special = _SPECIAL.get(field)
    return special(contact) if special else contact.fields.get(field)


def _custom(contact: Contact, field_id: str) -> Any:
    held = contact.fields.get("customFields", ())
    return next((entry["value"] for entry in held if entry["id"] == field_id), None)


def _lower(contact: Contact, field: str) -> str | None:
    text = contact.fields.get(field)
    return text.lower() if text else None


_SPECIAL: dict[str, Callable[[Contact], Any]] = {
    "id": lambda contact: contact.id,
    "tags": lambda contact: contact.tags,
    "dateAdded": lambda contact: contact.added,
    "dateUpdated": lambda contact: contact.updated,
    "firstNameLowerCase": lambda contact: _lower(contact, "firstName"),
    "lastNameLowerCase": lambda contact: _lower(contact, "lastName"),
    "businessName": lambda contact: contact.fields.get("companyName"),
    "address": lambda contact: contact.fields.get("address1"),
    "dnd": lambda contact: contact.fields.get("dnd", False),
    "type": lambda contact: contact.fields.get("type", "lead"),
}


def full_name(contact: Contact) -> str:
    """The name people see."""
    parts = (contact.fields.get("firstName"), contact.fields.get("lastName"))
    return " ".join(part for part in parts if part)


def _always(contact: Contact, location: str) -> dict[str, Any]:
    fields = contact.fields
    return {
        "id": contact.id,
        "locationId": location,
        "type": fields.get("type", "lead"),
        "dnd": fields.get("dnd", False),
        "dateAdded": iso(contact.added / 1000),
        "dateUpdated": iso(contact.updated / 1000),
        "customFields": fields.get("customFields", []),
        "additionalEmails": fields.get("additionalEmails", []),
        "additionalPhones": fields.get("additionalPhones", []),
    }


def full(contact: Contact, location: str) -> dict[str, Any]:
    """The contact as get-by-id and the writes answer it (documented fields)."""
    names = {
        "name": full_name(contact),
        "fullNameLowerCase": full_name(contact).lower(),
        "firstNameLowerCase": value_of(contact, "firstNameLowerCase"),
        "lastNameLowerCase": value_of(contact, "lastNameLowerCase"),
        "emailLowerCase": _lower(contact, "email"),
    }
    return {**contact.fields, **names, "tags": list(contact.tags), **_always(contact, location)}


def listed(contact: Contact, location: str) -> dict[str, Any]:
    """The contact as the deprecated list shows it."""
    shown = full(contact, location)
    return {**shown, "contactName": shown["name"]}


def row(contact: Contact, location: str, cursor: list[Any], switches: Switches) -> dict[str, Any]:
    """The contact as a search row: names in lower case, no `tags` where there are none (measured)."""
    shown = _always(contact, location)
    shown |= {field: contact.fields.get(field) for field in ROW_FIELDS}
    shown |= {field: contact.fields.get(field, []) for field in ("followers", "opportunities")}
    shown["address"] = contact.fields.get("address1")
    shown["businessName"] = contact.fields.get("companyName")
    for field in ("firstName", "lastName"):
        shown[f"{field}LowerCase"] = value_of(contact, f"{field}LowerCase")
        if switches.cased_names:
            shown[field] = contact.fields.get(field)
    if contact.tags or not switches.omit_empty_tags:
        shown["tags"] = list(contact.tags)
    shown["searchAfter"] = cursor
    return shown


def as_person(contact: Contact) -> Person:
    """The contact as people look at it after a run."""
    fields = contact.fields
    return Person(
        id=contact.id,
        email=fields.get("email") or "",
        phone=fields.get("phone") or "",
        first_name=fields.get("firstName") or "",
        last_name=fields.get("lastName") or "",
        country=fields.get("country") or "",
        created=iso(contact.added / 1000),
        labels=contact.tags,
    )
