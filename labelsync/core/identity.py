"""Who is meant: an e-mail, a phone number, or a vendor's own id, in the one form in which they compare."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple


class Email(NamedTuple):
    """An e-mail, folded: NFC, trimmed, case-folded, the local part too."""

    text: str


class Phone(NamedTuple):
    """A phone number in E.164: `+` and 8 to 15 digits."""

    text: str


class VendorId(NamedTuple):
    """A vendor's own id of a contact, compared exactly."""

    text: str


Identity = Email | Phone | VendorId


def fold_email(text: str) -> str:
    """An e-mail as it compares. ASCII takes the fast path; all else is brought to NFC first."""
    text = text.strip()
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()


def is_plain_phone(text: str) -> bool:
    """Whether the text is E.164 already, so that no library has to look at it."""
    return text.startswith("+") and 9 <= len(text) <= 16 and text[1:].isdigit() and text.isascii()
