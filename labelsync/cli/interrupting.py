"""Signals: while we look they end the run at once; while we send, calls in flight may end first."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from labelsync.errors import Interrupted

if TYPE_CHECKING:  # who only looks needs none of these
    from labelsync.workflow.apply import Application

T = TypeVar("T")
GRACE = 5.0
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


@contextmanager
def raising() -> Iterator[None]:
    """Raise Interrupted where a signal arrives: for what goes on outside of the event loop."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        del frame
        raise Interrupted(CODES[signal.Signals(number)])

    with _restored():
        for number in CODES:
            with suppress(ValueError):
                signal.signal(number, leave)
        yield


async def interruptible(application: Application, work: Coroutine[Any, Any, T]) -> T:
    """Do the work of a run. Raises Interrupted where a signal arrives before anything is sent.

    While the run sends, the first signal lets nothing new leave and gives calls in flight five seconds; the
    second ends them.
    """
    from labelsync.workflow.apply import Phase

    task, loop = asyncio.ensure_future(work), asyncio.get_running_loop()

    def cut() -> None:
        if application.phase is not Phase.OVER:
            task.cancel()

    def interrupt(number: signal.Signals) -> None:
        again = application.stop.is_set() and application.interrupted
        application.interrupted = CODES[number]
        application.stop.set()
        if again or application.phase is Phase.LOOKING:
            cut()
        else:
            loop.call_later(GRACE, cut)

    with _heard(loop, interrupt):
        try:
            return await task
        except asyncio.CancelledError:
            if application.interrupted:
                raise Interrupted(application.interrupted) from None
            raise


@contextmanager
def _heard(loop: asyncio.AbstractEventLoop, interrupt: Callable[[signal.Signals], None]) -> Iterator[None]:
    with _restored():
        for number in CODES:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, interrupt, number)
        try:
            yield
        finally:
            for number in CODES:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.remove_signal_handler(number)


@contextmanager
def _restored() -> Iterator[None]:
    """Put back in the end whoever heard the signals before."""
    before = {number: signal.getsignal(number) for number in CODES}
    try:
        yield
    finally:
        for number, handler in before.items():
            with suppress(ValueError):
                signal.signal(number, handler)
