"""A stage whose account is looked at once, into a file, and planned on from there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from labelsync.core.plan import Plan
from labelsync.planfile import pseudonym
from labelsync.snapshot import Snapshot, drafted, open_snapshot
from labelsync.testing import Stage
from labelsync.workflow.desk import Desk, Outside, open_desk
from labelsync.workflow.folder import folder_of
from labelsync.workflow.offline import prepare_offline
from labelsync.workflow.prepare import prepare
from labelsync.workflow.snapshot import Terms, head_of, take
from labelsync.workflow.wanted import Wanted

KEY = pseudonym(b"the key of this stage")


@dataclass(frozen=True)
class Shot:
    """A snapshot of a stage's account."""

    stage: Stage
    path: Path

    def take(self, *, keyed: bool = True) -> None:
        self.stage.ground.run(self._take(keyed=keyed))

    def open(self) -> Snapshot:
        return open_snapshot(self.path, KEY)

    def online(self) -> Plan:
        return self.stage.ground.run(self._online())

    def offline(self, *, journal: bool = True) -> Plan:
        """Plan on the snapshot. Nothing may reach the vendor meanwhile."""
        before = self.stage.ground.shown()["requests"]
        plan = self.stage.ground.run(self._offline(journal=journal))
        assert self.stage.ground.shown()["requests"] == before
        return plan

    async def _take(self, *, keyed: bool) -> None:
        async with self.stage._opened() as opened:
            terms = Terms(opened.wanted.memory, KEY if keyed else None, "0.1.0")
            with drafted(self.path, head_of([opened.site], terms)) as draft:
                await take([opened.site], draft, terms)

    async def _online(self) -> Plan:
        async with self.stage._opened() as opened:
            return await prepare([opened.site], replace(opened.wanted, pseudonym=KEY))

    async def _offline(self, *, journal: bool) -> Plan:
        async with self.stage._opened() as opened:
            memory = opened.wanted.memory if journal else None
            return await prepare_offline(self.desk(), (), self._wanted(memory), self.open())

    def _wanted(self, memory) -> Wanted:
        desk = self.desk()
        return Wanted(desk.manifest, desk.wishes, desk.origin(), {}, memory, KEY)

    def desk(self) -> Desk:
        subject = self.stage.subject
        outside = Outside(self.stage.ground.clock, self.stage.chance, {}, "0.1.0")
        return open_desk(folder_of(self.stage.folder / "states"), {subject.name: subject.vendor}, outside)


def comparable(plan: Plan) -> Plan:
    """The plan without what is about the moment: instants, and what the looking and writing costs."""
    accounts = tuple(
        replace(part, cost=None, read=replace(part.read, started=0.0, finished=0.0)) for part in plan.accounts
    )
    return replace(plan, created=0.0, expires=0.0, accounts=accounts)
