"""Lines of a snapshot: facts to JSON and back, each text and number held against what it has to be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from labelsync.core.roster import Contact, Definition
from labelsync.snapshot.shape import Mask, unfit

LATEST = 253_402_300_799.0
"""The last second (since the epoch) that a date can be written of."""
_DEFAULTS: tuple[object, ...] = (None, "", "", [], [], [], "", 0)
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def line(value: object) -> bytes:
    """One value, with its line break."""
    return _encode(value).encode() + b"\n"


def parse(text: bytes) -> Any:
    """The value of a line. Raises SnapshotUnfit where there is none, one too deep, or no Unicode."""
    try:
        value = json.loads(text.decode())
        if b"\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise unfit("a line is no JSON") from None
    return value


def numbered(definitions: Iterable[Definition]) -> dict[str, int]:
    """The labels that contacts name by number: each vendor label id's place among the definitions."""
    return {definition.id: number for number, definition in enumerate(definitions)}


def contact_row(contact: Contact, known: Mapping[str, int]) -> list[object]:
    """A contact without what it does not have. `known` numbers the labels that need not be spelled out."""
    numbers = sorted(known[label] for label in contact.labels if label in known)
    row: list[object] = [
        contact.id,
        contact.email,
        contact.phone,
        [*numbers, *sorted(label for label in contact.labels if label not in known)],
        contact.emails,
        contact.phones,
        contact.merged_into,
        int(contact.unsure),
    ]
    while len(row) > 1 and not row[-1]:
        row.pop()
    return row


def contact_of(row: object, known: Sequence[str], *, masked: bool) -> Contact:
    """The contact of a row; `known` are the labels by number. Raises SnapshotUnfit for another shape."""
    if not isinstance(row, list) or not 0 < len(row) <= len(_DEFAULTS):
        raise unfit("a contact has another shape")
    filled: tuple[Any, ...] = (*row, *_DEFAULTS[len(row) :])
    who, email, phone, labels, emails, phones, merged, unsure = filled
    texts = (who, email, phone, merged)
    lists = (labels, emails, phones)
    if not (all(type(text) is str for text in texts) and who and all(type(some) is list for some in lists)):
        raise unfit("a contact has another shape")
    named: Callable[[object], str] = _mask if masked else _text
    return Contact(
        who,
        named(email),
        named(phone),
        frozenset(_label(label, known) for label in labels),
        tuple(named(text) for text in emails),
        tuple(named(text) for text in phones),
        merged,
        bool(unsure),
    )


def _mask(given: object) -> str:
    return Mask(_text(given)) if given != "" else ""


def _label(given: object, known: Sequence[str]) -> str:
    if type(given) is int and 0 <= given < len(known):
        return known[given]
    return _text(given)


def _text(given: object) -> str:
    if type(given) is not str:
        raise unfit("a text is none")
    return given


def text_of(row: Mapping[str, Any], key: str) -> str:
    """The text under a key. Raises SnapshotUnfit where there is none."""
    return _text(row.get(key))


def is_number(given: object) -> bool:
    """Whether this is a whole number."""
    return type(given) is int


def number_of(row: Mapping[str, Any], key: str) -> int:
    """The count under a key. Raises SnapshotUnfit where there is none."""
    given = row.get(key)
    if type(given) is not int or given < 0:
        raise unfit("a count is none")
    return given


def instant_of(row: Mapping[str, Any], key: str) -> float:
    """The epoch seconds under a key. Raises SnapshotUnfit where there are none."""
    given = row.get(key)
    if (type(given) is int or type(given) is float) and 0 <= given <= LATEST:
        return float(given)
    raise unfit("an instant is none")


def texts_of(given: object, *, count: int = 0) -> tuple[str, ...]:
    """A list of texts, of so many where a count is given. Raises SnapshotUnfit for another."""
    if not isinstance(given, list) or len(given) != (count or len(given)):
        raise unfit("a list has another shape")
    return tuple(_text(one) for one in given)
