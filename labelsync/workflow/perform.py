"""Performing: a plan's batches, phase by phase; then what was touched is read back."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from labelsync.core.batch import (
    Batch,
    Creation,
    Defining,
    Deletion,
    Relabel,
    Renaming,
    Undefinition,
    addressed,
)
from labelsync.core.change import Add, Change, Remove
from labelsync.core.outcome import STANDING, Kind, Outcome
from labelsync.core.packing import schedule
from labelsync.core.plan import AccountPlan
from labelsync.core.run import AccountResult
from labelsync.core.wave import Wave, divided
from labelsync.core.wish import Wishes
from labelsync.errors import EXIT_UNFINISHED, LabelsyncError, Rejected, WaveFailed
from labelsync.journal.journal import Journal
from labelsync.workflow.again import Again
from labelsync.workflow.send import Sender, Unrecorded
from labelsync.workflow.site import Site
from labelsync.workflow.standing import Stage
from labelsync.workflow.still import Terms, rests
from labelsync.workflow.tally import Tally
from labelsync.workflow.verify import Outcomes, Touching, readable, verify

YOUNG = 300.0
NOBODY: frozenset[str] = frozenset()
NO_WISHES = Wishes({}, {}, {})
KEPT = Outcome(Kind.NOT_STARTED, "kept: the label that takes its place was not given")
UNDEFINED = Outcome(Kind.NOT_STARTED, "the label could not be created")
CUT_OFF = Outcome(Kind.UNKNOWN, "interrupted while the call was under way; the next run looks it up")
UNWRITTEN = Outcome(Kind.UNKNOWN, "sent, and the journal could not be written; the next run looks it up")


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a run is carried out, whatever the account: its journal, its name, and the event that stops it.

    `waves` are the steps in which contacts are reached, () for all at once; a wave of which a larger share
    than `tolerance` (0 to 1) did not end well is the last. `budget` says whether one more writing request may
    be sent. `young` is the age in seconds up to which the plan's look is believed; before something is taken
    away that of a `reviewed` plan never is. `wishes` is what the manifest says, by account.
    """

    journal: Journal
    run: str
    stop: asyncio.Event
    chance: random.Random
    pseudonym: Callable[[str], str]
    waves: tuple[Wave, ...] = ()
    tolerance: float = 0.0
    budget: Callable[[], bool] = lambda: True
    young: float = YOUNG
    reviewed: bool = False
    wishes: Mapping[str, Wishes] = field(default_factory=dict)


@dataclass(slots=True)
class Performance:
    """One account's part of a run, as it goes on."""

    site: Site
    plan: AccountPlan
    conduct: Conduct
    splits: int = 0
    _tally: Tally = field(init=False)
    _sender: Sender = field(init=False)
    _definitions: dict[str, str] = field(init=False)
    _looking: Again = field(init=False)
    _heirs: Mapping[str, str] = field(init=False)
    _gaining: Mapping[str, frozenset[str]] = field(init=False)
    _applied: list[tuple[Touching, Outcomes]] = field(default_factory=list)
    _failure: LabelsyncError | None = None

    def __post_init__(self) -> None:
        """Begin with nothing started, and the labels that the plan saw."""
        conduct = self.conduct
        self._tally = Tally(self.plan, counts=self.site.standing.outcomes)
        self._definitions = dict(self.plan.definitions)
        self._heirs = {c.label: c.heir for c in self.plan.changes if isinstance(c, Remove) and c.heir}
        self._gaining = {c.label: frozenset(c.contacts) for c in self.plan.changes if isinstance(c, Add)}
        self._looking = Again(
            self.site,
            conduct.journal.memory,
            self._terms(),
            seen=self.plan.read.finished,
            young=conduct.young,
            reviewed=conduct.reviewed,
        )
        self._sender = Sender(self.site, conduct.journal, conduct.run, self.plan.tenant, conduct.chance)

    def _terms(self) -> Terms:
        return Terms(
            definitions=self._definitions,
            rests=rests(self.plan),
            pseudonym=self.conduct.pseudonym,
            wishes=self.conduct.wishes.get(self.plan.account, NO_WISHES),
            match_any=self.site.account.match_any,
        )

    async def go(self) -> None:
        """Carry out the plan phase by phase, then read back what was touched."""
        try:
            await self.conduct.journal.remember(self.plan.tenant, self.plan.definitions)
        except LabelsyncError as failure:
            self._failure = failure
            return
        try:
            *earlier, last = [(), *divided(self.plan.changes, self.conduct.waves)]
            for changes in earlier:
                await self._wave(changes)
                self._failure = self._failure or self._too_many_failed(changes)
                if self._failure or self.conduct.stop.is_set():
                    return
            await self._wave(last)
        except* Exception as bugs:  # noqa: BLE001 - the result document is written all the same
            kinds = ", ".join(sorted({type(bug).__name__ for bug in bugs.exceptions}))
            self._failure = LabelsyncError(f"labelsync itself failed ({kinds}); see what is known below")
        finally:
            self.site.standing.stage = Stage.ENDED

    async def _wave(self, changes: Sequence[Change]) -> None:
        """Carry out some changes phase by phase, then read back what they touched."""
        planned = schedule(changes, self.site.capabilities, overlap=self.site.overlap)
        self.site.standing.begin(len(planned.batches))
        for phase in planned.phases:
            await self._phase(phase)
            if self._heirs:
                await self._read_all_back()
        await self._read_all_back()

    async def _read_all_back(self) -> None:
        touched, self._applied = self._applied, []
        async with asyncio.TaskGroup() as tasks:
            for part, outcomes in touched:
                tasks.create_task(self._read_back(part, outcomes))

    def _too_many_failed(self, changes: Sequence[Change]) -> LabelsyncError | None:
        """Why no further wave may follow this one."""
        ended = [kind for change in changes for kind in self._tally.kinds(change)]
        bad = sum(kind not in STANDING for kind in ended)
        if not ended or bad <= self.conduct.tolerance * len(ended):
            return None
        return WaveFailed(
            f"{bad} of {len(ended)} changes of a wave did not end well, so no further one follows"
        )

    def result(self) -> AccountResult:
        """What is known now; also when an interruption ended the walk."""
        failure = self._failure
        known = self._tally.result(
            readable=readable(self.site),
            error=failure.reason if failure else "",
            code=self._code(failure) if failure else 0,
        )
        return replace(known, timeline=self.site.line.record.told())

    def _code(self, failure: LabelsyncError) -> int:
        """What fails after something was sent leaves the run unfinished, whatever it is."""
        return EXIT_UNFINISHED if self.site.line.writes else failure.exit_code

    async def _phase(self, batches: Iterable[Batch]) -> None:
        """The batches of a phase, as many at once as the account takes now; nothing new once it is to end."""
        running: set[asyncio.Task[None]] = set()
        async with asyncio.TaskGroup() as tasks:
            for batch in batches:
                while len(running) >= self.site.at_once:
                    _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                if self._failure or self.conduct.stop.is_set() or not self.conduct.budget():
                    return
                running.add(tasks.create_task(self._batch(batch)))

    async def _batch(self, batch: Batch) -> None:
        try:
            match batch:
                case Relabel() | Deletion():
                    await self._touch(batch)
                case Creation() | Renaming() | Undefinition():
                    await self._define(batch)
        except Rejected as rejected:
            self._note(batch, Outcome(Kind.FAILED, rejected.reason))
        except Unrecorded as failure:
            self._failure = failure
            self._note(batch, UNWRITTEN)
        except LabelsyncError as failure:
            self._failure = failure
        except asyncio.CancelledError:
            self._note(batch, CUT_OFF)
            raise
        self.site.standing.batches += 1

    def _note(self, batch: Batch, outcome: Outcome) -> None:
        match batch:
            case Relabel(contacts) | Deletion(contacts):
                self._tally.note(batch, dict.fromkeys(contacts, outcome))
            case Creation() | Renaming() | Undefinition():
                self._tally.note_label(batch, outcome)

    async def _define(self, batch: Defining) -> None:
        performed = await self._sender.send(batch)
        if performed.whole:
            self._tally.note_label(batch, performed.whole)
        if isinstance(batch, Creation | Renaming) and performed.definition:
            self._definitions[batch.label] = performed.definition.id
            await self.conduct.journal.remember(self.plan.tenant, {batch.label: performed.definition.id})

    async def _touch(self, batch: Touching) -> None:
        if isinstance(batch, Relabel) and not self._definitions.keys() >= {*batch.add, *batch.remove}:
            self._note(batch, UNDEFINED)
            return
        left = [part for again in await self._again(batch) for part in self._moving(again)]
        self.splits += max(0, len(left) - 1)
        for part in left:
            outcomes = dict((await self._sender.send(self._addressed(part))).contacts)
            self._tally.note(part, outcomes)
            self._applied.append((part, outcomes))

    def _moving(self, batch: Touching) -> tuple[Touching, ...]:
        """Without those who would lose a former label and did not gain the one that takes its place."""
        formers = self._heirs.keys() & set(batch.remove) if isinstance(batch, Relabel) else ()
        if not isinstance(batch, Relabel) or not formers:
            return (batch,)
        heirs = {self._heirs[former] for former in formers}.difference(batch.add)
        proven = readable(self.site)
        short = {
            contact
            for heir in heirs
            for contact in self._gaining.get(heir, NOBODY) - self._tally.stands(heir, proven=proven)
        }
        kept = tuple(contact for contact in batch.contacts if contact in short)
        self._note(Relabel(kept, batch.add, batch.remove), KEPT)
        left = tuple(contact for contact in batch.contacts if contact not in short)
        return (Relabel(left, batch.add, batch.remove),) if left else ()

    async def _again(self, batch: Touching) -> tuple[Touching, ...]:
        """What is left of a batch after a second look, where one is due."""
        left = await self._looking.look(batch)
        for about, outcomes in left.settled:
            self._tally.note(about, outcomes)
        return left.batches

    def _addressed(self, batch: Touching) -> Touching:
        return addressed(batch, self._definitions) if isinstance(batch, Relabel) else batch

    async def _read_back(self, part: Touching, outcomes: Outcomes) -> None:
        batch = self._addressed(part)
        seen = await verify(self.site, batch, outcomes)
        self._tally.note(part, seen)
        if seen == outcomes:
            return
        try:
            await self._sender.confirm(batch, seen)
        except LabelsyncError as failure:
            self._failure = self._failure or failure
