"""A text to the identity it names. What is plain takes a fast path; libraries look at the rest."""

from __future__ import annotations

import re
import unicodedata

from labelsync.core.identity import Email, Identity, Phone, fold_email, is_plain_phone

_NEITHER = "this is neither an e-mail nor a phone number"
_NO_EMAIL = "this is no e-mail"
_NO_PHONE = "this is no phone number"
_NO_REGION = "a phone number without + and country code needs `policy.region`"
_DIALLED = re.compile(r"\+?[\d\s()./-]+")
_SPACES = re.compile(r"\s+")
_ATOM = "[A-Za-z0-9_+-]++"
_PART = "[A-Za-z0-9_+]++(?:-++[A-Za-z0-9_+]++)*+"

EMAIL = rf"{_ATOM}(?:\.{_ATOM})*+@{_PART}(?:\.{_PART})++"
"""What is plainly an e-mail. Nothing in it ever has to be tried twice, so it never goes back."""

LOCAL = 64
"""The longest local part."""

_MAIL = re.compile(EMAIL)


def identify(text: str, region: str) -> Identity:
    """The e-mail or phone number that a text is; `region` (two letters, or '') reads numbers without +.

    Raises ValueError with a sentence that does not contain the text.
    """
    text = text.strip()
    if _MAIL.fullmatch(text) and text.index("@") <= LOCAL:
        return Email(text.lower())
    if is_plain_phone(text):
        return Phone(text)
    text = unicodedata.normalize("NFC", text)
    if "@" in text:
        return _unusual_email(text)
    if _DIALLED.fullmatch(text):
        return _unusual_phone(_SPACES.sub(" ", text), region)
    raise ValueError(_NEITHER)


def _unusual_email(text: str) -> Email:
    """Looked at by email-validator, offline. What compares is the text as written, folded."""
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValueError(_NO_EMAIL) from None
    return Email(fold_email(text))


def _unusual_phone(text: str, region: str) -> Phone:
    import phonenumbers

    if not text.startswith("+") and not region:
        raise ValueError(_NO_REGION)
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        raise ValueError(_NO_PHONE) from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError(_NO_PHONE)
    return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
