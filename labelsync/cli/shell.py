"""What the command line is run in: the process's surroundings, as one value that tests can replace."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from labelsync import __version__

if TYPE_CHECKING:
    from labelsync.cli.events import Stream
    from labelsync.core.exchange import Clock

T = TypeVar("T")
USUAL_WIDTH = 100


def run_to_its_end(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run on a fresh event loop; asyncio is imported only now, since most of `--help` is imports."""
    import asyncio

    return asyncio.run(coroutine)


@dataclass(frozen=True, slots=True)
class Shell:
    """Clock, chance, environment, terminal, and how a coroutine is run to its end.

    `terminal`: somebody is there to answer. `screen`: stdout is shown to somebody and kept nowhere.
    `events` is what programs read on stdout as the work goes on, None where nobody asked for that.
    """

    clock: Clock
    chance: random.Random
    environment: Mapping[str, str]
    terminal: bool
    colour: bool
    width: int
    run: Callable[[Coroutine[Any, Any, T]], T] = run_to_its_end
    quiet: bool = False
    verbose: int = 0
    version: str = __version__
    screen: bool = False
    events: Stream | None = None

    def say(self, text: str) -> None:
        """Tell the person at the desk something that is not the result."""
        if not self.quiet:
            click.echo(text, err=True)

    def warn(self, text: str) -> None:
        """Tell people and programs what they should know, though it stops nothing."""
        self.say(f"warning: {text}")
        if self.events:
            self.events.warn(text)


def of_this_process() -> Shell:
    """The shell of the running process."""
    from labelsync.wire.clock import SystemClock

    environment = dict(os.environ)  # noqa: TID251 - read once, here, and handed down
    return Shell(
        clock=SystemClock(),
        chance=random.SystemRandom(),
        environment=environment,
        terminal=sys.stdin.isatty() and sys.stderr.isatty(),
        colour=_colour(environment),
        width=_width(environment),
        screen=sys.stdout.isatty(),
    )


def _colour(environment: Mapping[str, str]) -> bool:
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or (sys.stdout.isatty() and environment.get("TERM") != "dumb")


def _width(environment: Mapping[str, str]) -> int:
    columns = environment.get("COLUMNS", "")
    if columns.isdigit():
        return int(columns)
    return (os.get_terminal_size().columns if sys.stdout.isatty() else 0) or USUAL_WIDTH
