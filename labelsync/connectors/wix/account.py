"""One Wix site: it is described, asked and changed; nothing is decided here."""

from __future__ import annotations

from collections.abc import AsyncIterator

from labelsync.connectors.wix import calls, definitions, finding, jobs, reading
from labelsync.connectors.wix.answers import CONTACTS_PAGE, JOB_STARTED, LABELS_PAGE
from labelsync.connectors.wix.exchange import Asker, Teller
from labelsync.connectors.wix.height import FEWER, Height, Heights
from labelsync.connectors.wix.limits import MAX_LABELS, obstacle
from labelsync.connectors.wix.mailing import Witness
from labelsync.connectors.wix.opener import Opener
from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.capability import Capabilities
from labelsync.core.connector import Identified
from labelsync.core.exchange import Clock, Keep, Reader, Request, Ticket, Writer
from labelsync.core.outcome import Performed
from labelsync.core.question import Carriers, Definitions, Everyone, Matching, Named, Page, Question, These
from labelsync.errors import CallFailed, NotAuthorised, Rejected, TooTall


class WixAccount:
    """A connector for one site. Between calls it keeps what Wix took in a filter, and a witness."""

    def __init__(
        self, *, identified: Identified, opener: Opener, capabilities: Capabilities, clock: Clock
    ) -> None:
        self._identified = identified
        self._opener = opener
        self._capabilities = capabilities
        self._clock = clock
        self._heights = Heights(
            contacts=Height(capabilities.delete_height),
            emails=Height(capabilities.emails),
            phones=Height(capabilities.phones),
            labels=Height(MAX_LABELS),
        )
        self._witness = Witness()

    @property
    def capabilities(self) -> Capabilities:
        """What Wix can do, with this account's own settings taken in."""
        return self._capabilities

    async def identify(self, reader: Reader) -> Identified:
        """The site, or the app's instance on it. Wix has no call that names it.

        Two small reads show that the credential opens it for labels and for contacts.
        """
        asker = Asker(reader, self._opener)
        await asker.ask(calls.any_label(), LABELS_PAGE)
        sheet = await asker.ask(calls.any_contact(), CONTACTS_PAGE)
        self._witness.contact = next((record.id for record in sheet.contacts or ()), "")
        return self._identified

    def observe(self, question: Question, reader: Reader) -> AsyncIterator[Page]:
        """The answer, page by page."""
        asker = Asker(reader, self._opener)
        match question:
            case Everyone():
                return reading.found(asker)
            case These():
                return self._these(question, asker)
            case Carriers():
                return finding.carriers(asker, question, height=self._heights.labels)
            case Named():
                return finding.named(asker, question, self._heights, self._witness)
            case Matching():
                return finding.matching(asker, question)
            case Definitions():
                return reading.definitions(asker)

    def _these(self, question: These, asker: Asker) -> AsyncIterator[Page]:
        if question.strong:
            return reading.these_surely(asker, question.contacts)
        return reading.these(asker, question.contacts, height=self._heights.contacts)

    async def perform(self, batch: Batch, writer: Writer, keep: Keep) -> Performed:
        """The only write. Contacts change in a job, which is waited for; its id is kept before that."""
        hindrance = obstacle(batch)
        if hindrance:
            raise Rejected(hindrance, status=0, advice="plan again; if it stays, tell the maintainers")
        teller = Teller(writer, self._opener)
        match batch:
            case Relabel():
                return await self._job(calls.relabel(batch), batch.contacts, teller, keep)
            case Deletion():
                return await self._job(calls.delete(batch), batch.contacts, teller, keep)
            case Creation():
                return await definitions.create(batch, teller)
            case Renaming():
                return await definitions.rename(batch, teller)
            case Undefinition():
                return await definitions.undefine(batch, teller)

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
            found = await jobs.asked(Asker(writer, self._opener), ticket.text)
        except Rejected as refused:
            if refused.status != 404:
                raise
            return jobs.unknown(batch.contacts, "Wix no longer knows the job")
        return jobs.verdict(batch.contacts, found) if found.over else None

    async def _job(
        self, request: Request, contacts: tuple[str, ...], teller: Teller, keep: Keep
    ) -> Performed:
        job_id = await self._started(request, len(contacts), teller)
        await keep.ticket(Ticket("job", job_id))
        within = jobs.patience(len(contacts))
        try:
            found = await jobs.completed(teller.asker, job_id, within=within, clock=self._clock)
        except (CallFailed, NotAuthorised) as failed:
            # The job runs on: nothing here may look like a refusal of the write.
            return jobs.running(contacts, f"the job was started, then: {failed.reason}")
        if found is None:
            return jobs.running(contacts, f"the job did not complete within {within} s")
        return jobs.verdict(contacts, found)

    async def _started(self, request: Request, count: int, teller: Teller) -> str:
        """The id of the job. Raises TooTall where fewer contacts may pass, without a request once known."""
        height = self._heights.contacts
        if count > height.limit:
            reason = f"Wix refused taller calls in this run: at most {height.limit} contacts are sent in one"
            raise TooTall(reason, status=0, advice=FEWER)
        try:
            return (await teller.tell(request, JOB_STARTED)).job_id
        except Rejected as refused:
            if height.learn(count, refused):
                raise TooTall(
                    refused.reason, status=refused.status, code=refused.code, advice=FEWER
                ) from refused
            raise
