"""Taking a snapshot: every account is looked at, whole, and what is seen streams into a draft."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from labelsync.core.batch import Relabel
from labelsync.core.connector import Identified
from labelsync.core.question import Definitions, Everyone, Reading, Seen, Unseen
from labelsync.core.roster import Contact, Definition
from labelsync.errors import AccountsFailed, LabelsyncError
from labelsync.journal.memory import Memory
from labelsync.snapshot import CHECK, Draft, Head, Look
from labelsync.workflow.afresh import Afresh, afresh
from labelsync.workflow.believing import believed, ledger_of
from labelsync.workflow.site import Site


@dataclass(frozen=True, slots=True)
class Taken:
    """An account that is in a snapshot now: how many labels it defines, and what the reading proves."""

    account: str
    labels: int
    certificate: Seen | Unseen


@dataclass(frozen=True, slots=True)
class Terms:
    """`memory` is the journal's, None where there is none; `mask` gives pseudonyms, None leaves people be."""

    memory: Memory | None
    mask: Callable[[str], str] | None
    version: str


def head_of(sites: Sequence[Site], terms: Terms) -> Head:
    """What the accounts of the snapshot share."""
    memory = terms.memory
    return Head(
        accounts=tuple(site.account.name for site in sites),
        labelsync=terms.version,
        check=terms.mask(CHECK) if terms.mask else "",
        journal=memory is not None,
        managed=memory.managed() if memory else frozenset(),
    )


async def take(sites: Sequence[Site], draft: Draft, terms: Terms) -> list[Taken]:
    """Look at the accounts, side by side. Raises AccountsFailed when one could not be looked at."""
    ended = await asyncio.gather(*(_take(site, draft, terms) for site in sites), return_exceptions=True)
    outcomes = dict(zip((site.account.name for site in sites), ended, strict=True))
    failures = {name: one for name, one in outcomes.items() if isinstance(one, LabelsyncError)}
    if failures:
        raise AccountsFailed(failures)
    taken: list[Taken] = []
    for one in ended:
        if isinstance(one, BaseException):
            raise one
        taken.append(one)
    return taken


async def _take(site: Site, draft: Draft, terms: Terms) -> Taken:
    started = site.clock.now()
    identified = await site.connector.identify(site.reader)
    newer = await afresh(site, terms.memory)
    ledger = ledger_of(site, identified.tenant, terms.memory)
    look = await _look(site, identified, newer, terms.memory, started=started, ledger=ledger is not None)
    part, reading, gone = draft.part(look), Reading(), 0
    async for page in site.connector.observe(Everyone(), site.reader):
        fresh = reading.fresh(page)
        there = tuple(newer.people(fresh))
        gone += len(fresh) - len(there)
        part.page(_shown(believed(there, ledger), terms.mask), total=page.total, last=page.last)
    certificate = reading.certificate()
    reason = certificate.reason if isinstance(certificate, Unseen) else ""
    part.end(reason, finished=site.clock.now(), gone=gone)
    return Taken(site.account.name, len(look.definitions), certificate)


async def _look(
    site: Site, identified: Identified, newer: Afresh, memory: Memory | None, *, started: float, ledger: bool
) -> Look:
    """The account but for its contacts, and what the journal says of it."""
    name, tenant = site.account.name, identified.tenant
    known: dict[str, Definition] = {}
    async for page in site.connector.observe(Definitions(), site.reader):
        known.update({definition.id: definition for definition in page.definitions})
    return Look(
        account=name,
        connector=site.account.connector,
        identity=identified.text,
        tenant=tenant,
        capabilities=site.capabilities,
        started=started,
        ledger=ledger,
        definitions=tuple(newer.labels(known).values()),
        remembered=memory.definitions(tenant) if memory else {},
        flapping=memory.flapping(tenant, now=site.clock.now()) if memory else frozenset(),
        unresolved=_unresolved(name, memory) if memory else (),
    )


def _unresolved(account: str, memory: Memory) -> tuple[tuple[str, str], ...]:
    """(run, contact) of each call about labels whose outcome was never recorded."""
    intents = memory.open_intents([account])
    return tuple(
        (one.run, who) for one in intents if isinstance(one.batch, Relabel) for who in one.batch.contacts
    )


def _shown(contacts: Iterable[Contact], mask: Callable[[str], str] | None) -> Iterable[Contact]:
    """The contacts, with pseudonyms where there is a mask."""
    return contacts if mask is None else (_masked(contact, mask) for contact in contacts)


def _masked(contact: Contact, mask: Callable[[str], str]) -> Contact:
    return contact._replace(
        email=contact.email and mask(contact.email),
        phone=contact.phone and mask(contact.phone),
        emails=tuple(map(mask, contact.emails)),
        phones=tuple(map(mask, contact.phones)),
    )
