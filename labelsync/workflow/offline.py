"""Planning offline: a snapshot answers in the place of the vendors. No network, and no vendor's secret."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from labelsync.core.batch import Batch
from labelsync.core.capability import Capabilities
from labelsync.core.connector import Access, Connector, Identified
from labelsync.core.exchange import Keep, Reader, Writer
from labelsync.core.hit import known_by
from labelsync.core.outcome import Performed
from labelsync.core.plan import Plan
from labelsync.core.question import Carriers, Definitions, Everyone, Matching, Named, Page, Question, These
from labelsync.core.roster import Contact
from labelsync.core.scope import Account
from labelsync.core.wish import Wishes
from labelsync.errors import AccountsFailed, LabelsyncError, Rejected
from labelsync.snapshot import Part, Snapshot, SnapshotUnfit
from labelsync.wire.opening import Terms, open_line
from labelsync.wire.waiting import Waits
from labelsync.workflow.desk import Desk
from labelsync.workflow.masking import masked, named_once, unasked
from labelsync.workflow.prepare import prepare
from labelsync.workflow.recalling import recalled
from labelsync.workflow.site import SANDBOX_URL, Site
from labelsync.workflow.wanted import Wanted


async def prepare_offline(desk: Desk, accounts: tuple[str, ...], wanted: Wanted, snapshot: Snapshot) -> Plan:
    """Plan on a snapshot as `prepare` does on accounts; all accounts of the desk where none is named."""
    async with opened_offline(desk, accounts, snapshot) as sites:
        return await prepare(sites, on_snapshot(wanted, snapshot))


@asynccontextmanager
async def opened_offline(
    desk: Desk, accounts: tuple[str, ...], snapshot: Snapshot
) -> AsyncIterator[Sequence[Site]]:
    """The accounts as `open_offline` opens them; their lines, which lead nowhere, are closed in the end."""
    sites = open_offline(desk, accounts, snapshot)
    try:
        yield sites
    finally:
        await asyncio.gather(*(site.line.close() for site in sites))


def open_offline(desk: Desk, accounts: tuple[str, ...], snapshot: Snapshot) -> tuple[Site, ...]:
    """The accounts as the snapshot has them, in the manifest's order. Opens no secret and sends nothing.

    Raises AccountsFailed with each account that the snapshot does not have, or that is another vendor's now.
    """
    chosen = [one for one in desk.manifest.accounts.values() if not accounts or one.name in accounts]
    failures = {one.name: flaw for one in chosen if (flaw := _flaw(one, snapshot))}
    if failures:
        raise AccountsFailed(failures)
    return tuple(_site(desk, one, snapshot) for one in chosen)


def _flaw(account: Account, snapshot: Snapshot) -> LabelsyncError | None:
    part = snapshot.parts.get(account.name)
    if part is None:
        known = ", ".join(snapshot.parts)
        return SnapshotUnfit(
            "the snapshot does not have this account",
            advice=f"it has {known}; take a new one, or use --account",
        )
    if part.look.connector != account.connector:
        said = f"in the snapshot this account is one of {part.look.connector}"
        return SnapshotUnfit(said, advice="take a new one")
    return None


def _site(desk: Desk, account: Account, snapshot: Snapshot) -> Site:
    part = snapshot.parts[account.name]
    clock = Then(part.look.started)
    waits = Waits(clock)
    access = Access(SANDBOX_URL, (), (), (), (), lambda _: ())
    line = open_line(access, Terms("offline"), waits=waits, chance=desk.outside.chance, application=_nobody)
    return Site(account, desk.vendors[account.connector], Offline(snapshot, part, clock), line, clock, waits)


async def _nobody(*_: object) -> None:
    """Nobody answers: whatever would be sent fails."""
    raise ConnectionError


@dataclass(slots=True)
class Then:
    """The instant at which the look was that is told again: first when it began, then when it was over."""

    at: float

    def now(self) -> float:
        """Seconds since the epoch."""
        return self.at

    def monotonic(self) -> float:
        """The same: nothing passes."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Nothing is waited for."""


@dataclass(frozen=True, slots=True)
class Offline(Connector):
    """An account as a snapshot has it: it tells again what the account told, and performs nothing."""

    snapshot: Snapshot
    part: Part
    clock: Then

    @property
    def capabilities(self) -> Capabilities:
        """What the account could do then."""
        return self.part.look.capabilities

    async def identify(self, reader: Reader) -> Identified:  # noqa: ARG002 - nobody is asked
        """Whose account it was."""
        return Identified(self.part.look.identity, self.part.look.tenant)

    async def observe(self, question: Question, reader: Reader) -> AsyncIterator[Page]:  # noqa: ARG002 - the same
        """The answer from the snapshot, in the pages of then. A filter finds nobody: see `unasked`."""
        for page in self._pages(question):
            yield page

    async def perform(self, batch: Batch, writer: Writer, keep: Keep) -> Performed:  # noqa: ARG002 - the same
        """Refuse."""
        raise Rejected("a snapshot is for looking", status=0)

    def _pages(self, question: Question) -> Iterator[Page]:
        match question:
            case Definitions():
                return iter([Page(definitions=self.part.look.definitions, last=True)])
            case Matching():
                return iter([Page(last=True)])
            case Everyone():
                return self._everyone()
            case These() | Carriers() | Named():
                return self._some(question)

    def _everyone(self) -> Iterator[Page]:
        ending = self.part.ending
        first, final = ending.totals or (None, None)
        for number, contacts in enumerate(self.snapshot.pages(self.part.look.account), 1):
            last = ending.ended and number == ending.pages
            yield Page(contacts, (), first if number == 1 else final, last)
        self.clock.at = ending.finished

    def _some(self, question: These | Carriers | Named) -> Iterator[Page]:
        meant = _meant(question)
        for contacts in self.snapshot.pages(self.part.look.account):
            yield Page(tuple(filter(meant, contacts)))
        yield Page(last=True)


def _meant(question: These | Carriers | Named) -> Callable[[Contact], bool]:
    match question:
        case These(contacts):
            ids = frozenset(contacts)
            return lambda contact: contact.id in ids
        case Carriers(labels):
            return lambda contact: not contact.labels.isdisjoint(labels)
        case Named(emails, phones, any_field):
            texts = frozenset((*emails, *phones))
            return lambda contact: not texts.isdisjoint(known_by(contact, match_any=any_field)[1:])


def on_snapshot(wanted: Wanted, snapshot: Snapshot) -> Wanted:
    """The wanted side and the terms, for a plan on sites of this snapshot.

    `wanted.pseudonym` is what gives pseudonyms here. Its memory, if there is one, serves for whom entries
    meant before; all else that a journal knows is as the snapshot says.
    """
    pseudonym = wanted.pseudonym

    def shaped(all_wishes: Mapping[str, Wishes]) -> dict[str, Wishes]:
        cut = {name: unasked(wishes) for name, wishes in all_wishes.items()}
        return {name: masked(wishes, pseudonym) for name, wishes in cut.items()} if snapshot.masked else cut

    base = wanted.base
    return replace(
        wanted,
        everyone=True,
        wishes=shaped(wanted.wishes),
        base=replace(base, wishes=shaped(base.wishes)) if base else None,
        memory=recalled(snapshot, wanted.memory),
        pseudonym=named_once(pseudonym),
    )
