"""One Wix site: it is described, asked and changed; nothing is decided here."""

from __future__ import annotations

from collections.abc import AsyncIterator

from labelsync.connectors.wix import calls, jobs, reading
from labelsync.connectors.wix.answers import (
    CONTACTS_PAGE,
    JOB_STARTED,
    LABEL_FOUND,
    LABEL_GONE,
    LABELS_PAGE,
    LabelFound,
)
from labelsync.connectors.wix.exchange import ask, tell, understood
from labelsync.connectors.wix.limits import obstacle
from labelsync.connectors.wix.refusals import is_wix_error, refusal
from labelsync.connectors.wix.translators import definition
from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Undefinition
from labelsync.core.capability import Capabilities
from labelsync.core.connector import Identified
from labelsync.core.exchange import Clock, Keep, Reader, Request, Ticket, Writer
from labelsync.core.outcome import ALREADY, APPLIED, Kind, Outcome, Performed
from labelsync.core.question import Definitions, Everyone, Page, Question, These
from labelsync.errors import CallFailed, NotAuthorised, Rejected


class WixAccount:
    """A connector for one site. It keeps nothing between calls."""

    def __init__(self, *, site: str, capabilities: Capabilities, clock: Clock) -> None:
        self._site = site
        self._capabilities = capabilities
        self._clock = clock

    @property
    def capabilities(self) -> Capabilities:
        """What Wix can do, with this account's own settings taken in."""
        return self._capabilities

    async def identify(self, reader: Reader) -> Identified:
        """The site. Wix has no call that names it: two small reads show that the key opens it for both."""
        await ask(reader, calls.any_label(), LABELS_PAGE)
        await ask(reader, calls.any_contact(), CONTACTS_PAGE)
        return Identified(f"site {self._site}", tenant=self._site)

    def observe(self, question: Question, reader: Reader) -> AsyncIterator[Page]:
        """The answer, page by page."""
        match question:
            case Everyone():
                return reading.everyone(reader)
            case These(contacts=ids, strong=strong):
                height = self._capabilities.these
                return (
                    reading.these_surely(reader, ids) if strong else reading.these(reader, ids, height=height)
                )
            case Definitions():
                return reading.definitions(reader)

    async def perform(self, batch: Batch, writer: Writer, keep: Keep) -> Performed:
        """The only write. Contacts change in a job, which is waited for; its id is kept before that."""
        hindrance = obstacle(batch)
        if hindrance:
            raise Rejected(hindrance, status=0, advice="plan again; if it stays, tell the maintainers")
        match batch:
            case Relabel():
                return await self._job(calls.relabel(batch), batch.contacts, writer, keep)
            case Deletion():
                return await self._job(calls.delete(batch), batch.contacts, writer, keep)
            case Creation():
                return _created(batch, await tell(writer, calls.create(batch), LABEL_FOUND))
            case Undefinition():
                return await _undefined(batch, writer)

    async def settle(
        self,
        batch: Batch,
        ticket: Ticket,
        writer: Writer,
        keep: Keep,  # noqa: ARG002 - the contract hands it in; a job needs no new ticket
    ) -> Performed | None:
        """What became of an earlier run's job, asked once. A job that Wix no longer knows tells nothing."""
        if ticket.kind != "job" or not isinstance(batch, Relabel | Deletion):
            raise Rejected("Wix has no such ticket", status=0, advice="read back what became of the batch")
        try:
            found = await jobs.asked(writer, ticket.text)
        except Rejected as refused:
            if refused.status != 404:
                raise
            return jobs.unknown(batch.contacts, "Wix no longer knows the job")
        return jobs.verdict(batch.contacts, found) if found.over else None

    async def _job(
        self, request: Request, contacts: tuple[str, ...], writer: Writer, keep: Keep
    ) -> Performed:
        started = await tell(writer, request, JOB_STARTED)
        await keep.ticket(Ticket("job", started.job_id))
        within = jobs.patience(len(contacts))
        try:
            found = await jobs.completed(writer, started.job_id, within=within, clock=self._clock)
        except (CallFailed, NotAuthorised) as failed:
            # The job runs on: nothing here may look like a refusal of the write.
            return jobs.running(contacts, f"the job was started, then: {failed.reason}")
        if found is None:
            return jobs.running(contacts, f"the job did not complete within {within} s")
        return jobs.verdict(contacts, found)


def _created(batch: Creation, found: LabelFound) -> Performed:
    label = definition(found.label)
    if label.managed_by_vendor:
        reason = f"Wix has a label of its own by this name ({label.id}), which nobody else may manage"
        return Performed(whole=Outcome(Kind.FAILED, reason), definition=label)
    if label.name != batch.name:
        reason = f"Wix spells the label that it found or made another way ({label.id}): write its title so"
        return Performed(whole=Outcome(Kind.FAILED, reason), definition=label)
    return Performed(whole=APPLIED if found.new_label else ALREADY, definition=label)


async def _undefined(batch: Undefinition, writer: Writer) -> Performed:
    request = calls.undefine(batch)
    answer = await writer.write(request)
    if answer.status == 404 and is_wix_error(answer):
        return Performed(whole=ALREADY)
    if not 200 <= answer.status < 300:
        raise refusal(request, answer)
    understood(request, answer, LABEL_GONE)
    return Performed(whole=APPLIED)
