"""A run, as a value: every change of every contact with its outcome, and the requests that were sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from labelsync.core.change import Action
from labelsync.core.outcome import STANDING, Kind, Outcome
from labelsync.core.timeline import Timeline
from labelsync.errors import EXIT_UNFINISHED, worst

DONE = STANDING | {Kind.WITHHELD}


class ContactResult(NamedTuple):
    """How one contact's change ended."""

    id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """How one change ended: `whole` for a label change, `contacts` for all others."""

    action: Action
    label: str
    whole: Outcome | None = None
    contacts: tuple[ContactResult, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountResult:
    """One account's part of a run. `error` says why it stopped, '' when it did not; `code` is its exit code.

    `readable`: the vendor can be read back, so that only VERIFIED proves an applied pair. `timeline` is what
    was sent when, None where nothing was.
    """

    account: str
    readable: bool
    changes: tuple[ChangeResult, ...] = ()
    error: str = ""
    code: int = 0
    timeline: Timeline | None = None

    def outcomes(self) -> Counter[Kind]:
        """Contact outcomes and label outcomes together, by kind."""
        counts: Counter[Kind] = Counter()
        for change in self.changes:
            counts.update([contact.outcome.kind for contact in change.contacts])
            counts.update([change.whole.kind] if change.whole else [])
        return counts

    @property
    def unfinished(self) -> bool:
        """Whether a change did not end well, and no error says that it was never begun."""
        kinds = set(self.outcomes()) - DONE
        return bool(kinds) and not (self.error and kinds == {Kind.NOT_STARTED})

    @property
    def converged(self) -> bool:
        """Whether every change ended verified, already or withheld, or applied where nothing can be read."""
        proven = DONE - {Kind.APPLIED} if self.readable else DONE
        pairs = {contact.outcome.kind for change in self.changes for contact in change.contacts}
        labels = {change.whole.kind for change in self.changes if change.whole}
        return not self.error and pairs <= proven and labels <= DONE


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run. `requests` counts what was sent, by kind (`contacts`, `relabel`, `poll`, `split`, ...).

    `interrupted` is the exit code of the signal that ended it, 0 when none did. `error` says why it ended
    before anything was sent, '' when it did not; `code` is that error's exit code.
    """

    id: str
    started: float
    finished: float
    accounts: tuple[AccountResult, ...]
    requests: Mapping[str, int] = field(default_factory=dict)
    interrupted: int = 0
    error: str = ""
    code: int = 0

    def summary(self) -> dict[str, int]:
        """Outcomes by kind, over all accounts; kinds that did not occur are 0."""
        total: Counter[Kind] = Counter()
        for account in self.accounts:
            total.update(account.outcomes())
        return {kind.value: total.get(kind, 0) for kind in Kind}

    @property
    def converged(self) -> bool:
        """Whether the accounts are now what the plan wanted, as far as can be proven."""
        return bool(self.accounts) and not self.error and all(account.converged for account in self.accounts)

    @property
    def exit_code(self) -> int:
        """0 when everything ended well, 3 when something was sent and not all of it did."""
        codes = {self.code, *(account.code for account in self.accounts)}
        if any(account.unfinished for account in self.accounts):
            codes.add(EXIT_UNFINISHED)
        return self.interrupted or worst(codes)
