"""What Query Contacts filters by: each field, its operators and its kind of value, as Wix documents them."""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """What a field holds. `CUSTOM`: a text, a number or a date, as somebody at the site chose.

    `MEASURE` is what of these can be compared by size.
    """

    TEXT = "a text that is not empty"
    MOMENT = "a date such as 2026-01-31 or 2026-01-31T10:00:00Z"
    WORD = "a word of the field's own list"
    CUSTOM = "a text that is not empty, or a number,"
    MEASURE = "a number, or a date such as 2026-01-31,"


class Field(NamedTuple):
    """A field by which contacts are found. `words` are all its values, where it has a list of them."""

    name: str
    operators: tuple[str, ...]
    kind: Kind = Kind.TEXT
    words: tuple[str, ...] = ()


LABELS = "info.labelKeys"
"""The field that holds label keys."""

LOGICAL = ("$and", "$or", "$not")
"""What joins filters. That contacts take `$or` and `$not` is documented for Wix' filters in general only."""

LISTED = frozenset({"$in", "$nin", "$hasSome", "$hasAll"})
"""Operators that take a list."""

_TEXT = ("$eq", "$ne", "$in", "$exists", "$startsWith")
_EXACT = ("$eq", "$ne", "$in", "$exists")
_ORDERED = ("$eq", "$ne", "$gt", "$lt", "$gte", "$lte")
_CHOSEN = ("$eq", "$ne", "$in", "$nin")
_HELD = ("$hasSome", "$hasAll")
_CUSTOM = ("$eq", "$ne", "$in", "$startsWith", "$gt", "$lt", "$gte", "$lte")

_SUBSCRIBED = ("NO_SUBSCRIPTION_STATUS", "NOT_SET", "PENDING", "SUBSCRIBED", "UNSUBSCRIBED")
_DELIVERED = ("NOT_SET", "VALID", "BOUNCED", "SPAM_COMPLAINT", "INACTIVE")
_MEMBERS = ("APPROVED", "DENIED", "PENDING", "INACTIVE")
_EXTENDED = "info.extendedFields"
_MAILS = f"{_EXTENDED}.emailSubscriptions"

_FIELDS = (
    Field("id", _EXACT),
    *(
        Field(name, _ORDERED, Kind.MOMENT)
        for name in ("createdDate", "updatedDate", "lastActivity.activityDate", "info.birthdate")
    ),
    *(
        Field(name, _TEXT)
        for name in (
            "primaryInfo.email",
            "primaryInfo.phone",
            "primaryEmail.email",
            "primaryPhone.phone",
            "primaryPhone.e164Phone",
            "primaryPhone.formattedPhone",
            "primaryPhone.countryCode",
            "info.name.first",
            "info.name.last",
            "info.emails.email",
            "info.phones.phone",
            "info.phones.e164Phone",
            "info.addresses.street",
            "info.addresses.city",
            "info.company",
            "info.jobTitle",
        )
    ),
    *(
        Field(name, _EXACT)
        for name in ("info.addresses.subdivision", "info.addresses.country", "info.locale")
    ),
    Field(LABELS, _HELD),
    Field("info.locations", _HELD),
    *(
        Field(name, _CHOSEN, Kind.WORD, _SUBSCRIBED)
        for name in (
            "primaryEmail.subscriptionStatus",
            "primaryPhone.subscriptionStatus",
            f"{_MAILS}.subscriptionStatus",
        )
    ),
    Field("primaryEmail.deliverabilityStatus", _CHOSEN, Kind.WORD, _DELIVERED),
    Field(f"{_MAILS}.deliverabilityStatus", _CHOSEN, Kind.WORD, _DELIVERED),
    Field(f"{_EXTENDED}.members.membershipStatus", _CHOSEN, Kind.WORD, _MEMBERS),
    Field(f"{_MAILS}.effectiveEmail", ("$exists",)),
)
_BY_NAME = {field.name: field for field in _FIELDS}
_OWN = re.compile(r"info\.extendedFields\.custom\.[^.\s$]+")

_INSTEAD = {
    "$eq": "$hasSome",
    "$in": "$hasSome",
    "$nin": "$ne",
    "$hasSome": "$in",
    "$isEmpty": "$exists",
    "$exists": "$ne",
    "$startsWith": "$eq",
}
"""For an operator that Wix has but the field has not: the one of the field that comes nearest in meaning."""


def field_named(name: str) -> Field | None:
    """The field of this path, None where none is documented. A custom one is known by its path alone."""
    if _OWN.fullmatch(name):
        return Field(f"{_EXTENDED}.custom", _CUSTOM, Kind.CUSTOM)
    return _BY_NAME.get(name)


def nearest_field(name: str) -> str:
    """What was perhaps meant by an unknown path, '' without a guess.

    Paths of filters are flat: what a contact holds in `items` is asked without that word (documented).
    """
    flat = ".".join(part.lstrip("_") for part in name.split(".") if part != "items")
    if field_named(flat) is not None:
        return flat
    tails = (known for known in _BY_NAME if flat and known.endswith(f".{flat}"))
    guess = next(tails, "")
    lowered = {known.lower(): known for known in _BY_NAME}
    close = get_close_matches(flat.lower(), lowered, n=1)
    return guess or (lowered[close[0]] if close else "")


def nearest_operator(operator: str, field: Field) -> str:
    """What was perhaps meant by an operator that the field does not have, '' without a guess."""
    if operator in _OPERATORS:
        instead = _INSTEAD.get(operator, "")
        return instead if instead in field.operators else ""
    lowered = {known.lower(): known for known in field.operators}
    close = get_close_matches("$" + operator.lstrip("$").lower(), lowered, n=1, cutoff=0.7)
    return lowered[close[0]] if close else ""


_OPERATORS = {"$isEmpty", *(operator for field in _FIELDS for operator in field.operators)}
