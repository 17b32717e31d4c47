"""Reading the fields of a body: each is absent, well-formed, or refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labelsync.sandbox.kirimchat.ids import is_e164, is_label_id
from labelsync.sandbox.kirimchat.refusal import invalid, missing

# The vendor's palette (documented); gray is the default.
COLORS = (
    *("gray", "red", "orange", "amber", "yellow", "lime", "green"),
    *("emerald", "teal", "sky", "blue", "violet", "pink"),
)
NAME_LENGTH = 50
TEAM_LENGTH = 64
FREE_TEXT = 1000


def text(fields: Mapping[str, Any], name: str, *, most: int = FREE_TEXT) -> str | None:
    """A text of 1 to `most` characters, or None when the field is absent."""
    if name not in fields:
        return None
    value = fields[name]
    if not isinstance(value, str) or not 1 <= len(value) <= most:
        raise invalid(name, f"{name} must be a text of 1 to {most} characters.")
    return value


def required(fields: Mapping[str, Any], name: str, *, most: int = FREE_TEXT) -> str:
    """A text that must be there."""
    value = text(fields, name, most=most)
    if value is None:
        raise missing(name)
    return value


def phone(fields: Mapping[str, Any], name: str) -> str | None:
    """A phone number in E.164, or None when the field is absent."""
    value = text(fields, name)
    if value is not None and not is_e164(value):
        raise invalid(name, f"{name} must be in E.164.", code="invalid_phone_number")
    return value


def color(fields: Mapping[str, Any]) -> str | None:
    """A colour of the palette, or None when the field is absent."""
    value = text(fields, "color")
    if value is not None and value not in COLORS:
        raise invalid("color", f"color must be one of {', '.join(COLORS)}.")
    return value


def label_id(fields: Mapping[str, Any]) -> str:
    """The label a membership call is about."""
    value = required(fields, "label_id")
    if not is_label_id(value):
        raise invalid("label_id", "label_id is not a label id.")
    return value


def person(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a contact that a caller may set; null clears one (assumed)."""
    found: dict[str, Any] = {}
    for name in ("name", "email"):
        if name in fields:
            found[name] = "" if fields[name] is None else text(fields, name)
    if found.get("email") and "@" not in found["email"]:
        raise invalid("email", "email is not an e-mail address.")
    if "metadata" in fields:
        found["metadata"] = _metadata(fields["metadata"])
    return found


def _metadata(value: object) -> dict[str, Any] | None:
    if value is None or isinstance(value, dict):
        return value
    raise invalid("metadata", "metadata must be an object.")
