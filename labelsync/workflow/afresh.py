"""Reading our own writes: what we changed within the vendor's lag is looked at by the strongest route."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from labelsync.core.batch import Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.outcome import STANDING, Performed
from labelsync.core.roster import Contact, Definition
from labelsync.journal.memory import Done, Memory
from labelsync.workflow.site import AN_EFFECT, Site

FEW = 200


@dataclass(frozen=True, slots=True)
class Afresh:
    """What is newer than the vendor's index: contacts as they are (None: gone), labels made and deleted."""

    contacts: Mapping[str, Contact | None] = field(default_factory=dict)
    made: Mapping[str, Definition] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()

    def people(self, page: Iterable[Contact]) -> Iterable[Contact]:
        """The page, with what is known to be newer in place of what the index shows."""
        if not self.contacts:
            return page
        newer = (self.contacts.get(contact.id, contact) for contact in page)
        return [contact for contact in newer if contact is not None]

    def labels(self, known: Mapping[str, Definition]) -> dict[str, Definition]:
        """The definitions, with those that we made and without those that we deleted."""
        return {key: found for key, found in {**known, **self.made}.items() if key not in self.dropped}


async def afresh(site: Site, memory: Memory | None) -> Afresh:
    """Look at what we changed within the lag. Where that is many, wait until the index must show it."""
    if memory is None or not site.capabilities.lag:
        return Afresh()
    now = site.clock.now()
    done = memory.recent(site.account.name, since=now - site.capabilities.lag)
    touched = sorted({contact for one in done for contact in _contacts(one)})
    made, dropped = _labels(done)
    if len(touched) > FEW:
        await site.waits.sleep(site.left(max(one.at for one in done), site.capabilities.lag), AN_EFFECT)
        return Afresh({}, made, dropped)
    found = await site.look(tuple(touched), strong=True)
    return Afresh({contact: found.get(contact) for contact in touched}, made, dropped)


def _contacts(done: Done) -> tuple[str, ...]:
    return done.batch.contacts if isinstance(done.batch, Relabel | Deletion) else ()


def _labels(done: Iterable[Done]) -> tuple[dict[str, Definition], frozenset[str]]:
    made: dict[str, Definition] = {}
    gone: dict[str, Definition] = {}
    dropped: set[str] = set()
    for batch, performed, _ in done:
        if isinstance(batch, Relabel) and _stood(performed):
            made |= {label: gone[label] for label in batch.add if label in dropped}
            dropped.difference_update(batch.add)
        if performed.whole is None or performed.whole.kind not in STANDING:
            continue
        if isinstance(batch, Creation | Renaming) and performed.definition:
            made[performed.definition.id] = performed.definition
            dropped.discard(performed.definition.id)
        elif isinstance(batch, Undefinition):
            dropped.add(batch.definition.id)
            gone[batch.definition.id] = batch.definition
    return made, frozenset(dropped)


def _stood(performed: Performed) -> bool:
    return any(outcome.kind in STANDING for outcome in performed.contacts.values())
