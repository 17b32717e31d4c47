"""Telling that work goes on: a block that changes on a terminal, else a line every ten seconds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, suppress

import click

from labelsync.cli.shell import Shell
from labelsync.cli.working import at_work, rest_of, said
from labelsync.workflow.site import Site

EVERY = 10.0
OFTEN = 0.5
IN_A_LINE = 5
IN_A_BLOCK = 20


@asynccontextmanager
async def progress(shell: Shell, sites: Sequence[Site]) -> AsyncIterator[None]:
    """Tell, while the block runs, how far each account is: people on stderr, programs by events."""
    tasks = [asyncio.ensure_future(watch) for watch in _watches(shell, sites)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


def _watches(shell: Shell, sites: Sequence[Site]) -> Iterator[Coroutine[None, None, None]]:
    if shell.events:
        yield shell.events.watch(sites)
    if not shell.quiet:
        yield _block(shell, sites) if _is_drawn(shell) else _lines(shell, sites)


def _is_drawn(shell: Shell) -> bool:
    """Whether a block can be drawn: the terminal moves its cursor, and shows no events meanwhile."""
    movable = shell.environment.get("TERM", "") not in {"", "dumb", "unknown"}
    return shell.terminal and movable and not (shell.events and shell.screen)


async def _lines(shell: Shell, sites: Sequence[Site]) -> None:
    while True:
        await shell.clock.sleep(EVERY)
        chosen = at_work(sites, IN_A_LINE)
        told = [": ".join(said(site)) for site in chosen]
        click.echo(f"working; {'; '.join([*told, *rest_of(sites, chosen)])}", err=True)


async def _block(shell: Shell, sites: Sequence[Site]) -> None:
    """Nothing is drawn in the first half second, so that short work needs no library for it."""
    await shell.clock.sleep(OFTEN)
    from labelsync.cli.drawing import Drawing

    with Drawing(colour=shell.colour) as drawing:
        while True:
            chosen = at_work(sites, min(IN_A_BLOCK, drawing.room))
            drawing.draw([said(site) for site in chosen], rest_of(sites, chosen))
            await shell.clock.sleep(OFTEN)
