"""The policy of a manifest: limits that a plan may not exceed, who is protected, and how doubt is settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from labelsync.core.identity import Identity
from labelsync.core.member import ListSource, Person


@dataclass(frozen=True, slots=True)
class Limit:
    """Refused when more than `count` pairs OR more than `percent` of the base, and more than `free` pairs.

    None in `count` or `percent` means that this one does not limit.
    """

    count: int | None
    percent: float | None = None
    free: int = 0

    def exceeded(self, pairs: int, *, base: int) -> bool:
        """Whether that many pairs break the limit. A base of nobody counts as 100 %."""
        share = 100.0 * pairs / base if base else 100.0
        too_many = self.count is not None and pairs > self.count
        too_large = self.percent is not None and share > self.percent
        return pairs > self.free and (too_many or too_large)


@dataclass(frozen=True, slots=True)
class Guards:
    """The limits of a manifest, with the defaults that hold where it says nothing."""

    additions: Limit = field(default_factory=lambda: Limit(count=1000, percent=30, free=20))
    removals: Limit = field(default_factory=lambda: Limit(count=100, percent=30, free=3))
    deletions: Limit = field(default_factory=lambda: Limit(count=0))
    total_additions: int = 10_000
    total_removals: int = 1_000
    fires: int = 500
    empty_refused: bool = True


class Ambiguous(Enum):
    """What happens to one e-mail or phone that several contacts of an account share."""

    WITHHOLD = "withhold"
    ALL = "all"
    REFUSE = "refuse"


class Unmatched(Enum):
    """What happens when none of a label's accounts has a person."""

    REPORT = "report"
    REFUSE = "refuse"
    IGNORE = "ignore"


class Suppression(NamedTuple):
    """People who must never be given these labels (globs), whatever else is said."""

    labels: tuple[str, ...]
    who: tuple[Person | ListSource, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """What must never happen. `protected` people and labels (globs) are never touched."""

    guards: Guards = field(default_factory=Guards)
    protected: tuple[Identity, ...] = ()
    protected_labels: tuple[str, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    unmatched: Unmatched = Unmatched.REPORT
    ambiguous: Ambiguous = Ambiguous.WITHHOLD
    region: str = ""
