"""A way to a vendor without pace or patience: each request is sent once and its answer handed back."""

from __future__ import annotations

import re
import ssl
from collections.abc import AsyncIterator

import httpx

from labelsync.core.connector import Access
from labelsync.core.exchange import Answer, Request, Ticket
from labelsync.core.question import Page

TRUST = ssl.create_default_context()


class Straight:
    """A writer over plain httpx, so that respx can pin every request as it leaves.

    What is read must be in the connector's table of reading requests, as the wire will demand it.
    """

    def __init__(self, access: Access) -> None:
        self.access = access

    async def read(self, request: Request) -> Answer:
        listed = (
            method == request.method
            and re.fullmatch("[^/]+".join(map(re.escape, path.split("{}"))), request.path)
            for method, path in self.access.reads
        )
        assert any(listed), f"{request.method} {request.path} is not listed as reading"
        return await self._send(request)

    async def write(self, request: Request) -> Answer:
        return await self._send(request)

    async def _send(self, request: Request) -> Answer:
        typed = [("content-type", "application/json")] if request.body else []
        async with httpx.AsyncClient(headers=dict(self.access.headers), verify=TRUST) as client:
            answer = await client.request(
                request.method,
                self.access.base_url + request.path,
                params=httpx.QueryParams(list(request.query)) if request.query else None,
                content=request.body or None,
                headers=[*request.headers, *typed],
            )
        headers = {name.lower(): text for name, text in answer.headers.items()}
        return Answer(answer.status_code, headers, answer.content)


class Kept:
    """A keep in memory: the same key for its one batch, and the tickets it was given."""

    def __init__(self, key: str = "5b2c6a1e-0000-4000-8000-000000000001") -> None:
        self.text = key
        self.tickets: list[Ticket] = []

    async def ticket(self, ticket: Ticket) -> None:
        self.tickets.append(ticket)

    async def key(self) -> str:
        return self.text


class Sundial:
    """A clock on which only sleeping passes time."""

    def __init__(self, start: float = 1_790_000_000.0) -> None:
        self.start = start
        self.slept = 0.0

    def now(self) -> float:
        return self.start + self.slept

    def monotonic(self) -> float:
        return self.slept

    async def sleep(self, seconds: float) -> None:
        self.slept += seconds


async def gathered(pages: AsyncIterator[Page]) -> list[Page]:
    """All pages of an answer."""
    return [page async for page in pages]
