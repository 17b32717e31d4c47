"""Finds contacts by an exact e-mail, phone or tag without looking at every contact."""

from __future__ import annotations

from collections.abc import Iterator

from labelsync.sandbox.highlevel.contact import Contact


def terms(contact: Contact) -> Iterator[str]:
    """What a contact is found under; a deleted one under nothing. E-mails are found whatever their case."""
    if contact.deleted:
        return
    fields = contact.fields
    if fields.get("email"):
        yield f"email:{fields['email'].lower()}"
    if fields.get("phone"):
        yield f"phone:{fields['phone']}"
    yield from (f"tags:{tag}" for tag in contact.tags)
    yield from (f"more:{entry['email'].lower()}" for entry in fields.get("additionalEmails", ()))
    yield from (f"more:{entry['phone']}" for entry in fields.get("additionalPhones", ()))


class Lookup:
    """Term to contact ids. A term with one contact holds the bare id: most e-mails do, and memory counts."""

    def __init__(self) -> None:
        self._ids: dict[str, str | dict[str, None]] = {}

    def replace(self, old: Contact | None, new: Contact) -> None:
        """Forget a contact as it was; know it as it is."""
        before = set(terms(old)) if old else set()
        after = set(terms(new))
        for term in before - after:
            self._drop(term, new.id)
        for term in after - before:
            self._put(term, new.id)

    def ids(self, term: str) -> frozenset[str]:
        """The ids of the contacts found under a term."""
        held = self._ids.get(term, {})
        return frozenset((held,) if isinstance(held, str) else held)

    def _put(self, term: str, contact_id: str) -> None:
        held = self._ids.get(term)
        if held is None:
            self._ids[term] = contact_id
        elif isinstance(held, str):
            self._ids[term] = {held: None, contact_id: None}
        else:
            held[contact_id] = None

    def _drop(self, term: str, contact_id: str) -> None:
        held = self._ids.get(term)
        if isinstance(held, dict):
            held.pop(contact_id, None)
        if held in (contact_id, {}):
            del self._ids[term]
