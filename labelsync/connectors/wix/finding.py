"""Contacts asked for by what they carry, by who they are, or by a filter of Wix's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

import msgspec

from labelsync.connectors.wix import calls
from labelsync.connectors.wix.exchange import Asker
from labelsync.connectors.wix.filters import check_filter
from labelsync.connectors.wix.height import Height, Heights
from labelsync.connectors.wix.mailing import Witness, mailed
from labelsync.connectors.wix.reading import Part, found, in_parts
from labelsync.core.question import Carriers, Matching, Named, Page
from labelsync.core.roster import Contact
from labelsync.errors import Rejected


def carriers(asker: Asker, question: Carriers, *, height: Height) -> AsyncIterator[Page]:
    """Who carries at least one of the labels, with the total where one request can name them all."""

    def asked(part: Part) -> AsyncIterator[Page]:
        return found(asker, calls.carrying(part))

    return in_parts(_distinct(question.labels), height, asked)


async def named(asker: Asker, question: Named, heights: Heights, witness: Witness) -> AsyncIterator[Page]:
    """Who has one of the e-mails or one of the phones.

    E-mails are asked as beginnings, which Wix documents to mind no case, also of longer ones: those are left
    out here. That Wix folds letters beyond ASCII as we do is assumed, and that it knows the E.164 form of
    every phone that we would read as one.
    """
    meant = partial(_meant, frozenset(question.emails + question.phones), any_field=question.any_field)
    emails, any_field = _distinct(question.emails), question.any_field
    mailing = mailed(asker, emails, any_field=any_field, height=heights.emails, witness=witness)
    async for page in mailing:
        yield Page(tuple(filter(meant, page.contacts)))

    def phoned(part: Part) -> AsyncIterator[Page]:
        return found(asker, calls.phoned(part, any_field=any_field))

    async for page in in_parts(_distinct(question.phones), heights.phones, phoned):
        yield Page(tuple(filter(meant, page.contacts)))
    yield Page(last=True)


def matching(asker: Asker, question: Matching) -> AsyncIterator[Page]:
    """Whom the filter finds, with the total. Raises Rejected before any request where it is flawed."""
    check = check_filter(question.filter)
    if check.flaws:
        reason = f"the `native` filter cannot be asked: {check.flaws[0].reason}"
        raise Rejected(reason, status=0, advice="correct the filter; `labelsync validate` shows every flaw")
    return found(asker, msgspec.json.decode(question.filter), kind="matching")


def _meant(wanted: frozenset[str], contact: Contact, *, any_field: bool) -> bool:
    if contact.email in wanted or contact.phone in wanted:
        return True
    return any_field and not wanted.isdisjoint(contact.emails + contact.phones)


def _distinct(values: Part) -> Part:
    """Each once, and nothing empty: what is empty begins every e-mail."""
    return tuple(value for value in dict.fromkeys(values) if value)
