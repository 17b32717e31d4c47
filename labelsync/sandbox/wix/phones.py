"""Phone numbers as Wix derives them: E.164 from the country and the number, and a form for people."""

from __future__ import annotations

import phonenumbers


def e164(phone: str, *, country: str) -> str:
    """The number in E.164, '' where the country and the number do not make one."""
    if phone.startswith("+"):
        return "+" + "".join(filter(str.isdigit, phone))
    try:
        number = phonenumbers.parse(phone, country.upper() or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def formatted(number: str) -> str:
    """A number in E.164 as people read it: `+1 415-555-0100`; itself where it is no such number."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
