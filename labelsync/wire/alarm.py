"""One alarm, for whoever waits for the next thing that is due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from math import inf

from labelsync.core.exchange import Clock


class Alarm:
    """Rings once, at the instant it was last set to."""

    def __init__(self, clock: Clock, ring: Callable[[], None]) -> None:
        self._clock = clock
        self._ring = ring
        self._due = inf
        self._task: asyncio.Task[None] | None = None

    def set(self, due: float) -> None:
        """Ring at `due` instead of whenever it was; never, if that is inf."""
        if due == self._due:
            return
        if self._task is not None:
            self._task.cancel()
        self._due = due
        self._task = None if due == inf else asyncio.ensure_future(self._wake(due))

    async def _wake(self, due: float) -> None:
        await self._clock.sleep(max(0.0, due - self._clock.monotonic()))
        self._due, self._task = inf, None
        self._ring()
