"""The contacts of an account by the cheapest way: everyone, or just those of whom the plan speaks."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from math import inf

from labelsync.core.asking import Needs, apart, askable, price
from labelsync.core.cost import TOKEN
from labelsync.core.question import Carriers, Certificates, Everyone, Question, Reading, together
from labelsync.core.roster import Contact
from labelsync.workflow.site import Site

Contacts = tuple[Contact, ...]


@dataclass(slots=True)
class _Answer:
    """The pages of one answer as they come."""

    site: Site
    question: Question
    reading: Reading = field(default_factory=Reading)

    async def pages(self) -> AsyncIterator[Contacts]:
        async for page in self.site.connector.observe(self.question, self.site.reader):
            yield self.reading.fresh(page)


@dataclass(slots=True)
class Asking:
    """One account's contacts: the scan is begun, and left as soon as asking apart costs less than its rest.

    `needs` is called once, where there is a choice; None: everyone is read. Where the vendor tells no total,
    as many pages are read as asking apart costs before it is tried, so that never more than twice the
    cheapest is paid.
    """

    site: Site
    needs: Callable[[], Needs] | None
    spared: int | None = None
    _scan: _Answer = field(init=False)
    _needed: Needs | None = None
    _price: float = 0.0
    _passed: set[str] | None = None
    _apart: list[_Answer] | None = None
    _requests: int = 0

    def __post_init__(self) -> None:
        """Begin with everyone."""
        self._scan = _Answer(self.site, Everyone())
        self._price = 0.0 if self.needs else inf

    @property
    def total(self) -> int | None:
        """How many contacts the vendor counts in the account, None where it does not say."""
        return self._scan.reading.total

    async def contacts(self) -> AsyncIterator[Contacts]:
        """Everybody of whom the plan speaks, each once, and others who came along."""
        async for contacts in self._scan.pages():
            yield self._turned(contacts)
            if self._is_dear():
                async for found in self._ask_apart():
                    yield self._turned(found)
            if self._apart is not None:
                return

    def missed(self, contacts: Iterable[Contact]) -> Contacts:
        """Those of these contacts that did not pass, where not everyone was asked for."""
        return () if self._apart is None else self._fresh(tuple(contacts))

    def certificates(self) -> Certificates:
        """What was seen whole, once it is over."""
        seen = self._certificates()
        self.site.standing.close(contacts=seen.whole.contacts, pages=seen.whole.pages)
        return seen

    def _certificates(self) -> Certificates:
        if self._apart is None:
            return Certificates(self._scan.reading.certificate())
        ends = [answer.reading.certificate() for answer in self._apart]
        carriers = {
            label: end
            for answer, end in zip(self._apart, ends, strict=True)
            if isinstance(answer.question, Carriers)
            for label in answer.question.labels
        }
        pages = self._scan.reading.pages + self._requests
        return Certificates(together(ends, contacts=len(self._passed or ()), pages=pages), carriers)

    def _turned(self, contacts: Contacts) -> Contacts:
        """Those of a page that did not pass yet; the page is counted."""
        fresh = self._fresh(contacts)
        self.site.standing.turn(len(fresh), total=self.total)
        return fresh

    def _fresh(self, contacts: Contacts) -> Contacts:
        """Those that did not pass yet. While everyone is read, the scan itself sees to that."""
        if self._passed is None:
            return contacts
        known = self._passed
        fresh = tuple(contact for contact in contacts if contact.id not in known)
        known.update(contact.id for contact in fresh)
        return fresh

    def _is_dear(self) -> bool:
        """Whether asking apart costs less than the rest of the scan."""
        if self._scan.reading.ended or self._price == inf:
            return False
        if self._needed is None and self.needs is not None:
            can, self._needed = self.site.capabilities, self.needs()
            self._price = price(self._needed, can) if askable(self._needed, can) else inf
        return self._beats(self._price)

    def _beats(self, requests: float) -> bool:
        rest = self._rest()
        return self._scan.reading.pages >= requests if rest is None else requests < rest

    def _rest(self) -> int | None:
        """How many pages of the scan are left, None where that is not known."""
        if self.total is None:
            return None
        return max(0, math.ceil(self.total / self.site.capabilities.page) - self._scan.reading.pages)

    async def _ask_apart(self) -> AsyncIterator[Contacts]:
        """The answers to the questions; broken off where a scan beats that many carriers."""
        answers: list[_Answer] = []
        before = self._sent()
        self._passed = set(self._scan.reading.ids)
        for question in apart(self._needed) if self._needed else ():
            answer = _Answer(self.site, question)
            answers.append(answer)
            async for contacts in answer.pages():
                yield contacts
                if isinstance(question, Carriers) and not self._goes_on(answer):
                    self._price = inf
                    return
        self._apart, self._requests = answers, self._sent() - before
        self.spared = max(0, (self._rest() or 0) - self._requests)

    def _goes_on(self, carriers: _Answer) -> bool:
        reading = carriers.reading
        if reading.pages > 1 or reading.total is None or self.total is None:
            return True
        more = math.ceil(reading.total / self.site.capabilities.carriers) - 1
        return self._beats(self._price - 1 + max(0, more))

    def _sent(self) -> int:
        return sum(count for kind, count in self.site.line.sent.items() if kind != TOKEN)
