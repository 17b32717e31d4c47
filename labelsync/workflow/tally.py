"""The outcomes of one account as they come in, and the result that they make in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from labelsync.core.batch import Batch, Creation, Defining, Deletion, Relabel, Renaming, Undefinition, defines
from labelsync.core.change import (
    Action,
    Add,
    Change,
    CreateLabel,
    Delete,
    DeleteLabel,
    Remove,
    RenameLabel,
    action,
    label_of,
)
from labelsync.core.outcome import APPLIED, STANDING, VERIFIED, Kind, Outcome
from labelsync.core.plan import AccountPlan
from labelsync.core.run import AccountResult, ChangeResult, ContactResult

NOT_STARTED = Outcome(Kind.NOT_STARTED)
Key = tuple[Action, str]


@dataclass(slots=True)
class Tally:
    """Outcomes by (action, label) and contact. What nobody reported is not started.

    `counts` are those that were reported, by kind: of pairs, of deletions and of label changes.
    """

    plan: AccountPlan
    contacts: dict[Key, dict[str, Outcome]] = field(default_factory=dict)
    wholes: dict[Key, Outcome] = field(default_factory=dict)
    counts: Counter[Kind] = field(default_factory=Counter)

    def note(self, batch: Batch, outcomes: Mapping[str, Outcome]) -> None:
        """Outcomes of a batch whose labels are manifest keys. What was proven once stays so."""
        match batch:
            case Relabel(_, add, remove):
                keys: list[Key] = [
                    *(("add", label) for label in add),
                    *(("remove", label) for label in remove),
                ]
            case Deletion():
                keys = [("delete", "")]
            case Creation() | Renaming() | Undefinition():
                keys = []
        for key in keys:
            known = self.contacts.setdefault(key, {})
            fresh = {who: one for who, one in outcomes.items() if known.get(who) != VERIFIED}
            self._count((known[who] for who in fresh.keys() & known.keys()), fresh.values())
            known.update(fresh)

    def note_label(self, batch: Defining, outcome: Outcome) -> None:
        """The outcome of a label change."""
        key = defines(batch), batch.label
        self._count([self.wholes[key]] if key in self.wholes else [], [outcome])
        self.wholes[key] = outcome

    def _count(self, before: Iterable[Outcome], after: Iterable[Outcome]) -> None:
        """In place: whoever watches the work looks at the same counter."""
        self.counts -= Counter(outcome.kind for outcome in before)
        self.counts += Counter(outcome.kind for outcome in after)

    def kinds(self, change: Change) -> list[Kind]:
        """How a change, or a part of one, ended for each of its contacts; nothing for a label change."""
        match change:
            case Add() | Remove() | Delete():
                known = self.contacts.get((action(change), label_of(change)), {})
                return [known.get(contact, NOT_STARTED).kind for contact in change.contacts]
            case RenameLabel() | CreateLabel() | DeleteLabel():
                return []

    def stands(self, label: str, *, proven: bool) -> frozenset[str]:
        """Who was to gain a label and has it; `proven`: the vendor's word is not enough."""
        kinds = STANDING - {Kind.APPLIED} if proven else STANDING
        known = self.contacts.get(("add", label), {})
        return frozenset(contact for contact, outcome in known.items() if outcome.kind in kinds)

    def result(self, *, readable: bool, error: str = "", code: int = 0) -> AccountResult:
        """The account's result: every planned change in plan order, then what was withheld."""
        changes = [self._change(change) for change in self.plan.changes]
        for held in self.plan.withheld:
            outcome = Outcome(Kind.WITHHELD, held.reason)
            rows = tuple(ContactResult(contact, outcome) for contact in held.contacts)
            changes.append(ChangeResult(held.action, held.label, contacts=rows))
        return AccountResult(self.plan.account, readable, tuple(changes), error, code)

    def _change(self, change: Change) -> ChangeResult:
        key: Key = (action(change), label_of(change))
        match change:
            case CreateLabel(by_use=True):
                return ChangeResult(*key, whole=self._made_on_use(change.label))
            case RenameLabel() | CreateLabel() | DeleteLabel():
                return ChangeResult(*key, whole=self.wholes.get(key, NOT_STARTED))
            case Add() | Remove() | Delete():
                known = self.contacts.get(key, {})
                rows = tuple(ContactResult(c, known.get(c, NOT_STARTED)) for c in change.contacts)
                return ChangeResult(*key, contacts=rows)

    def _made_on_use(self, label: str) -> Outcome:
        used = self.contacts.get(("add", label), {}).values()
        return APPLIED if any(outcome.kind in STANDING for outcome in used) else NOT_STARTED
