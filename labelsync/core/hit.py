"""Who is meant: the wishes that speak of a contact, and the identities by which it is known."""

from __future__ import annotations

from labelsync.core.roster import Contact
from labelsync.core.wish import Wish, Wishes

Hit = tuple[str, Wish]
"""An identity text of a contact, and the wish that names it."""


def hits(wishes: Wishes, contact: Contact, *, match_any: bool) -> list[Hit]:
    """The wishes that speak of a contact, each with the identity by which it does."""
    found: list[Hit] = []
    if contact.id in wishes.ids:
        found.append((contact.id, wishes.ids[contact.id]))
    if contact.id in wishes.found:
        found.append((contact.id, wishes.found[contact.id]))
    if contact.email in wishes.emails:
        found.append((contact.email, wishes.emails[contact.email]))
    if contact.phone in wishes.phones:
        found.append((contact.phone, wishes.phones[contact.phone]))
    if match_any and (contact.emails or contact.phones):
        found += _other_hits(wishes, contact)
    return found


def _other_hits(wishes: Wishes, contact: Contact) -> list[Hit]:
    emails, phones = wishes.emails, wishes.phones
    found = [(text, emails[text]) for text in contact.emails if text in emails and text != contact.email]
    found += [(text, phones[text]) for text in contact.phones if text in phones and text != contact.phone]
    return found


def known_by(contact: Contact, *, match_any: bool) -> tuple[str, ...]:
    """The identity texts that mean a contact."""
    others = (*contact.emails, *contact.phones) if match_any else ()
    return (contact.id, contact.email, contact.phone, *others)
