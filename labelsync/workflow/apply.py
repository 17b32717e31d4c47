"""The walk of `apply`: settle, plan, ask, perform, verify, conclude."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from labelsync.core.exchange import Clock
from labelsync.core.plan import Plan
from labelsync.core.run import AccountResult, Run
from labelsync.core.wave import Wave
from labelsync.errors import DeadlinePassed, LabelsyncError, PlanUnfit
from labelsync.journal.journal import Journal
from labelsync.planfile import kept
from labelsync.workflow.examine import Examined
from labelsync.workflow.learning import learn
from labelsync.workflow.perform import YOUNG, Conduct, Performance
from labelsync.workflow.prepare import draw_up, look
from labelsync.workflow.settle import settle
from labelsync.workflow.site import Site
from labelsync.workflow.tally import Tally
from labelsync.workflow.wanted import Wanted

MARGIN = 30.0
"""Seconds before a deadline from which no new call is sent, so that what is under way can end; a tenth of the
time that is left where that is shorter.
"""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a run may go: `deadline` is the time that it has, planning included, in seconds; 0 for no end.

    `waves` and `tolerance` are those of `Conduct`; `budget` is the most writing requests, 0 for no bound.
    `young` is the age in seconds up to which the plan's look is believed before a batch is sent.
    """

    deadline: float = 0.0
    waves: tuple[Wave, ...] = ()
    tolerance: float = 0.0
    budget: int = 0
    young: float = YOUNG


class Phase(Enum):
    """How far a run is: it looks (and settles what others left), it sends, or nothing is sent any more."""

    LOOKING = auto()
    SENDING = auto()
    OVER = auto()


@dataclass(slots=True)
class Application:
    """One run, from its first look to its result. `interrupted` is the exit code of a signal, 0 for none."""

    run: str
    sites: Sequence[Site]
    wanted: Wanted
    journal: Journal
    chance: random.Random
    bounds: Bounds = Bounds()
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    interrupted: int = 0
    late: bool = False
    phase: Phase = Phase.LOOKING
    _until: float | None = None
    _granted: int = 0
    started: float = 0.0
    _parts: list[Performance] = field(default_factory=list)
    _seen: list[Examined] = field(default_factory=list)

    async def prepare(self, reviewed: Plan | None) -> Plan:
        """Settle what earlier runs left open, then plan: anew, or as reviewed if that still fits."""
        self.started = self.sites[0].clock.now() if self.sites else 0.0
        if self.sites and self.bounds.deadline:
            self._until = self.sites[0].clock.monotonic() + self.bounds.deadline
        return await self._before_the_deadline(self._looked(reviewed))

    async def _looked(self, reviewed: Plan | None) -> Plan:
        tenants = await self._identify(reviewed)
        await self._settle(tenants)
        if reviewed is not None:
            return reviewed
        self._seen = await look(self.sites, self.wanted)
        return draw_up(self._seen, self.wanted)

    async def _before_the_deadline(self, work: Coroutine[Any, Any, Plan]) -> Plan:
        """Do the work, or raise DeadlinePassed."""
        left = self.time_left()
        if left is None:
            return await work
        task = asyncio.ensure_future(work)
        end = asyncio.ensure_future(self.sites[0].clock.sleep(left))
        try:
            await asyncio.wait((task, end), return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise DeadlinePassed(
                    "the deadline passed while looking; nothing of this plan was sent",
                    advice="give it more time, or narrow it: --account, --label",
                )
            return task.result()
        finally:
            end.cancel()
            task.cancel()
            await asyncio.gather(task, end, return_exceptions=True)

    async def perform(self, plan: Plan, *, seal: str) -> Run:
        """Carry it out. Always ends in a Run, also when it is cancelled."""
        await self.journal.begin(self.run, at=self.started, seal=seal, plan=kept(plan))
        conduct = Conduct(
            journal=self.journal,
            run=self.run,
            stop=self.stop,
            chance=self.chance,
            pseudonym=self.wanted.pseudonym,
            waves=self.bounds.waves,
            tolerance=self.bounds.tolerance,
            budget=self._affordable,
            young=self.bounds.young,
            reviewed=bool(seal),
            wishes=self.wanted.wishes,
        )
        if not plan.undoes:
            await learn(self.journal, plan, self._seen, self.wanted)
        sites = {site.account.name: site for site in self.sites}
        self._parts = [Performance(sites[part.account], part, conduct) for part in plan.accounts]
        self.phase = Phase.SENDING
        try:
            await self._in_time(self._work())
        except asyncio.CancelledError:
            if not self.interrupted and not self.late:
                raise
        finally:
            self.phase = Phase.OVER
        return self.result()

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            for part in self._parts:
                tasks.create_task(part.go())

    async def _in_time(self, work: Coroutine[Any, Any, None]) -> None:
        """Do the work; before the deadline send nothing new, and at the deadline end what is under way."""
        left = self.time_left()
        if left is None:
            return await work
        task = asyncio.ensure_future(work)
        watch = asyncio.ensure_future(self._watch(task, self.sites[0].clock, left))
        try:
            await task
        finally:
            task.cancel()
            watch.cancel()

    async def _watch(self, task: asyncio.Future[None], clock: Clock, left: float) -> None:
        margin = min(MARGIN, left / 10)
        await clock.sleep(left - margin)
        self.late = True
        self.stop.set()
        await clock.sleep(margin)
        task.cancel()

    def time_left(self) -> float | None:
        """Seconds until the deadline, None where there is none."""
        return None if self._until is None else max(0.0, self._until - self.sites[0].clock.monotonic())

    def _affordable(self) -> bool:
        """Whether one more writing request is within the budget; it is granted, for others wait beside it."""
        spent = max(self._granted, sum(site.line.writes for site in self.sites))
        if self.bounds.budget and spent >= self.bounds.budget:
            return False
        self._granted += 1
        return True

    def result(self) -> Run:
        """What is known now."""
        return Run(
            id=self.run,
            started=self.started,
            finished=self.sites[0].clock.now() if self.sites else 0.0,
            accounts=tuple(part.result() for part in self._parts),
            requests=self._requests(),
            interrupted=self.interrupted,
        )

    def failed(self, failures: Mapping[str, LabelsyncError]) -> Run:
        """A run that ended before anything was sent."""
        accounts = tuple(
            AccountResult(name, readable=True, error=failure.reason, code=failure.exit_code)
            for name, failure in sorted(failures.items())
        )
        return Run(self.run, self.started, self.started, accounts, self._requests(), self.interrupted)

    def refused(self, plan: Plan, failure: LabelsyncError) -> Run:
        """A run whose plan was looked at and not carried out."""
        accounts = tuple(
            Tally(part).result(
                readable=part.read.basis == "observed", error=failure.reason, code=failure.exit_code
            )
            for part in plan.accounts
        )
        return Run(self.run, self.started, self.started, accounts, self._requests())

    async def _identify(self, reviewed: Plan | None) -> dict[str, str]:
        pinned = {part.account: part.identity for part in reviewed.accounts} if reviewed else {}
        tenants: dict[str, str] = {}
        open_on = {intent.account for intent in self.journal.memory.open_intents(self._names())}
        for site in self.sites:
            if reviewed is None and site.account.name not in open_on:
                continue
            found = await site.connector.identify(site.reader)
            tenants[site.account.name] = found.tenant
            if pinned.get(site.account.name, found.text) != found.text:
                raise PlanUnfit(
                    f"the plan is for another account than {site.account.name} is now",
                    advice="check the account's settings and secrets, or make a new plan",
                )
        return tenants

    async def _settle(self, tenants: Mapping[str, str]) -> None:
        for site in self.sites:
            name = site.account.name
            intents = self.journal.memory.open_intents([name])
            if intents:
                await settle(site, tenants[name], intents, self.journal, self.chance)

    def _names(self) -> list[str]:
        return [site.account.name for site in self.sites]

    def _requests(self) -> dict[str, int]:
        total: Counter[str] = Counter()
        for site in self.sites:
            total.update(site.line.sent)
        splits = sum(part.splits for part in self._parts)
        return {**dict(sorted(total.items())), **({"split": splits} if splits else {})}
