"""Worlds in files, so that a second command sees what the first one did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from starlette.types import Message, Receive, Scope, Send

from labelsync.errors import WrongUsage
from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Emulator
from labelsync.sandbox.seed import read_seed
from labelsync.sandbox.vendors import emulated


@dataclass(frozen=True, slots=True)
class Logged:
    """One request that an emulator answered. `status` is 0 when no answer left."""

    at: float
    method: str
    path: str
    status: int
    writes: bool


@dataclass(frozen=True, slots=True)
class World:
    """An account's emulator and the two files that keep it: its state, and the log of its requests."""

    emulator: Emulator
    state: Path
    around: Around

    @property
    def log(self) -> Path:
        """The file of requests, one JSON row each."""
        return self.state.with_suffix(".requests.jsonl")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, keep the world if it may have changed, and log the request, in this order."""
        writes = self.emulator.writes(scope["method"], scope["path"])
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)

        await self._answer(scope, receive, hold, writes=writes)
        if writes:
            self.keep()
        for message in held:
            await send(message)

    def keep(self) -> None:
        """Write the world to its file, whole or not at all."""
        fresh = self.state.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_bytes(
            msgspec.json.encode({"vendor": self.emulator.vendor, "state": self.emulator.dump()})
        )
        fresh.replace(self.state)

    def requests(self) -> Iterator[Logged]:
        """Every request so far, oldest first."""
        if self.log.exists():
            with self.log.open("rb") as file:
                for line in file:
                    yield msgspec.json.decode(line, type=Logged)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, *, writes: bool) -> None:
        status = 0

        async def note(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self.emulator.app(scope, receive, note)
        finally:
            row = Logged(self.around.now(), scope["method"], scope["path"], status, writes)
            self.log.touch(mode=0o600)
            with self.log.open("ab") as file:
                file.write(msgspec.json.encode(row) + b"\n")


def open_world(vendor: str, *, account: str, seed: Path, folder: Path, around: Around) -> World:
    """The world of a sandbox account, from its state file or, the first time, from its seed file."""
    if vendor not in emulated():
        raise WrongUsage(f"there is no emulator of {vendor}", advice=f"emulated are {', '.join(emulated())}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = folder / f"{account}.json"
    kept = _kept(state, vendor)
    if kept is not None:
        return World(emulated()[vendor].kept(kept, around), state, around)
    world = World(emulated()[vendor].fresh(read_seed(seed), around), state, around)
    world.keep()
    return world


def is_kept(*, account: str, folder: Path) -> bool:
    """Whether an account's world exists already."""
    return (folder / f"{account}.json").exists()


def reset_world(*, account: str, folder: Path) -> bool:
    """Forget an account's world, so that it begins at its seed again. False when there was none."""
    state = folder / f"{account}.json"
    there = state.exists()
    for path in (state, state.with_suffix(".requests.jsonl")):
        path.unlink(missing_ok=True)
    return there


def _kept(state: Path, vendor: str) -> dict[str, Any] | None:
    if not state.exists():
        return None
    try:
        document = msgspec.json.decode(state.read_bytes())
        kept: dict[str, Any] = document["state"]
    except (msgspec.DecodeError, KeyError, TypeError) as error:
        raise WrongUsage(
            f"the sandbox's state {state.name} cannot be read",
            advice="labelsync sandbox reset ACCOUNT makes it anew",
        ) from error
    return kept if document.get("vendor") == vendor else None
