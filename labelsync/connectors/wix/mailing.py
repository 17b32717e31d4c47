"""Contacts asked for by e-mail: many in one request where Wix shows that it can, else one by one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from labelsync.connectors.wix import calls
from labelsync.connectors.wix.answers import CONTACTS_PAGE
from labelsync.connectors.wix.exchange import Asker
from labelsync.connectors.wix.height import Height
from labelsync.connectors.wix.reading import Part, found
from labelsync.connectors.wix.translators import contacts
from labelsync.core.question import Page
from labelsync.core.roster import Contact
from labelsync.errors import Rejected

TOGETHER = 50
"""E-mails in one request: our assumption, as Wix documents no number."""


@dataclass(slots=True)
class Witness:
    """A contact that is known to be there, '' for none. It is asked for beside the e-mails of a request.

    `$or` is documented for Wix's query language, and for contacts it is not: an answer without the witness
    shows that it was not understood.
    """

    contact: str = ""


async def mailed(
    asker: Asker, emails: Part, *, any_field: bool, height: Height, witness: Witness
) -> AsyncIterator[Page]:
    """Those who have one of the e-mails, or a longer one that begins with it, and perhaps the witness."""
    start = 0
    while start < len(emails):
        part = emails[start : start + height.limit if witness.contact else start + 1]
        if len(part) == 1:
            async for page in found(asker, calls.mailed(part[0], any_field=any_field)):
                yield page
        else:
            together = await _together(asker, part, any_field=any_field, witness=witness)
            if together is None:
                height.limit = 1
                continue
            yield Page(together)
        start += len(part)


async def _together(
    asker: Asker, emails: Part, *, any_field: bool, witness: Witness
) -> tuple[Contact, ...] | None:
    """Everybody of one request, None where the answer does not show that it was understood, or is cut."""
    where = calls.any_of(
        (*(calls.mailed(one, any_field=any_field) for one in emails), calls.one(witness.contact))
    )
    try:
        sheet = await asker.ask(calls.contacts_since("", offset=0, where=where), CONTACTS_PAGE)
    except Rejected as refused:
        if refused.status != 400:
            raise
        return None
    records = sheet.contacts or ()
    understood = len(records) < calls.PAGE and any(record.id == witness.contact for record in records)
    return contacts(records, {}) if understood else None
