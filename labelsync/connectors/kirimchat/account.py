"""One KirimChat organisation: what it can do, and the four verbs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from labelsync.connectors.kirimchat import assumptions, limits, reading, writing
from labelsync.connectors.kirimchat.calls import Routes
from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Undefinition
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
from labelsync.core.question import Definitions, Everyone, Page, Question, These
from labelsync.core.setting import AccountSettings
from labelsync.errors import Rejected

LABELS = LabelRules(
    by="id",
    folded=assumptions.NAMES_FOLD,
    from_key=False,
    made_on_use=False,
    deletable=True,
    deleting_takes_carriers=True,
    max_length=limits.NAME,
)
"""Labels have ids, belong to a team, and leave everybody who carries them when they are deleted."""


class Account:
    """An organisation, opened with its key. `identify` teaches it the limits of its tier."""

    def __init__(self, settings: AccountSettings, clock: Clock) -> None:
        self.routes = Routes(settings.texts.get("phone_number_id", ""))
        self._team_id = settings.texts.get("team_id", "")
        self._height = min(settings.batch or limits.CEILING, limits.CEILING)
        self._at_once = settings.concurrency or assumptions.READS_AT_ONCE
        self._limits = limits.Limits.at(settings.pace)
        self._clock = clock

    @property
    def capabilities(self) -> Capabilities:
        """What the organisation can do; its limits are the free tier's until `identify` was told better."""
        return Capabilities(
            membership=Membership.UNREADABLE,
            page=limits.PAGE,
            these=1,
            strong=1,
            shape=WriteShape(self._height, 1, combined=False),
            job=(0.0, 0.0),
            evidence=Evidence.COUNTS,
            atomic=False,
            repeat=Repeat.KEYED,
            labels=LABELS,
            deletes=Deletes.NONE,
            delete_height=1,
            deletes_restorable=None,
            buckets=self._limits.buckets,
            lag=assumptions.LAG,
            concurrency=self._at_once,
        )

    def remaining(self, headers: Mapping[str, str]) -> tuple[Remaining, ...]:
        """What the vendor's headers say of the bucket that their limit tells."""
        return self._limits.remaining(headers, now=self._clock.now())

    async def identify(self, reader: Reader) -> Identified:
        """The key's organisation; its tier's limits are remembered."""
        identity = await reading.me(reader)
        told = identity.rate_limits
        self._limits = self._limits.corrected(read=told.read_per_minute, write=told.write_per_minute)
        return Identified(f"organisation {identity.organization.id}", identity.organization.id)

    def observe(self, question: Question, reader: Reader) -> AsyncIterator[Page]:
        """Contacts, without their labels unless the server shows them, or the label definitions."""
        match question:
            case Everyone():
                return reading.everyone(self.routes, reader)
            case These(contacts):
                return reading.these(self.routes, contacts, reader, at_once=self._at_once)
            case Definitions():
                return reading.definitions(reader, team_id=self._team_id)

    async def perform(self, batch: Batch, writer: Writer, keep: Keep) -> Performed:
        """The only write."""
        match batch:
            case Relabel() | Creation():
                return await self._keyed(batch, writer, key=await keep.key())
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
