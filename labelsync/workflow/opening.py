"""The accounts of a desk, opened and closed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from labelsync.workflow.desk import Desk
from labelsync.workflow.site import Site


@asynccontextmanager
async def opened(desk: Desk, accounts: tuple[str, ...]) -> AsyncIterator[Sequence[Site]]:
    """The accounts, opened; their lines are closed in the end."""
    sites = desk.sites(accounts)
    try:
        yield sites
    finally:
        await asyncio.gather(*(site.line.close() for site in sites))
