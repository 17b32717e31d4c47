"""The story of a pair, for `labelsync explain LABEL CONTACT`: from manifest, accounts and journal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from labelsync.cli.narrowing import Scope
from labelsync.cli.progress import progress
from labelsync.cli.setting import desk_at, memory_at, plant_pasts, wanted_at
from labelsync.cli.shell import Shell
from labelsync.core.identity import Identity, VendorId
from labelsync.journal.store import Place
from labelsync.report import story_text
from labelsync.sources import identify
from labelsync.workflow.desk import Desk
from labelsync.workflow.opening import opened
from labelsync.workflow.story import Pair, Told, story
from labelsync.workflow.wanted import Wanted


def story_of(label: str, contact: str, path: Path, *, shell: Shell, journal: Place | None) -> str:
    """Why a contact does, or does not, get a label of the manifest at a path. The accounts are looked at."""
    desk = desk_at(path, shell, journal=journal)
    Scope(labels=(label,)).check(desk)
    pair = Pair(label, _identity(contact, desk))
    plant_pasts(desk, Scope(), shell, journal)
    with memory_at(journal, desk) as memory:
        wanted = replace(wanted_at(desk, Scope(labels=(label,)), {}, memory, shell), partial=True)
        told = shell.run(_look(shell, desk, wanted, pair))
    return story_text(label, told, colour=shell.colour).rstrip("\n")


def _identity(text: str, desk: Desk) -> Identity:
    """Whoever is neither an e-mail nor a phone number is a vendor's id."""
    try:
        return identify(text, desk.manifest.policy.region)
    except ValueError:
        return VendorId(text)


async def _look(shell: Shell, desk: Desk, wanted: Wanted, pair: Pair) -> tuple[Told, ...]:
    accounts = desk.manifest.labels[pair.label].accounts
    async with opened(desk, accounts) as sites, progress(shell, sites):
        return await story(list(sites), wanted, pair)
