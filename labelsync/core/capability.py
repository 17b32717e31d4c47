"""What vendors differ in, as data: nothing in the planner or the applier asks for a vendor's name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

STRONG_ENOUGH = 20
"""Contacts of a batch that are read back one by one, by the route that lags least, at most."""


class Repeat(Enum):
    """What sending the same write twice does: nothing more, harm, or nothing more under the same key."""

    HARMLESS = "harmless"
    HARMFUL = "harmful"
    KEYED = "keyed"


@dataclass(frozen=True, slots=True)
class Bucket:
    """One limit of a vendor: `limit` requests a window of `seconds`, of the named traffic."""

    name: str
    limit: int
    seconds: float
    traffic: Literal["all", "read", "write"] = "all"


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
    """What an answer to a write proves: who, counts by reason, totals of a job, or nothing."""

    PER_CONTACT = "per_contact"
    COUNTS = "counts"
    TOTALS = "totals"
    NOTHING = "nothing"


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
    unknown label defines it. `renamable`: a definition is renamed in place and all who carry it keep it.
    `takes_along`: what a deleted definition is taken off (`contacts`, `conversations`), None if that is not
    known. `lookups` is how many reading requests the deletion of one takes.
    """

    by: Literal["key", "id", "name"]
    max_length: int
    folded: bool = False
    from_key: bool = False
    made_on_use: bool = False
    deletable: bool = False
    renamable: bool = False
    takes_along: tuple[str, ...] | None = None
    lookups: int = 0


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a vendor differs in, as data. Times are seconds; heights are contacts a request.

    What is left out is what the least of vendors can do.

    `page`, `these` and `strong` are how many contacts one request answers for when everyone is asked for, or
    contacts by id, cheaply or by the route that lags least. `carriers` and `matching` are the same for the
    carriers of labels and for a filter of the vendor's own; `emails` and `phones` how many of them one
    request may name. 0: the vendor cannot be asked so that the same people are meant. `other_fields`: an
    e-mail or phone can be asked for that is not a contact's first one; `longest` is the most characters of
    what is asked for, 0 for any.
    `refires`: giving a label to somebody who has it may start automations again, or nobody knows.
    `job` is the time that a job takes at least and at most to complete; (0, 0) where calls end at once.
    `lag` is how long a read may stay behind a write, at most, by the cheap route; the strong one has none.
    """

    membership: Membership
    page: int
    shape: WriteShape
    labels: LabelRules
    evidence: Evidence
    repeat: Repeat
    buckets: tuple[Bucket, ...] = ()
    these: int = 1
    strong: int = 1
    carriers: int = 0
    emails: int = 0
    phones: int = 0
    matching: int = 0
    other_fields: bool = False
    longest: int = 0
    job: tuple[float, float] = (0.0, 0.0)
    refires: bool = True
    atomic: bool = False
    deletes: Deletes = Deletes.NONE
    delete_height: int = 1
    deletes_restorable: bool | None = None
    lag: float = 0.0
    concurrency: int = 1
    latency: float = 0.2

    @property
    def readable(self) -> bool:
        """Whether the vendor can prove who carries what."""
        return self.membership is Membership.ON_CONTACT
