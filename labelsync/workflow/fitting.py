"""Whether a reviewed plan stays within what the manifest says: whatever else it says is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from labelsync.core.change import (
    Add,
    Change,
    CreateLabel,
    Delete,
    DeleteLabel,
    Remove,
    RenameLabel,
)
from labelsync.core.plan import AccountPlan, Plan
from labelsync.core.scope import LabelDeclaration, Manifest
from labelsync.core.wish import Wish, Wishes
from labelsync.errors import PlanUnfit

ADVICE = "make and review a new plan"


def check_fit(
    plan: Plan, manifest: Manifest, wishes: Mapping[str, Wishes], pseudonym: Callable[[str], str]
) -> None:
    """PlanUnfit unless the manifest wants each addition and deletion, and no pair that is removed.

    `wishes` are those of the instant at which the plan was made; who is meant is known by pseudonym.
    """
    for part in plan.accounts:
        if part.account not in manifest.accounts:
            raise PlanUnfit(f"the manifest has no account {part.account}", advice=ADVICE)
        fit = _Fit(part, manifest, wishes[part.account], pseudonym)
        for change in part.changes:
            flaw = next(fit.flaws(change), "")
            if flaw:
                raise PlanUnfit(f"{part.account}: {flaw}", advice=ADVICE)


@dataclass(slots=True)
class _Fit:
    """One account's part beside its wishes."""

    part: AccountPlan
    manifest: Manifest
    wishes: Wishes
    pseudonym: Callable[[str], str]
    _known: dict[str, Wish] = field(default_factory=dict)

    def flaws(self, change: Change) -> Iterator[str]:
        """What the manifest does not say of this change."""
        match change:
            case Add(label, contacts, _, rests):
                pairs = zip(contacts, rests, strict=True)
                if not (self._declared(label) and all(self._is_wanted(label, *pair) for pair in pairs)):
                    yield f"the plan adds {label} where the manifest does not want it"
            case Remove(label, contacts):
                if not self._may_lose(label) or any(self._wants(label, contact) for contact in contacts):
                    yield f"the plan removes {label} where the manifest does not say so"
            case Delete(contacts, rests=rests):
                if not all(self._is_absent(*pair) for pair in zip(contacts, rests, strict=True)):
                    yield "the plan deletes a contact that the manifest does not delete"
            case DeleteLabel() | CreateLabel() | RenameLabel():
                yield from self._label_flaws(change)

    def _label_flaws(self, change: CreateLabel | RenameLabel | DeleteLabel) -> Iterator[str]:
        found, dropping = self._declared(change.label), isinstance(change, DeleteLabel)
        if found is None or found.drop is not dropping or (found.absent and not dropping):
            verb = "deletes" if dropping else "defines"
            yield f"the plan {verb} the label {change.label}, and the manifest does not"

    def _is_absent(self, contact: str, rest: str) -> bool:
        wish = self._wish(contact, rest)
        return wish is not None and wish.stance.absent

    def _declared(self, label: str) -> LabelDeclaration | None:
        found = self.manifest.labels.get(label)
        return found if found and self.part.account in found.accounts else None

    def _is_wanted(self, label: str, contact: str, rest: str) -> bool:
        """By name; or by what only the account can tell: a former label, a filter of the vendor's."""
        wish = self._wish(contact, rest)
        if wish and label in wish.stance.wanted:
            return label not in self.wishes.bars(contact)
        filtered = any(native.label == label for native in self.wishes.natives)
        moving = any(line.label.startswith(f"{label} (was ") for line in self.part.labels)
        return rest == self.pseudonym(contact) and (moving or filtered)

    def _wish(self, contact: str, rest: str) -> Wish | None:
        """The wish of the person whose identity's pseudonym this is."""
        if wish := self.wishes.ids.get(contact):
            return wish
        if not self._known:
            people = (*self.wishes.emails.items(), *self.wishes.phones.items())
            self._known = {self.pseudonym(identity): wish for identity, wish in people}
        return self._known.get(rest)

    def _may_lose(self, label: str) -> bool:
        """Whether anybody may lose the label: it is exact, absent, a former one, or denied to some."""
        found = self._declared(label)
        if found:
            return found.exact or found.absent or self._is_denied(label)
        return any(label.startswith(f"{key} (was ") for key in self.manifest.labels)

    def _is_denied(self, label: str) -> bool:
        stances = {
            id(wish.stance): wish.stance
            for people in (self.wishes.emails, self.wishes.phones, self.wishes.ids)
            for wish in people.values()
        }
        return any(label in stance.without for stance in stances.values())

    def _wants(self, label: str, contact: str) -> bool:
        """Whether the manifest wants the pair by the vendor's id; other names are known once it is read."""
        wish = self.wishes.ids.get(contact)
        return wish is not None and label in wish.stance.wanted and label not in self.wishes.bars(contact)
