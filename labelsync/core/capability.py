"""What vendors differ in, as data: nothing in the planner or the applier asks for a vendor's name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal


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
