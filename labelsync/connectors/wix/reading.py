"""What a Wix site is asked about contacts and labels, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from labelsync.connectors.wix import calls
from labelsync.connectors.wix.answers import CONTACT_FOUND, CONTACTS_PAGE, LABELS_PAGE, LabelRecord
from labelsync.connectors.wix.exchange import Asker
from labelsync.connectors.wix.height import Height
from labelsync.connectors.wix.keyset import Keyset
from labelsync.connectors.wix.translators import Shared, contact, contacts, definition
from labelsync.core.question import Page
from labelsync.core.roster import Contact
from labelsync.errors import Incomprehensible, Rejected

_NOWHERE = frozenset({"", ".", ".."})
"""Ids that would make another path of a contact's path; no contact can have them."""

Part = tuple[str, ...]


async def found(asker: Asker, where: calls.Where = None, *, kind: str = "contacts") -> AsyncIterator[Page]:
    """All contacts that the filter finds, None for everyone: oldest first, each once, with the total."""
    shared: Shared = {}
    keyset = Keyset(limit=calls.PAGE)
    while not keyset.over:
        request = calls.contacts_since(keyset.since, offset=keyset.offset, where=where, kind=kind)
        sheet = await asker.ask(request, CONTACTS_PAGE)
        total = keyset.whole(sheet.paging_metadata.counted() if sheet.paging_metadata else None)
        fresh = keyset.take(sheet.contacts or ())
        yield Page(contacts(fresh, shared), total=total, last=keyset.over)


async def in_parts(
    values: Part, height: Height, ask: Callable[[Part], AsyncIterator[Page]], *, most: int = calls.PAGE
) -> AsyncIterator[Page]:
    """The answers for all these values, as many a request as Wix takes and `most` at most.

    A part that is refused as too tall is asked again in smaller ones, so contacts may come twice. Totals are
    told only where there is one part.
    """
    start = 0
    part: Part = ()
    while start < len(values):
        part = values[start : start + min(height.limit, most)]
        try:
            async for page in ask(part):
                yield page if part == values else page._replace(total=None, last=False)
        except Rejected as refused:
            if not height.learn(len(part), refused):
                raise
        else:
            start += len(part)
    if not values or part != values:
        yield Page(last=True)


def these(asker: Asker, ids: Part, *, height: Height) -> AsyncIterator[Page]:
    """These contacts by Query. It lags, and a merged id is simply not there."""
    shared: Shared = {}

    async def asked(part: Part) -> AsyncIterator[Page]:
        sheet = await asker.ask(calls.contacts_named(part), CONTACTS_PAGE)
        wanted = frozenset(part)
        named = (record for record in sheet.contacts or () if record.id in wanted)
        yield Page(contacts(named, shared), last=True)

    return in_parts(_askable(ids), height, asked)


async def these_surely(asker: Asker, ids: Part) -> AsyncIterator[Page]:
    """These contacts by Get, one a request: past the index that Query reads, and telling who was merged."""
    shared: Shared = {}
    for contact_id in _askable(ids):
        one = await _one(asker, contact_id, shared)
        if one is not None:
            yield Page((one,))
    yield Page(last=True)


async def _one(asker: Asker, contact_id: str, shared: Shared) -> Contact | None:
    """None only when Wix says CONTACT_NOT_FOUND: any other 404 is no evidence that a contact is gone.

    For a merged id Wix gives the contact that took its place. Of that one only the id is kept, since it is
    not what was asked about.
    """
    try:
        record = (await asker.ask(calls.contact(contact_id), CONTACT_FOUND)).contact
    except Rejected as refused:
        if refused.status == 404 and refused.code == "CONTACT_NOT_FOUND":
            return None
        raise
    return contact(record, shared) if record.id == contact_id else Contact(contact_id, merged_into=record.id)


def _askable(ids: Part) -> Part:
    return tuple(contact_id for contact_id in dict.fromkeys(ids) if contact_id not in _NOWHERE)


async def definitions(asker: Asker) -> AsyncIterator[Page]:
    """All labels, Wix's own included. List Labels is served from caches: a label just made may be missing."""
    seen: set[str] = set()
    over = False
    offset = 0
    while not over:
        sheet = await asker.ask(calls.labels(offset=offset), LABELS_PAGE)
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
