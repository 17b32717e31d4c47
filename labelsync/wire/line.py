"""The line to one account: a reader that can only read, and a writer beside it, under one pace."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field

from labelsync.core.connector import Access, Answer, Clock, Reads, Repeat, Request
from labelsync.errors import AnswerLost, CallFailed, LabelsyncError, Throttled, Unreachable
from labelsync.wire.client import Client
from labelsync.wire.pace import Governor, Traffic
from labelsync.wire.patience import Patience, retry_after


class NotAReadingRequest(LabelsyncError):
    """A connector tried to send through the reader what it does not list as reading."""


@dataclass(frozen=True, slots=True)
class Table:
    """The (method, path pattern) pairs that only read; `{}` stands for one path segment."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    @classmethod
    def of(cls, reads: Reads) -> Table:
        """Compile a connector's list."""
        return cls(tuple((method, _pattern(path)) for method, path in reads))

    def holds(self, request: Request) -> bool:
        """Whether this request only reads."""
        return any(
            request.method == method and path.fullmatch(request.path) for method, path in self.patterns
        )


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("[^/]+".join(re.escape(part) for part in path.split("{}")))


@dataclass(slots=True)
class Line:
    """One account's connections, pace and patience. `sent` counts every request that left, by kind."""

    client: Client
    access: Access
    governor: Governor
    patience: Patience
    clock: Clock
    chance: random.Random
    reads: Table = field(init=False)
    sent: Counter[str] = field(default_factory=Counter)
    writes: int = 0

    def __post_init__(self) -> None:
        """Compile the table of reading requests."""
        self.reads = Table.of(self.access.reads)

    async def send(self, request: Request, *, traffic: Traffic) -> Answer:
        """Send until there is an answer that is neither a 429 nor a 5xx, as far as patience reaches."""
        failure: CallFailed = Unreachable("no attempt was made")
        waited = 0.0
        for attempt in range(1, self.patience.tries + 1):
            outcome = await self._attempt(request, traffic=traffic)
            if isinstance(outcome, Answer):
                return outcome
            failure, pause = outcome
            if isinstance(failure, AnswerLost) and not _repeatable(request, traffic):
                break
            wait = self.patience.wait(attempt, self.chance) if pause is None else pause
            wait = min(self.patience.longest, wait)
            waited += wait
            if waited > self.patience.total or attempt >= self._tries(failure):
                break
            await self._rest(failure, wait)
        raise failure

    def _tries(self, failure: CallFailed) -> int:
        return self.patience.connects if isinstance(failure, Unreachable) else self.patience.tries

    async def _rest(self, failure: CallFailed, wait: float) -> None:
        if isinstance(failure, Throttled):
            self.governor.pause(wait)
        else:
            await self.clock.sleep(wait)

    async def _attempt(
        self, request: Request, *, traffic: Traffic
    ) -> Answer | tuple[CallFailed, float | None]:
        """Return an answer, or what went wrong and the wait that the vendor asks for."""
        async with self.governor.slot(traffic):
            self.sent[request.kind] += 1
            self.writes += traffic == "write"
            try:
                answer = await self.client.exchange(request)
            except (Unreachable, AnswerLost) as failure:
                return failure, None
        self.governor.correct(self.access.remaining(answer.headers))
        if answer.status == 429:
            asked = retry_after(answer.headers, now=self.clock.now())
            return Throttled("the vendor refuses for pace (429)", advice="wait, or lower `share`"), asked
        if answer.status >= 500:
            asked = retry_after(answer.headers, now=self.clock.now())
            return _server_error(answer.status, traffic), asked
        return answer


def _server_error(status: int, traffic: Traffic) -> CallFailed:
    """A 5xx says nothing about the effect: what was only read is safe, what was written is unknown."""
    if traffic == "read":
        return Unreachable(f"the vendor's server fails ({status})", advice="try again later")
    return AnswerLost(f"the vendor's server failed ({status}) and does not say whether the call took effect")


def _repeatable(request: Request, traffic: Traffic) -> bool:
    return traffic == "read" or request.repeat is Repeat.KEYED


@dataclass(frozen=True, slots=True)
class OpenReader:
    """Sends what the connector's table lists as reading; refuses all else before it leaves."""

    line: Line

    async def read(self, request: Request) -> Answer:
        """Return the answer. Raises Unreachable or Throttled once patience is over."""
        if not self.line.reads.holds(request):
            raise NotAReadingRequest(f"{request.method} is not in the connector's table of reading requests")
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
