"""The ports between a connector and the outside: requests and answers, tickets, time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, Protocol

from labelsync.core.capability import Repeat


class Request(NamedTuple):
    """One HTTP request, relative to the account's base URL. `path` begins with `/`, segments are encoded.

    `kind` is the word under which the result document counts it (`contacts`, `labels`, `relabel`, ...).
    `body` is JSON, encoded. `repeat` matters for writing requests only.
    """

    kind: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    repeat: Repeat = Repeat.HARMFUL


class Answer(NamedTuple):
    """One HTTP answer, any status but 429 and 5xx. Header names are lower-case, the body is whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Reader(Protocol):
    """Sends only the (method, path) pairs that the connector lists as reading, and refuses all others."""

    async def read(self, request: Request) -> Answer:
        """The answer. Raises Unreachable or Throttled once patience is over."""


class Writer(Reader, Protocol):
    """A reader that also writes."""

    async def write(self, request: Request) -> Answer:
        """The answer. Raises Unreachable (nothing arrived), Throttled (refused) or AnswerLost (unknown).

        A write is repeated by itself only when it was refused for pace, never arrived, or is `KEYED`.
        """


class Ticket(NamedTuple):
    """A vendor's job id or an idempotency key, durable before it is used."""

    kind: Literal["job", "key"]
    text: str


class Keep(Protocol):
    """Where tickets of one batch are made durable."""

    async def ticket(self, ticket: Ticket) -> None:
        """Returns once the ticket is durable."""

    async def key(self) -> str:
        """A fresh idempotency key (UUID4), durable already; the same one again for the same batch."""


class Clock(Protocol):
    """Time, handed in."""

    def now(self) -> float:
        """Seconds since the epoch, UTC: for people and for vendors' reset times."""

    def monotonic(self) -> float:
        """Seconds that never jump, for waits."""

    async def sleep(self, seconds: float) -> None:
        """Waits."""


class Remaining(NamedTuple):
    """What a vendor's headers say of a bucket: `left` requests until it is full again in `reset` seconds.

    `limit` corrects the bucket's size, 0 where the header does not say.
    """

    bucket: str
    left: int
    limit: int = 0
    reset: float = 0.0
