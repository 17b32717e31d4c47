"""One KirimChat organisation: what it can do, and the four verbs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

from labelsync.connectors.kirimchat import assumptions, filters, limits, reading, writing
from labelsync.connectors.kirimchat.calls import Routes
from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.capability import (
    Capabilities,
    Deletes,
    Evidence,
    LabelRules,
    Membership,
    Repeat,
    WriteShape,
)
from labelsync.core.connector import Identified
from labelsync.core.exchange import Clock, Keep, Reader, Remaining, Ticket, Writer
from labelsync.core.outcome import Performed
from labelsync.core.question import Carriers, Definitions, Everyone, Matching, Named, Page, Question, These
from labelsync.core.setting import AccountSettings
from labelsync.errors import Rejected

LABELS = LabelRules(
    by="id",
    folded=assumptions.NAMES_FOLD,
    from_key=False,
    made_on_use=False,
    deletable=True,
    renamable=True,
    takes_along=("contacts", "conversations"),
    max_length=limits.NAME,
)
"""Labels have ids and belong to a team. A deleted one is taken off everybody (documented); who carries one
that is renamed keeps it (assumed: its id stays).
"""


LEAST = Capabilities(
    membership=Membership.UNREADABLE,
    page=limits.PAGE,
    these=1,
    strong=1,
    shape=WriteShape(limits.CEILING, 1, combined=False),
    job=(0.0, 0.0),
    evidence=Evidence.COUNTS,
    atomic=False,
    repeat=Repeat.KEYED,
    labels=LABELS,
    deletes=Deletes.NONE,
    delete_height=1,
    deletes_restorable=None,
    buckets=limits.Limits().buckets,
    lag=assumptions.LAG,
    concurrency=assumptions.READS_AT_ONCE,
    phones=1,
    matching=limits.PAGE,
    longest=limits.SEARCH,
)
"""What any organisation can do. One request finds one phone number, exactly (documented); how exactly e-mails
are searched is not documented, and no request asks for the carriers of a label: both are 0.
"""


class Account:
    """An organisation, opened with its key. `identify` teaches it its limits, and if labels are shown."""

    def __init__(self, settings: AccountSettings, clock: Clock) -> None:
        self.routes = Routes(settings.texts.get("phone_number_id", ""))
        self._team_id = settings.texts.get("team_id", "")
        self._height = min(settings.batch or limits.CEILING, limits.CEILING)
        self._at_once = settings.concurrency or assumptions.READS_AT_ONCE
        self._limits = limits.Limits.at(settings.pace)
        self._clock = clock
        self._readable = False

    @property
    def capabilities(self) -> Capabilities:
        """What the organisation can do; the least that is documented, until `identify` was told better."""
        return replace(
            LEAST,
            membership=Membership.ON_CONTACT if self._readable else Membership.UNREADABLE,
            shape=WriteShape(self._height, 1, combined=False),
            buckets=self._limits.buckets,
            concurrency=self._at_once,
        )

    def remaining(self, headers: Mapping[str, str]) -> tuple[Remaining, ...]:
        """What the vendor's headers say of the bucket that their limit tells."""
        return self._limits.remaining(headers, now=self._clock.now())

    async def identify(self, reader: Reader) -> Identified:
        """The key's organisation. What it is told of limits and labels is remembered."""
        identity = await reading.me(reader)
        told = identity.rate_limits
        self._limits = self._limits.corrected(read=told.read_per_minute, write=told.write_per_minute)
        self._readable = self._readable or await reading.shows_labels(self.routes, reader)
        return Identified(f"organisation {identity.organization.id}", identity.organization.id)

    def observe(self, question: Question, reader: Reader) -> AsyncIterator[Page]:
        """Contacts, without their labels unless the server shows them, or the label definitions."""
        view = reading.View(self.routes, self._readable, self._at_once)
        match question:
            case Everyone():
                return reading.everyone(view, reader)
            case These(contacts):
                return reading.these(view, contacts, reader)
            case Named(emails=(), phones=phones):
                return reading.named(view, phones, reader)
            case Named():
                raise Rejected("what KirimChat's search for an e-mail leaves out is not known", status=0)
            case Matching(wanted):
                return reading.matching(view, filters.query(wanted), reader)
            case Carriers():
                raise Rejected("KirimChat does not list the contacts that carry a label", status=0)
            case Definitions():
                return reading.definitions(reader, team_id=self._team_id)

    async def perform(self, batch: Batch, writer: Writer, keep: Keep) -> Performed:
        """The only write."""
        match batch:
            case Relabel() | Creation():
                return await self._keyed(batch, writer, key=await keep.key())
            case Renaming():
                return await writing.rename(batch, writer)
            case Undefinition():
                return await writing.undefine(batch, writer)
            case Deletion():
                raise Rejected("KirimChat has no way to delete contacts", status=0)

    async def settle(
        self,
        batch: Batch,
        ticket: Ticket,
        writer: Writer,
        keep: Keep,  # noqa: ARG002 - the ticket is the key
    ) -> Performed | None:
        """Sends the same call again under the same key; None while the vendor is still at work on it.

        Keys are kept for 24 hours. Later, the call is a new one; it sets the same state once more.
        """
        if ticket.kind != "key" or not isinstance(batch, Relabel | Creation):
            raise Rejected("KirimChat gives no tickets but idempotency keys", status=0)
        try:
            return await self._keyed(batch, writer, key=ticket.text)
        except writing.StillOpen:
            return None

    async def _keyed(self, batch: Relabel | Creation, writer: Writer, *, key: str) -> Performed:
        desk = writing.Desk(self.routes, writer, self._clock, key)
        match batch:
            case Relabel():
                return await writing.relabel(desk, batch)
            case Creation():
                return await writing.create(desk, batch, team_id=self._team_id)
