"""The register of one account: who is named, what they are to carry, and which labels' sources were cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice, repeat

from labelsync.core.member import Place
from labelsync.core.wish import Cut, Native, Stance, Whole, Wish, Wishes
from labelsync.sources.contradiction import Contradiction
from labelsync.sources.naming import Kind

# What `_make` of a named tuple does, without a Python call for each row of a list.
_wish = partial(tuple.__new__, Wish)
_place = partial(tuple.__new__, Place)


class Register:
    """Collects one account's wishes. `scope` are the keys of the labels that the account has."""

    def __init__(self, account: str, scope: Iterable[str]) -> None:
        self.account = account
        self.scope = frozenset(scope)
        self._people: dict[Kind, dict[str, Wish]] = {"emails": {}, "phones": {}, "ids": {}}
        self._also: dict[tuple[str, str], Place] = {}
        self._denied: dict[tuple[str, str], Place] = {}
        self._stances: dict[Stance, Stance] = {}
        self._merged: dict[tuple[int, int], Stance] = {}
        self._cuts: dict[str, list[str]] = {}
        self._natives: list[Native] = []
        self._barred: dict[str, Wish] = {}
        self._leaks: dict[str, list[str]] = {}
        self._ends: dict[tuple[str, str], float] = {}

    def stance(
        self, labels: Iterable[str] = (), without: Iterable[str] = (), *, absent: bool = False
    ) -> Stance:
        """The stance here, interned: labels that this account does not have are left out."""
        stance = Stance(self.scope.intersection(labels), self.scope.intersection(without), absent)
        return self._stances.setdefault(stance, stance)

    def add_rows(
        self, kind: Kind, texts: Sequence[str], lines: Sequence[int], file: str, stance: Stance
    ) -> None:
        """People of a list, each with the line that names them."""
        people = self._people[kind]
        places = map(_place, zip(repeat(file), lines, repeat(0), strict=False))
        if people.keys().isdisjoint(texts) and len(set(texts)) == len(texts):
            people.update(zip(texts, map(_wish, zip(repeat(stance), places, strict=False)), strict=True))
            return
        for text, place in zip(texts, places, strict=True):
            self.add(kind, text, place, stance)

    def add(self, kind: Kind, text: str, place: Place, stance: Stance) -> None:
        """One person. Who is named already keeps the first place; the stances are merged."""
        people = self._people[kind]
        known = people.setdefault(text, Wish(stance, place))
        if known.stance is stance:
            return
        people[text] = Wish(self._union(known.stance, stance), known.place)
        if place != known.place:
            self._note(text, known.stance, stance, place)

    def _note(self, text: str, known: Stance, stance: Stance, place: Place) -> None:
        """Keeps the place of what is new in a stance."""
        for label in stance.wanted - known.wanted:
            self._also[text, label] = place
        for label in stance.without - known.without:
            self._denied[text, label] = place
        if stance.absent and not known.absent:
            self._denied[text, ""] = place

    def _union(self, known: Stance, more: Stance) -> Stance:
        pair = (id(known), id(more))
        merged = self._merged.get(pair)
        if merged is None:
            absent = known.absent or more.absent
            merged = self.stance(known.wanted | more.wanted, known.without | more.without, absent=absent)
            self._merged[pair] = merged
        return merged

    def ask(self, native: Native) -> None:
        """A filter of the vendor's own, to be asked while planning."""
        self._natives.append(native)

    def bar(self, texts: Iterable[str], places: Iterable[Place], labels: Iterable[str]) -> None:
        """People who must never be given these labels."""
        stance = self.stance(without=labels)
        for text, place in zip(texts, places, strict=True) if stance.without else ():
            known = self._barred.setdefault(text, Wish(stance, place))
            if known.stance is not stance:
                self._barred[text] = known._replace(stance=self._union(known.stance, stance))

    def leak(self, labels: Iterable[str], reasons: Sequence[str]) -> None:
        """It is not known whole who must not be given these labels."""
        for label in self.scope.intersection(labels):
            self._leaks.setdefault(label, []).extend(reasons)

    def limit(self, kind: Kind, text: str, stance: Stance, until: float) -> None:
        """Before a person is added whom nothing wants any more from `until` on (epoch seconds).

        What is wanted for good has to be added before.
        """
        known = self._people[kind].get(text)
        for label in stance.wanted:
            end = self._ends.get((text, label))
            if end is not None or known is None or label not in known.stance.wanted:
                self._ends[text, label] = max(until, end or 0.0)

    def cut(self, labels: Iterable[str], reasons: Sequence[str]) -> None:
        """The sources of these labels were not read to their end."""
        for label in self.scope.intersection(labels):
            self._cuts.setdefault(label, []).extend(reasons)

    def contradictions(self, limit: int) -> Iterator[Contradiction]:
        """People who are wanted and not wanted, each with both places."""
        torn = {id(stance) for stance in self._stances if _conflicts(stance)}
        if torn:
            found = (
                self._contradiction(text, wish)
                for people in self._people.values()
                for text, wish in people.items()
                if id(wish.stance) in torn
            )
            yield from islice(found, limit)

    def _contradiction(self, text: str, wish: Wish) -> Contradiction:
        label, denied = _conflicts(wish.stance)[0]
        wanted = self._also.get((text, label), wish.place)
        unwanted = self._denied.get((text, denied), wish.place)
        said = f"denied `{denied}`" if denied else "to be deleted"
        message = f"this person is given `{label}` here, and {said} elsewhere, on account `{self.account}`"
        return Contradiction("LS404", message, wanted, related=(unwanted,))

    def wishes(self, protected: frozenset[str]) -> Wishes:
        """What was collected."""
        return Wishes(
            emails=self._people["emails"],
            phones=self._people["phones"],
            ids=self._people["ids"],
            also=self._also,
            sources={label: self._certificate(label) for label in sorted(self.scope)},
            protected=protected,
            natives=tuple(self._natives),
            barred=self._barred,
            leaks={label: Cut(tuple(dict.fromkeys(why))) for label, why in self._leaks.items()},
            ends=self._ends,
        )

    def _certificate(self, label: str) -> Whole | Cut:
        reasons = self._cuts.get(label)
        return Cut(tuple(dict.fromkeys(reasons))) if reasons else Whole()


def _conflicts(stance: Stance) -> list[tuple[str, str]]:
    """Pairs of a label wanted and what denies it: the label again, or '' for a deletion."""
    torn = [(label, label) for label in sorted(stance.wanted & stance.without)]
    deleted = [(label, "") for label in sorted(stance.wanted)] if stance.absent else []
    return torn + deleted
