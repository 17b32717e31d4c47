"""One HighLevel location: what it can do, and the four verbs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from labelsync.connectors.highlevel import limits, reading, scanning, writing
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
from labelsync.core.exchange import Keep, Reader, Ticket, Writer
from labelsync.core.outcome import Performed
from labelsync.core.question import Carriers, Definitions, Everyone, Matching, Named, Page, Question, These
from labelsync.core.setting import AccountSettings
from labelsync.errors import Rejected

LABELS = LabelRules(
    by="name",
    folded=True,
    from_key=True,
    made_on_use=True,
    deletable=True,
    renamable=False,
    takes_along=None,
    lookups=1,
    max_length=limits.NAME,
)
"""Tags are names, lower-cased. What deleting one does to those who carry it is documented nowhere."""


_ANY = Capabilities(
    membership=Membership.ON_CONTACT,
    page=limits.PAGE,
    these=limits.GROUP,
    strong=1,
    shape=WriteShape(limits.HEIGHT, limits.TAGS, combined=False),
    job=(0.0, 0.0),
    evidence=Evidence.PER_CONTACT,
    atomic=False,
    repeat=Repeat.HARMLESS,
    labels=LABELS,
    deletes=Deletes.ONE_BY_ONE,
    delete_height=1,
    deletes_restorable=True,
    buckets=limits.buckets(0.0),
    lag=limits.LAG,
    concurrency=1,
    carriers=limits.PAGE,
    emails=limits.GROUP,
    phones=limits.GROUP,
    matching=limits.PAGE,
    longest=limits.VALUE,
)
"""Any location. One call at a time: its limits are shared by all tools of the token."""


def capabilities(settings: AccountSettings) -> Capabilities:
    """What a location can do, with the account's batch height, pace and concurrency."""
    return replace(
        _ANY,
        shape=replace(_ANY.shape, max_contacts=limits.height(settings.batch)),
        buckets=limits.buckets(settings.pace),
        concurrency=settings.concurrency or _ANY.concurrency,
    )


@dataclass(frozen=True, slots=True)
class Account:
    """A location, opened with a token of its own."""

    location: str
    capabilities: Capabilities

    async def identify(self, reader: Reader) -> Identified:
        """The location, proved by its tag dictionary: a token for another one is refused there."""
        await reading.tags(self.location, reader, kind="identify")
        return Identified(f"location {self.location}", self.location)

    def observe(self, question: Question, reader: Reader) -> AsyncIterator[Page]:
        """Contacts by the search or by id, or the tag dictionary. Raises Rejected where that cannot be."""
        match question:
            case These(contacts, strong=True):
                return reading.one_by_one(contacts, reader, at_once=self.capabilities.concurrency)
            case These(contacts):
                return reading.these(self.location, contacts, reader)
            case Everyone() | Carriers() | Named() | Matching():
                return scanning.scan(self.location, question, reader)
            case Definitions():
                return reading.definitions(self.location, reader)

    async def perform(self, batch: Batch, writer: Writer, keep: Keep) -> Performed:  # noqa: ARG002 - no tickets
        """The only write. HighLevel ends every call at once, so there is nothing to keep."""
        match batch:
            case Relabel():
                return await writing.relabel(self.location, batch, writer)
            case Deletion():
                return await writing.delete(batch, writer)
            case Creation():
                return await writing.create(self.location, batch, writer)
            case Renaming():
                raise Rejected(
                    "HighLevel does not document what becomes of contacts when a tag is renamed", status=0
                )
            case Undefinition():
                return await writing.undefine(self.location, batch, writer)

    async def settle(
        self,
        batch: Batch,  # noqa: ARG002 - the contract's
        ticket: Ticket,
        writer: Writer,  # noqa: ARG002 - the contract's
        keep: Keep,  # noqa: ARG002 - the contract's
    ) -> Performed | None:
        """HighLevel has neither jobs nor idempotency keys, so no ticket can be its."""
        raise Rejected(f"HighLevel gives no tickets, so a {ticket.kind} cannot be asked after", status=0)
