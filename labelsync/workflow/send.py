"""One call, whole: durable intent, the call, a look at what its answer left open, durable outcome."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from labelsync.core.batch import Batch, Deletion, Relabel
from labelsync.core.capability import Repeat
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import VERIFIED, Kind, Outcome, Performed
from labelsync.errors import (
    AnswerLost,
    Incomprehensible,
    JournalUnwritable,
    LabelsyncError,
    Rejected,
    TooTall,
)
from labelsync.journal.journal import Journal
from labelsync.workflow.site import AN_EFFECT, Site
from labelsync.workflow.still import GONE
from labelsync.workflow.verify import Touching, holding, holds, readable


class Unrecorded(JournalUnwritable):
    """The call may have left, and what became of it could not be written down: its intent stays open."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Where the tickets of one intent are made durable. `kept` are those of an earlier run."""

    journal: Journal
    intent: int
    chance: random.Random
    kept: tuple[Ticket, ...] = ()

    async def ticket(self, ticket: Ticket) -> None:
        """Return once the ticket is durable."""
        await self.journal.ticket(self.intent, ticket)

    async def key(self) -> str:
        """The batch's idempotency key, durable: the earlier run's where there is one."""
        for ticket in self.kept:
            if ticket.kind == "key":
                return ticket.text
        key = str(UUID(int=self.chance.getrandbits(128), version=4))
        await self.ticket(Ticket("key", key))
        return key


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends batches to one account in the name of one run. Labels in batches are the vendor's ids."""

    site: Site
    journal: Journal
    run: str
    tenant: str
    chance: random.Random
    _sent: list[tuple[int, Touching]] = field(default_factory=list)

    async def confirm(self, batch: Touching, outcomes: Mapping[str, Outcome]) -> None:
        """Let the journal know what reading back showed of a batch that was sent, in one call or several."""
        who = frozenset(batch.contacts)
        for intent, sent in [one for one in self._sent if who.issuperset(one[1].contacts)]:
            if replace(batch, contacts=sent.contacts) == sent:
                self._sent.remove((intent, sent))
                seen = {contact: outcomes[contact] for contact in sent.contacts if contact in outcomes}
                await self.journal.confirm(intent, seen)

    async def send(self, batch: Batch, *, last: bool = False) -> Performed:
        """Return the outcome, looked up where the answer was lost or does not say who.

        What is then proven not to be there is sent once more, if a repeat is harmless and this is not the
        `last` try. Raises what stops the account: Unreachable, Throttled, Rejected, NotAuthorised.
        """
        try:
            performed = await self._intended(batch)
        except TooTall:
            return await self._halves(batch, last=last)
        return performed if last else await self._again(batch, performed)

    async def _intended(self, batch: Batch) -> Performed:
        now = self.site.clock.now()
        intent = await self.journal.intend(self.run, self.site.account.name, self.tenant, batch, at=now)
        try:
            return await self._recorded(intent, batch)
        except JournalUnwritable as unwritable:
            raise Unrecorded(unwritable.reason, advice=unwritable.advice) from unwritable

    async def _halves(self, batch: Batch, *, last: bool) -> Performed:
        """What the vendor found too tall goes in two calls. Raises TooTall for a single contact.

        Once one half was sent, what stops the other is the outcome of its contacts.
        """
        if not isinstance(batch, Relabel | Deletion) or len(batch.contacts) < 2:
            raise TooTall("the vendor takes not even one contact in such a call", status=0)
        middle = len(batch.contacts) // 2
        first, second = replace(batch, contacts=batch.contacts[:middle]), batch.contacts[middle:]
        begun = await self.send(first, last=last)
        try:
            rest = await self.send(replace(batch, contacts=second), last=last)
        except JournalUnwritable:
            raise
        except LabelsyncError as failure:
            kind = Kind.FAILED if isinstance(failure, Rejected) else Kind.NOT_STARTED
            rest = Performed(dict.fromkeys(second, Outcome(kind, failure.reason)))
        return Performed({**begun.contacts, **rest.contacts}, open=begun.open or rest.open)

    async def _recorded(self, intent: int, batch: Batch) -> Performed:
        now = self.site.clock.now
        try:
            performed = await self._call(batch, Keeper(self.journal, intent, self.chance))
        except JournalUnwritable:
            raise
        except LabelsyncError as failure:
            nothing = Performed(whole=Outcome(Kind.NOT_STARTED, failure.reason))
            await self.journal.record(intent, self.tenant, batch, nothing, at=now())
            raise
        if not performed.open:
            await self.journal.record(intent, self.tenant, batch, performed, at=now())
            if isinstance(batch, Relabel | Deletion):
                self._sent.append((intent, batch))
        return performed

    async def _call(self, batch: Batch, keeper: Keeper) -> Performed:
        try:
            performed = await self.site.connector.perform(batch, self.site.writer, keeper)
        except (AnswerLost, Incomprehensible) as lost:
            return await self._lost(batch, lost)
        if performed.open or not isinstance(batch, Relabel | Deletion):
            return performed
        jobs = self.site.capabilities.job[1] > 0
        return await clear(self.site, batch, performed, otherwise=None if jobs else LOST)

    async def _lost(self, batch: Batch, lost: LabelsyncError) -> Performed:
        """Read back, after the time that the effect may take to show."""
        if not isinstance(batch, Relabel | Deletion):
            return Performed(whole=Outcome(Kind.UNKNOWN, lost.reason))
        everyone = Performed(dict.fromkeys(batch.contacts, Outcome(Kind.UNKNOWN, lost.reason)))
        if not provable(self.site, batch):
            return replace(everyone, open=True)
        await shown(self.site, batch, within=bound(self.site, batch))
        return await clear(self.site, batch, everyone, otherwise=LOST)

    async def _again(self, batch: Batch, performed: Performed) -> Performed:
        left = tuple(c for c, outcome in performed.contacts.items() if outcome == LOST)
        if not left or not isinstance(batch, Relabel) or self.site.capabilities.repeat is Repeat.HARMFUL:
            return performed
        repeated = await self.send(Relabel(left, batch.add, batch.remove), last=True)
        return Performed({**performed.contacts, **repeated.contacts}, open=repeated.open)


LOST = Outcome(Kind.FAILED, "the answer did not tell, and reading back shows that it did not happen")


def bound(site: Site, batch: Touching) -> float:
    """Seconds after a call in which its effect has to show.

    That is the lag; for what must not be repeated it is the longest time that a job of it takes, too. A label
    that is given again while the first call still runs changes nothing a second time.
    """
    harmless = isinstance(batch, Relabel) and site.capabilities.repeat is not Repeat.HARMFUL
    return max(site.capabilities.lag, 0.0 if harmless else site.capabilities.job[1])


async def shown(site: Site, batch: Touching, *, within: float) -> None:
    """Wait until the whole effect shows, so many seconds at most."""
    clock, pause = site.clock, 1.0
    end = clock.monotonic() + within
    while clock.monotonic() < end:
        await site.waits.sleep(min(pause, end - clock.monotonic()), AN_EFFECT)
        pause = min(30.0, 2 * pause)
        if len(await holding(site, batch, batch.contacts, strong=True)) == len(batch.contacts):
            return


def provable(site: Site, batch: Touching) -> bool:
    """Whether reading can show what became of the batch."""
    return readable(site) or isinstance(batch, Deletion)


async def clear(
    site: Site, batch: Touching, performed: Performed, *, otherwise: Outcome | None = None
) -> Performed:
    """Look up, by the strongest route, the contacts whose outcome the answer left unknown.

    Those that are not as wanted failed: because they are gone, with the answer's own reason, or as
    `otherwise` says.
    """
    unclear = {c: outcome for c, outcome in performed.contacts.items() if outcome.kind is Kind.UNKNOWN}
    if not unclear or not provable(site, batch):
        return performed
    try:
        found = await site.look(tuple(unclear), strong=True)
    except LabelsyncError:
        return replace(performed, open=True)
    contacts = dict(performed.contacts)
    for contact, outcome in unclear.items():
        seen = found.get(contact)
        failed = GONE if seen is None else otherwise or Outcome(Kind.FAILED, outcome.reason)
        contacts[contact] = VERIFIED if holds(batch, seen) else failed
    return replace(performed, contacts=contacts)
