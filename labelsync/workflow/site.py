"""An account, opened: its verbs, the line to it, and what the run keeps about it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil, inf

from labelsync.core.capability import Capabilities
from labelsync.core.connector import Connector, Ports, Vendor
from labelsync.core.cost import Pace
from labelsync.core.exchange import Clock, Vault
from labelsync.core.question import These
from labelsync.core.roster import Contact
from labelsync.core.scope import Account, SecretReference
from labelsync.core.setting import AccountSettings, SettingKind
from labelsync.wire.flights import HEADROOM
from labelsync.wire.inprocess import Application
from labelsync.wire.line import Line, OpenReader, OpenWriter
from labelsync.wire.opening import CEILING, Terms, open_line
from labelsync.wire.waiting import Wait, Waits
from labelsync.workflow.standing import Standing

A_JOB = "a job of the vendor"
AN_EFFECT = "an effect that is to show"
SANDBOX_URL = "http://localhost"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run is handed instead of the real world.

    `secret` opens a reference; `emulator` gives the application that stands in for the vendor of a sandbox
    account; `vault` keeps an account's renewed tokens.
    """

    clock: Clock
    chance: random.Random
    agent: str
    secret: Callable[[SecretReference], str]
    emulator: Callable[[Account], Application]
    vault: Callable[[Account], Vault]


@dataclass(frozen=True, slots=True)
class Site:
    """One account, ready to be looked at and written to."""

    account: Account
    vendor: Vendor
    connector: Connector
    line: Line
    clock: Clock
    waits: Waits
    standing: Standing = field(default_factory=Standing)

    @property
    def waiting(self) -> Wait | None:
        """What the account's work waits for now: its pace, a job, an effect; None for nothing."""
        wait = self.line.governor.waits() or self.waits.longest()
        return Wait("an answer", 0.0) if wait and wait.seconds == inf else wait

    @property
    def capabilities(self) -> Capabilities:
        """What this account at this vendor can do."""
        return self.connector.capabilities

    @property
    def pace(self) -> Pace:
        """How fast the account may be used."""
        can = self.capabilities
        flights = can.concurrency if self._has_jobs else min(self.line.governor.ceiling, self._in_flight())
        return Pace(self.account.share, flights)

    @property
    def _has_jobs(self) -> bool:
        return self.capabilities.job[1] > 0

    @property
    def at_once(self) -> int:
        """How many batches may be under way together now; a job stays with the vendor longer than a call."""
        return self.capabilities.concurrency if self._has_jobs else self.line.governor.allowed

    def _in_flight(self) -> int:
        """The calls in flight that the usual latency takes at the account's rate."""
        can = self.capabilities
        rates = (bucket.limit * self.account.share / bucket.seconds for bucket in can.buckets)
        return max(can.concurrency, ceil(HEADROOM * min(rates, default=0.0) * can.latency))

    @property
    def overlap(self) -> bool:
        """Whether calls of a plan may share pairs that change: where a repeat starts nothing again."""
        return self.account.overlap or not self.capabilities.refires

    @property
    def reader(self) -> OpenReader:
        """The looking side."""
        return OpenReader(self.line)

    @property
    def writer(self) -> OpenWriter:
        """The doing side."""
        return OpenWriter(self.line)

    def left(self, since: float, span: float) -> float:
        """Seconds left of a span that began at an instant of the journal; a clock set back adds none."""
        return min(span, max(0.0, since + span - self.clock.now()))

    async def look(self, contacts: tuple[str, ...], *, strong: bool) -> dict[str, Contact]:
        """These contacts as they are now, by id; those that are gone are not in it."""
        found: dict[str, Contact] = {}
        if contacts:
            async for page in self.connector.observe(These(contacts, strong), self.reader):
                found.update({contact.id: contact for contact in page.contacts})
        return found


def open_site(account: Account, vendors: Mapping[str, Vendor], around: Surroundings) -> Site:
    """Open one account. Raises NotAuthorised when a secret is missing. Sends nothing."""
    vendor = vendors[account.connector]
    waits = Waits(around.clock)
    ports = Ports(waits.telling(A_JOB), around.vault(account))
    opened = vendor.open(_settings(account, vendor, around), ports)
    terms = Terms(
        agent=around.agent,
        share=account.share,
        concurrency=opened.connector.capabilities.concurrency,
        ceiling=account.concurrency or CEILING,
    )
    application = around.emulator(account) if account.sandbox else None
    line = open_line(opened.access, terms, waits=waits, chance=around.chance, application=application)
    return Site(account, vendor, opened.connector, line, around.clock, waits)


def _settings(account: Account, vendor: Vendor, around: Surroundings) -> AccountSettings:
    texts = {name: str(value) for name, value in account.settings.items()}
    secrets = {name: around.secret(reference) for name, reference in account.secrets.items()}
    if account.sandbox or account.base_url:
        texts, secrets = _filled(vendor, texts, secrets)
    return AccountSettings(
        texts=texts,
        secrets=secrets,
        base_url=SANDBOX_URL if account.sandbox else account.base_url,
        batch=account.batch,
        pace=account.pace,
        concurrency=account.concurrency,
    )


def _filled(
    vendor: Vendor, texts: dict[str, str], secrets: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """An emulator takes any well-formed credential: what is left out gets the setting's example."""
    needed = _chosen(vendor, {*texts, *secrets})
    examples = {s.name: s for s in vendor.settings if s.required or s.name in needed}
    for name, setting in examples.items():
        missing = secrets if setting.kind is SettingKind.SECRET else texts
        missing.setdefault(name, setting.example)
    return texts, secrets


def _chosen(vendor: Vendor, given: set[str]) -> tuple[str, ...]:
    """The set of credential settings that comes nearest to what was given; the first where none was."""
    return max(vendor.credentials, key=lambda names: len(given.intersection(names)), default=())
