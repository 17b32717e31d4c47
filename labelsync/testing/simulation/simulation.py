"""The whole engine in one seed: runs, faults, deaths and a third party; then calm, and judgement."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from labelsync.core.plan import Plan
from labelsync.core.run import Run
from labelsync.errors import LabelsyncError, Locked
from labelsync.sandbox.emulator import Person
from labelsync.testing.simulation.evidence import Entry, Evidence, Period, Played, entries
from labelsync.testing.simulation.fate import Death
from labelsync.testing.simulation.ground import StormyGround
from labelsync.testing.simulation.invariants import Violation, violations
from labelsync.testing.simulation.statistics import Statistics
from labelsync.testing.simulation.story import Scene, Story, Weather, tell
from labelsync.testing.simulation.wish import Wish, email, phone, write
from labelsync.testing.stage import Stage
from labelsync.testing.subject import subject

CALM = 4
"""Runs that may be needed once the faults are over."""

ENOUGH = 2_000.0
"""Seconds in which every lag and every job of an emulator is over."""

FRESH = 200.0
"""Seconds after which nobody's doing is new to any list."""

FAIR = Weather(pause=0.0, reviewed=True, review=0.0)
FORGIVEN = frozenset({"moved"})
"""Objections that only ask whether people moved: whoever reads the plan says yes."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one seed. `trace` is every request and every outcome, a line each.

    `evidence` is what it was judged by.
    """

    seed: int
    vendor: str
    violations: tuple[Violation, ...]
    statistics: Statistics
    trace: tuple[str, ...]
    evidence: Evidence = field(compare=False, repr=False)

    @property
    def digest(self) -> str:
        """The same for two simulations in which the same happened."""
        return sha256("\n".join(self.trace).encode()).hexdigest()


class Simulation:
    """One seed at one vendor, everything drawn from the two."""

    def __init__(self, seed: int, vendor: str) -> None:
        self.seed, self.vendor = seed, vendor

    def run(self) -> Report:
        """Live through it, and judge it."""
        with TemporaryDirectory(prefix="labelsync-") as folder:
            walk = _Walk(self.seed, self.vendor, Path(folder))
            return walk.report()


@dataclass(slots=True)
class _Walk:
    seed: int
    vendor: str
    folder: Path
    stage: Stage = field(init=False)
    ground: StormyGround = field(init=False)
    story: Story = field(init=False)
    names: dict[int, str] = field(default_factory=dict)
    periods: list[Period] = field(default_factory=list)
    played: list[Played] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    settled: bool = False
    readable: bool = True

    def __post_init__(self) -> None:
        dice = random.Random(f"{self.vendor} {self.seed}")  # noqa: S311 - what a seed gives, it gives again
        one = subject(self.vendor)
        self.ground = StormyGround(one, dice)
        chance = random.Random(dice.getrandbits(64))  # noqa: S311 - the same
        self.stage = Stage(self.folder / "stage", one, self.ground, self.ground.commit, chance)
        self._begin()
        self.stage.manifest("labels: {vip: {}}\n")
        can = self.stage.identify()[1]
        self.readable = can.readable
        self.story = tell(dice, can, one.emulated.troubles)

    def report(self) -> Report:
        """Play all scenes, then the calm, then look at what there is."""
        self._raise_the_curtain()
        for scene in self.story.scenes:
            self._play(scene)
        self._calm()
        found = self._evidence()
        counts, trace = self._counts(found), _trace(found)
        return Report(self.seed, self.vendor, violations(found), counts, trace, found)

    def _raise_the_curtain(self) -> None:
        self._begin(*self.story.people)
        ids = {one.email: contact for contact, one in self.ground.chronicle.at_first.items()}
        self.names = {number: email(number) for number in range(len(ids) + 2)}
        for number, form in enumerate(self.story.named):
            forms = {"id": f'{{id: "{ids[email(number)]}", account: a}}', "phone": f'"{phone(number)}"'}
            self.names[number] = forms.get(form, email(number))

    def _begin(self, *people: Person) -> None:
        self.stage.people(*people)
        self.ground.chronicle.begin(self.ground.stand.emulator, self._now())

    def _play(self, scene: Scene) -> None:
        self._declare(scene.wish)
        for weather in scene.weathers:
            self.ground.clock.passed += weather.pause
            self._attempt(weather)

    def _declare(self, wish: Wish) -> None:
        self.ground.clock.passed += 1.0  # so that no event is of two manifests
        self.ground.look()
        text = write(wish, self.names, self.stage.folder / "states")
        settings = f"batch: {wish.batch}, concurrency: {wish.concurrency}"
        self.stage.manifest(text, settings=settings)
        self.periods.append(Period(self._now(), wish, dict(self.ground.chronicle.people)))

    def _attempt(self, weather: Weather) -> Played:
        """One run under its weather. A death and a refusal are ends like others; a bug is noted."""
        number = len(self.played) + 1
        self.ground.begin(number, weather)
        plan: Plan | None = None
        priced = weather.is_fair and weather.reviewed and self._is_quiet()
        try:
            plan = self._plan() if weather.reviewed else None
            self.ground.clock.passed += weather.review if plan else 0.0
            run = self.stage.apply(plan)
            done = Played(number, self._now(), plan, run, priced=priced)
        except Death:
            done = Played(number, self._now(), plan, died=True)
        except LabelsyncError as refused:
            done = Played(number, self._now(), plan, error=f"{type(refused).__name__}: {refused.reason}")
        except Exception as bug:  # noqa: BLE001 - any other end is what is looked for
            done = Played(number, self._now(), plan, error=f"{type(bug).__name__}: {bug}", ended=False)
        return self._ended(done)

    def _ended(self, done: Played) -> Played:
        self.ground.look()
        self.played.append(done)
        return done

    def _plan(self) -> Plan:
        self.ground.looking = True
        try:
            plan = self.stage.plan()
        finally:
            self.ground.looking = False
        unforgiven = {objection.guard for objection in plan.objections} - FORGIVEN
        self.stopped += [f"the plan objects: {guard}" for guard in sorted(unforgiven)]
        return plan

    def _now(self) -> float:
        return self.ground.clock.now()

    def _is_quiet(self) -> bool:
        """Whether nothing is open and nothing that others did is new to the vendor's lists."""
        now = self._now()
        left = any(entry.settled is None for entry in self._entries())
        return not left and not self.ground.upset and now - self.ground.disturbed > FRESH

    def _calm(self) -> None:
        """No faults from here on: runs until two plans in a row are empty."""
        self.ground.begin(0, FAIR)
        self.ground.calm()
        self.ground.clock.passed += ENOUGH
        self.ground.calm()
        self.ground.clock.passed += ENOUGH
        empty = 0
        for _ in range(CALM):
            done = self._attempt(FAIR._replace(reviewed=self._is_quiet()))
            if done.error.startswith(Locked.__name__):
                self.ground.clock.passed += ENOUGH
            empty = empty + 1 if self._finds_nothing() else 0
            if empty == 2:
                self.settled = True
                return

    def _finds_nothing(self) -> bool:
        try:
            return self._plan().is_empty
        except LabelsyncError as refused:
            self.stopped.append(f"a calm plan failed: {refused.reason}")
            return False

    def _entries(self) -> tuple[Entry, ...]:
        path = self.stage.folder / ".labelsync" / "journal.db"
        return entries(path) if path.exists() else ()

    def _evidence(self) -> Evidence:
        known, played = self._entries(), tuple(self.played)
        numbers = {email(number): number for number in range(len(self.story.people))}
        first = self.ground.chronicle.at_first
        return Evidence(
            chronicle=self.ground.chronicle,
            periods=tuple(self.periods),
            played=played,
            entries=known,
            numbers={contact: numbers[one.email] for contact, one in first.items()},
            readable=self.readable,
            renamable=self.stage.subject.vendor.labels.renamable,
            settled=self.settled,
            stopped=tuple(self.stopped),
        )

    def _counts(self, evidence: Evidence) -> Statistics:
        counts = Statistics(seeds=1, runs=len(self.played))
        counts.deaths = sum(one.died for one in self.played)
        counts.refused = sum(bool(one.error) for one in self.played)
        counts.priced = sum(one.priced for one in self.played)
        counts.verified = sum(one.run.summary()["verified"] for one in self.played if one.run)
        counts.events = len(evidence.chronicle.events)
        counts.people[len(self.story.people)] += 1
        counts.batches.update(one.wish.batch for one in self.periods)
        counts.requests[len(evidence.chronicle.sent)] += 1
        counts.faults.update(self.ground.injected)
        counts.edits.update(self.ground.edits)
        return counts


def _trace(evidence: Evidence) -> tuple[str, ...]:
    sent = [
        f"{one.at:.3f} {one.run} {one.method} {one.path} {one.body} {one.status} {one.fault}"
        for one in evidence.chronicle.sent
    ]
    ends = [f"{one.number} {one.died} {one.error} {_told(one.run)}" for one in evidence.played]
    return (*sent, *ends, *(str(entry) for entry in evidence.entries))


def _told(run: Run | None) -> str:
    return json.dumps(run.summary()) if run else ""
