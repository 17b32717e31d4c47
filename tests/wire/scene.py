"""A vendor that answers from a script, and a line to it in virtual time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx

from labelsync.core.capability import Bucket, Repeat
from labelsync.core.connector import Access
from labelsync.core.exchange import Remaining, Request
from labelsync.testing.time import VirtualClock
from labelsync.wire.client import open_client
from labelsync.wire.inprocess import InProcess
from labelsync.wire.line import Line
from labelsync.wire.pace import Governor
from labelsync.wire.patience import Patience

SECRET = "canary-4711"
READS = (("GET", "/contacts/{}"), ("POST", "/contacts/query"))
LOOK = Request("contacts", "GET", "/contacts/1", query=(("email", SECRET),), headers=(("x-note", SECRET),))
WRITE = Request("relabel", "POST", "/labels", body=f'{{"who":"{SECRET}"}}'.encode())
KEYED = WRITE._replace(repeat=Repeat.KEYED, headers=(("idempotency-key", "k-1"),))
REFUSED = "refused"
DEAD = "dead"


def access(
    base_url: str = "http://localhost",
    *,
    timeout: float = 60.0,
    buckets: tuple[Bucket, ...] = (),
    **rest: Any,
) -> Access:
    """A vendor's access, with a credential in it."""
    given: dict[str, Any] = {
        "hosts": ("api.vendor.example",),
        "headers": (("authorization", SECRET),),
        "reads": READS,
        "remaining": lambda headers: left(headers.get("x-left")),
    }
    return Access(base_url=base_url, timeout=timeout, buckets=buckets, **(given | rest))


def left(text: str | None) -> tuple[Remaining, ...]:
    return (Remaining("burst", int(text)),) if text else ()


Line_of_script = int | str | tuple[int, dict[str, str]]


@dataclass
class Script:
    """Answers one line of the script a request: a status, a status with headers, DEAD, or REFUSED (at the
    door). The last line goes on for ever. `seen` is what arrived and when."""

    clock: VirtualClock
    lines: list[Line_of_script]
    seen: list[tuple[float, str, str, bytes, dict[str, str]]] = field(default_factory=list)
    tried: list[float] = field(default_factory=list)

    def next(self) -> Line_of_script:
        self.tried.append(self.clock.monotonic())
        return self.lines.pop(0) if len(self.lines) > 1 else self.lines[0]

    async def __call__(self, scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        body = (await receive())["body"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.seen.append((self.clock.monotonic(), scope["method"], scope["path"], body, headers))
        line = scope["extensions"]["line"]
        if line == DEAD:
            raise ConnectionResetError(SECRET)
        status, fields = line if isinstance(line, tuple) else (line, {})
        raw = [(name.encode(), value.encode()) for name, value in fields.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": b"{}"})


class Door(httpx.AsyncBaseTransport):
    """Refuses the connection where the script says so, and else leads to the script."""

    def __init__(self, script: Script) -> None:
        self.script = script

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        line = self.script.next()
        if line == REFUSED:
            raise httpx.ConnectError(f"no route to {request.url} {SECRET}", request=request)

        async def application(scope: Any, receive: Any, send: Any) -> None:
            await self.script({**scope, "extensions": {"line": line}}, receive, send)

        return await InProcess(application).handle_async_request(request)


def line_to(
    script: Iterable[Line_of_script], *, concurrency: int = 4, patience: Patience | None = None, **rest: Any
) -> tuple[Line, Script, VirtualClock]:
    """A line to a scripted vendor, the script and the clock that both go by."""
    clock = VirtualClock()
    vendor = Script(clock, list(script))
    way = access(**rest)
    client = open_client(way, agent="labelsync/test", concurrency=concurrency, transport=Door(vendor))
    governor = Governor(way.buckets, share=1.0, concurrency=concurrency, clock=clock)
    line = Line(client, way, governor, patience or Patience(), clock, random.Random(1))
    return line, vendor, clock
