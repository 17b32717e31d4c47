"""Telling that work goes on: a line that changes on a terminal, else a line every ten seconds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress

import click

from labelsync.cli.shell import Shell
from labelsync.workflow.site import Site

EVERY = 10.0
OFTEN = 0.5
Tell = Callable[[str], None]


@asynccontextmanager
async def progress(shell: Shell, sites: Sequence[Site]) -> AsyncIterator[None]:
    """Say on stderr, while the block runs, how many requests each account was sent."""
    if shell.quiet:
        yield
        return
    with _spinner(shell) if shell.terminal else _lines() as tell:
        task = asyncio.ensure_future(_tell(shell, sites, tell))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _tell(shell: Shell, sites: Sequence[Site], tell: Tell) -> None:
    while True:
        await shell.clock.sleep(OFTEN if shell.terminal else EVERY)
        tell(f"working; requests so far: {', '.join(map(_standing, sites))}")


def _standing(site: Site) -> str:
    """How many requests an account was sent, and what its work waits for."""
    sent = f"{site.account.name} {sum(site.line.sent.values())}"
    wait = site.waiting
    if wait is None:
        return sent
    return f"{sent} (waits for {wait.reason}{f', {wait.seconds:.0f} s' if wait.seconds else ''})"


@contextmanager
def _spinner(shell: Shell) -> Iterator[Tell]:
    from rich.console import Console

    console = Console(stderr=True, no_color=not shell.colour, highlight=False, markup=False)
    with console.status("working") as status:
        yield status.update


@contextmanager
def _lines() -> Iterator[Tell]:
    yield lambda text: click.echo(text, err=True)
