"""The HTTP client of one account: nothing from the environment, no redirects, bounded answers."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from labelsync.core.connector import Access, Answer, Request
from labelsync.errors import AnswerLost, Incomprehensible, NotAuthorised, Unreachable

LONGEST_ANSWER = 64 << 20
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def is_loopback(url: str) -> bool:
    """Whether the URL's host is this machine: `localhost`, 127.0.0.0/8 or ::1."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def check_origin(access: Access) -> None:
    """Refuse a base URL that would carry the credential anywhere but to the vendor or the loopback."""
    parts = urlsplit(access.base_url)
    if is_loopback(access.base_url):
        return
    if parts.scheme != "https" or parts.hostname not in access.hosts:
        raise NotAuthorised(
            f"{parts.scheme}://{parts.hostname} is not an origin of this vendor",
            advice=f"the credential goes only to {', '.join(access.hosts)} over https, or to the loopback",
        )


@dataclass(frozen=True, slots=True)
class Client:
    """Sends one request and reads its whole answer. It never repeats anything."""

    http: httpx.AsyncClient
    base_url: str

    async def exchange(self, request: Request) -> Answer:
        """Return the answer, whatever its status. Raises Unreachable, AnswerLost or Incomprehensible."""
        try:
            return await self._exchange(request)
        except NEVER_SENT as error:
            raise Unreachable(
                f"could not connect to {urlsplit(self.base_url).hostname} ({_cause(error)})",
                advice="check the network and the account's base_url, then run the command again",
            ) from error
        except httpx.HTTPError as error:
            raise AnswerLost(f"the answer did not arrive ({_cause(error)})") from error

    async def _exchange(self, request: Request) -> Answer:
        outgoing = self.http.build_request(
            request.method,
            self.base_url.rstrip("/") + request.path,
            params=httpx.QueryParams(list(request.query)) if request.query else None,
            content=request.body or None,
            headers=[*request.headers, *([("content-type", "application/json")] if request.body else [])],
        )
        answer = await self.http.send(outgoing, stream=True)
        try:
            if answer.is_redirect:
                raise Incomprehensible("the vendor redirects, and redirects are never followed")
            body = await _bounded(answer)
        finally:
            await answer.aclose()
        return Answer(answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, body)

    async def close(self) -> None:
        """Let go of the connections."""
        await self.http.aclose()


async def _bounded(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in answer.aiter_bytes():
        body += chunk
        if len(body) > LONGEST_ANSWER:
            raise Incomprehensible(f"the answer is longer than {LONGEST_ANSWER >> 20} MiB")
    return bytes(body)


def _cause(error: httpx.HTTPError) -> str:
    """The kind of failure in words; the library's own text may hold a URL with a person in it."""
    return type(error).__name__


def open_client(
    access: Access, *, agent: str, concurrency: int, transport: httpx.AsyncBaseTransport | None
) -> Client:
    """A client for one account; `transport` stands in for the network (the sandbox's emulators)."""
    check_origin(access)
    http = httpx.AsyncClient(
        headers={"user-agent": agent, "accept": "application/json", **dict(access.headers)},
        timeout=httpx.Timeout(access.timeout, connect=min(15.0, access.timeout)),
        limits=httpx.Limits(max_connections=concurrency, max_keepalive_connections=concurrency),
        http1=True,
        http2=False,
        follow_redirects=False,
        trust_env=False,
        verify=ssl.create_default_context() if transport is None else True,
        transport=transport,
    )
    return Client(http, access.base_url)
