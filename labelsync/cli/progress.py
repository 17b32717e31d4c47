"""Telling that work goes on: one line that changes on a terminal, else a line every ten seconds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import click

from labelsync.cli.shell import Shell
from labelsync.workflow.site import Site

EVERY = 10.0
OFTEN = 0.5


@asynccontextmanager
async def progress(shell: Shell, sites: Sequence[Site]) -> AsyncIterator[None]:
    """Say on stderr, while the block runs, how many requests each account was sent."""
    task = asyncio.ensure_future(_tell(shell, sites))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        if shell.terminal and not shell.quiet:
            click.echo("\r\x1b[K", err=True, nl=False)


async def _tell(shell: Shell, sites: Sequence[Site]) -> None:
    while not shell.quiet:
        await shell.clock.sleep(OFTEN if shell.terminal else EVERY)
        counts = ", ".join(f"{site.account.name} {sum(site.line.sent.values())}" for site in sites)
        text = f"working; requests so far: {counts}"
        if shell.terminal:
            click.echo(f"\r\x1b[K{text[: shell.width - 1]}", err=True, nl=False)
        else:
            click.echo(text, err=True)
