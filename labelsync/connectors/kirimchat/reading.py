"""What KirimChat is asked, page by page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from labelsync.connectors.kirimchat import answers, assumptions, calls, refusals
from labelsync.connectors.kirimchat.refusals import refusal
from labelsync.connectors.kirimchat.trouble import is_missing, is_success
from labelsync.core.exchange import Reader, Request
from labelsync.core.question import Page
from labelsync.core.roster import Contact, Definition
from labelsync.errors import Rejected

T = TypeVar("T")

_ID = re.compile(r"ctc_[0-9A-HJKMNP-TV-Z]{26}")


@dataclass(frozen=True, slots=True)
class View:
    """How one account's contacts are looked at: where they are, and whether their labels are shown.

    `at_once` is how many requests may be under way together.
    """

    routes: calls.Routes
    readable: bool
    at_once: int


def is_id(text: str) -> bool:
    """Whether a contact of this vendor could have this id: `ctc_` and a ULID, as documented."""
    return _ID.fullmatch(text) is not None


async def me(reader: Reader) -> answers.Identity:
    """Whose key it is, and its rate limits."""
    return answers.me(await _read(calls.ME, reader, asked=refusals.ORGANISATION))


async def shows_labels(routes: calls.Routes, reader: Reader) -> bool:
    """Whether this server shows the labels of contacts, by the first one; False where there is none."""
    page = answers.people(await _read(routes.probe, reader, asked=refusals.CONTACTS))
    return any(answers.carried(row) is not None for row in page.data)


def everyone(view: View, reader: Reader) -> AsyncIterator[Page]:
    """All contacts by cursor, until the vendor says that there is no more. It reports no total."""
    return matching(view, (), reader)


async def matching(view: View, wanted: calls.Query, reader: Reader) -> AsyncIterator[Page]:
    """The contacts that KirimChat finds by `phone` or `search`, all where neither is wanted."""
    known: answers.LabelSets = {}
    cursor, last = "", False
    while not last:
        request = view.routes.contact_page(cursor, wanted=wanted)
        page = answers.people(await _read(request, reader, asked=refusals.CONTACTS))
        cursor = answers.cursor(page, before=cursor)
        last = not cursor
        yield Page(tuple(answers.contact(row, known, readable=view.readable) for row in page.data), last=last)


async def named(view: View, phones: tuple[str, ...], reader: Reader) -> AsyncIterator[Page]:
    """The contacts of these phone numbers (E.164), each asked by itself: the filter takes one."""
    for group in _groups(phones, view.at_once):
        found = await _together(_of_phone(view, phone, reader) for phone in group)
        yield Page(tuple(contact for contacts in found for contact in contacts))
    yield Page(last=True)


async def these(view: View, contacts: tuple[str, ...], reader: Reader) -> AsyncIterator[Page]:
    """Contacts each by its own id, the only way; what cannot be an id is nobody's, and is not asked."""
    known: answers.LabelSets = {}
    for group in _groups(filter(is_id, contacts), view.at_once):
        rows = await _together(_person(view.routes.contact(contact), reader) for contact in group)
        found = [row for asked, row in zip(group, rows, strict=True) if row is not None and row.id == asked]
        yield Page(tuple(answers.contact(row, known, readable=view.readable) for row in found))
    yield Page(last=True)


async def definitions(reader: Reader, *, team_id: str) -> AsyncIterator[Page]:
    """The labels of the account's team, by cursor."""
    cursor, last = "", False
    while not last:
        page = answers.labels(await _read(calls.label_page(cursor), reader, asked=refusals.LABELS))
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


async def _of_phone(view: View, phone: str, reader: Reader) -> list[Contact]:
    try:
        return [
            contact async for page in matching(view, (("phone", phone),), reader) for contact in page.contacts
        ]
    except Rejected as refused:
        if refused.code != assumptions.UNDIALABLE:
            raise
        return []


def _groups(texts: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    """The texts in groups of at most `size`, each text once."""
    unique = tuple(dict.fromkeys(texts))
    for start in range(0, len(unique), size):
        yield unique[start : start + size]


async def _together(coroutines: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()


async def _person(request: Request, reader: Reader) -> answers.Person | None:
    answer = await reader.read(request)
    if is_success(answer):
        return answers.person(answer.body)
    if is_missing(answer):
        return None
    raise refusal(answer, refusals.CONTACT)


async def _read(request: Request, reader: Reader, *, asked: refusals.Asked) -> bytes:
    answer = await reader.read(request)
    if not is_success(answer):
        raise refusal(answer, asked)
    return answer.body
