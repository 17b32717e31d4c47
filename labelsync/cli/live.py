"""The labels that accounts have now, by the names that people see."""

from __future__ import annotations

import asyncio
from pathlib import Path

from labelsync.cli.narrowing import Scope
from labelsync.cli.progress import progress
from labelsync.cli.setting import plant_pasts
from labelsync.cli.shell import Shell
from labelsync.connectors.registry import vendors
from labelsync.core.policy import Policy
from labelsync.core.question import Definitions
from labelsync.core.scope import Manifest
from labelsync.errors import AccountsFailed, LabelsyncError
from labelsync.journal.store import Place
from labelsync.manifest.drawing import read_declared, text_flaw
from labelsync.workflow.desk import Desk, Outside
from labelsync.workflow.folder import folder_of
from labelsync.workflow.opening import opened
from labelsync.workflow.site import Site


def live_labels(path: Path, shell: Shell, journal: Place | None) -> frozenset[str]:
    """The names of the labels on all accounts of the manifest at a path, which needs no labels yet.

    Labels that a vendor manages itself, and names that no manifest can hold, are left out. Raises
    AccountsFailed where an account could not be looked at.
    """
    folder, known = folder_of(path), vendors()
    declared = read_declared(folder.manifest, root=folder.root, vendors=known, version=shell.version)
    manifest = Manifest(declared.accounts, {}, (), Policy(), {})
    outside = Outside(shell.clock, shell.chance, shell.environment, shell.version, journal)
    desk = Desk(folder, manifest, {}, {}, (), known, outside)
    plant_pasts(desk, Scope(), shell, journal)
    return shell.run(_look(shell, desk))


async def _look(shell: Shell, desk: Desk) -> frozenset[str]:
    async with opened(desk, ()) as sites, progress(shell, sites):
        answers = await asyncio.gather(*map(_names, sites), return_exceptions=True)
    named: set[str] = set()
    failures: dict[str, LabelsyncError] = {}
    for site, answer in zip(sites, answers, strict=True):
        if isinstance(answer, LabelsyncError):
            failures[site.account.name] = answer
        elif isinstance(answer, BaseException):
            raise answer
        else:
            named |= answer
    if failures:
        raise AccountsFailed(failures)
    return frozenset(named)


async def _names(site: Site) -> set[str]:
    await site.connector.identify(site.reader)
    found: set[str] = set()
    async for page in site.connector.observe(Definitions(), site.reader):
        ours = (one.name for one in page.definitions if not one.managed_by_vendor)
        found.update(name for name in ours if not text_flaw(name))
    return found
