"""A filter of KirimChat's own: `phone` or `search`, the two by which it documents to find contacts."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import msgspec

from labelsync.connectors.kirimchat.calls import Query
from labelsync.connectors.kirimchat.limits import SEARCH
from labelsync.core.filtering import FilterCheck, Flaw
from labelsync.core.identity import is_plain_phone
from labelsync.errors import Rejected

FIELDS = ("phone", "search")

_OBJECT = msgspec.json.Decoder(dict[str, object])
_NEAR = 0.5
"""How alike a field must be to be suggested: near enough for `phone_number`, the contact's own field."""


def check_filter(text: str) -> FilterCheck:
    """All that is wrong with a filter (JSON). It can ask about no label."""
    fields = _fields(text)
    if fields is None:
        return FilterCheck(
            (Flaw((), "a filter of KirimChat's is an object with one field, phone or search"),)
        )
    return FilterCheck((*_misfits(fields), *_flaws(fields)))


def query(text: str) -> Query:
    """The filter as a list of contacts is asked with it. Raises Rejected (status 0) for one with flaws."""
    fields = _fields(text)
    if fields is None or check_filter(text).flaws:
        raise Rejected(
            "this is no filter of KirimChat's",
            status=0,
            advice="run validate: it names everything that is wrong with the filter",
        )
    return tuple((field, str(value)) for field, value in fields.items())


def _fields(text: str) -> dict[str, object] | None:
    try:
        return _OBJECT.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def _misfits(fields: dict[str, object]) -> Iterator[Flaw]:
    """What is wrong with the filter as a whole. A field that is only misspelt is not missing."""
    known = [field for field in fields if field in FIELDS]
    if len(known) > 1:
        yield Flaw((), "phone and search are not asked together: keep one of them")
    if not known and not any(map(_near, fields)):
        yield Flaw((), "the filter asks for nobody: it needs phone or search")


def _flaws(fields: dict[str, object]) -> Iterator[Flaw]:
    for field, value in fields.items():
        match field:
            case "phone" if not (isinstance(value, str) and is_plain_phone(value)):
                yield Flaw((field,), "a phone number is a text of + and 8 to 15 digits (E.164), in quotes")
            case "search" if not (isinstance(value, str) and 0 < len(value) <= SEARCH):
                yield Flaw((field,), f"what is searched for is a text of 1 to {SEARCH} characters, in quotes")
            case "phone" | "search":
                continue
            case _:
                reason = (
                    "KirimChat finds contacts by phone, or by search (in names and e-mails), and by no more"
                )
                yield Flaw((field,), reason, _near(field), key=True)


def _near(field: str) -> str:
    return next(iter(get_close_matches(field.lower(), FIELDS, n=1, cutoff=_NEAR)), "")
