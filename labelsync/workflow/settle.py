"""Settling: what earlier runs left open is asked, read back or sent again under its own key."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from labelsync.core.batch import Deletion, Relabel
from labelsync.core.outcome import Kind, Outcome, Performed
from labelsync.errors import Locked
from labelsync.journal.journal import Journal
from labelsync.journal.memory import OpenIntent
from labelsync.workflow.send import Keeper, clear, provable, shown
from labelsync.workflow.site import Site

NEVER_LEFT = Outcome(Kind.NOT_STARTED, "the earlier run ended before this call left")
NOT_DONE = Outcome(Kind.FAILED, "left open by an earlier run; read back: it did not happen")


@dataclass(frozen=True, slots=True)
class Settled:
    """How many open intents of an account were settled, and how many are open still."""

    settled: int
    still_open: int


async def settle(
    site: Site, tenant: str, intents: Sequence[OpenIntent], journal: Journal, chance: random.Random
) -> Settled:
    """Settle these intents of one account, oldest first. Raises Locked while a delete job is still open."""
    done = 0
    for intent in intents:
        performed = await _became(site, intent, Keeper(journal, intent.id, chance, intent.tickets))
        if performed is None or performed.open:
            _refuse_open_deletion(site, intent)
            continue
        await journal.record(intent.id, tenant, intent.batch, performed, at=site.clock.now())
        done += 1
    return Settled(done, len(intents) - done)


def _refuse_open_deletion(site: Site, intent: OpenIntent) -> None:
    if isinstance(intent.batch, Deletion):
        raise Locked(
            f"a delete job of run {intent.run} is still open on account {site.account.name}",
            advice="wait until the vendor has finished it, then run the command again",
        )


async def _became(site: Site, intent: OpenIntent, keeper: Keeper) -> Performed | None:
    for ticket in intent.tickets:
        performed = await site.connector.settle(intent.batch, ticket, site.writer, keeper)
        if performed is None or performed.open:
            return None
        if isinstance(intent.batch, Relabel | Deletion):
            return await clear(site, intent.batch, performed)
        return performed
    return await _read_back(site, intent)


async def _read_back(site: Site, intent: OpenIntent) -> Performed:
    """Without a ticket: wait until the effect can be seen, then look."""
    batch = intent.batch
    if not isinstance(batch, Relabel | Deletion):
        return Performed(whole=NEVER_LEFT)
    if not provable(site, batch):
        return Performed(dict.fromkeys(batch.contacts, NEVER_LEFT))
    await shown(site, batch, since=intent.at)
    unknown = Performed(dict.fromkeys(batch.contacts, Outcome(Kind.UNKNOWN)))
    return await clear(site, batch, unknown, otherwise=NOT_DONE)
