"""A vendor behind a real socket: `labelsync sandbox serve` as a process of its own, in real time."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from labelsync.core.scope import Account
from labelsync.errors import WrongUsage
from labelsync.sandbox.emulator import Person
from labelsync.testing.subject import Subject
from labelsync.wire.clock import SystemClock
from labelsync.wire.inprocess import Application

T = TypeVar("T")


@contextmanager
def served() -> Iterator[dict[str, str]]:
    """Serve all emulators until the block ends; gives each vendor's API root by name."""
    command = [sys.executable, "-m", "labelsync", "sandbox", "serve", "--contacts", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603 - ourselves
    assert process.stdout is not None  # noqa: S101 - it was asked for in the line above
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


class Served:
    """One vendor of a served sandbox."""

    def __init__(self, subject: Subject, url: str) -> None:
        self.clock = SystemClock()
        self.settings = f"base_url: {url}"
        self._root = urlsplit(url)
        self._page = f"/sandbox/{subject.name}"

    @property
    def application(self) -> Callable[[Account], Application]:
        """None: the vendor is reached by its address."""
        return _nowhere

    def prepare(self, folder: Path) -> None:
        """Nothing is needed beside the manifest."""

    def renew(self, people: Sequence[Person]) -> None:
        """Begin the world anew."""
        self._asked("PUT", self._page, [asdict(person) for person in people])

    def fault(self, specs: Sequence[str]) -> None:
        """Trouble the vendor."""
        self._asked("PUT", f"{self._page}/faults", list(specs))

    def shown(self) -> dict[str, Any]:
        """Look at the world."""
        return self._asked("GET", self._page, None)

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run in real time."""
        return asyncio.run(coroutine)

    def _asked(self, method: str, path: str, body: object) -> dict[str, Any]:
        connection = HTTPConnection(self._root.hostname or "", self._root.port, timeout=30)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            answer = connection.getresponse()
            told: dict[str, Any] = json.loads(answer.read())
        finally:
            connection.close()
        if answer.status != 200:
            raise WrongUsage(f"the sandbox answers {answer.status}: {told.get('message')}")
        return told


def _nowhere(account: Account) -> Application:
    raise WrongUsage(f"{account.name} has no emulator in this process")
