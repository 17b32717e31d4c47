"""Faults on purpose, around an emulator: what a network or a server does that is not the vendor's word."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labelsync.errors import WrongUsage
from labelsync.sandbox.around import Around
from labelsync.sandbox.trouble import KINDS as TROUBLES
from labelsync.sandbox.trouble import Trouble, troubled

KINDS = ("refuse", "drop", "late", "429", "500", "503", "504", "html", "delay", *TROUBLES)
_SPEC = re.compile(
    rf"(?P<kind>{'|'.join(KINDS)})(?:=(?P<amount>[0-9.]+))?"
    r"(?:x(?P<times>[0-9]+))?(?:@(?P<method>[A-Z]+):(?P<path>/.*))?"
)


class ConnectionLost(Exception):
    """The server closes the connection without an answer."""


@dataclass(slots=True)
class Fault:
    """One kind of fault, for the next `times` requests of that method whose path begins with `path`.

    `refuse` closes before anything happens, `drop` after the effect and before the answer, `late` answers 500
    after the effect; `429`, `500`, `503` and `504` answer so without an effect, with `Retry-After` where it
    has an amount, all of these without a body;
    `html` answers a page instead of JSON; `delay` waits `amount` seconds. The other kinds are the emulators'
    own: `Trouble`. The method may be WRITE or READ: whatever the vendor's emulator takes for such.
    """

    kind: str
    times: int = 1
    method: str = ""
    path: str = "/"
    amount: float = 0.0

    def meets(self, scope: Scope, *, writes: bool) -> bool:
        """Whether this request, which `writes` or only reads, is the fault's next one."""
        methods = ("", scope["method"], "WRITE" if writes else "READ")
        return self.times > 0 and self.method in methods and scope["path"].startswith(self.path)


def parse_fault(text: str) -> Fault:
    """`drop@POST:/contacts`, `429=2x3`, `delay=2`: kind, `=amount`, `xtimes`, `@METHOD:/path`."""
    match = _SPEC.fullmatch(text)
    if match is None:
        raise WrongUsage(
            f"no fault is called {text!r}",
            advice=f"KIND[=AMOUNT][xTIMES][@METHOD:/path], KIND one of {', '.join(KINDS)}",
        )
    return Fault(
        match["kind"],
        int(match["times"] or 1),
        match["method"] or "",
        match["path"] or "/",
        float(match["amount"] or 0),
    )


@dataclass(frozen=True, slots=True)
class Faulty:
    """An application with faults before it. `writes` tells of a method and a path whether they may write."""

    application: ASGIApp
    faults: list[Fault]
    around: Around
    writes: Callable[[str, str], bool] = lambda method, _: method != "GET"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the first fault that fits have its way, else the application."""
        writes = self.writes(scope["method"], scope["path"])
        fault = next((fault for fault in self.faults if fault.meets(scope, writes=writes)), None)
        if fault is None:
            return await self.application(scope, receive, send)
        fault.times -= 1
        match fault.kind:
            case "refuse":
                raise ConnectionLost
            case "drop":
                await self.application(scope, receive, _nowhere)
                raise ConnectionLost
            case "late":
                await self.application(scope, receive, _nowhere)
                return await _answer(send, 500, b"", b"application/json")
            case "delay":
                await self.around.sleep(fault.amount)
                return await self.application(scope, receive, send)
            case "html":
                return await _answer(send, 200, b"<html><body>maintenance</body></html>", b"text/html")
            case "429" | "500" | "503" | "504":
                return await _answer(send, int(fault.kind), b"", b"application/json", after=fault.amount)
            case _:
                trouble = Trouble(TROUBLES[fault.kind], fault.amount)
                return await self.application(troubled(scope, trouble), receive, send)


async def _nowhere(message: Message) -> None:
    del message


async def _answer(send: Send, status: int, body: bytes, kind: bytes, *, after: float = 0.0) -> None:
    start: MutableMapping[str, Any] = {"type": "http.response.start", "status": status}
    wait = [(b"retry-after", f"{after:g}".encode())] if after else []
    await send({**start, "headers": [(b"content-type", kind), *wait]})
    await send({"type": "http.response.body", "body": body})
