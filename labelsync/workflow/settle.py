"""Settling: what earlier runs left open is asked, read back or sent again under its own key."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import chain, repeat

from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.capability import Repeat
from labelsync.core.exchange import Ticket
from labelsync.core.outcome import VERIFIED, Kind, Outcome, Performed
from labelsync.core.question import Definitions
from labelsync.core.roster import Definition
from labelsync.errors import Locked, Rejected
from labelsync.journal.journal import Journal
from labelsync.journal.memory import OpenIntent
from labelsync.workflow.send import Keeper, bound, clear, provable, shown
from labelsync.workflow.site import A_JOB, AN_EFFECT, Site
from labelsync.workflow.verify import holding

NEVER_LEFT = Outcome(Kind.NOT_STARTED, "the earlier run ended before this call left")
NOT_DONE = Outcome(Kind.FAILED, "left open by an earlier run; read back: it did not happen")
FORGOTTEN = Outcome(Kind.UNKNOWN, "its answer was lost, and nothing tells any more what it did")
KEY_LIFE = 86_400.0
"""Seconds in which a vendor answers a repeat under the same key (KirimChat documents 24 hours)."""


async def settle(
    site: Site, tenant: str, intents: Sequence[OpenIntent], journal: Journal, chance: random.Random
) -> None:
    """Settle these intents of one account, oldest first. Raises Locked while a delete job is still open."""
    for intent in intents:
        performed = await _became(site, intent, Keeper(journal, intent.id, chance, intent.tickets))
        if performed is None or performed.open:
            _refuse_open_deletion(site, intent)
            continue
        await journal.record(intent.id, tenant, intent.batch, performed, at=site.clock.now())


def _refuse_open_deletion(site: Site, intent: OpenIntent) -> None:
    if isinstance(intent.batch, Deletion):
        raise Locked(
            f"a delete job of run {intent.run} is still open on account {site.account.name}",
            advice="wait until the vendor has finished it, then run the command again",
        )


async def _became(site: Site, intent: OpenIntent, keeper: Keeper) -> Performed | None:
    for ticket in intent.tickets:
        if ticket.kind == "key" and site.clock.now() >= intent.at + KEY_LIFE:
            break
        performed = await _asked(site, intent, ticket, keeper)
        if performed is None:
            return None
        if isinstance(intent.batch, Relabel | Deletion):
            return await clear(site, intent.batch, performed)
        return performed
    return await _read_back(site, intent)


async def _asked(site: Site, intent: OpenIntent, ticket: Ticket, keeper: Keeper) -> Performed | None:
    """Ask after a ticket; after a relabelling job's as long as it may take. None while it is open."""
    longest = site.capabilities.job[1] if isinstance(intent.batch, Relabel) else 0.0
    over = site.clock.monotonic() + site.left(intent.at, longest)
    for pause in chain((1.0, 2.0, 4.0, 8.0, 15.0), repeat(30.0)):
        performed = await _told(site, intent.batch, ticket, keeper)
        left = over - site.clock.monotonic()
        if performed is not None and not performed.open:
            return performed
        if left <= 0:
            return await _seen(site, intent.batch)
        await site.waits.sleep(min(pause, left), A_JOB)
    return None


async def _seen(site: Site, batch: Batch) -> Performed | None:
    """The outcome of a relabelling whose job goes on and on, if all of it can be seen to be done."""
    if not isinstance(batch, Relabel) or not provable(site, batch):
        return None
    held = await holding(site, batch, batch.contacts, strong=True)
    return Performed(dict.fromkeys(held, VERIFIED)) if len(held) == len(batch.contacts) else None


async def _told(site: Site, batch: Batch, ticket: Ticket, keeper: Keeper) -> Performed | None:
    """The vendor's word on a ticket. A call that is refused under its own key had never taken effect."""
    try:
        return await site.connector.settle(batch, ticket, site.writer, keeper)
    except Rejected as refused:
        if ticket.kind != "key":
            raise
        failed = Outcome(Kind.FAILED, refused.reason)
        if isinstance(batch, Relabel | Deletion):
            return Performed(dict.fromkeys(batch.contacts, failed))
        return Performed(whole=failed)


async def _read_back(site: Site, intent: OpenIntent) -> Performed:
    """Without a ticket: wait until the effect can be seen, then look."""
    batch = intent.batch
    if not isinstance(batch, Relabel | Deletion):
        return await _defined(site, batch, since=intent.at)
    if not provable(site, batch):
        return _unread(site, intent, batch)
    await shown(site, batch, within=site.left(intent.at, bound(site, batch)))
    unknown = Performed(dict.fromkeys(batch.contacts, Outcome(Kind.UNKNOWN)))
    return await clear(site, batch, unknown, otherwise=NOT_DONE)


def _unread(site: Site, intent: OpenIntent, batch: Relabel | Deletion) -> Performed:
    """The outcome where nothing can be read back. A call under a key leaves once its key is durable."""
    keyed = site.capabilities.repeat is Repeat.KEYED
    told = FORGOTTEN if intent.tickets or not keyed else NEVER_LEFT
    harmful = site.capabilities.repeat is Repeat.HARMFUL
    return Performed(dict.fromkeys(batch.contacts, told), open=harmful)


async def _defined(site: Site, batch: Creation | Renaming | Undefinition, *, since: float) -> Performed:
    """Look which labels there are, once a change of them must show."""
    await site.waits.sleep(site.left(since, site.capabilities.lag), AN_EFFECT)
    known: list[Definition] = []
    async for page in site.connector.observe(Definitions(), site.reader):
        known += page.definitions
    match batch:
        case Creation(_, name):
            made = next((found for found in known if found.name == name), None)
            return Performed(whole=VERIFIED if made else NOT_DONE, definition=made)
        case Renaming(_, name, was):
            now = next((found for found in known if found.id == was.id), None)
            done = now is not None and now.name == name
            return Performed(whole=VERIFIED if done else NOT_DONE, definition=now)
        case Undefinition(_, gone):
            there = gone.id in {found.id for found in known}
            return Performed(whole=NOT_DONE if there else VERIFIED)
