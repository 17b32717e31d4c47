"""What a Wix site is asked about contacts and labels, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator

from labelsync.connectors.wix import calls
from labelsync.connectors.wix.answers import CONTACT_FOUND, CONTACTS_PAGE, LABELS_PAGE, LabelRecord
from labelsync.connectors.wix.exchange import ask
from labelsync.connectors.wix.keyset import Keyset
from labelsync.connectors.wix.refusals import too_tall
from labelsync.connectors.wix.translators import Shared, contact, definition
from labelsync.core.exchange import Reader
from labelsync.core.question import Page
from labelsync.core.roster import Contact
from labelsync.errors import Incomprehensible, Rejected

_NOWHERE = frozenset({"", ".", ".."})
"""Ids that would make another path of a contact's path; no contact can have them."""


async def everyone(reader: Reader) -> AsyncIterator[Page]:
    """All contacts, oldest first, each once."""
    shared: Shared = {}
    keyset = Keyset(limit=calls.PAGE)
    while not keyset.over:
        request = calls.contacts_since(keyset.since, offset=keyset.offset)
        sheet = await ask(reader, request, CONTACTS_PAGE)
        total = keyset.whole(sheet.paging_metadata.counted() if sheet.paging_metadata else None)
        fresh = keyset.take(sheet.contacts or ())
        contacts = tuple(contact(record, shared) for record in fresh)
        yield Page(contacts, total=total, last=keyset.over)


async def these(reader: Reader, ids: tuple[str, ...], *, height: int) -> AsyncIterator[Page]:
    """These contacts by Query, `height` a request. It lags, and a merged id is simply not there."""
    shared: Shared = {}
    asked = _askable(ids)
    for start in range(0, len(asked), height):
        yield Page(await _chunk(reader, asked[start : start + height], shared))
    yield Page(last=True)


async def _chunk(reader: Reader, ids: tuple[str, ...], shared: Shared) -> tuple[Contact, ...]:
    try:
        sheet = await ask(reader, calls.contacts_named(ids), CONTACTS_PAGE)
    except Rejected as refused:
        if len(ids) == 1 or not too_tall(refused):
            raise
        half = len(ids) // 2
        return await _chunk(reader, ids[:half], shared) + await _chunk(reader, ids[half:], shared)
    wanted = frozenset(ids)
    return tuple(contact(record, shared) for record in sheet.contacts or () if record.id in wanted)


async def these_surely(reader: Reader, ids: tuple[str, ...]) -> AsyncIterator[Page]:
    """These contacts by Get, one a request: past the index that Query reads, and telling who was merged."""
    shared: Shared = {}
    for contact_id in _askable(ids):
        found = await _one(reader, contact_id, shared)
        if found is not None:
            yield Page((found,))
    yield Page(last=True)


async def _one(reader: Reader, contact_id: str, shared: Shared) -> Contact | None:
    """None only when Wix says CONTACT_NOT_FOUND: any other 404 is no evidence that a contact is gone.

    For a merged id Wix gives the contact that took its place. Of that one only the id is kept, since it is
    not what was asked about.
    """
    try:
        record = (await ask(reader, calls.contact(contact_id), CONTACT_FOUND)).contact
    except Rejected as refused:
        if refused.status == 404 and refused.code == "CONTACT_NOT_FOUND":
            return None
        raise
    return contact(record, shared) if record.id == contact_id else Contact(contact_id, merged_into=record.id)


def _askable(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(contact_id for contact_id in dict.fromkeys(ids) if contact_id not in _NOWHERE)


async def definitions(reader: Reader) -> AsyncIterator[Page]:
    """All labels, Wix's own included. List Labels is served from caches: a label just made may be missing."""
    seen: set[str] = set()
    over = False
    offset = 0
    while not over:
        sheet = await ask(reader, calls.labels(offset=offset), LABELS_PAGE)
        records = sheet.labels or ()
        fresh = tuple(record for record in records if record.key not in seen)
        over = _ends(records, fresh)
        seen.update(record.key for record in fresh)
        offset += len(records)
        yield Page(definitions=tuple(map(definition, fresh)), last=over)


def _ends(records: tuple[LabelRecord, ...], fresh: tuple[LabelRecord, ...]) -> bool:
    if len(records) < calls.PAGE:
        return True
    if not fresh:
        advice = "try again; if it stays, tell the maintainers: Wix does not page as it documents"
        raise Incomprehensible("Wix answered with the same page of labels twice", advice=advice)
    return False
