"""The line to one account: a reader that can only read, and a writer beside it, under one pace."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from labelsync.core.capability import Repeat
from labelsync.core.connector import Access
from labelsync.core.exchange import Answer, Clock, Request
from labelsync.errors import AnswerLost, CallFailed, LabelsyncError, Throttled, Unreachable
from labelsync.wire.client import Client
from labelsync.wire.credential import Credential
from labelsync.wire.flights import Ending
from labelsync.wire.hearsay import Hearsay
from labelsync.wire.pace import Governor, Traffic
from labelsync.wire.paths import Table, is_straight
from labelsync.wire.patience import Patience, Trial, retry_after
from labelsync.wire.record import Record


class NotAReadingRequest(LabelsyncError):
    """A connector tried to send through the reader what it does not list as reading."""


class CrookedPath(LabelsyncError):
    """A connector built a path that may lead elsewhere than it says."""


class Failure(NamedTuple):
    """What went wrong with one try, and the seconds that the vendor asks to wait, None if it does not."""

    error: CallFailed
    asked: float | None = None
    connected: bool = True


@dataclass(slots=True)
class Line:
    """One account's connections, credential, pace and patience.

    `sent` counts every request that left, by kind; `writes` those that were no readings; `record` has when.
    """

    client: Client
    access: Access
    governor: Governor
    patience: Patience
    clock: Clock
    chance: random.Random
    reads: Table = field(init=False)
    credential: Credential = field(init=False)
    record: Record = field(init=False)
    hearsay: Hearsay = field(default_factory=Hearsay)
    sent: Counter[str] = field(default_factory=Counter)
    writes: int = 0

    def __post_init__(self) -> None:
        """Compile the table of reading requests, and begin the record."""
        self.reads = Table.of(self.access.reads)
        self.credential = Credential(self.access.authority, self.access.echoes)
        self.record = Record(self.clock)

    async def send(self, request: Request, *, traffic: Traffic) -> Answer:
        """Send, and send once more under a new credential where the old one had ended."""
        if not is_straight(request.path):
            raise CrookedPath(f"a {request.kind} request has a path that is not plain", advice=TELL)
        answer = await self._answered(await self._signed(request), traffic=traffic)
        if self.credential.refused(answer):
            answer = await self._answered(await self._signed(request), traffic=traffic)
        return answer

    async def _signed(self, request: Request) -> Request:
        given = await self.credential.headers(self._unsigned)
        return request._replace(headers=(*request.headers, *given)) if given else request

    async def _unsigned(self, request: Request) -> Answer:
        """A request for the credential itself. It counts as reading."""
        return await self._answered(request, traffic="read")

    async def _answered(self, request: Request, *, traffic: Traffic) -> Answer:
        """Send until there is an answer that is neither a 429 nor a 5xx, as far as patience reaches.

        Once a write's answer was lost, no later failure says that it had no effect: AnswerLost is raised.
        """
        trial, lost = Trial(self.patience, self.chance), None
        while isinstance(outcome := await self._attempt(request, traffic=traffic), Failure):
            wait = trial.fail(asked=outcome.asked, connected=outcome.connected)
            rest = self._rest(outcome.error, wait)
            if isinstance(outcome.error, AnswerLost):
                lost = outcome.error
            if trial.over or (lost and not _repeatable(request, traffic)):
                raise lost if lost and traffic == "write" else outcome.error
            await self.clock.sleep(rest)
        return outcome

    def _rest(self, error: CallFailed, wait: float) -> float:
        """Seconds to wait for this call alone: none, where the whole account rests."""
        if not isinstance(error, Throttled):
            return wait
        self.governor.pause(wait)
        return 0.0

    async def close(self) -> None:
        """Let go of the connections."""
        await self.client.close()

    async def _attempt(self, request: Request, *, traffic: Traffic) -> Answer | Failure:
        asked = self.clock.monotonic()
        async with self.governor.slot(traffic) as flight:
            self.record.sent(waited=self.clock.monotonic() - asked)
            self._count(request, traffic, by=1)
            flight.ending = Ending.FAILING
            try:
                answer = await self.client.exchange(request)
            except Unreachable as refused:
                self._count(request, traffic, by=-1)
                return Failure(refused, connected=False)
            except AnswerLost as lost:
                return Failure(lost)
            flight.ending = _ending(answer.status)
        if flight.ending is Ending.REFUSED:
            self.record.refused()
        remaining = self.access.remaining(answer.headers)
        self.hearsay.hear(answer.headers, remaining, now=self.clock.now())
        self.governor.correct(remaining, flight)
        self.credential.hear(answer.headers)
        error = _error(answer.status, traffic)
        return Failure(error, retry_after(answer.headers, now=self.clock.now())) if error else answer

    def _count(self, request: Request, traffic: Traffic, *, by: int) -> None:
        self.sent[request.kind] += by
        self.writes += by if traffic == "write" else 0


TELL = "nothing was sent; please tell the maintainers of this connector"


def _error(status: int, traffic: Traffic) -> CallFailed | None:
    """A 5xx says nothing about the effect: what was only read is safe, what was written is unknown."""
    if status == 429:
        return Throttled(
            "the vendor refuses for pace (429), again and again",
            advice="wait, or lower the account's `share`, then run the command again",
        )
    if status < 500:
        return None
    if traffic == "read":
        return Unreachable(f"the vendor's server fails ({status})", advice="try again later")
    return AnswerLost(
        f"the vendor's server failed ({status}) and does not say whether the call took effect",
        advice="run the command again: it looks up what became of the call first",
    )


def _ending(status: int) -> Ending:
    if status == 429:
        return Ending.REFUSED
    return Ending.FINE if status < 500 else Ending.FAILING


def _repeatable(request: Request, traffic: Traffic) -> bool:
    return traffic == "read" or request.repeat is Repeat.KEYED


@dataclass(frozen=True, slots=True)
class OpenReader:
    """Sends what the connector's table lists as reading; refuses all else before it leaves."""

    line: Line

    async def read(self, request: Request) -> Answer:
        """Return the answer. Raises Unreachable or Throttled once patience is over."""
        if not self.line.reads.holds(request):
            raise NotAReadingRequest(
                f"a {request.kind} request is not in the connector's table of reading requests", advice=TELL
            )
        try:
            return await self.line.send(request, traffic="read")
        except AnswerLost as lost:
            raise Unreachable(lost.reason, advice="try again later") from lost


@dataclass(frozen=True, slots=True)
class OpenWriter(OpenReader):
    """A reader that also writes."""

    async def write(self, request: Request) -> Answer:
        """Return the answer. Raises Unreachable, Throttled or AnswerLost."""
        return await self.line.send(request, traffic="write")
