"""From a difference to changes: pairs become additions, and removals where both certificates are there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from labelsync.core.capability import LabelRules
from labelsync.core.change import (
    Action,
    Add,
    Assumed,
    Change,
    CreateLabel,
    Delete,
    DeleteLabel,
    Grounds,
    Remove,
    RenameLabel,
)
from labelsync.core.difference import AMBIGUOUS, PROTECTED, SUPPRESSED, Difference
from labelsync.core.plan import LabelLine, Withheld
from labelsync.core.question import Seen, Unseen
from labelsync.core.scope import LabelScope
from labelsync.core.wish import Cut, Whole, Wishes

Pseudonym = Callable[[str], str]
DELETIONS = "*"


@dataclass(frozen=True, slots=True)
class Draft:
    """One account's changes, what is withheld, and the counts that add up to them."""

    changes: tuple[Change, ...]
    withheld: tuple[Withheld, ...]
    labels: tuple[LabelLine, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a draft is drawn from. `pseudonym` names an identity in public.

    `certificates` say for each label in scope, and for `DELETIONS`, whether all whom it could be taken from
    were seen. `first` are the labels that no journal knows to have been managed before.
    """

    scope: tuple[LabelScope, ...]
    wishes: Wishes
    difference: Difference
    certificates: Mapping[str, Seen | Unseen | Assumed]
    rules: LabelRules
    pseudonym: Pseudonym
    first: Collection[str] = ()


def draft(facts: Facts) -> Draft:
    """Every pair that differs, as a change or as withheld with its reason."""
    drawing = _Drawing(facts)
    lines = [drawing.label(scope) for scope in facts.scope]
    drawing.deletions()
    return Draft(drawing.ordered(), tuple(drawing.withheld), tuple(lines))


@dataclass(slots=True)
class _Drawing:
    facts: Facts
    changes: list[Change] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)

    def ordered(self) -> tuple[Change, ...]:
        """Labels are renamed and created first and deleted last; additions stand before removals."""
        order = (RenameLabel, CreateLabel, Add, Remove, Delete, DeleteLabel)
        return tuple(sorted(self.changes, key=lambda change: order.index(type(change))))

    def label(self, scope: LabelScope) -> LabelLine:
        """Draw one label's changes and count them."""
        difference, label = self.facts.difference, scope.label
        adding = self._keep("add", label, difference.add.get(label, {}), scope)
        removing = self._keep("remove", label, difference.remove.get(label, {}), scope)
        self._withhold("add", label, difference.suppressed.get(label, ()), SUPPRESSED)
        removed = self._remove(scope, removing)
        self._define(scope, adding)
        if adding:
            self.changes.append(self._add(scope, adding))
        return self._line(scope, adding, removed)

    def _keep(
        self, action: Action, label: str, pairs: Mapping[str, str], scope: LabelScope
    ) -> dict[str, str]:
        """The pairs that nothing withholds; the others are noted."""
        if scope.protected:
            self._withhold(action, label, pairs, PROTECTED)
            return {}
        by_reason: dict[str, list[str]] = {}
        kept: dict[str, str] = {}
        for contact, text in pairs.items():
            reason = self._reason(action, label, contact) or self._stays(action, scope, contact)
            if reason:
                by_reason.setdefault(reason, []).append(contact)
            else:
                kept[contact] = text
        for reason, contacts in sorted(by_reason.items()):
            self._withhold(action, label, contacts, reason)
        return kept

    def _reason(self, action: Action, label: str, contact: str) -> str:
        """Why the pair may not change, '' if it may."""
        difference, leak = self.facts.difference, self.facts.wishes.leaks.get(label)
        if leak and action == "add":
            return f"who must not be given it is not known whole: {'; '.join(leak.reasons[:3])}"
        return difference.withheld.get(contact) or difference.held.get((action, label, contact), "")

    def _stays(self, action: Action, scope: LabelScope, contact: str) -> str:
        """Why a former label stays on a contact, '' if it goes: who is not given its heir keeps it."""
        if action == "remove" and contact in self.facts.difference.add.get(scope.heir, {}):
            return self._reason("add", scope.heir, contact)
        return ""

    def _withhold(self, action: Action, label: str, contacts: Iterable[str], reason: str) -> None:
        named = tuple(sorted(contacts))
        if named:
            self.withheld.append(Withheld(action, label, named, reason))

    def _grounds(self, label: str, heir: str = "") -> Grounds | str:
        """Both certificates, or the reason why one of them is missing."""
        wanted = self.facts.wishes.sources.get(heir or label, Whole())
        match self.facts.certificates[label], wanted:
            case Unseen(reason), _:
                return f"not seen whole: {reason}"
            case _, Cut(reasons):
                return "the wanted side is cut short: " + "; ".join(reasons[:3])
            case (Seen() | Assumed()) as seen, Whole():
                return Grounds(seen, wanted)

    def _remove(self, scope: LabelScope, pairs: Mapping[str, str]) -> int:
        grounds = self._grounds(scope.label, scope.heir)
        if isinstance(grounds, str):
            self._withhold("remove", scope.label, pairs, grounds)
            return 0
        along = self.facts.rules.takes_along
        if scope.drop and scope.definition and not self._clings(scope.label):
            place, carriers = str(scope.place), self.facts.difference.carry.get(scope.label, 0)
            gone = DeleteLabel(scope.label, scope.definition, place, grounds, carriers, along)
            self.changes.append(gone)
            if along is not None and "contacts" in along:
                return len(pairs)
        if pairs:
            contacts = tuple(sorted(pairs))
            because = tuple(self._unwanted(pairs[contact], scope) for contact in contacts)
            self.changes.append(Remove(scope.label, contacts, because, grounds, scope.heir))
        return len(pairs)

    def _clings(self, label: str) -> bool:
        return any(held.label == label for held in self.withheld)

    def _define(self, scope: LabelScope, adding: Mapping[str, str]) -> None:
        if scope.renamed and scope.definition and not scope.protected:
            place = str(scope.place)
            self.changes.append(RenameLabel(scope.label, scope.name, scope.definition, place))
        if scope.definition is None and not scope.absent and not scope.protected:
            by_use = self.facts.rules.made_on_use and bool(adding)
            self.changes.append(CreateLabel(scope.label, scope.name, by_use))

    def _add(self, scope: LabelScope, pairs: Mapping[str, str]) -> Add:
        contacts = tuple(sorted(pairs))
        return Add(
            scope.label,
            contacts,
            tuple(self._because(pairs[contact], scope) for contact in contacts),
            tuple(self.facts.pseudonym(pairs[contact]) for contact in contacts),
        )

    def _unwanted(self, identity: str, scope: LabelScope) -> str:
        """The place that takes the label away: the person's `without`, else the label's own."""
        wishes = self.facts.wishes
        if scope.label in wishes.bars(identity):
            return str(wishes.barred[identity].place)
        wish = wishes.find(identity)
        explicit = wish is not None and scope.label in wish.stance.without
        return self._because(identity, scope) if explicit else str(scope.place)

    def _because(self, identity: str, scope: LabelScope) -> str:
        """The place that speaks of the pair; the label's own where nobody names the person."""
        wish = self.facts.wishes.find(identity)
        return str(self.facts.wishes.place(identity, wish, scope.label) if wish else scope.place)

    def _named(self, identity: str) -> str:
        wish = self.facts.wishes.find(identity)
        return str(wish.place) if wish else ""

    def _is_taken_over(self, scope: LabelScope) -> bool:
        return scope.label in self.facts.first and not scope.emptied

    def deletions(self) -> None:
        """Draw the deletions of contacts."""
        wanted = self.facts.difference.delete
        kept = {c: text for c, text in wanted.items() if not self._reason("delete", "", c)}
        for contact in sorted(wanted.keys() - kept.keys()):
            self._withhold("delete", "", [contact], self._reason("delete", "", contact))
        grounds = self._grounds(DELETIONS)
        if isinstance(grounds, str):
            self._withhold("delete", "", kept, grounds)
        elif kept:
            contacts = tuple(sorted(kept))
            because = tuple(self._named(kept[contact]) for contact in contacts)
            rests = tuple(self.facts.pseudonym(kept[contact]) for contact in contacts)
            self.changes.append(Delete(contacts, because, rests, grounds))

    def _line(self, scope: LabelScope, adding: Mapping[str, str], removed: int) -> LabelLine:
        difference, wishes, label = self.facts.difference, self.facts.wishes, scope.label
        drafted = difference.add.get(label, {})
        held = [contact for contact in drafted if contact not in adding]
        unclear = sum(difference.withheld.get(contact) == AMBIGUOUS for contact in held)
        both = difference.matched.get(label, 0) - len(drafted) + unclear
        unmatched = sum(label in wish.stance.wanted for wish in difference.unmatched.values())
        ambiguous = sum(label in wish.stance.wanted for wish in difference.twins.values())
        suppressed = difference.barred.get(label, 0)
        carry = difference.carry.get(label, 0)
        left = carry - removed + len(adding)
        seen = not isinstance(self.facts.certificates[label], Unseen)
        return LabelLine(
            label=label,
            carry=carry,
            wanted=both + len(adding) + unmatched + ambiguous + suppressed + len(held) - unclear,
            both=both,
            unmatched=unmatched,
            ambiguous=ambiguous,
            suppressed=suppressed,
            withheld=len(held) - unclear,
            seen=seen,
            wanted_whole=isinstance(wishes.sources.get(label, Whole()), Whole),
            taken_over=max(0, carry - both) if self._is_taken_over(scope) and seen else 0,
            left_empty_by=removed if scope.exact and not scope.emptied and removed and left == 0 else 0,
        )
