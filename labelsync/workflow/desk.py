"""What a command works at: the manifest read, its people gathered, its accounts opened."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from labelsync import secrets
from labelsync.core.connector import Vendor
from labelsync.core.exchange import Clock, Vault
from labelsync.core.plan import Origin
from labelsync.core.scope import Account, Manifest, SecretReference
from labelsync.core.wish import Wishes
from labelsync.errors import AccountsFailed, LabelsyncError
from labelsync.journal.store import Place
from labelsync.journal.vault import FileVault
from labelsync.manifest.loading import load
from labelsync.sandbox.around import Around
from labelsync.sandbox.keeping import World, open_world
from labelsync.sources.gathering import gather
from labelsync.sources.identities import identify
from labelsync.wire.origin import is_loopback
from labelsync.workflow.folder import Folder
from labelsync.workflow.site import Site, Surroundings, open_site

_PART = re.compile(r"[A-Za-z0-9._~+/=-]{16,}")


@dataclass(frozen=True, slots=True)
class Outside:
    """The real world, handed in: clock, chance, the environment's variables, and who calls.

    `journal` is the journal's place where somebody named it, and so says that it is kept; else None.
    """

    clock: Clock
    chance: random.Random
    environment: Mapping[str, str]
    version: str
    journal: Place | None = None

    @property
    def agent(self) -> str:
        """The User-Agent of every request."""
        return f"labelsync/{self.version}"


@dataclass(frozen=True, slots=True)
class Learning:
    """A vault of which whatever passes is a secret that the redactor learns."""

    vault: Vault
    learn: Callable[[str], None]

    @property
    def outlives(self) -> bool:
        """Whether the store outlives this machine."""
        return self.vault.outlives

    def read(self, name: str) -> str:
        """What was kept last under this name."""
        text = self.vault.read(name)
        self._learn(text)
        return text

    async def keep(self, name: str, text: str) -> None:
        """Return once it is durable."""
        self._learn(text)
        await self.vault.keep(name, text)

    def _learn(self, text: str) -> None:
        """What is kept may be a token, or JSON of several texts."""
        for part in _PART.findall(text):
            self.learn(part)


@dataclass(frozen=True, slots=True)
class Desk:
    """A manifest on the desk. `files` has the SHA-256 of every file read, lists included."""

    folder: Folder
    manifest: Manifest
    wishes: Mapping[str, Wishes]
    files: Mapping[str, str]
    warnings: tuple[str, ...]
    vendors: Mapping[str, Vendor]
    outside: Outside

    def origin(self) -> Origin:
        """What a plan made here is made from."""
        return Origin(dict(self.files), revision(self.folder.root), self.folder.relative())

    def sites(self, accounts: tuple[str, ...]) -> tuple[Site, ...]:
        """The accounts, opened, in the manifest's order; all of them when none is named.

        Raises AccountsFailed with each account that a secret is missing for.
        """
        sites: list[Site] = []
        failures: dict[str, LabelsyncError] = {}
        for account in self.accounts(accounts):
            try:
                sites.append(self.site(account))
            except LabelsyncError as failure:
                failures[account.name] = failure
        if failures:
            raise AccountsFailed(failures)
        return tuple(sites)

    def accounts(self, names: tuple[str, ...]) -> list[Account]:
        """The accounts of these names, in the manifest's order; all of them when none is named."""
        return [one for one in self.manifest.accounts.values() if not names or one.name in names]

    def site(self, account: Account) -> Site:
        """One account, opened. Raises NotAuthorised when a secret is missing."""
        return open_site(account, self.vendors, self._surroundings())

    def world(self, account: Account) -> World:
        """The emulator's world of a sandbox account."""
        around = Around(self.outside.clock.now, self.outside.clock.sleep, self.outside.chance)
        return open_world(
            account.connector,
            account=account.name,
            seed=self.folder.root / account.sandbox,
            folder=self.folder.worlds,
            around=around,
        )

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            clock=self.outside.clock,
            chance=self.outside.chance,
            agent=self.outside.agent,
            secret=self._secret,
            emulator=self.world,
            vault=self._vault,
        )

    def _vault(self, account: Account) -> Vault:
        """Beside the journal. What an emulator gives is as lasting as its world, which lies there too."""
        named = self.outside.journal
        lasting = named is not None or bool(account.sandbox) or is_loopback(account.base_url)
        path = named or self.folder.journal
        return Learning(FileVault(path, lasting, self.outside.clock.now), secrets.redactor().learn)

    def _secret(self, reference: SecretReference) -> str:
        return secrets.open_secret(reference, environment=self.outside.environment, folder=self.folder.lists)


def open_desk(
    folder: Folder, vendors: Mapping[str, Vendor], outside: Outside, *, at: float | None = None
) -> Desk:
    """Read the manifest and its lists. Raises ManifestInvalid with every mistake. Sends nothing.

    `at` is the instant whose wishes are meant (epoch seconds), now where it is left out.
    """
    loaded = load(
        folder.manifest, root=folder.root, vendors=vendors, identify=identify, version=outside.version
    )
    gathered = gather(loaded.manifest, root=folder.root, now=outside.clock.now() if at is None else at)
    return Desk(
        folder,
        loaded.manifest,
        gathered.wishes,
        {**loaded.manifest.files, **gathered.files},
        (*(f"{warning.place}: {warning.message}" for warning in loaded.warnings), *gathered.warnings),
        vendors,
        outside,
    )


def revision(root: Path) -> str:
    """The Git commit that is checked out at `root` or above, '' where there is none. Runs no command."""
    for folder in (root, *root.parents):
        head = folder / ".git" / "HEAD"
        if head.is_file():
            return _commit(folder / ".git", head.read_text(encoding="utf-8").strip())
    return ""


def _commit(git: Path, head: str) -> str:
    if not head.startswith("ref: "):
        return head
    reference = git / head.removeprefix("ref: ")
    return reference.read_text(encoding="utf-8").strip() if reference.is_file() else ""
