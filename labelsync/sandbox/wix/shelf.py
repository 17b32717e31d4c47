"""Contacts by id, with sorted orders and look-ups made when first asked for and kept from then on."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from .contact import Contact
from .fields import Field, Row, row


class Shelf:
    """A set of contacts; every order and look-up costs a scan once, then little with each change."""

    def __init__(self, contacts: Iterable[Contact] = ()) -> None:
        self._contacts = {contact.id: contact for contact in contacts}
        self._orders: dict[str, tuple[Field, list[Row]]] = {}
        self._postings: dict[str, tuple[Field, dict[object, set[str]]]] = {}
        self.version = 0

    def __len__(self) -> int:
        return len(self._contacts)

    def __iter__(self) -> Iterator[Contact]:
        return iter(self._contacts.values())

    def __contains__(self, contact_id: object) -> bool:
        return contact_id in self._contacts

    def get(self, contact_id: str) -> Contact | None:
        """The contact of this id."""
        return self._contacts.get(contact_id)

    def put(self, contact_id: str, contact: Contact | None) -> None:
        """Store a contact, or take it away with None."""
        before = self._contacts.get(contact_id)
        self.version += 1
        for field, order in self._orders.values():
            _move(order, row(field, before, contact_id) if before else None, _place(field, contact))
        for field, posted in self._postings.values():
            _repost(posted, _terms(field, before), _terms(field, contact), contact_id)
        if contact is None:
            self._contacts.pop(contact_id, None)
        else:
            self._contacts[contact_id] = contact

    def order(self, field: Field) -> list[Row]:
        """Every contact's row, sorted by the field, then by id."""
        if field.name not in self._orders:
            self._orders[field.name] = (field, sorted(row(field, contact, contact.id) for contact in self))
        return self._orders[field.name][1]

    def holding(self, field: Field, value: object) -> set[str]:
        """Ids of the contacts that have this value, blind to case, in a field."""
        if field.name == "id":
            return {str(value)} if value in self._contacts else set()
        if field.name not in self._postings:
            self._postings[field.name] = (field, {})
            for contact in self:
                _repost(self._postings[field.name][1], frozenset(), _terms(field, contact), contact.id)
        return self._postings[field.name][1].get(_term(value), set())


def _place(field: Field, contact: Contact | None) -> Row | None:
    return row(field, contact, contact.id) if contact else None


def _move(order: list[Row], before: Row | None, after: Row | None) -> None:
    if before == after:
        return
    if before is not None:
        del order[bisect_left(order, before)]
    if after is not None:
        insort(order, after)


def _term(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _terms(field: Field, contact: Contact | None) -> frozenset[object]:
    return frozenset(_term(value) for value in field.read(contact)) if contact else frozenset()


def _repost(
    posted: dict[object, set[str]], before: frozenset[object], after: frozenset[object], contact_id: str
) -> None:
    for term in before - after:
        posted[term].discard(contact_id)
    for term in after - before:
        posted.setdefault(term, set()).add(contact_id)
