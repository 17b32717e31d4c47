"""What an account's work is about just now, in words."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from labelsync.core.outcome import Kind
from labelsync.report import counted, inert, listed, outcomes_said
from labelsync.workflow.site import Site
from labelsync.workflow.standing import Stage, Standing


class Said(NamedTuple):
    """An account's name, and what is done there."""

    account: str
    doing: str


def said(site: Site) -> Said:
    """What is done, how many requests that took, and what it waits for. Nothing in it moves a cursor."""
    requests = counted(sum(site.line.sent.values()), "request")
    return Said(inert(site.account.name), inert(listed((_doing(site.standing), requests, _pause(site)))))


def at_work(sites: Sequence[Site], room: int) -> Sequence[Site]:
    """The accounts, or the `room` busiest of them, in their order: those with the most requests."""
    if len(sites) <= room:
        return sites
    order = sorted(sites, key=_idleness)[: max(0, room)]
    chosen = {site.account.name for site in order}
    return [site for site in sites if site.account.name in chosen]


def rest_of(sites: Sequence[Site], chosen: Sequence[Site]) -> tuple[str, ...]:
    """How many accounts are left out, in words; nothing where none is."""
    left = len(sites) - len(chosen)
    return (f"... {left:,} more",) if left else ()


def _idleness(site: Site) -> tuple[bool, int]:
    return site.standing.stage is Stage.ENDED, -sum(site.line.sent.values())


def _doing(now: Standing) -> str:
    match now.stage:
        case Stage.OPENED:
            return "looking"
        case Stage.READING:
            total = f" of {now.total:,}" if now.total is not None else ""
            return f"reading: {now.contacts:,}{total} contacts in {counted(now.pages, 'page')}"
        case Stage.READ:
            return f"read: {now.contacts:,} contacts in {counted(now.pages, 'page')}"
        case Stage.APPLYING:
            return f"applying: {_batches(now)}"
        case Stage.ENDED:
            return f"done: {_batches(now)}"


def _batches(now: Standing) -> str:
    ends = outcomes_said({kind.value: now.outcomes[kind] for kind in Kind})
    batches = "batch" if now.planned == 1 else "batches"
    return listed((f"{now.batches:,} of {now.planned:,} {batches}", ends))


def _pause(site: Site) -> str:
    wait = site.waiting
    if wait is None:
        return ""
    how = f"paused {ceil(wait.seconds)} s" if wait.seconds else "waiting"
    return f"{how}: {site.vendor.title}, {wait.reason}"
