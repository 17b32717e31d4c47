"""What KirimChat is asked, page by page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator

from labelsync.connectors.kirimchat import answers, calls
from labelsync.connectors.kirimchat.refusals import is_missing, refusal
from labelsync.core.exchange import Reader, Request
from labelsync.core.question import Page
from labelsync.core.roster import Contact, Definition

_ID = re.compile(r"ctc_[0-9A-HJKMNP-TV-Z]{26}")


def is_id(text: str) -> bool:
    """Whether a contact of this vendor could have this id: `ctc_` and a ULID, as documented."""
    return _ID.fullmatch(text) is not None


async def me(reader: Reader) -> answers.Identity:
    """Whose key it is, and its rate limits."""
    return answers.me(await _read(calls.ME, reader, asked="to show the organisation"))


async def everyone(routes: calls.Routes, reader: Reader) -> AsyncIterator[Page]:
    """All contacts by cursor, until the vendor says that there is no more. It reports no total."""
    known: answers.LabelSets = {}
    cursor, last = "", False
    while not last:
        body = await _read(routes.contact_page(cursor), reader, asked="to list contacts")
        page = answers.people(body)
        cursor = answers.cursor(page, before=cursor)
        last = not cursor
        yield Page(tuple(answers.contact(row, known) for row in page.data), last=last)


async def these(
    routes: calls.Routes, contacts: tuple[str, ...], reader: Reader, *, at_once: int
) -> AsyncIterator[Page]:
    """Contacts each by its own id, the only way; what cannot be an id is nobody's, and is not asked."""
    known: answers.LabelSets = {}
    ids = tuple(contact for contact in dict.fromkeys(contacts) if is_id(contact))
    for start in range(0, len(ids), at_once):
        group = ids[start : start + at_once]
        rows = await _side_by_side(routes, group, reader)
        yield Page(tuple(_contacts(group, rows, known)))
    yield Page(last=True)


async def definitions(reader: Reader, *, team_id: str) -> AsyncIterator[Page]:
    """The labels of the account's team, by cursor."""
    cursor, last = "", False
    while not last:
        page = answers.labels(await _read(calls.label_page(cursor), reader, asked="to list labels"))
        cursor = answers.cursor(page, before=cursor)
        last = not cursor
        yield Page(definitions=answers.definitions(page, team_id=team_id), last=last)


async def label_named(name: str, reader: Reader, *, team_id: str) -> Definition | None:
    """The label of exactly this name, None where there is none."""
    async for page in definitions(reader, team_id=team_id):
        for definition in page.definitions:
            if definition.name == name:
                return definition
    return None


def _contacts(
    group: tuple[str, ...], rows: list[answers.Person | None], known: answers.LabelSets
) -> Iterator[Contact]:
    for asked, row in zip(group, rows, strict=True):
        if row is not None and row.id == asked:
            yield answers.contact(row, known)


async def _side_by_side(
    routes: calls.Routes, group: tuple[str, ...], reader: Reader
) -> list[answers.Person | None]:
    tasks = [asyncio.ensure_future(_person(routes.contact(contact), reader)) for contact in group]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()


async def _person(request: Request, reader: Reader) -> answers.Person | None:
    answer = await reader.read(request)
    if answer.status == 200:
        return answers.person(answer.body)
    if is_missing(answer):
        return None
    raise refusal(answer, asked="to show a contact")


async def _read(request: Request, reader: Reader, *, asked: str) -> bytes:
    answer = await reader.read(request)
    if answer.status != 200:
        raise refusal(answer, asked=asked)
    return answer.body
