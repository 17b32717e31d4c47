"""What a connector is: one `Capabilities` value and four verbs, and how it is registered and opened."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from labelsync.core.batch import Batch
from labelsync.core.capability import Bucket, Capabilities, LabelRules
from labelsync.core.exchange import Authority, Clock, Keep, Reader, Remaining, Ticket, Vault, Writer
from labelsync.core.filtering import FilterCheck
from labelsync.core.outcome import Performed
from labelsync.core.question import Page, Question
from labelsync.core.setting import AccountSettings, SettingDescription
from labelsync.errors import Rejected


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

    async def settle(
        self,
        batch: Batch,  # noqa: ARG002 - for those who give tickets
        ticket: Ticket,
        writer: Writer,  # noqa: ARG002 - the same
        keep: Keep,  # noqa: ARG002 - the same
    ) -> Performed | None:
        """What became of a batch whose ticket an earlier run left: None while it is still open.

        A key's batch is sent again under the same key; a job is asked by its id. A vendor without either
        leaves this as it is.
        """
        raise Rejected(f"this vendor gives no tickets, so a {ticket.kind} cannot be asked after", status=0)


Reads = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Access:
    """How the wire reaches one account: everything it must know, so that connectors never see a network.

    `reads` lists (method, path pattern) pairs, `{}` standing for one path segment. `headers` go with every
    request and hold the credential. `hosts` are the only ones, loopback aside, to which they may go.
    `remaining` reads the vendor's headers. Where there is an `authority`, the credential comes from it.
    `echoes` are names of headers whose last value at the vendor's side goes back with every later request.
    """

    base_url: str
    hosts: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    reads: Reads
    buckets: tuple[Bucket, ...]
    remaining: Callable[[Mapping[str, str]], tuple[Remaining, ...]]
    timeout: float = 60.0
    authority: Authority | None = None
    echoes: tuple[str, ...] = ()


class Opened(NamedTuple):
    """An account, ready: its verbs and the way to it."""

    connector: Connector
    access: Access


class Ports(NamedTuple):
    """What a connector is handed when an account is opened."""

    clock: Clock
    vault: Vault


@dataclass(frozen=True, slots=True)
class Vendor:
    """A connector as it is registered: one description, and how an account is opened.

    `credentials` are the sets of settings that open an account, one of which must be whole; none of their
    settings is `required` by itself. `check_filter` looks at a `native` filter (JSON) and sends nothing;
    None where the vendor cannot be asked by one.
    """

    name: str
    title: str
    base_url: str
    settings: tuple[SettingDescription, ...]
    labels: LabelRules
    open: Callable[[AccountSettings, Ports], Opened]
    credentials: tuple[tuple[str, ...], ...] = ()
    check_filter: Callable[[str], FilterCheck] | None = None

    def label_name(self, *, key: str, title: str) -> str:
        """The name under which this vendor knows a label of the manifest, folded where it folds."""
        name = key if self.labels.from_key else title
        return name.strip().lower() if self.labels.folded else name
