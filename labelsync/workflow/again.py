"""Looking again before a batch leaves: whether that is due, by which route, and what is left of the batch."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from labelsync.core.batch import Deletion, Relabel
from labelsync.journal.memory import Memory
from labelsync.workflow.site import Site
from labelsync.workflow.still import Still, Terms, still
from labelsync.workflow.verify import Touching, readable


@dataclass(slots=True)
class Again:
    """One account's second looks.

    `seen` is when the plan's own look ended (epoch seconds). Until it is `young` seconds old it is believed;
    that of a `reviewed` plan never is before something is taken away.
    """

    site: Site
    memory: Memory
    terms: Terms
    seen: float
    young: float
    reviewed: bool
    _lately: set[tuple[str, str]] | None = None

    async def look(self, batch: Touching) -> Still:
        """The batch as it still holds; untouched where no look is due, or nothing could be seen."""
        now = self.site.clock.now()
        due = self._is_old(batch, now) or self._has_lapsed(batch, now)
        if not due or not readable(self.site):
            return Still((batch,), ())
        found = await self.site.look(batch.contacts, strong=self._is_fresh(batch, now))
        return still(batch, found, self.terms, now=now)

    def _is_old(self, batch: Touching, now: float) -> bool:
        taking = isinstance(batch, Deletion) or bool(batch.remove)
        return (self.reviewed and taking) or now - self.seen >= self.young

    def _has_lapsed(self, batch: Touching, now: float) -> bool:
        if not self.terms.wishes.ends or isinstance(batch, Deletion):
            return False
        pairs = product(batch.contacts, batch.add)
        return any(self.terms.lapsed(contact, label, now=now) for contact, label in pairs)

    def _is_fresh(self, batch: Touching, now: float) -> bool:
        """Whether we touched a pair of it so lately that the cheap route may show it as it was."""
        lag = self.site.capabilities.lag
        if isinstance(batch, Deletion) or not lag:
            return False
        if self._lately is None:
            done = self.memory.recent(self.site.account.name, since=now - lag)
            touched = [one.batch for one in done if isinstance(one.batch, Relabel)]
            self._lately = {pair for b in touched for pair in product(b.contacts, (*b.add, *b.remove))}
        labels = [self.terms.definitions[label] for label in (*batch.add, *batch.remove)]
        return not self._lately.isdisjoint(product(batch.contacts, labels))
