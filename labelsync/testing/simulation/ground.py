"""The ground of a simulation: a vendor in this process, with weather, a third party, and a chronicle."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from labelsync.core.scope import Account
from labelsync.sandbox.around import Around
from labelsync.sandbox.faults import Fault
from labelsync.sandbox.stand import Stand
from labelsync.testing.grounds import InProcess
from labelsync.testing.simulation.chronicle import OURS, THEIRS, Chronicle, Sent
from labelsync.testing.simulation.fate import Fate
from labelsync.testing.simulation.story import Ordered, Target, Visit, Weather
from labelsync.testing.simulation.visitor import Visitor, dialect_of
from labelsync.testing.simulation.wish import email
from labelsync.testing.subject import Subject
from labelsync.wire.inprocess import Application, Message

T = TypeVar("T")
UNDER_WAY = 0.1
"""Seconds that a request takes to the vendor, and its answer back."""

LONGEST = 86_400.0
"""Seconds after which a run is not going to end."""

GOING_ON = "/jobs/"
"""Stands in the paths that ask after what goes on by itself."""

DISTURBING = ("lag", "stuck", "merge", "vanish", "skip", "partial", "endless")


@dataclass(slots=True)
class Order:
    """A fault that is ordered, and how many requests that it could have met went by."""

    ordered: Ordered
    passed: int = 0

    def befalls(self, sent: Sent) -> bool:
        """Whether this request meets it."""
        if self.ordered.on not in _targets(sent):
            return False
        self.passed += 1
        return self.ordered.nth <= self.passed < self.ordered.nth + self.ordered.times


def _targets(sent: Sent) -> set[Target]:
    """What a request is to those who order faults."""
    targets: set[Target] = {"any", "write" if sent.writes else "read"}
    if sent.writes and sent.named:
        deletes = sent.method == "DELETE" or sent.bare.endswith("/delete")
        targets |= {"contacts"} if deletes else {"contacts", "labels"}
    return targets


class StormyGround(InProcess):
    """A vendor in this process whose requests meet what was ordered, and may never be answered."""

    def __init__(self, subject: Subject, chance: random.Random) -> None:
        super().__init__(subject)
        around = Around(self.clock.now, self.clock.sleep, random.Random(chance.getrandbits(64)))  # noqa: S311 - seeded
        self.stand = Stand(subject.emulated, around)
        self.visitor = Visitor(dialect_of(subject.name), lambda: self.stand.emulator.app)
        self.chronicle = Chronicle(self.visitor.keys)
        self.fate = Fate()
        self.run_number = 0
        self.looking = False
        self.injected: Counter[str] = Counter()
        self.edits: Counter[str] = Counter()
        self.disturbed = float("-inf")
        self._orders: list[Order] = []
        self._visits: list[Visit] = []
        self._stuck: float | None = None
        self._behind = False
        self._stuck_for = 0.0

    @property
    def application(self) -> Callable[[Account], Application]:
        """The vendor behind its weather."""
        return lambda _: self._serve

    def begin(self, number: int, weather: Weather) -> None:
        """From now on requests belong to this run and meet its weather."""
        self.run_number, self.fate = number, Fate(weather.dies_at)
        self._orders = [Order(ordered) for ordered in weather.faults]
        self._visits = sorted(weather.visits)
        self._stuck_for = weather.stuck

    def calm(self) -> None:
        """No faults, no third party, and lists that keep up as they do by themselves."""
        self._orders, self._visits = [], []
        self._relieve()

    async def commit(self, call: Callable[[], T]) -> T:
        """The journal's thread: a durable step before and after."""
        await self.fate.step()
        value = call()
        await self.fate.step()
        return value

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run in virtual time, the third party beside it. Raises Death, or TimeoutError after a day."""
        return self.clock.run(self._lived(coroutine))

    @property
    def upset(self) -> bool:
        """Whether the vendor's lists are behind as they never are by themselves."""
        return self._behind

    def look(self) -> None:
        """Note in the chronicle what changed by itself."""
        self._observe(theirs=OURS)

    async def _lived(self, coroutine: Coroutine[Any, Any, T]) -> T:
        visiting = asyncio.ensure_future(self._visited())
        try:
            async with asyncio.timeout(LONGEST):
                return await self.fate.live(coroutine)
        finally:
            visiting.cancel()

    async def _visited(self) -> None:
        began = self.clock.now()
        while self._visits:
            await self.clock.sleep(max(0.0, began + self._visits[0].after - self.clock.now()))
            self._edit(self._visits.pop(0))

    def _edit(self, visit: Visit) -> None:
        people = self.chronicle.people
        contact = next((c for c, one in people.items() if one.email == email(visit.person)), "")
        if not contact:
            return
        self._observe(theirs=OURS)
        match visit.deed:
            case "give":
                done = self.visitor.give(contact, visit.label)
            case "take":
                done = self.visitor.take(contact, visit.label)
            case "delete":
                done = self.visitor.delete(contact)
        self._observe(theirs=THEIRS)
        self.edits[visit.deed] += done
        self.disturbed = self.clock.now()

    async def _serve(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Answer one request, by way of a durable step before and after each one that writes."""
        writes = self.stand.emulator.writes(scope["method"], scope["path"])
        body: bytes = (await receive())["body"]
        if writes:
            await self.fate.step()
        await self.clock.sleep(UNDER_WAY)
        held: list[Message] = []
        await self._arrive(scope, body, held, writes=writes)
        await self.clock.sleep(UNDER_WAY)
        for message in held:
            await send(message)

    async def _arrive(self, scope: Message, body: bytes, held: list[Message], *, writes: bool) -> None:
        sent = self._sent(scope, body, writes=writes)
        fault = self._fault(sent)
        number = len(self.chronicle.sent)
        self.chronicle.sent.append(sent._replace(fault=fault.kind if fault else ""))
        self._prepare(fault)

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def hold(message: Message) -> None:
            held.append(message)

        try:
            await self.stand(scope, again, hold)
        finally:
            if writes or fault or GOING_ON in sent.path:
                self._observe(theirs=OURS, trouble=fault.kind if fault else "")
            status = held[0]["status"] if held else 0
            self.chronicle.sent[number] = self.chronicle.sent[number]._replace(status=status)
            if writes:
                await self.fate.step()

    def _sent(self, scope: Message, body: bytes, *, writes: bool) -> Sent:
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        text = body.decode(errors="replace")
        query = scope["query_string"].decode()
        path = scope["path"] + (f"?{query}" if query else "")
        return Sent(
            at=self.clock.now(),
            method=scope["method"],
            path=path,
            body=text,
            key=headers.get("idempotency-key", ""),
            writes=writes,
            named=self.chronicle.named(path + text),
            run=self.run_number,
            looking=self.looking,
        )

    def _fault(self, sent: Sent) -> Fault | None:
        met = [one for one in self._orders if one.befalls(sent)]
        if not met:
            return None
        kind, amount = met[0].ordered.kind, met[0].ordered.amount
        self.injected[kind] += 1
        return Fault(kind, amount=amount)

    def _prepare(self, fault: Fault | None) -> None:
        """What is so before the request is served. The stand takes the fault before it waits for anything."""
        if self._stuck is not None and self.clock.now() >= self._stuck:
            self._relieve()
        self.stand.faults[:] = [fault] if fault else []
        if fault is None or fault.kind not in DISTURBING:
            return
        self._observe(theirs=OURS)
        self.disturbed = self.clock.now()
        self._behind = self._behind or fault.kind in ("lag", "stuck")
        if fault.kind == "stuck":
            self._stuck = self.clock.now() + self._stuck_for

    def _relieve(self) -> None:
        if self._behind and self.visitor.relieve():
            self._stuck, self._behind = None, False
            self.disturbed = self.clock.now()

    def _observe(self, *, theirs: bool, trouble: str = "") -> None:
        self.chronicle.observe(self.stand.emulator, self.clock.now(), theirs=theirs, trouble=trouble)
