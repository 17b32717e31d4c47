"""What a connector is: one `Capabilities` value and four verbs; and the ports it is handed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, NamedTuple, Protocol

from labelsync.core.batch import Batch
from labelsync.core.outcome import Performed
from labelsync.core.question import Page, Question
from labelsync.errors import CallFailed, NotAuthorised


class Repeat(Enum):
    """What sending the same write twice does: nothing more, harm, or nothing more under the same key."""

    HARMLESS = "harmless"
    HARMFUL = "harmful"
    KEYED = "keyed"


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


@dataclass(frozen=True, slots=True)
class Bucket:
    """One limit of a vendor: `limit` requests a window of `seconds`, of the named traffic."""

    name: str
    limit: int
    seconds: float
    traffic: Literal["all", "read", "write"] = "all"


class Remaining(NamedTuple):
    """What a vendor's headers say of a bucket: `left` requests until it is full again in `reset` seconds.

    `limit` corrects the bucket's size, 0 where the header does not say.
    """

    bucket: str
    left: int
    limit: int = 0
    reset: float = 0.0


class Membership(Enum):
    """How the labels of a contact can be read."""

    ON_CONTACT = "on_contact"
    UNREADABLE = "unreadable"


class Deletes(Enum):
    """How contacts are deleted."""

    BULK = "bulk"
    ONE_BY_ONE = "one_by_one"
    NONE = "none"


class Evidence(Enum):
    """What an answer to a write proves: an outcome per contact, counts by reason, or totals of a job."""

    PER_CONTACT = "per_contact"
    COUNTS = "counts"
    TOTALS = "totals"


@dataclass(frozen=True, slots=True)
class WriteShape:
    """What one writing call can carry: a rectangle of contacts × labels.

    `combined`: labels to add and labels to remove fit into one call, each up to `max_labels`.
    """

    max_contacts: int
    max_labels: int
    combined: bool


@dataclass(frozen=True, slots=True)
class LabelRules:
    """How a vendor tells labels apart. `by` is what the id in `Definition` is; `folded`: case does not count.

    `from_key`: the label is found by the manifest key (folded), not by its title. `made_on_use`: adding an
    unknown label defines it. `deleting_takes_carriers`: a deleted definition leaves every contact, None if
    that is not known.
    """

    by: Literal["key", "id", "name"]
    folded: bool
    from_key: bool
    made_on_use: bool
    deletable: bool
    deleting_takes_carriers: bool | None
    max_length: int


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a vendor differs in, as data. Times are seconds; heights are contacts a request.

    `page`, `these` and `strong` are how many contacts one request of that question answers for.
    `job` is the time that a job takes at least and at most to complete; (0, 0) where calls end at once.
    `lag` is how long a read may stay behind a write, at most, by the cheap route; the strong one has none.
    """

    membership: Membership
    page: int
    these: int
    strong: int
    shape: WriteShape
    job: tuple[float, float]
    evidence: Evidence
    atomic: bool
    repeat: Repeat
    labels: LabelRules
    deletes: Deletes
    delete_height: int
    deletes_restorable: bool | None
    buckets: tuple[Bucket, ...]
    lag: float
    concurrency: int = 1
    latency: float = 0.2


class Identified(NamedTuple):
    """Which account the credential opens. `text` is pinned in the plan: `site 5f0e…`.

    `tenant` keys the ledger (an organisation, a site, a location).
    """

    text: str
    tenant: str


class Connector(Protocol):
    """A vendor, opened for one account. It describes, observes and performs; it decides nothing."""

    @property
    def capabilities(self) -> Capabilities:
        """What this account at this vendor can do, with the account's own settings taken in."""

    async def identify(self, reader: Reader) -> Identified:
        """Asks whose account this is. Raises NotAuthorised when the credential is refused."""

    def observe(self, question: Question, reader: Reader) -> AsyncIterator[Page]:
        """The answer, page by page; the last page says that it is the last."""

    async def perform(self, batch: Batch, writer: Writer, keep: Keep) -> Performed:
        """The only write. Labels in a `Relabel` are vendor label ids.

        Returns what the vendor said. Raises AnswerLost when the outcome of the whole batch is not known,
        Unreachable, Throttled or Rejected when nothing was changed.
        """

    async def settle(self, batch: Batch, ticket: Ticket, writer: Writer, keep: Keep) -> Performed | None:
        """What became of a batch whose ticket an earlier run left: None while it is still open.

        A key's batch is sent again under the same key; a job is asked by its id.
        """


Reads = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Access:
    """How the wire reaches one account: everything it must know, so that connectors never see a network.

    `reads` lists (method, path pattern) pairs, `{}` standing for one path segment. `headers` go with every
    request and hold the credential. `hosts` are the only ones, loopback aside, to which they may go.
    `remaining` reads the vendor's headers.
    """

    base_url: str
    hosts: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    reads: Reads
    buckets: tuple[Bucket, ...]
    remaining: Callable[[Mapping[str, str]], tuple[Remaining, ...]]
    timeout: float = 60.0


class SettingKind(Enum):
    """What a connector's setting holds."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - the kind of a setting, not a secret
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class SettingDescription:
    """One setting of a connector. `pattern` is a regular expression that the whole text matches.

    Required settings may be left out of an account that has `sandbox` or a loopback `base_url`.
    """

    name: str
    kind: SettingKind
    doc: str
    required: bool = True
    pattern: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """An account's settings as a connector gets them: checked, secrets opened, 0 or '' where not given."""

    texts: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    base_url: str = ""
    batch: int = 0
    pace: float = 0.0
    concurrency: int = 0


class Opened(NamedTuple):
    """An account, ready: its verbs and the way to it."""

    connector: Connector
    access: Access


@dataclass(frozen=True, slots=True)
class Vendor:
    """A connector as it is registered: one description, and how an account is opened.

    `draft_label` turns a manifest key and title into the name under which this vendor knows the label.
    """

    name: str
    title: str
    base_url: str
    settings: tuple[SettingDescription, ...]
    labels: LabelRules
    open: Callable[[AccountSettings, Clock], Opened]

    def label_name(self, *, key: str, title: str) -> str:
        """The name under which this vendor knows a label of the manifest, folded where it folds."""
        name = key if self.labels.from_key else title
        return name.strip().lower() if self.labels.folded else name


Refusal = NotAuthorised | CallFailed
