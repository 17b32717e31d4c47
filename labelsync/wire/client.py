"""The HTTP client of one account: nothing from the environment, no redirects, bounded answers."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from labelsync.core.connector import Access
from labelsync.core.exchange import Answer, Headers, Request
from labelsync.errors import AnswerLost, CallFailed, Incomprehensible, NotAuthorised, Unreachable
from labelsync.wire.http import httpx
from labelsync.wire.origin import check_origin
from labelsync.wire.trust import authorities, nobody
from labelsync.wire.unpacking import ENCODING, Body

LONGEST_ANSWER = 64 << 20
"""Bytes of a body, unpacked."""

WHOLE = 5.0
"""How many times the account's timeout (for each piece) an answer may take to be whole."""

CONNECT = 15.0
"""Seconds to wait for a connection, at most."""

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
LOST = (httpx.HTTPError, OSError)


@dataclass(frozen=True, slots=True)
class Client:
    """Sends one request and reads its whole answer, in `within` seconds. It never repeats anything."""

    http: httpx.AsyncClient
    base_url: str
    within: float

    async def exchange(self, request: Request) -> Answer:
        """Return the answer, whatever its status. Raises Unreachable, AnswerLost or Incomprehensible."""
        failure: CallFailed
        try:
            async with asyncio.timeout(self.within):
                return await self._exchange(request)
        except NEVER_SENT as error:
            failure = _unreachable(self.base_url, error)
        except LOST as error:
            failure = _lost(error)
        # Raised out here so that no library's error, whose text may hold a person or a header, hangs on it.
        raise failure

    async def close(self) -> None:
        """Let go of the connections."""
        await self.http.aclose()

    async def _exchange(self, request: Request) -> Answer:
        outgoing = self.http.build_request(
            request.method,
            self.base_url.rstrip("/") + request.path,
            params=httpx.QueryParams(list(request.query)) if request.query else None,
            content=request.body or None,
            headers=[*request.headers, *_typed(request)],
        )
        answer = await self.http.send(outgoing, stream=True)
        try:
            if answer.is_redirect:
                raise Incomprehensible(
                    f"the vendor redirects ({answer.status_code}), and redirects are never followed",
                    advice="check the account's base_url",
                )
            body = await _body(answer)
        finally:
            await answer.aclose()
        return Answer(answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, body)


def _typed(request: Request) -> list[tuple[str, str]]:
    said = any(name.lower() == "content-type" for name, _ in request.headers)
    return [("content-type", "application/json")] if request.body and not said else []


async def _body(answer: httpx.Response) -> bytes:
    body = Body(answer.headers.get("content-encoding", "").strip().lower(), longest=LONGEST_ANSWER)
    async for chunk in answer.aiter_raw():
        body.take(chunk)
    return body.whole()


def _unreachable(base_url: str, error: Exception) -> Unreachable:
    return Unreachable(
        f"could not connect to {urlsplit(base_url).hostname} ({type(error).__name__})",
        advice="check the network and the account's base_url, then run the command again",
    )


def _lost(error: Exception) -> AnswerLost:
    return AnswerLost(
        f"the answer did not arrive ({type(error).__name__})",
        advice="run the command again: it looks up what became of the call first",
    )


def open_client(
    access: Access, *, agent: str, concurrency: int, transport: httpx.AsyncBaseTransport | None
) -> Client:
    """A client for one account; `transport` stands in for the network (the sandbox's emulators)."""
    check_origin(access)
    _check_headers(access)
    _hush()
    secure = transport is None and urlsplit(access.base_url).scheme == "https"
    http = httpx.AsyncClient(
        headers={**_manners(agent), **dict(access.headers)},
        timeout=httpx.Timeout(access.timeout, connect=min(CONNECT, access.timeout)),
        limits=httpx.Limits(max_connections=concurrency, max_keepalive_connections=concurrency),
        http1=True,
        http2=False,
        follow_redirects=False,
        trust_env=False,
        verify=authorities() if secure else nobody(),
        transport=transport,
    )
    return Client(http, access.base_url, WHOLE * access.timeout)


def _manners(agent: str) -> dict[str, str]:
    return {"user-agent": agent, "accept": "application/json", "accept-encoding": ENCODING}


def _hush() -> None:
    """The libraries below log whole URLs and headers, in which people and secrets are."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _check_headers(access: Access) -> None:
    check_headers(access.headers)


def check_headers(headers: Headers) -> None:
    """Refuse a credential that no header can carry."""
    for name, value in headers:
        if not (value.isascii() and value.isprintable() and value == value.strip()):
            raise NotAuthorised(
                f"the {name} header cannot be sent: its value has a line break or another character "
                "that no header carries",
                advice="look at the end of the secret that the account names",
            )
