"""What HighLevel is asked, page by page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator

from labelsync.connectors.highlevel import answers, calls
from labelsync.connectors.highlevel.limits import GROUP
from labelsync.connectors.highlevel.refusals import LIST, LIST_TAGS, SHOW, Asked, is_gone, refusal
from labelsync.core.exchange import Answer, Reader, Request
from labelsync.core.question import Page
from labelsync.core.roster import Contact

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def tags(location: str, reader: Reader, *, kind: str = "labels") -> tuple[answers.Tag, ...]:
    """The location's tag dictionary. Raises NotAuthorised, Rejected or Incomprehensible."""
    answer = await _read(calls.tags(location, kind=kind), reader, LIST_TAGS)
    return answers.dictionary(answer.body)


async def definitions(location: str, reader: Reader) -> AsyncIterator[Page]:
    """All labels, in one page: the dictionary is not paged."""
    yield Page(definitions=answers.definitions(await tags(location, reader)), last=True)


async def these(location: str, contacts: tuple[str, ...], reader: Reader) -> AsyncIterator[Page]:
    """Contacts by id through the search, 50 a request. It may lag behind a write by a minute."""
    known: answers.TagSets = {}
    for group in _groups(contacts, size=GROUP):
        page = await search(calls.these(location, contacts=group), reader)
        asked = frozenset(group)
        yield Page(tuple(answers.listed(row, known) for row in page.contacts if row.id in asked))
    yield Page(last=True)


async def one_by_one(contacts: tuple[str, ...], reader: Reader, *, at_once: int) -> AsyncIterator[Page]:
    """Contacts each by its own id: the route that shows a write at once."""
    known: answers.TagSets = {}
    for group in _groups(contacts, size=at_once):
        rows = await _side_by_side(group, reader)
        yield Page(tuple(_contacts(group, rows, known)))
    yield Page(last=True)


def is_id(text: str) -> bool:
    """Whether a contact of this vendor could have this id, which goes into paths."""
    return _ID.fullmatch(text) is not None


def _contacts(
    group: tuple[str, ...], rows: list[answers.Row | None], known: answers.TagSets
) -> Iterator[Contact]:
    for asked, row in zip(group, rows, strict=True):
        if row is not None and row.id == asked:
            yield answers.contact(row, known)


async def _side_by_side(group: tuple[str, ...], reader: Reader) -> list[answers.Row | None]:
    tasks = [asyncio.ensure_future(_single(contact, reader)) for contact in group]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()


async def _single(contact: str, reader: Reader) -> answers.Row | None:
    answer = await reader.read(calls.contact(contact))
    if answer.status == 200:
        return answers.single(answer.body)
    if is_gone(answer):
        return None
    raise refusal(answer, SHOW)


async def search(request: Request, reader: Reader) -> answers.Found:
    """One page of the search. Raises NotAuthorised, Rejected or Incomprehensible."""
    return answers.found((await _read(request, reader, LIST)).body)


async def _read(request: Request, reader: Reader, asked: Asked) -> Answer:
    answer = await reader.read(request)
    if answer.status not in (200, 201):
        raise refusal(answer, asked)
    return answer


def _groups(contacts: tuple[str, ...], *, size: int) -> Iterator[tuple[str, ...]]:
    """Distinct ids in groups; what cannot be an id is nobody's, and is not asked."""
    ids = tuple(contact for contact in dict.fromkeys(contacts) if is_id(contact))
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
