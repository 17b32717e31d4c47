"""What an account is asked, and the pages and the certificate that answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

from labelsync.core.roster import Contact, Definition


@dataclass(frozen=True, slots=True)
class Everyone:
    """All contacts of the account, with their labels."""


@dataclass(frozen=True, slots=True)
class These:
    """These contacts, by vendor id. `strong` asks by the route that lags least, else by the cheapest.

    A contact that is not in the answer is not there.
    """

    contacts: tuple[str, ...]
    strong: bool


@dataclass(frozen=True, slots=True)
class Definitions:
    """The label definitions of the account. `names`, when given, are the only ones of interest."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Carriers:
    """The contacts that carry at least one of these labels, by vendor label id."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The contacts whose primary e-mail or phone is one of these; with `any_field` any of their own.

    E-mails are folded, phones in E.164. The answer may hold others too, but leaves out nobody who is meant.
    """

    emails: tuple[str, ...]
    phones: tuple[str, ...]
    any_field: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """The contacts that a filter of the vendor's own finds; `filter` is JSON, checked by the connector."""

    filter: str


Question = Everyone | These | Carriers | Named | Matching | Definitions


class Page(NamedTuple):
    """A part of an answer. `total` is what the vendor says there is in all, None where it does not say.

    `last` is true on the page that ends the answer: the vendor said, or showed, that there is no more.
    """

    contacts: tuple[Contact, ...] = ()
    definitions: tuple[Definition, ...] = ()
    total: int | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """The certificate that every page of what was asked was fetched and that the totals agree.

    `contacts` counts distinct ones. `total_known` is false where the vendor reports no total.
    """

    contacts: int
    pages: int
    total_known: bool


@dataclass(frozen=True, slots=True)
class Unseen:
    """Why there is no certificate: the answer ended early, or its totals disagree with what came."""

    reason: str
    contacts: int
    pages: int


@dataclass(frozen=True, slots=True)
class Certificates:
    """What was seen whole of an account: `whole` is about all that was asked.

    `carriers` is, by vendor label id, about the carriers of those labels that were asked for; None where
    everyone was.
    """

    whole: Seen | Unseen
    carriers: Mapping[str, Seen | Unseen] | None = None

    def of(self, definition: Definition | None) -> Seen | Unseen:
        """Whether all carriers of a label were seen. A label that is not there has none."""
        if self.carriers is None or definition is None:
            return self.whole
        return self.carriers.get(definition.id, NOT_ASKED)


def together(ends: Iterable[Seen | Unseen], *, contacts: int, pages: int) -> Seen | Unseen:
    """What several answers prove together: nothing, where one of them is not whole."""
    known = True
    for end in ends:
        if isinstance(end, Unseen):
            return Unseen(end.reason, contacts, pages)
        known = known and end.total_known
    return Seen(contacts, pages, total_known=known)


NOT_ASKED = Unseen("who else carries it was not asked", 0, 0)


class Reading:
    """The pages of one answer as they pass, counted, and the certificate that ends them."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._pages = 0
        self._first: int | None = None
        self._final: int | None = None
        self._ended = False

    @property
    def pages(self) -> int:
        """How many pages came so far."""
        return self._pages

    @property
    def ids(self) -> Set[str]:
        """The ids of all contacts that came so far."""
        return self._ids

    @property
    def total(self) -> int | None:
        """How many contacts there are by the first page, None where that did not say."""
        return self._first

    @property
    def ended(self) -> bool:
        """Whether the last page came."""
        return self._ended

    def fresh(self, page: Page) -> tuple[Contact, ...]:
        """The page's contacts that no earlier page held. Counts the page."""
        self._pages += 1
        if self._pages == 1:
            self._first = page.total
        self._final = page.total
        self._ended = page.last
        ids = {contact.id for contact in page.contacts}
        plain = len(ids) == len(page.contacts) and ids.isdisjoint(self._ids)
        fresh = page.contacts if plain else tuple(self._unseen(page.contacts))
        self._ids |= ids
        return fresh

    def _unseen(self, contacts: tuple[Contact, ...]) -> Iterator[Contact]:
        here: set[str] = set()
        for contact in contacts:
            if contact.id not in self._ids and contact.id not in here:
                here.add(contact.id)
                yield contact

    def certificate(self) -> Seen | Unseen:
        """What this answer proves, once it is over."""
        count = len(self._ids)
        if not self._ended:
            return Unseen("the answer ended before its last page", count, self._pages)
        if self._first is None or self._final is None:
            return Seen(count, self._pages, total_known=False)
        low, high = sorted((self._first, self._final))
        if not low <= count <= high:
            span = str(low) if low == high else f"{low} to {high}"
            reason = f"{count} distinct contacts came where the vendor counts {span}"
            return Unseen(reason, count, self._pages)
        return Seen(count, self._pages, total_known=True)
