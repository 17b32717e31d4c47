"""The comparison as a fold: observed pages stream past the wishes, and only pairs that differ are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from labelsync.core.alike import Alike
from labelsync.core.difference import AMBIGUOUS, PROTECTED, Difference, Pairs, by_label
from labelsync.core.hit import Hit, hits, known_by
from labelsync.core.policy import Ambiguous
from labelsync.core.roster import Contact
from labelsync.core.scope import LabelScope
from labelsync.core.wish import Stance, Wish, Wishes

NOBODY: frozenset[str] = frozenset()


@dataclass(slots=True)
class Comparison:
    """Wishes on one side, pages of contacts on the other. Labels outside `scope` are not looked at."""

    wishes: Wishes
    scope: Sequence[LabelScope]
    ambiguous: Ambiguous
    match_any: bool
    _ours: frozenset[str] = NOBODY
    _exact: frozenset[str] = NOBODY
    _heirs: dict[str, str] = field(default_factory=dict)
    _formers: dict[str, str] = field(default_factory=dict)
    _by_id: dict[str, str] = field(default_factory=dict)
    _narrowed: dict[Stance, Stance] = field(default_factory=dict)
    _add: Pairs = field(default_factory=dict)
    _remove: Pairs = field(default_factory=dict)
    _delete: dict[str, str] = field(default_factory=dict)
    _carry: Counter[frozenset[str]] = field(default_factory=Counter)
    _stances: Counter[Stance] = field(default_factory=Counter)
    _found: dict[str, str] = field(default_factory=dict)
    _merged: dict[str, Stance] = field(default_factory=dict)
    _twins: dict[str, Wish] = field(default_factory=dict)
    _withheld: dict[str, str] = field(default_factory=dict)
    _barred: dict[str, frozenset[str]] = field(default_factory=dict)
    _carried: dict[str, frozenset[str]] = field(default_factory=dict)
    _translated: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)
    _inherited: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)
    _alike: Alike = field(init=False)

    def __post_init__(self) -> None:
        """Derive which labels are ours, which of them are exact, and which vendor ids they have."""
        self._ours = frozenset(line.label for line in self.scope)
        self._exact = frozenset(line.label for line in self.scope if line.exact)
        self._by_id = {line.definition.id: line.label for line in self.scope if line.definition}
        self._formers = {line.label: line.heir for line in self.scope if line.heir}
        self._heirs = {old: heir for old, heir in self._formers.items() if heir not in self._exact}
        self._alike = Alike(self.wishes, self._exact, self._narrow, self._translated, self._found)

    def take(self, contacts: Iterable[Contact]) -> None:
        """Let some contacts pass. No contact may pass twice."""
        said = self.wishes
        special = self.match_any or said.barred or said.protected or said.found or self._formers
        self._take(contacts if special else self._alike.differing(contacts))

    def _take(self, contacts: Iterable[Contact]) -> None:
        for contact in contacts:
            have = self._managed(contact.labels)
            hits = self._hits(contact)
            if have:
                self._carry[have] += 1
            if hits:
                self._named(contact, hits, have)
            elif have:
                self._unnamed(contact, have)

    def names(self, contact: Contact) -> bool:
        """Whether the wished-for side speaks of this contact."""
        return bool(self._hits(contact))

    def moves(self, contact: Contact) -> bool:
        """Whether it carries a former label beside the one that took its place, on which its loss rests."""
        if not self._formers:
            return False
        have = self._managed(contact.labels)
        return any(heir in have for former, heir in self._formers.items() if former in have)

    @property
    def has_formers(self) -> bool:
        """Whether a label took another one's place."""
        return bool(self._formers)

    @property
    def takes_away(self) -> bool:
        """Whether a pair that passed so far is to be removed."""
        return bool(self._remove)

    def difference(self) -> Difference:
        """What was found, once every page has passed."""
        self._alike.pour(self._stances, self._carry)
        everyone = (self.wishes.emails, self.wishes.phones, self.wishes.ids)
        unmatched = {who: people[who] for people in everyone for who in people if who not in self._found}
        barred = Counter(label for contact in self._sure_bars() for label in self._barred[contact])
        for identity in self.wishes.barred.keys() & unmatched.keys():
            wish, bars = unmatched[identity], self.wishes.bars(identity)
            barred.update(wish.stance.wanted & bars & self._ours)
            stance = wish.stance._replace(wanted=wish.stance.wanted - bars)
            unmatched[identity] = wish._replace(stance=stance)
        return Difference(
            add=self._add,
            remove=self._remove,
            delete=self._delete,
            carry=by_label(self._carry),
            matched=by_label(self._wanted_sets()),
            withheld=self._withheld,
            unmatched=unmatched,
            twins=self._twins,
            barred=barred,
            suppressed=self._suppressed(),
            found=self._found,
        )

    def _sure_bars(self) -> Iterator[str]:
        """The contacts that are wanted and barred; who is meant by their identities is not in doubt."""
        return (contact for contact in self._barred if self._withheld.get(contact) != AMBIGUOUS)

    def _suppressed(self) -> dict[str, list[str]]:
        by_label: dict[str, list[str]] = {}
        for contact in self._sure_bars():
            for label in self._barred[contact] - self._carried.get(contact, NOBODY):
                by_label.setdefault(label, []).append(contact)
        return by_label

    def _wanted_sets(self) -> Counter[frozenset[str]]:
        sets: Counter[frozenset[str]] = Counter()
        for stance, count in self._stances.items():
            sets[stance.wanted] += count
        return sets

    def _managed(self, labels: frozenset[str]) -> frozenset[str]:
        have = self._translated.get(labels)
        if have is None:
            have = frozenset(self._by_id[label] for label in labels if label in self._by_id)
            self._translated[labels] = have
        return have

    def _hits(self, contact: Contact) -> list[Hit]:
        return hits(self.wishes, contact, match_any=self.match_any)

    def _inherits(self, have: frozenset[str]) -> frozenset[str]:
        """What a contact gains for the former labels that it carries, where nobody is taken off the heir."""
        gains = self._inherited.get(have)
        if gains is None:
            gains = frozenset(self._heirs[label] for label in have if label in self._heirs) - have
            self._inherited[have] = gains
        return gains

    def _unnamed(self, contact: Contact, have: frozenset[str]) -> None:
        excess, gains = have & self._exact, self._inherits(have)
        gains = gains - self._bars(contact) if gains else gains
        if excess:
            self._protect(contact)
            for label in excess:
                self._remove.setdefault(label, {})[contact.id] = ""
        if gains:
            self._stances[Stance(gains)] += 1
            for label in gains:
                self._add.setdefault(label, {})[contact.id] = contact.id

    def _named(self, contact: Contact, hits: list[Hit], have: frozenset[str]) -> None:
        self._protect(contact)
        stance = self._narrow(hits[0][1].stance if len(hits) == 1 else self._merge(contact, hits))
        gains = self._inherits(have) - stance.without
        if gains and not stance.absent:
            stance = self._merged[contact.id] = stance._replace(wanted=stance.wanted | gains)
        bars = self._bars(contact) & stance.wanted if self.wishes.barred else NOBODY
        if bars:
            self._barred[contact.id], self._carried[contact.id] = bars, have
            stance = self._merged[contact.id] = stance._replace(wanted=stance.wanted - bars)
        twin, identity = self._is_twin(contact, hits), hits[0][0]
        if stance.absent:
            self._delete[contact.id] = identity
            return
        if not twin:
            self._stances[stance] += 1
        for label in stance.wanted - have:
            wanting = next((text for text, wish in hits if label in wish.stance.wanted), identity)
            self._add.setdefault(label, {})[contact.id] = wanting
        for label in (have & self._exact - stance.wanted) | (have & stance.without):
            denying = self._barring(contact, label) if label in bars else identity
            self._remove.setdefault(label, {})[contact.id] = denying

    def _bars(self, contact: Contact) -> frozenset[str]:
        """The labels that this contact may not be given."""
        return NOBODY.union(*(self.wishes.bars(text) for text in self._known_by(contact)))

    def _barring(self, contact: Contact, label: str) -> str:
        return next(text for text in self._known_by(contact) if label in self.wishes.bars(text))

    def _known_by(self, contact: Contact) -> tuple[str, ...]:
        return known_by(contact, match_any=self.match_any)

    def _narrow(self, stance: Stance) -> Stance:
        """The part of a stance that is about labels in scope."""
        narrowed = self._narrowed.get(stance)
        if narrowed is None:
            narrowed = Stance(stance.wanted & self._ours, stance.without & self._ours, stance.absent)
            self._narrowed[stance] = narrowed
        return narrowed

    def _merge(self, contact: Contact, hits: list[Hit]) -> Stance:
        stances = [wish.stance for _, wish in hits]
        wanted = NOBODY.union(*(stance.wanted for stance in stances))
        without = NOBODY.union(*(stance.without for stance in stances))
        absent = any(stance.absent for stance in stances)
        if wanted & without or (absent and wanted):
            places = " and ".join(str(wish.place) for _, wish in hits)
            self._withheld[contact.id] = f"contradictory: {places}"
        merged = Stance(wanted, without, absent)
        self._merged[contact.id] = merged
        return merged

    def _is_twin(self, contact: Contact, hits: list[Hit]) -> bool:
        twin = False
        for identity, wish in hits:
            first = self._found.setdefault(identity, contact.id)
            if first == contact.id or self.ambiguous is Ambiguous.ALL:
                continue
            twin = True
            self._withheld[contact.id] = AMBIGUOUS
            if identity not in self._twins:
                self._twins[identity] = wish
                self._forget(first, wish)
        return twin

    def _forget(self, first: str, wish: Wish) -> None:
        """The contact that was found first is no longer the one who is meant."""
        stance = self._narrow(self._merged.get(first, wish.stance))
        if self._withheld.get(first) != AMBIGUOUS and not stance.absent:
            self._stances[stance] -= 1
        self._withheld[first] = AMBIGUOUS

    def _protect(self, contact: Contact) -> None:
        protected = self.wishes.protected
        if protected and not protected.isdisjoint((contact.id, contact.email, contact.phone)):
            self._withheld[contact.id] = PROTECTED
