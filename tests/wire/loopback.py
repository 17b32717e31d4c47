"""A server on a real loopback socket that says what it is told to, and remembers what it heard."""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from labelsync.core.exchange import Answer
from labelsync.errors import CallFailed
from labelsync.wire.clock import SystemClock
from labelsync.wire.line import Line
from labelsync.wire.opening import Terms, open_line
from labelsync.wire.patience import Patience
from labelsync.wire.waiting import Waits
from tests.wire.scene import LOOK, access

Speak = Callable[[asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


def says(*pieces: bytes, pause: float = 0.0) -> Speak:
    """Write these pieces, then leave the connection open."""

    async def speak(writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            if pause:
                await SystemClock().sleep(pause)

    return speak


def says_and_resets(piece: bytes) -> Speak:
    """Write this piece and reset the connection."""

    async def speak(writer: asyncio.StreamWriter) -> None:
        writer.write(piece)
        await writer.drain()
        writer.transport.abort()

    return speak


def says_and_closes(piece: bytes) -> Speak:
    """Write this piece and close."""

    async def speak(writer: asyncio.StreamWriter) -> None:
        writer.write(piece)
        await writer.drain()
        writer.close()

    return speak


@dataclass
class Server:
    """Answers every request by `speak`. `heard` are the heads of requests, `connections` how many came."""

    speak: Speak
    heard: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                self.heard.append(head)
                await reader.readexactly(_length(head))
                await self.speak(writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.close()


def _length(head: str) -> int:
    named = [line.split(":")[1] for line in head.lower().split("\r\n") if line.startswith("content-length")]
    return int(named[0]) if named else 0


@asynccontextmanager
async def listening(speak: Speak, context: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    """A server while the block lasts."""
    server = Server(speak)
    async with await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=context) as listener:
        server.port = listener.sockets[0].getsockname()[1]
        yield server


@asynccontextmanager
async def connected(port: int, *, scheme: str = "http", **rest: Any) -> AsyncIterator[Line]:
    """A line to that port which tries everything once."""
    terms = Terms(agent="labelsync/9.9", concurrency=2, patience=Patience(tries=1, connects=1))
    way = access(f"{scheme}://127.0.0.1:{port}", **{"timeout": 5.0, **rest})
    line = open_line(way, terms, waits=Waits(SystemClock()), chance=random.Random(1))
    try:
        yield line
    finally:
        await line.close()


def read_once(speak: Speak, **rest: Any) -> tuple[Answer | CallFailed, Server]:
    """What one reading of such a server comes to."""

    async def read() -> tuple[Answer | CallFailed, Server]:
        async with listening(speak) as server, connected(server.port, **rest) as line:
            try:
                return await line.client.exchange(LOOK), server
            except CallFailed as failure:
                return failure, server

    return asyncio.run(read())
