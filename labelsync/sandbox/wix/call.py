"""A request, read once at the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from labelsync.sandbox.trouble import Kind, Trouble

from .refusal import WixError, expected_object, violation


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `query` keeps order and repeats; header names are lower-case.

    `trouble` is what befalls it on purpose.
    """

    method: str
    path: str
    at: float
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytes = b""
    places: tuple[tuple[str, str], ...] = ()
    trouble: Trouble | None = None

    def meets(self, kind: Kind) -> bool:
        """Whether a trouble of this kind befalls the request."""
        return self.trouble is not None and self.trouble.kind == kind

    def header(self, name: str) -> str:
        """The value of a header, or ''."""
        return next((value for held, value in self.headers if held == name), "")

    def place(self, name: str) -> str:
        """A named part of the path."""
        return dict(self.places)[name]

    def one(self, name: str, default: str = "") -> str:
        """The last value of a query parameter."""
        return dict(self.query).get(name, default)

    def listed(self, name: str) -> list[str]:
        """Every value of a query parameter, comma lists taken apart."""
        values = [value for held, value in self.query if held == name]
        return [part for value in values for part in value.split(",") if part]

    def number(self, name: str, default: int) -> int:
        """A whole number of the query string."""
        text = self.one(name, str(default))
        try:
            return int(text)
        except ValueError:
            raise violation(name, f"is not a number: {text}", rule="FORMAT") from None

    def body(self) -> dict[str, Any]:
        """The JSON object sent; {} when nothing was."""
        if not self.raw.strip():
            return {}
        try:
            found = msgspec.json.decode(self.raw)
        except msgspec.DecodeError:
            raise WixError(400, {"message": "Malformed JSON"}) from None
        if not isinstance(found, dict):
            raise expected_object()
        return found


def object_of(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A member that is an object; {} when absent or null."""
    found = body.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise expected_object()
    return found


def text_of(body: Mapping[str, Any], name: str, *, most: int) -> str:
    """A member that is a string of limited length; '' when absent or null."""
    found = body.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise violation(name, "is not a string", rule="FORMAT")
    if len(found) > most:
        description = f"has length {len(found)}, expected {most} or less"
        raise violation(name, description, rule="MAX_LENGTH", threshold=most)
    return found


def texts_of(body: Mapping[str, Any], name: str, *, most: int, least: int = 0) -> list[str]:
    """A member that is a list of strings of limited size; [] when absent or null."""
    found = body.get(name)
    found = [] if found is None else found
    if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
        raise violation(name, "is not a list of strings", rule="FORMAT")
    check_size(name, found, most=most, least=least)
    return found


def check_size(name: str, found: list[Any], *, most: int, least: int = 0) -> None:
    """Refuse a list that is too short or too long, as Wix words it."""
    said = f"has size {len(found)}, expected "
    if len(found) < least:
        raise violation(name, f"{said}{least} or more", rule="MIN_SIZE", threshold=least)
    if len(found) > most:
        raise violation(name, f"{said}{most} or less", rule="MAX_SIZE", threshold=most)


def flag_of(body: Mapping[str, Any], name: str) -> bool:
    """A member that is true or false; false when absent or null."""
    found = body.get(name)
    if found is not None and not isinstance(found, bool):
        raise violation(name, "is not a boolean", rule="FORMAT")
    return bool(found)
