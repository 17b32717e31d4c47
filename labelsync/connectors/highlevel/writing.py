"""What HighLevel is told, and what it says became of it."""

from __future__ import annotations

from typing import NamedTuple

from labelsync.connectors.highlevel import answers, calls, rows
from labelsync.connectors.highlevel.limits import CEILING
from labelsync.connectors.highlevel.reading import is_id, tags
from labelsync.connectors.highlevel.refusals import (
    ADD,
    CREATE_TAG,
    DELETE,
    DELETE_TAG,
    REMOVE,
    Asked,
    bulk_refusal,
    is_gone,
    is_there_already,
    refusal,
)
from labelsync.core.batch import Creation, Deletion, Relabel, Undefinition
from labelsync.core.exchange import Request, Writer
from labelsync.core.outcome import ALREADY, APPLIED, Kind, Outcome, Performed
from labelsync.core.roster import Definition
from labelsync.errors import AnswerLost, CallFailed, Incomprehensible, NotAuthorised, Rejected

_GONE = Outcome(Kind.APPLIED, "it was not there any more")


class Step(NamedTuple):
    """One call of a relabelling: HighLevel adds and removes in separate calls."""

    direction: calls.Direction
    names: tuple[str, ...]


async def relabel(location: str, batch: Relabel, writer: Writer) -> Performed:
    """Adds, then removes. Raises only while nothing was changed, or AnswerLost."""
    contacts = tuple(dict.fromkeys(batch.contacts))
    first, *later = _steps(batch, contacts)
    outcomes = await _bulk(location, first, contacts, writer)
    for step in later:
        outcomes = rows.both(outcomes, await _afterwards(location, step, contacts, writer))
    return Performed(contacts=outcomes)


async def create(location: str, batch: Creation, writer: Writer) -> Performed:
    """Enters a tag into the location's dictionary; one that is there already will do."""
    name = answers.fold(batch.name)
    try:
        answer = await writer.write(calls.create_tag(location, name=name))
        if answer.status in (200, 201):
            return Performed(whole=APPLIED, definition=answers.created(answer.body))
    except Incomprehensible as unread:
        return Performed(whole=Outcome(Kind.UNKNOWN, unread.reason))
    if is_there_already(answer):
        return Performed(whole=ALREADY, definition=Definition(name, name))
    raise refusal(answer, CREATE_TAG)


async def undefine(location: str, batch: Undefinition, writer: Writer) -> Performed:
    """Deletes every dictionary entry of the name, for a name may have several ids."""
    entries = await tags(location, writer)
    ids = [entry.id for entry in entries if answers.fold(entry.name) == batch.definition.id]
    outcomes: list[Outcome] = []
    for tag in ids:
        request = calls.delete_tag(location, tag=tag)
        outcomes.append(await _deleted(request, writer, asked=DELETE_TAG, begun=bool(outcomes)))
    return Performed(whole=_worst(outcomes) if outcomes else ALREADY)


async def delete(batch: Deletion, writer: Writer) -> Performed:
    """Deletes contacts one by one; HighLevel has no bulk delete."""
    outcomes: dict[str, Outcome] = {}
    for contact in dict.fromkeys(batch.contacts):
        if is_id(contact):
            request = calls.delete_contact(contact)
            outcomes[contact] = await _deleted(request, writer, asked=DELETE, begun=bool(outcomes))
        else:
            outcomes[contact] = Outcome(Kind.FAILED, "this is no id of a HighLevel contact")
    return Performed(contacts=outcomes)


def _steps(batch: Relabel, contacts: tuple[str, ...]) -> tuple[Step, ...]:
    both = (Step("add", batch.add), Step("remove", batch.remove))
    steps = tuple(step for step in both if step.names)
    if not steps or not contacts or not all(name for step in steps for name in step.names):
        raise Rejected("a call without contacts or without tags is never sent", status=0)
    if len(contacts) > CEILING:
        raise Rejected(f"HighLevel takes at most {CEILING} contacts a call", status=0)
    return steps


async def _bulk(location: str, step: Step, contacts: tuple[str, ...], writer: Writer) -> dict[str, Outcome]:
    request = calls.relabel(location, direction=step.direction, contacts=contacts, names=step.names)
    try:
        answer = await writer.write(request)
    except Incomprehensible:
        return dict.fromkeys(contacts, rows.UNREAD)
    if answer.status not in (200, 201):
        raise bulk_refusal(answer, ADD if step.direction == "add" else REMOVE)
    return rows.outcomes(answer.body, contacts)


async def _afterwards(
    location: str, step: Step, contacts: tuple[str, ...], writer: Writer
) -> dict[str, Outcome]:
    """A call after another that took effect: a refusal is the contacts' outcome now, not the batch's."""
    try:
        return await _bulk(location, step, contacts, writer)
    except AnswerLost:
        raise
    except (CallFailed, NotAuthorised) as failure:
        return rows.unresolved(failure.reason, contacts)


async def _deleted(request: Request, writer: Writer, *, asked: Asked, begun: bool) -> Outcome:
    """The outcome of one delete. Once one of the batch has `begun`, later failures are outcomes too."""
    try:
        return await _delete(request, writer, asked=asked)
    except (CallFailed, NotAuthorised) as failure:
        if not begun:
            raise
        lost = isinstance(failure, AnswerLost)
        return Outcome(Kind.UNKNOWN if lost else Kind.FAILED, failure.reason)


async def _delete(request: Request, writer: Writer, *, asked: Asked) -> Outcome:
    try:
        answer = await writer.write(request)
        if answer.status in (200, 201):
            return rows.acknowledged(answers.flag(answer.body))
    except Incomprehensible as unread:
        return Outcome(Kind.UNKNOWN, unread.reason)
    if is_gone(answer):
        return _GONE
    raise refusal(answer, asked)


def _worst(outcomes: list[Outcome]) -> Outcome:
    return next((outcome for outcome in outcomes if outcome.kind is not Kind.APPLIED), APPLIED)
