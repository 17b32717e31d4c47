"""What became of a change: exactly one kind for each change of each contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from labelsync.core.roster import Definition


class Kind(Enum):
    """The eight ways in which a change can end."""

    APPLIED = "applied"
    VERIFIED = "verified"
    ALREADY = "already"
    CONFLICT = "conflict"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"
    NOT_STARTED = "not_started"


STANDING = frozenset({Kind.APPLIED, Kind.VERIFIED, Kind.ALREADY})
"""The kinds after which what was wanted is so, as far as the vendor said or showed."""


class Outcome(NamedTuple):
    """How a change ended, and the vendor's (or our) reason where there is one to give."""

    kind: Kind
    reason: str = ""


APPLIED = Outcome(Kind.APPLIED)
VERIFIED = Outcome(Kind.VERIFIED)
ALREADY = Outcome(Kind.ALREADY)


@dataclass(frozen=True, slots=True)
class Performed:
    """What a vendor answered to one batch.

    `contacts` has an outcome for each contact of the batch (for all its labels alike): APPLIED, FAILED with
    the vendor's reason, or UNKNOWN where the answer does not say who. `whole` is the outcome of a label
    change, and `definition` the label that a creation found or made. `open`: the vendor is not done (a job
    that did not complete in time), so the intent stays open and a later run asks again by its ticket.
    """

    contacts: Mapping[str, Outcome] = field(default_factory=dict)
    whole: Outcome | None = None
    definition: Definition | None = None
    open: bool = False
