"""Scans of HighLevel's contact search: everyone, or those whom its filters find."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence

from labelsync.connectors.highlevel import answers, calls, native
from labelsync.connectors.highlevel.calls import Filters
from labelsync.connectors.highlevel.limits import GROUP, PAGE, VALUE
from labelsync.connectors.highlevel.reading import search
from labelsync.core.exchange import Reader
from labelsync.core.question import Carriers, Everyone, Matching, Named, Page, Reading, Seen
from labelsync.core.roster import Contact
from labelsync.errors import Rejected

Term = tuple[str, str]
"""A field of the search, and the value that it is to equal."""


def scan(
    location: str, question: Everyone | Carriers | Named | Matching, reader: Reader
) -> AsyncIterator[Page]:
    """The contacts that a question means, by the search. Raises Rejected where that cannot ask for them."""
    match question:
        case Everyone():
            return _scan(location, reader)
        case Carriers(labels):
            return _carriers(location, labels, reader)
        case Named():
            return _named(location, question, reader)
        case Matching(native_filter):
            return _scan(location, reader, filters=native.filters(native_filter))


def _carriers(location: str, labels: tuple[str, ...], reader: Reader) -> AsyncIterator[Page]:
    """Those who carry one of these tags: `tags eq` is assumed to mean exactly one, so rows are looked at.

    A row without `tags` is believed to have been found rightly.
    """
    wanted = frozenset(map(answers.fold, labels))

    def meant(contact: Contact) -> bool:
        return contact.unsure or not wanted.isdisjoint(contact.labels)

    return _only(_found(location, [("tags", name) for name in sorted(wanted)], reader), meant)


def _named(location: str, question: Named, reader: Reader) -> AsyncIterator[Page]:
    """Those who have one of these as their primary e-mail or phone.

    Documented is `eq` for both, and E.164 for phones; that it minds no case of an e-mail is assumed.
    Additional e-mails and phones are no fields of the search.
    """
    if question.any_field:
        raise Rejected(
            "HighLevel's search does not look at additional e-mails and phones",
            status=0,
            advice="match this account's contacts by their primary e-mail and phone",
        )
    terms = [("email", email) for email in question.emails] + [("phone", phone) for phone in question.phones]
    return _found(location, terms, reader)


def _found(location: str, terms: Sequence[Term], reader: Reader) -> AsyncIterator[Page]:
    if any(not value or len(value) > VALUE for _, value in terms):
        raise Rejected(
            f"HighLevel's search takes values of 1 to {VALUE} characters, and one is longer or empty",
            status=0,
            advice="shorten it, or name that contact by its id",
        )
    distinct = tuple(dict.fromkeys(terms))
    groups = [calls.any_of(distinct[start : start + GROUP]) for start in range(0, len(distinct), GROUP)]
    return _scan(location, reader, filters=groups[0]) if len(groups) == 1 else _each(location, groups, reader)


async def _each(location: str, groups: Sequence[Filters], reader: Reader) -> AsyncIterator[Page]:
    """One scan after another. A contact may be in several, so that there is no total of them all.

    Each scan is held against its own; one that disagrees leaves the answer without a last page.
    """
    whole = True
    for group in groups:
        reading = Reading()
        async for page in _scan(location, reader, filters=group):
            reading.fresh(page)
            yield page._replace(total=None, last=False)
        whole = whole and isinstance(reading.certificate(), Seen)
    yield Page(last=whole)


async def _only(pages: AsyncIterator[Page], meant: Callable[[Contact], bool]) -> AsyncIterator[Page]:
    """The pages without those who are not meant, who are taken off the vendor's total as well."""
    strangers: set[str] = set()
    async for page in pages:
        strangers |= {contact.id for contact in page.contacts if not meant(contact)}
        contacts = tuple(filter(meant, page.contacts))
        yield page._replace(contacts=contacts, total=page.total and page.total - len(strangers))


async def _scan(location: str, reader: Reader, *, filters: Filters = ()) -> AsyncIterator[Page]:
    """All pages, oldest contact first, by the cursor that each row carries; a short page ends them."""
    known: answers.TagSets = {}
    seen: set[bytes] = set()
    after, last = b"", False
    while not last:
        page = await search(calls.scan(location, filters=filters, after=after), reader)
        last = len(page.contacts) < PAGE
        yield Page(tuple(answers.listed(row, known) for row in page.contacts), total=page.total, last=last)
        after = b"" if last else answers.cursor(page, seen=seen)
        seen.add(after)
