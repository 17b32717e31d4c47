"""The emulators as a real HTTP server on the loopback."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import uvicorn
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from labelsync.core.exchange import Clock
from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Emulated, Person
from labelsync.sandbox.faults import ConnectionLost, Fault
from labelsync.sandbox.overseeing import overseer
from labelsync.sandbox.stand import Stand
from labelsync.sandbox.vendors import emulated

HOST = "127.0.0.1"
OVERSEER = "sandbox"
"""Where the sandbox's own pages are mounted, beside the vendors."""


@dataclass(frozen=True, slots=True)
class Mounts:
    """Applications by their first path segment; each sees paths as if it stood alone."""

    applications: dict[str, ASGIApp]
    clock: Clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the vendor it is for."""
        first, _, rest = scope["path"].lstrip("/").partition("/")
        application = self.applications.get(first)
        if application is None:
            known = [f"/{name}" for name in self.applications]
            answer = JSONResponse({"message": "no vendor is mounted here", "mounted": known}, status_code=404)
            await answer(scope, receive, send)
            return
        raw = scope.get("raw_path", b"")[len(first) + 1 :] or b"/"
        try:
            below = {**scope, "path": f"/{rest}", "raw_path": raw, "root_path": ""}
            await application({**below, "app_root_path": f"/{first}"}, receive, send)
        except ConnectionLost:
            scope["state"]["transport"].abort()
            await self.clock.sleep(0)


class Losable(H11Protocol):
    """A connection that an application can cut: uvicorn would answer 500 where a network answers nothing."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let the application know what it is connected by."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


@dataclass(frozen=True, slots=True)
class Serving:
    """Fresh worlds of all vendors, with the same people and the same faults."""

    people: Sequence[Person]
    faults: list[Fault]
    clock: Clock
    chance: random.Random

    async def serve(self, port: int, announce: Callable[[dict[str, str]], None]) -> None:
        """Serve until the process is told to end. `announce` gets each vendor's API root once it listens."""
        around = Around(self.clock.now, self.clock.sleep, self.chance)
        stands = {name: self._stand(vendor, around) for name, vendor in emulated().items()}
        applications: dict[str, ASGIApp] = {**stands, OVERSEER: overseer(stands)}
        listening = socket.create_server((HOST, port))
        address = f"http://{HOST}:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            Mounts(applications, self.clock),
            http=Losable,
            log_level="critical",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        task = asyncio.ensure_future(server.serve(sockets=[listening]))
        while not server.started and not task.done():
            await self.clock.sleep(0.01)
        announce({name: f"{address}/{name}" for name in stands})
        await task

    def _stand(self, vendor: Emulated, around: Around) -> Stand:
        faults = [replace(fault) for fault in self.faults]
        return Stand(vendor, around, tuple(self.people), faults)
