"""Identifiers as KirimChat writes them: a prefix and a ULID (documented)."""

from __future__ import annotations

import re
from collections.abc import Container

from labelsync.sandbox.around import Around

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID = "[0-9A-HJKMNP-TV-Z]{26}"
_CONTACT = re.compile(f"ctc_{_ULID}")
_LABEL = re.compile(f"lbl_{_ULID}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def mint(prefix: str, *, around: Around, at: float | None = None, taken: Container[str] = ()) -> str:
    """A new identifier, `ctc_01J…`; `at` (epoch seconds, default now) is its time part.

    It is none of `taken`: a restored world may meet the same chance at the same instant again.
    """
    made = _made(prefix, around=around, at=at)
    while made in taken:
        made = _made(prefix, around=around, at=at)
    return made


def _made(prefix: str, *, around: Around, at: float | None) -> str:
    moment = max(0, int((around.now() if at is None else at) * 1000)) & (2**48 - 1)
    number = moment << 80 | around.chance.getrandbits(80)
    letters = "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
    return f"{prefix}_{letters}"


def is_text(text: object) -> bool:
    """Whether this could be an id at all."""
    return isinstance(text, str)


def is_contact_id(text: object) -> bool:
    """Whether this is a well-formed contact id."""
    return isinstance(text, str) and _CONTACT.fullmatch(text) is not None


def is_label_id(text: object) -> bool:
    """Whether this is a well-formed label id."""
    return isinstance(text, str) and _LABEL.fullmatch(text) is not None


def is_e164(text: str) -> bool:
    """Whether this is a phone number as the API takes them: `+` and 7 to 15 digits."""
    return _E164.fullmatch(text) is not None
