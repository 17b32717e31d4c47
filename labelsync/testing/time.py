"""Virtual time: an event loop whose clock jumps to the next thing that is due, so that waits cost nothing."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
EPOCH = 1_795_000_000.0


class _Jumping(selectors.SelectSelector):
    """Does not wait: tells the loop how long it would have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.elapsed = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if not ready and timeout is None:
            return super().select(1.0)  # a thread (the journal's) will wake the loop
        if not ready and timeout:
            self.elapsed += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop in which an hour of waiting passes at once."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Seconds that passed."""
        return self._jumping.elapsed


class VirtualClock:
    """The clock that goes with the loop, also between two runs. Epoch seconds begin at `EPOCH`."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> float:
        """Seconds since the epoch."""
        return EPOCH + self.monotonic()

    def monotonic(self) -> float:
        """Seconds that never jump."""
        try:
            return self.passed + asyncio.get_running_loop().time()
        except RuntimeError:
            return self.passed

    async def sleep(self, seconds: float) -> None:
        """Wait, virtually."""
        await asyncio.sleep(seconds)  # noqa: TID251 - on the virtual loop

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run to the end in virtual time."""
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            try:
                return runner.run(coroutine)
            finally:
                self.passed += runner.get_loop().time()
