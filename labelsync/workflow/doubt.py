"""Contacts whose labels an answer left out: before anybody loses anything, those who are named are asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from labelsync.core.diff import Comparison
from labelsync.core.question import Seen, Unseen
from labelsync.core.roster import Contact
from labelsync.workflow.site import Site

FEW = 200
"""Contacts that are asked one by one, at most."""


@dataclass(slots=True)
class Doubt:
    """Stands before a comparison and keeps back the named contacts that came without their labels.

    Left-out labels most likely mean none (HighLevel's search does so, measured). That is good enough for
    additions; where pairs would be taken away, counts rest on it, so each is looked at, strongly.
    """

    comparison: Comparison
    _back: list[Contact] = field(default_factory=list)

    def take(self, contacts: Iterable[Contact]) -> None:
        """Let a page pass on to the comparison, but for those kept back."""
        self.comparison.take(self._sure(contacts))

    def _sure(self, contacts: Iterable[Contact]) -> Iterator[Contact]:
        for contact in contacts:
            if contact.unsure and self.comparison.names(contact):
                self._back.append(contact)
            else:
                yield contact

    async def resolve(self, site: Site, certificate: Seen | Unseen) -> Seen | Unseen:
        """Let those kept back pass, asked again where pairs go; no certificate where they are too many."""
        back, self._back = self._back, []
        if not back or not self.comparison.takes_away:
            self.comparison.take(back)
            return certificate
        if len(back) > FEW:
            self.comparison.take(back)
            reason = f"{len(back)} contacts that are named came without their labels"
            return Unseen(reason, certificate.contacts, certificate.pages)
        found = await site.look(tuple(contact.id for contact in back), strong=True)
        self.comparison.take(found[contact.id] for contact in back if contact.id in found)
        return certificate
