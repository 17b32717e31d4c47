"""Signals while a run goes on: stop sending at once, let calls in flight end, write the result."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

from labelsync.core.run import Run
from labelsync.workflow.apply import Application

GRACE = 5.0
INTERRUPTED = {signal.SIGINT: 130, signal.SIGTERM: 143}


async def interruptible(application: Application, perform: Callable[[], Awaitable[Run]]) -> Run:
    """Stop sending at the first signal and give calls in flight five seconds; at the second, stop now."""
    task = asyncio.ensure_future(perform())
    loop = asyncio.get_running_loop()

    def interrupt(number: signal.Signals) -> None:
        if application.stop.is_set():
            task.cancel()
        application.interrupted = INTERRUPTED[number]
        application.stop.set()
        loop.call_later(GRACE, task.cancel)

    with _signals(loop, interrupt):
        return await task


@contextmanager
def _signals(loop: asyncio.AbstractEventLoop, interrupt: Callable[[signal.Signals], None]) -> Iterator[None]:
    with suppress(NotImplementedError, RuntimeError, ValueError):
        for number in INTERRUPTED:
            loop.add_signal_handler(number, interrupt, number)
    try:
        yield
    finally:
        with suppress(NotImplementedError, RuntimeError, ValueError):
            for number in INTERRUPTED:
                loop.remove_signal_handler(number)
