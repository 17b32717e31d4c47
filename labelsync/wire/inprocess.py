"""An ASGI application as a transport: it streams, and it honours the client's timeouts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from labelsync.wire.http import httpx

Message = MutableMapping[str, Any]
Messages = asyncio.Queue[Message | None]
Application = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]

AHEAD = 8
"""Messages that the application may be ahead of its reader, as a socket's buffer would let it."""


class InProcess(httpx.AsyncBaseTransport):
    """Requests go to an application in this process; a crash of it looks like a lost connection."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Run the application until its headers are there; its body streams on behind them."""
        body = await request.aread()
        messages: Messages = asyncio.Queue(AHEAD)
        task = asyncio.ensure_future(_run(self._application, _scope(request), body, messages))
        stream = _Body(messages, task, request.extensions.get("timeout", {}).get("read"))
        try:
            start = await stream.next()
        except BaseException:
            await stream.aclose()
            raise
        if start is None:
            raise httpx.RemoteProtocolError("the server closed without an answer", request=request)
        return httpx.Response(start["status"], headers=start.get("headers", []), stream=stream)


async def _run(
    application: Application, scope: MutableMapping[str, Any], body: bytes, messages: Messages
) -> None:
    """Run the application to its end, which is None; a crash is, from outside, a connection that closes."""
    requests: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return requests.pop() if requests else {"type": "http.disconnect"}

    with suppress(Exception):
        await application(scope, receive, messages.put)
    await messages.put(None)


class _Body(httpx.AsyncByteStream):
    def __init__(self, messages: Messages, task: asyncio.Future[None], patience: float | None) -> None:
        self._messages, self._task, self._patience = messages, task, patience

    async def next(self) -> Message | None:
        try:
            async with asyncio.timeout(self._patience):
                return await self._messages.get()
        except TimeoutError as error:
            raise httpx.ReadTimeout("the answer is late") from error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        more = True
        while more:
            message = await self.next()
            if message is None:
                raise httpx.ReadError("the connection closed in the middle of the answer")
            yield message.get("body", b"")
            more = message.get("more_body", False)

    async def aclose(self) -> None:
        """End the application too: nobody listens any more."""
        self._task.cancel()
        await asyncio.wait([self._task])


def _scope(request: httpx.Request) -> MutableMapping[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": request.url.raw_path.split(b"?")[0],
        "query_string": request.url.query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "server": (request.url.host, request.url.port),
        "client": ("127.0.0.1", 0),
    }
