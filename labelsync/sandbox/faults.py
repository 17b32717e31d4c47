"""Faults on purpose, around an emulator: what a network or a server does that is not the vendor's word."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labelsync.errors import WrongUsage
from labelsync.sandbox.around import Around

KINDS = ("refuse", "drop", "429", "500", "503", "html", "delay")
_SPEC = re.compile(
    rf"(?P<kind>{'|'.join(KINDS)})(?:=(?P<seconds>[0-9.]+))?"
    r"(?:x(?P<times>[0-9]+))?(?:@(?P<method>[A-Z]+):(?P<path>/.*))?"
)


class ConnectionLost(Exception):
    """The server closes the connection without an answer."""


@dataclass(slots=True)
class Fault:
    """One kind of fault, for the next `times` requests of that method whose path begins with `path`.

    `refuse` closes before anything happens, `drop` after the effect and before the answer; `429`, `500` and
    `503` answer so without an effect; `html` answers a page instead of JSON; `delay` waits `seconds`.
    """

    kind: str
    times: int = 1
    method: str = ""
    path: str = "/"
    seconds: float = 0.0

    def meets(self, scope: Scope) -> bool:
        """Whether this request is the fault's next one."""
        fits = self.method in ("", scope["method"]) and scope["path"].startswith(self.path)
        return self.times > 0 and fits


def parse_fault(text: str) -> Fault:
    """`drop@POST:/contacts`, `429x3`, `delay=2@GET:/me`: kind, `=seconds`, `xtimes`, `@METHOD:/path`."""
    match = _SPEC.fullmatch(text)
    if match is None:
        raise WrongUsage(
            f"no fault is called {text!r}",
            advice=f"KIND[=SECONDS][xTIMES][@METHOD:/path], KIND one of {', '.join(KINDS)}",
        )
    return Fault(
        match["kind"],
        int(match["times"] or 1),
        match["method"] or "",
        match["path"] or "/",
        float(match["seconds"] or 0),
    )


@dataclass(frozen=True, slots=True)
class Faulty:
    """An application with faults before it."""

    application: ASGIApp
    faults: list[Fault]
    around: Around

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the first fault that fits have its way, else the application."""
        fault = next((fault for fault in self.faults if fault.meets(scope)), None)
        if fault is None:
            return await self.application(scope, receive, send)
        fault.times -= 1
        match fault.kind:
            case "refuse":
                raise ConnectionLost
            case "drop":
                await self.application(scope, receive, _nowhere)
                raise ConnectionLost
            case "delay":
                await self.around.sleep(fault.seconds)
                return await self.application(scope, receive, send)
            case "html":
                return await _answer(send, 200, b"<html><body>maintenance</body></html>", b"text/html")
            case status:
                return await _answer(send, int(status), b"", b"application/json")


async def _nowhere(message: Message) -> None:
    del message


async def _answer(send: Send, status: int, body: bytes, kind: bytes) -> None:
    start: MutableMapping[str, Any] = {"type": "http.response.start", "status": status}
    await send({**start, "headers": [(b"content-type", kind)]})
    await send({"type": "http.response.body", "body": body})
