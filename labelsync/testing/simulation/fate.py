"""The death of a process: a run takes so many durable steps, and then is not there any more."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


class Death(BaseException):
    """The process is gone."""


@dataclass(slots=True)
class Fate:
    """Counts the durable steps of a run, and ends it at one of them, counted from 1; 0 never ends it.

    Whoever takes the last step never comes back from it. Once dead, nothing is committed or sent any more.
    """

    dies_at: int = 0
    steps: int = 0
    dead: bool = False
    _gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def step(self) -> None:
        """One durable step: before or after a commit, or a writing request at the vendor's side."""
        if self.dead:
            raise Death
        if not self._gone.is_set():
            self.steps += 1
        if self.steps == self.dies_at:
            self._gone.set()
            await asyncio.Future()

    async def live(self, run: Coroutine[Any, Any, T]) -> T:
        """Let it run to its end. Raises Death where it dies; nothing of what it then does leaves."""
        asyncio.get_running_loop().set_exception_handler(_buried)
        self._gone = asyncio.Event()  # one cannot be waited for in two loops
        living, gone = asyncio.ensure_future(run), asyncio.ensure_future(self._gone.wait())
        await asyncio.wait({living, gone}, return_when=asyncio.FIRST_COMPLETED)
        if self._gone.is_set():
            self.dead = True
            raise Death
        gone.cancel()
        return living.result()


def _buried(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What the tasks of a dead run still say is nobody's to hear."""
    if not isinstance(context.get("exception"), Death):
        loop.default_exception_handler(context)
