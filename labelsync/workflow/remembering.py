"""What the journal remembers of an account: who was meant, what flaps, and what is managed no longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from labelsync.core.change import Action
from labelsync.core.difference import Difference
from labelsync.core.plan import Unmanaged
from labelsync.core.roster import Contact
from labelsync.core.scope import LabelScope, Manifest
from labelsync.core.wish import Wishes
from labelsync.journal.memory import FLAPS, Memory

Held = Mapping[tuple[Action, str, str], str]
FLAPPING = f"flapping: given {FLAPS} times within a week, and something takes it off again"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A journal's memory of one account; `memory` is None where there is no journal yet."""

    account: str
    tenant: str
    memory: Memory | None
    pseudonym: Callable[[str], str]

    def held(
        self, scope: Sequence[LabelScope], wishes: Wishes, difference: Difference, *, now: float
    ) -> Held:
        """The pairs that may not change, and why; `now` in epoch seconds."""
        if self.memory is None:
            return {}
        return {**dict(self._flapping(scope, difference, now)), **dict(self._moved(wishes, difference))}

    def _flapping(
        self, scope: Sequence[LabelScope], difference: Difference, now: float
    ) -> Iterator[tuple[tuple[Action, str, str], str]]:
        """Additions that we made again and again, each time for somebody to take them back."""
        assert self.memory is not None  # noqa: S101 - asked by `held` alone
        keys = {line.definition.id: line.label for line in scope if line.definition}
        for label, contact in self.memory.flapping(self.tenant, now=now) if difference.add else ():
            key = keys.get(label, "")
            if contact in difference.add.get(key, {}):
                yield ("add", key, contact), FLAPPING

    def _moved(self, wishes: Wishes, difference: Difference) -> Iterator[tuple[tuple[Action, str, str], str]]:
        """Removals from contacts whom an entry meant that finds nobody now: their addresses have changed."""
        assert self.memory is not None  # noqa: S101 - asked by `held` alone
        if not difference.remove or not difference.unmatched:
            return
        meant = {self.pseudonym(identity): identity for identity in difference.unmatched}
        for who, contact in self.memory.named(self.tenant, meant).items():
            wish = difference.unmatched[meant[who]]
            for label in wish.stance.wanted:
                if contact in difference.remove.get(label, {}):
                    place = wishes.place(meant[who], wish, label)
                    yield (
                        ("remove", label, contact),
                        f"identity moved: {place} meant this contact; write its new address",
                    )

    def first(self, scope: Iterable[LabelScope]) -> frozenset[str]:
        """The labels that no apply managed here before."""
        known = self.memory.managed() if self.memory else frozenset[tuple[str, str]]()
        return frozenset(line.label for line in scope if (self.account, line.label) not in known)


@dataclass(slots=True)
class Leftovers:
    """Counts who carries what an earlier run managed here and the manifest does not mention any more."""

    account: str
    labels: Mapping[str, str]
    _carried: Counter[str] = field(default_factory=Counter)

    def take(self, contacts: Iterable[Contact]) -> Iterable[Contact]:
        """Let contacts pass."""
        if not self.labels:
            return contacts
        passed = list(contacts)
        for contact in passed:
            self._carried.update(contact.labels & self.labels.keys())
        return passed

    def found(self) -> tuple[Unmanaged, ...]:
        """What was counted, by label key."""
        rows = (Unmanaged(self.account, key, self._carried[found]) for found, key in self.labels.items())
        return tuple(sorted(rows))


def left_over(account: str, tenant: str, manifest: Manifest, memory: Memory | None) -> dict[str, str]:
    """The labels of an account that the last whole apply managed, and no section mentions, by vendor id."""
    if memory is None:
        return {}
    known = memory.definitions(tenant)
    gone = [
        label
        for name, label in memory.managed()
        if name == account and account not in _accounts_of(manifest, label)
    ]
    return {known[label]: label for label in gone if label in known}


def _accounts_of(manifest: Manifest, label: str) -> tuple[str, ...]:
    return manifest.labels[label].accounts if label in manifest.labels else ()


def dropped_accounts(manifest: Manifest, memory: Memory | None) -> tuple[Unmanaged, ...]:
    """The accounts that the last whole apply managed and that are not declared any more."""
    names = {name for name, _ in memory.managed()} if memory else set[str]()
    return tuple(Unmanaged(name, "", None) for name in sorted(names - manifest.accounts.keys()))
