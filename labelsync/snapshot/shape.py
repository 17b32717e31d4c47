"""What a snapshot holds, and the refusal of a file that holds something else.

The file is gzip, one member (RFC 1952) after the other; unpacked, it is JSON, a value a line. The first
member is the head: `labelsync_snapshot` with the format's version, then what the journal says of all
accounts. Each account has a member of its own: how it was looked at, its labels, its contacts (arrays), with
a mark where a page of the vendor's answer ended, and the counts. The last member is the SHA-256 of the
digests of all others. `gzip -d` unpacks them in their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from labelsync.core.capability import Capabilities
from labelsync.core.roster import Definition
from labelsync.errors import LabelsyncError

FORMAT = "1.0"
CHECK = "labelsync snapshot"
"""Whose pseudonym the head holds: another key gives it another one. No person is called so."""

LONGEST_LINE = 1 << 20
"""Bytes of a line."""
LONGEST_PAGE = 8 << 20
"""Bytes of the contacts of one page, which are in memory together."""
LONGEST_HEADS = 32 << 20
"""Bytes of all lines of a file that are kept while it is open: labels above all, no contacts."""
EACH = 64
"""Bytes that such a line counts for beside its text."""


class SnapshotUnfit(LabelsyncError):
    """A snapshot that cannot be used: cut, altered, of another format or key, or about other accounts."""

    exit_code = 6


def unfit(what: str) -> SnapshotUnfit:
    """The refusal of a file that nobody can have meant."""
    return SnapshotUnfit(
        f"this is no whole snapshot: {what}",
        advice="take a new one by `labelsync snapshot`, or copy it again",
    )


class Mask(str):
    """A pseudonym in the place of an e-mail or a phone."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What all accounts of a snapshot share; `accounts` are their names, in order.

    `check` is the pseudonym of `CHECK`, '' where people stand in the file as they are. `journal` is whether
    there was one; `managed` has what it says the last whole apply managed, (account, label key).
    """

    accounts: tuple[str, ...]
    labelsync: str
    check: str = ""
    journal: bool = False
    managed: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Look:
    """One account as it was when the look at it began (`started`, epoch seconds).

    `ledger` is whether the journal had one for it. The journal's word on it: `remembered` has vendor label
    ids by key, `flapping` (vendor label id, contact) pairs given again and again, `unresolved` (run, contact)
    pairs of calls that were open.
    """

    account: str
    connector: str
    identity: str
    tenant: str
    capabilities: Capabilities
    started: float
    ledger: bool = False
    definitions: tuple[Definition, ...] = ()
    remembered: Mapping[str, str] = field(default_factory=dict)
    flapping: frozenset[tuple[str, str]] = frozenset()
    unresolved: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """How the look at an account ended (`finished`, epoch seconds), counted.

    `totals` is what the vendor said that there is in all, on the first page and on the last, None where it
    does not say; `ended` is whether that was the last page; `reason` why not everybody was seen, '' where so.
    """

    finished: float
    contacts: int
    pages: int
    totals: tuple[int, int] | None
    ended: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One account of a snapshot: the look at it, how it ended, and where it begins in the file, in bytes."""

    look: Look
    ending: Ending
    offset: int


@dataclass(slots=True)
class Allowance:
    """How many bytes of lines that are kept a file may still have."""

    left: int = LONGEST_HEADS

    def spend(self, size: int) -> bool:
        """Whether a line of so many bytes is allowed; they are spent then."""
        self.left -= size + EACH
        return self.left >= 0
