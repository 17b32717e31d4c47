"""The ports between a connector and the outside: requests and answers, tickets, time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
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


Headers = tuple[tuple[str, str], ...]
Post = Callable[[Request], Awaitable[Answer]]
"""Sends one request to the account's origin, without a credential, under its pace and patience."""


class Authority(Protocol):
    """Who gives an account's credential when it ends by itself: a token is asked for, used, and renewed."""

    async def headers(self, post: Post) -> Headers:
        """The headers that hold the credential, good for a minute at least; asks for a new one by `post`.

        Raises NotAuthorised when it cannot be had. Never called twice at once.
        """

    def refused(self, answer: Answer) -> bool:
        """Whether the answer says that the credential has ended; it is forgotten then."""


class Vault(Protocol):
    """Where renewed tokens are kept.

    `outlives`: what is kept is there for the next run, wherever that runs. A token that can be spent only
    once is not spent before that is so.
    """

    @property
    def outlives(self) -> bool:
        """Whether the store outlives this machine, as far as we were told."""

    def read(self, name: str) -> str:
        """What was kept last under this name, '' for nothing."""

    async def keep(self, name: str, text: str) -> None:
        """Return once it is durable."""


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
