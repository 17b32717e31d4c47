"""Which fields of a contact can be filtered and sorted, and how (documented, per field)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from .contact import MEMBERSHIP, Contact, extended, items, primary, primary_email, primary_phone

Kind = Literal["text", "instant", "date", "keys", "custom"]
Read = Callable[[Any], tuple[Any, ...]]
Row = tuple[int, Any, str]
"""A place in an order: kind of value (0 absent, 1 number, 2 text), value, id. Absent first is assumed."""


@dataclass(frozen=True, slots=True)
class Field:
    """A filterable field: `read` gives its values in an entity, none when absent."""

    name: str
    kind: Kind
    operators: frozenset[str]
    sortable: bool
    read: Read
    folds: bool = False


def row(field: Field, entity: Any, key: str) -> Row:
    """Where an entity stands in the order of a field."""
    values = field.read(entity)
    if not values:
        return (0, "", key)
    return (2, values[0], key) if isinstance(values[0], str) else (1, values[0], key)


def fold(field: Field) -> Field:
    """The same field, blind to case."""
    return replace(
        field, folds=True, read=lambda entity: tuple(value.casefold() for value in field.read(entity))
    )


TEXT = frozenset({"$eq", "$ne", "$in", "$exists", "$startsWith"})
EXACT = frozenset({"$eq", "$ne", "$in", "$exists"})
STATUS = frozenset({"$eq", "$ne", "$in", "$nin"})
ORDERED = frozenset({"$eq", "$ne", "$gt", "$lt", "$gte", "$lte"})
KEYS = frozenset({"$hasSome", "$hasAll"})
CUSTOM = frozenset({"$eq", "$ne", "$in", "$startsWith"}) | ORDERED
"""Text and number operators together: the emulator does not know the type a custom field was defined with."""


def _path(*names: str) -> Read:
    def read(contact: Contact) -> tuple[Any, ...]:
        value: Any = contact.info
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        return () if value in (None, "") else (value,)

    return read


def _each(part: str, *names: str) -> Read:
    def read(contact: Contact) -> tuple[Any, ...]:
        found: Iterable[dict[str, Any]] = items(contact.info, part)
        if part == "addresses":
            found = [{**item, **item.get("address", {})} for item in found]
        held = (item.get(name) for item in found for name in names)
        return tuple(value for value in held if isinstance(value, str) and value)

    return read


def _main(part: str, name: str) -> Read:
    def read(contact: Contact) -> tuple[Any, ...]:
        value = primary(contact.info, part).get(name)
        return (value,) if value else ()

    return read


def _extended(key: str) -> Read:
    def read(contact: Contact) -> tuple[Any, ...]:
        value = extended(contact).get(key)
        return () if value is None else (value,)

    return read


def _present(text: Callable[[Contact], str]) -> Read:
    def read(contact: Contact) -> tuple[Any, ...]:
        value = text(contact)
        return (value,) if value else ()

    return read


def _not_set(part: str) -> Read:
    return lambda contact: ("NOT_SET",) if primary(contact.info, part) else ()


def _locations(contact: Contact) -> tuple[Any, ...]:
    return tuple(contact.info.get("locations", {}).get("items", []))


def _custom(name: str) -> Field:
    return Field(
        name, "custom", CUSTOM, sortable=True, read=_extended(name.removeprefix("info.extendedFields."))
    )


def _text(name: str, read: Read, *, sortable: bool, operators: frozenset[str] = TEXT) -> Field:
    return Field(name, "text", operators, sortable, read)


_SUBSCRIPTION = "emailSubscriptions.subscriptionStatus"
_DELIVERABILITY = "emailSubscriptions.deliverabilityStatus"
_FIELDS = (
    _text("id", lambda contact: (contact.id,), sortable=False, operators=EXACT),
    Field("createdDate", "instant", ORDERED, sortable=True, read=lambda contact: (contact.created,)),
    Field("updatedDate", "instant", ORDERED, sortable=False, read=lambda contact: (contact.updated,)),
    Field(
        "lastActivity.activityDate", "instant", ORDERED, sortable=True, read=lambda contact: (contact.active,)
    ),
    Field("info.birthdate", "date", ORDERED, sortable=True, read=_path("birthdate")),
    _text("primaryInfo.email", _present(primary_email), sortable=True),
    _text("primaryEmail.email", _present(primary_email), sortable=True),
    _text("primaryInfo.phone", _present(primary_phone), sortable=False),
    _text("primaryPhone.phone", _main("phones", "phone"), sortable=False),
    _text("primaryPhone.e164Phone", _main("phones", "e164Phone"), sortable=False),
    _text("primaryPhone.formattedPhone", _present(primary_phone), sortable=True),
    _text("primaryPhone.countryCode", _main("phones", "countryCode"), sortable=True),
    _text("primaryEmail.subscriptionStatus", _extended(_SUBSCRIPTION), sortable=False, operators=STATUS),
    _text("primaryEmail.deliverabilityStatus", _extended(_DELIVERABILITY), sortable=False, operators=STATUS),
    _text("primaryPhone.subscriptionStatus", _not_set("phones"), sortable=False, operators=STATUS),
    _text("info.name.first", _path("name", "first"), sortable=True),
    _text("info.name.last", _path("name", "last"), sortable=True),
    _text("info.emails.email", _each("emails", "email"), sortable=False),
    _text("info.phones.phone", _each("phones", "phone"), sortable=False),
    _text("info.phones.e164Phone", _each("phones", "e164Phone"), sortable=False),
    _text("info.addresses.street", _each("addresses", "street", "addressLine"), sortable=False),
    _text("info.addresses.city", _each("addresses", "city"), sortable=False),
    _text("info.addresses.subdivision", _each("addresses", "subdivision"), sortable=False, operators=EXACT),
    _text("info.addresses.country", _each("addresses", "country"), sortable=False, operators=EXACT),
    _text("info.locale", _path("locale"), sortable=False, operators=EXACT),
    _text("info.company", _path("company"), sortable=True),
    _text("info.jobTitle", _path("jobTitle"), sortable=True),
    Field("info.labelKeys", "keys", KEYS, sortable=False, read=lambda contact: contact.labels),
    Field("info.locations", "keys", KEYS, sortable=False, read=_locations),
    _text(f"info.extendedFields.{_SUBSCRIPTION}", _extended(_SUBSCRIPTION), sortable=False, operators=STATUS),
    _text(
        f"info.extendedFields.{_DELIVERABILITY}", _extended(_DELIVERABILITY), sortable=False, operators=STATUS
    ),
    _text(f"info.extendedFields.{MEMBERSHIP}", _extended(MEMBERSHIP), sortable=False, operators=STATUS),
    _text(
        "info.extendedFields.emailSubscriptions.effectiveEmail",
        _extended("emailSubscriptions.effectiveEmail"),
        sortable=True,
        operators=frozenset({"$exists"}),
    ),
)
_BY_NAME = {field.name: field for field in _FIELDS}
_FOLDED = {name: fold(field) for name, field in _BY_NAME.items() if name.endswith(".email")}
CREATED = _BY_NAME["createdDate"]
SEARCHED = tuple(
    _BY_NAME[f"info.{name}"]
    for name in ("name.first", "name.last", "emails.email", "phones.phone", "phones.e164Phone")
)
"""What the `search` string of the bulk calls looks at (documented)."""


def contact_field(name: str, *, email_case_sensitive: bool = True) -> Field | None:
    """The filterable field of this flattened path (no `.items`), or None."""
    if not email_case_sensitive and name in _FOLDED:
        return _FOLDED[name]
    if name.startswith("info.extendedFields.custom."):
        return _custom(name)
    return _BY_NAME.get(name)
