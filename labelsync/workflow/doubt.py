"""Contacts of whom an answer is not enough: before anybody loses anything, they are looked at themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter

from labelsync.core.diff import Comparison
from labelsync.core.question import Certificates, Unseen
from labelsync.core.roster import Contact
from labelsync.workflow.site import Site
from labelsync.workflow.verify import readable

FEW = 200
"""Contacts that are asked one by one, at most."""


_unsure = attrgetter("unsure")


@dataclass(slots=True)
class Doubt:
    """Stands before a comparison and keeps back the named contacts that came without their labels.

    Left-out labels most likely mean none (HighLevel's search does so, measured). That is good enough for
    additions; where pairs would be taken away, counts rest on it, so each is looked at, strongly. So is who
    carries a former label beside the one that took its place, as far as these are few: an index that is
    behind may still show a label that somebody took off, and the contact would be left with neither.
    """

    comparison: Comparison
    _back: list[Contact] = field(default_factory=list)
    _moving: list[Contact] = field(default_factory=list)

    def take(self, contacts: Iterable[Contact]) -> None:
        """Let a page pass on to the comparison, but for those kept back."""
        contacts = tuple(contacts)
        plain = not self.comparison.has_formers and not any(map(_unsure, contacts))
        self.comparison.take(contacts if plain else self._sure(contacts))

    def _sure(self, contacts: Iterable[Contact]) -> Iterator[Contact]:
        for contact in contacts:
            if contact.unsure and self.comparison.names(contact):
                self._back.append(contact)
            elif self.comparison.moves(contact):
                self._moving.append(contact)
            else:
                yield contact

    async def resolve(self, site: Site, seen: Certificates) -> Certificates:
        """Let those kept back pass, asked again where pairs go; no certificate where they are too many."""
        await self._look_at_moving(site)
        back, self._back = self._back, []
        if not back or not self.comparison.takes_away:
            self.comparison.take(back)
            return seen
        if len(back) > FEW:
            self.comparison.take(back)
            reason = f"{len(back)} contacts that are named came without their labels"
            return Certificates(Unseen(reason, seen.whole.contacts, seen.whole.pages))
        found = await site.look(tuple(contact.id for contact in back), strong=True)
        self.comparison.take(found[contact.id] for contact in back if contact.id in found)
        return seen

    async def _look_at_moving(self, site: Site) -> None:
        moving, self._moving = self._moving, []
        if moving and len(moving) <= FEW and readable(site):
            found = await site.look(tuple(contact.id for contact in moving), strong=True)
            moving = [found[contact.id] for contact in moving if contact.id in found]
        self.comparison.take(moving)
