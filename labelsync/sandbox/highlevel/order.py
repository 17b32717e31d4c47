"""The order of search results, kept sorted while contacts come, change and go."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from functools import total_ordering
from typing import Any

from labelsync.sandbox.highlevel.contact import Contact, value_of

Entry = tuple[Any, ...]  # one key per sort field, then the contact id


@dataclass(frozen=True, slots=True)
class SortField:
    """One field of a sort and its direction."""

    field: str
    descending: bool


Sort = tuple[SortField, ...]


@total_ordering
class Descending:
    """A value that compares the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: Descending) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Descending) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


def _key(value: Any, *, descending: bool) -> tuple[bool, Any]:
    if value is None:
        return (True, 0)  # missing values last in both directions
    return (False, Descending(value) if descending else value)


def entry(values: list[Any], contact_id: str, sort: Sort) -> Entry:
    """Where a contact with these sort values stands; a cursor says the same of a row."""
    keys = (_key(value, descending=part.descending) for value, part in zip(values, sort, strict=True))
    return (*keys, contact_id)


def entry_of(contact: Contact, sort: Sort) -> Entry:
    """Where this contact stands."""
    return entry([value_of(contact, part.field) for part in sort], contact.id, sort)


def cursor(contact: Contact, sort: Sort) -> list[Any]:
    """A row's `searchAfter`: its sort values, then its id (documented for one field)."""
    return [*(value_of(contact, part.field) for part in sort), contact.id]


class Order:
    """All visible contacts in one sort."""

    def __init__(self, sort: Sort, contacts: list[Contact]) -> None:
        self.sort = sort
        self.entries: list[Entry] = sorted(entry_of(contact, sort) for contact in contacts)

    def replace(self, old: Contact | None, new: Contact) -> None:
        """Move one contact, if its place changed."""
        before = entry_of(old, self.sort) if old and not old.deleted else None
        after = None if new.deleted else entry_of(new, self.sort)
        if before == after:
            return
        if before:
            del self.entries[bisect_left(self.entries, before)]
        if after:
            insort(self.entries, after)
