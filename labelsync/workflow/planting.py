"""A sandbox account's first hour: its seed may say what labelsync gave earlier, and the ledger learns it.

A vendor that never tells who carries a label is compared with the ledger, so an emulator of it that begins
with a past needs a ledger that does, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from labelsync.core.question import Definitions
from labelsync.core.scope import Account
from labelsync.journal.journal import Journal
from labelsync.sandbox.keeping import is_kept
from labelsync.sandbox.seed import read_seed
from labelsync.workflow.desk import Desk
from labelsync.workflow.opening import opened
from labelsync.workflow.site import Site

COLUMN = "ledger"


@dataclass(frozen=True, slots=True)
class Past:
    """What a seed file says was given: (contact id, label name) pairs."""

    account: Account
    pairs: tuple[tuple[str, str], ...]


def pasts(desk: Desk, accounts: tuple[str, ...]) -> tuple[Past, ...]:
    """The pasts of the sandbox accounts whose worlds do not exist yet."""
    chosen = [
        account for account in desk.manifest.accounts.values() if not accounts or account.name in accounts
    ]
    unborn = [a for a in chosen if a.sandbox and not is_kept(account=a.name, folder=desk.folder.worlds)]
    return tuple(Past(account, _pairs(desk, account)) for account in unborn)


def _pairs(desk: Desk, account: Account) -> tuple[tuple[str, str], ...]:
    people = read_seed(desk.folder.root / account.sandbox)
    return tuple(
        (person.id, label.strip())
        for person in people
        for label in person.more.get(COLUMN, "").split(";")
        if label.strip()
    )


async def plant(desk: Desk, found: tuple[Past, ...], journal: Journal) -> None:
    """Make these worlds, and put their pasts into the ledger in place of whatever it held."""
    pairs = {past.account.name: past.pairs for past in found}
    async with opened(desk, tuple(pairs)) as sites:
        for site in sites:
            if not site.capabilities.readable:
                identified = await site.connector.identify(site.reader)
                ids = await _ids(site)
                rows = [(contact, ids[label]) for contact, label in pairs[site.account.name] if label in ids]
                await journal.replace_ledger(identified.tenant, rows, at=site.clock.now())


async def _ids(site: Site) -> Mapping[str, str]:
    ids: dict[str, str] = {}
    async for page in site.connector.observe(Definitions(), site.reader):
        ids.update({definition.name: definition.id for definition in page.definitions})
    return ids
