"""What KirimChat is told, each POST under its key, and what its counts prove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from labelsync.connectors.kirimchat import answers, assumptions, calls, refusals
from labelsync.connectors.kirimchat.limits import CEILING
from labelsync.connectors.kirimchat.reading import is_id, label_named
from labelsync.connectors.kirimchat.refusals import refusal
from labelsync.connectors.kirimchat.skipped import Segment, Span, tell_apart
from labelsync.connectors.kirimchat.trouble import is_in_progress, is_missing, is_success
from labelsync.core.batch import Creation, Relabel, Renaming, Undefinition
from labelsync.core.exchange import Answer, Clock, Request, Writer
from labelsync.core.outcome import ALREADY, APPLIED, Kind, Outcome, Performed
from labelsync.core.roster import Definition
from labelsync.errors import AnswerLost, Incomprehensible, Rejected

_WAITS = (0.0, 1.0, 2.0, 4.0, 8.0)
"""Before each call under a key whose first call is not over; the vendor itself waits 30 s in each."""

_ASKED: Mapping[calls.Operation, refusals.Asked] = {"attach": refusals.ATTACH, "detach": refusals.DETACH}

_MALFORMED = Outcome(Kind.FAILED, "this is no id of a KirimChat contact")


class StillOpen(AnswerLost):
    """The first call under a key goes on, so what it does is not known yet."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One relabelling: one label on or off these contacts, sorted so that a repeat is the same call."""

    operation: calls.Operation
    label: str
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a write needs beside its batch: the paths, the way, the time, and the batch's key."""

    routes: calls.Routes
    writer: Writer
    clock: Clock
    key: str

    async def post(self, request: Request) -> Answer:
        """The answer, once the first call under this key is over. Raises StillOpen when it goes on."""
        for wait in _WAITS:
            await self.clock.sleep(wait)
            answer = await self.writer.write(request)
            if not is_in_progress(answer):
                return answer
        raise StillOpen(
            "KirimChat is still at work on this call",
            advice="run the command again in some minutes: the same key asks what became of it",
        )

    async def count(self, stroke: Stroke, span: Span, *, key: str) -> answers.Tally:
        """What the vendor counts for this part of the stroke."""
        contacts = stroke.contacts[span.start : span.stop]
        request = self.routes.bulk_label(stroke.operation, contacts=contacts, label=stroke.label, key=key)
        answer = await self.post(request)
        if not is_success(answer):
            raise refusal(answer, _ASKED[stroke.operation], height=len(contacts))
        return answers.tally(answer.body)


async def relabel(desk: Desk, batch: Relabel) -> Performed:
    """One bulk call; where it skipped contacts, further ones under derived keys find out which."""
    stroke = _stroke(batch)
    outcomes = {contact: _MALFORMED for contact in batch.contacts if not is_id(contact)}
    if stroke.contacts:
        outcomes |= await _labelled(desk, stroke)
    return Performed(contacts=outcomes)


async def create(desk: Desk, batch: Creation, *, team_id: str) -> Performed:
    """Defines a label; one of exactly this name in the account's team will do."""
    request = calls.create_label(name=batch.name, team_id=team_id, key=desk.key)
    try:
        answer = await desk.post(request)
        if is_success(answer):
            return Performed(whole=APPLIED, definition=answers.label(answer.body))
    except Incomprehensible as unread:
        return Performed(whole=Outcome(Kind.UNKNOWN, unread.reason))
    refused = refusal(answer, refusals.CREATE)
    if isinstance(refused, Rejected) and refused.code == assumptions.DUPLICATE_CODE:
        found = await label_named(batch.name, desk.writer, team_id=team_id)
        if found is not None:
            return Performed(whole=ALREADY, definition=found)
    raise refused


async def rename(batch: Renaming, writer: Writer) -> Performed:
    """Gives a label another name in place, so that all who carry it keep it."""
    try:
        answer = await writer.write(calls.rename_label(batch.definition.id, name=batch.name))
        if is_success(answer):
            return _renamed(batch, answers.label(answer.body))
    except Incomprehensible as unread:
        return Performed(whole=Outcome(Kind.UNKNOWN, unread.reason))
    raise refusal(answer, refusals.RENAME)


async def undefine(batch: Undefinition, writer: Writer) -> Performed:
    """Deletes a label, from all who carry it too."""
    try:
        answer = await writer.write(calls.delete_label(batch.definition.id))
        if is_success(answer):
            return Performed(whole=_deletion(answers.is_deleted(answer.body)))
    except Incomprehensible as unread:
        return Performed(whole=Outcome(Kind.UNKNOWN, unread.reason))
    if is_missing(answer):
        return Performed(whole=ALREADY)
    raise refusal(answer, refusals.DELETE)


def _stroke(batch: Relabel) -> Stroke:
    labels = (*batch.add, *batch.remove)
    if len(labels) != 1 or not labels[0] or not batch.contacts:
        raise Rejected("KirimChat takes exactly one label a call, and at least one contact", status=0)
    contacts = tuple(sorted({contact for contact in batch.contacts if is_id(contact)}))
    if len(contacts) > CEILING:
        raise Rejected(f"KirimChat takes at most {CEILING} contacts a call", status=0)
    return Stroke("attach" if batch.add else "detach", labels[0], contacts)


async def _labelled(desk: Desk, stroke: Stroke) -> dict[str, Outcome]:
    everybody = Span(0, len(stroke.contacts))
    try:
        tally = await desk.count(stroke, everybody, key=desk.key)
    except Incomprehensible as unread:
        return dict.fromkeys(stroke.contacts, Outcome(Kind.UNKNOWN, unread.reason))

    async def ask(span: Span) -> answers.Tally:
        return await desk.count(stroke, span, key=f"{desk.key}-{span.start}-{span.stop}")

    applied = _applied(tally, len(stroke.contacts))
    return {
        contact: applied if outcome.kind is Kind.APPLIED else outcome
        for span, outcome in await tell_apart(Segment.of(everybody, tally), ask)
        for contact in stroke.contacts[span.start : span.stop]
    }


def _applied(tally: answers.Tally, contacts: int) -> Outcome:
    """APPLIED, with a note where the vendor's counts do not add up to the call's contacts."""
    missing = contacts - tally.applied - tally.skipped_cross_org - tally.skipped_team_mismatch
    if missing == 0:
        return APPLIED
    if missing < 0:
        return Outcome(Kind.APPLIED, "KirimChat counts more contacts than the call had")
    return Outcome(Kind.APPLIED, assumptions.UNCOUNTED.format(count=missing))


def _renamed(batch: Renaming, now: Definition) -> Performed:
    """APPLIED where the vendor shows the label under the new name."""
    if (now.id, now.name) == (batch.definition.id, batch.name):
        return Performed(whole=APPLIED, definition=now)
    reason = "KirimChat answered a renaming with another label, or another name, than it was given"
    return Performed(whole=Outcome(Kind.FAILED, reason))


def _deletion(word: bool | None) -> Outcome:  # noqa: FBT001 - the vendor's own flag
    if word is None:
        return Outcome(Kind.UNKNOWN, "KirimChat's answer does not say whether the label was deleted")
    return APPLIED if word else Outcome(Kind.FAILED, "KirimChat answered that the label was not deleted")
