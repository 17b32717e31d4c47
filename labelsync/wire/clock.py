"""The system's clock, for those who are not handed another one."""

from __future__ import annotations

import time


class SystemClock:
    """Time as the machine tells it."""

    def now(self) -> float:
        """Seconds since the epoch, UTC."""
        return time.time()  # noqa: TID251 - this is the clock that everybody else is handed

    def monotonic(self) -> float:
        """Seconds that never jump."""
        from asyncio import get_running_loop

        return get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        from asyncio import sleep  # noqa: TID251 - this is the clock that everybody else is handed

        await sleep(seconds)
