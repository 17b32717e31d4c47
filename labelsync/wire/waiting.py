"""What an account's work waits for beside its pace: jobs of the vendor, and effects that are to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from labelsync.core.exchange import Clock


class Wait(NamedTuple):
    """What is waited for, in words, and for how many seconds more; 0 where nobody can say."""

    reason: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Waits:
    """The waits that go on, each with its reason."""

    clock: Clock
    _going_on: dict[object, tuple[str, float]] = field(default_factory=dict)

    async def sleep(self, seconds: float, reason: str) -> None:
        """Wait, and let it be known for what."""
        with self._known(reason, self.clock.monotonic() + seconds):
            await self.clock.sleep(seconds)

    def longest(self) -> Wait | None:
        """The wait that goes on longest from now, None where nobody waits."""
        if not self._going_on:
            return None
        reason, end = max(self._going_on.values(), key=lambda wait: wait[1])
        return Wait(reason, max(0.0, end - self.clock.monotonic()))

    def telling(self, reason: str) -> Clock:
        """The same clock, whose every sleep is a wait for this."""
        return _Telling(self, reason)

    @contextmanager
    def _known(self, reason: str, end: float) -> Iterator[None]:
        wait = object()
        self._going_on[wait] = (reason, end)
        try:
            yield
        finally:
            del self._going_on[wait]


@dataclass(frozen=True, slots=True)
class _Telling:
    waits: Waits
    reason: str

    def now(self) -> float:
        return self.waits.clock.now()

    def monotonic(self) -> float:
        return self.waits.clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self.waits.sleep(seconds, self.reason)
