"""A plan is data: what was looked at, what would change, what is withheld, what it costs, why not to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from labelsync.core.change import Action, Change, action, pairs
from labelsync.core.cost import Cost


@dataclass(frozen=True, slots=True)
class Read:
    """How the observed side came to be. Instants are epoch seconds.

    `basis` is `assumed` where labels cannot be read and our ledger stands in; `ledger` is false when there
    is none for this account yet. `reason` says why the reading is not complete, '' when it is.

    `total` is how many contacts the vendor counts in the account, None where it does not say. `spared` is
    None where everyone was read; else only those were asked for of whom the plan speaks, and it is how many
    pages fewer that took, 0 where that is not known.
    """

    basis: Literal["observed", "assumed"]
    complete: bool
    contacts: int
    pages: int
    started: float
    finished: float
    reason: str = ""
    ledger: bool = True
    total: int | None = None
    spared: int | None = None

    @property
    def people(self) -> int:
        """How many contacts the account has, as far as is known: the base of percentages."""
        return max(self.contacts, self.total or 0) if self.complete else self.contacts


@dataclass(frozen=True, slots=True)
class LabelLine:
    """The counts of one label on one account, in contacts and entries.

    wanted entries = both + to add + unmatched + ambiguous + suppressed + withheld additions.
    `left_empty_by` counts the removals that would leave an exact label with nobody, though the manifest
    does not say so in words; 0 where that is not so. `taken_over` counts the carriers whom nobody
    listed, where no journal knows that labelsync managed the label before; else 0.
    """

    label: str
    carry: int
    wanted: int
    both: int
    unmatched: int
    ambiguous: int
    suppressed: int
    withheld: int
    seen: bool
    wanted_whole: bool
    left_empty_by: int = 0
    taken_over: int = 0


@dataclass(frozen=True, slots=True)
class Withheld:
    """Pairs that differ and are left alone, and why."""

    action: Action
    label: str
    contacts: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A wanted person that none of the label's accounts has. `contact` is a pseudonym."""

    label: str
    contact: str
    place: str


class Firing(NamedTuple):
    """An automation that giving (or taking) a label starts, and for how many contacts."""

    label: str
    on: Literal["add", "remove"]
    automation: str
    times: int


class Expiring(NamedTuple):
    """Entries of a label that hold until soon (epoch seconds), how many, and where the first is written."""

    label: str
    until: float
    people: int
    place: str


class Drift(NamedTuple):
    """Pairs of the plan that were due before this change of the manifest already."""

    action: Action
    label: str
    contacts: tuple[str, ...]


class Unmanaged(NamedTuple):
    """A label that an earlier run (or the base) managed and that no section mentions any more.

    `carriers` is how many carry it now, None where that was not looked at. `label` is '' for a whole account.
    """

    account: str
    label: str
    carriers: int | None


@dataclass(frozen=True, slots=True)
class Measure:
    """What a guard counted, and its limits; where it objects there is an `Objection` as well.

    `base` is what percentages are of, 0 where there are none. None in `count` or `percent`: that limits
    nothing. Up to `free` pairs are always allowed.
    """

    guard: str
    account: str
    label: str
    pairs: int
    base: int
    count: int | None
    percent: float | None
    free: int


@dataclass(frozen=True, slots=True)
class Objection:
    """A reason not to apply. `override` is what to type after `--override`, '' where nothing overrides it."""

    guard: str
    account: str
    label: str
    measured: str
    limit: str
    override: str


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """One account's part. `tenant` keys the ledger; `definitions` maps label keys to vendor label ids."""

    account: str
    connector: str
    identity: str
    tenant: str
    read: Read
    labels: tuple[LabelLine, ...]
    changes: tuple[Change, ...]
    withheld: tuple[Withheld, ...]
    unmatched: tuple[Missing, ...]
    cost: Cost
    definitions: Mapping[str, str] = field(default_factory=dict)
    fires: tuple[Firing, ...] = ()
    expiring: tuple[Expiring, ...] = ()
    drift: tuple[Drift, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """What a plan was made from: `files` maps each file read (lists too) to its SHA-256 in hex."""

    files: Mapping[str, str]
    revision: str
    path: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that was looked at, and what follows from it. Instants are epoch seconds.

    `base` names what the manifest was compared with, '' for nothing; `undoes` the run that is taken back.
    """

    created: float
    expires: float
    origin: Origin
    partial: bool
    accounts: tuple[AccountPlan, ...]
    objections: tuple[Objection, ...]
    overrides: tuple[str, ...] = ()
    base: str = ""
    undoes: str = ""
    unmanaged: tuple[Unmanaged, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not any(account.changes for account in self.accounts)

    def summary(self) -> dict[str, int]:
        """Pairs by action, label changes among them."""
        words = ("add", "remove", "delete", "rename_label", "create_label", "delete_label")
        counts = dict.fromkeys(words, 0)
        for account in self.accounts:
            for change in account.changes:
                counts[action(change)] += pairs(change) or 1
        return counts
