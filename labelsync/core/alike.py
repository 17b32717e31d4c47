"""Who is plainly as wanted: most contacts are, and they are counted in bulk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter

from labelsync.core.roster import Contact
from labelsync.core.wish import Stance, Wish, Wishes, stances

Labels = frozenset[str]


Meant = Callable[[Contact], tuple[str, Stance | None]]


class _Pair:
    """A stance, managed labels, and how many contacts were found to be of both, if these agree."""

    __slots__ = ("agrees", "count", "have", "stance")

    def __init__(self, stance: Stance, have: Labels, *, agrees: bool) -> None:
        self.stance = stance
        self.have = have
        self.agrees = agrees
        self.count = 0


class Alike:
    """Stands before a comparison and keeps those who are as wanted by one identity, and by no other.

    `exact` are the labels that nobody else carries; `narrow` gives the part of a stance that is in scope;
    `managed` has the managed labels of each set of vendor labels that was met. `found` is told who each
    identity means. Not for wishes that bar, protect or find people, nor where labels took another's place.
    """

    def __init__(
        self,
        wishes: Wishes,
        exact: Labels,
        narrow: Callable[[Stance], Stance],
        managed: dict[Labels, Labels],
        found: dict[str, str],
    ) -> None:
        self._meant = _meant(wishes)
        self._exact = exact
        self._narrow = narrow
        self._managed = managed
        self._found = found
        self._pairs: dict[tuple[int, int], _Pair] = {}

    def differing(self, contacts: Iterable[Contact]) -> Iterator[Contact]:
        """Those who are not plainly as wanted; the others are counted."""
        meant, managed, pairs, find = self._meant, self._managed, self._pairs, self._found.setdefault
        for contact in contacts:
            who, stance = meant(contact)
            have = managed.get(contact.labels)
            if stance is None or have is None:
                yield contact
                continue
            pair = pairs.get((id(stance), id(have))) or self._pair(stance, have)
            if pair.agrees and find(who, contact.id) == contact.id:
                pair.count += 1
            else:
                yield contact

    def _pair(self, stance: Stance, have: Labels) -> _Pair:
        """Whether somebody of this stance who has these labels gains and loses nothing, said once."""
        narrowed = self._narrow(stance)
        losses = (have & self._exact - narrowed.wanted) | (have & narrowed.without)
        agrees = not (stance.absent or narrowed.wanted - have or losses)
        pair = self._pairs[id(stance), id(have)] = _Pair(stance, have, agrees=agrees)
        return pair

    def pour(self, wanted: Counter[Stance], carried: Counter[Labels]) -> None:
        """Add what was counted, once, to those of each stance and to those who carry each set of labels."""
        for pair in self._pairs.values():
            wanted[self._narrow(pair.stance)] += pair.count
            if pair.have:
                carried[pair.have] += pair.count
            pair.count = 0


def _meant(wishes: Wishes) -> Meant:
    """What tells by which identity a contact is named, and its stance; None where it is not just one."""
    kinds: list[tuple[Mapping[str, Wish], Callable[[Contact], str]]] = [
        (wishes.ids, attrgetter("id")),
        (wishes.emails, attrgetter("email")),
        (wishes.phones, attrgetter("phone")),
    ]
    used = [(stances(people), text) for people, text in kinds if people]
    return _by_one(*used[0]) if len(used) == 1 else _by_any(used)


def _by_one(look_up: Callable[[str], Stance | None], text: Callable[[Contact], str]) -> Meant:
    def meant(contact: Contact) -> tuple[str, Stance | None]:
        who = text(contact)
        return who, look_up(who)

    return meant


def _by_any(used: list[tuple[Callable[[str], Stance | None], Callable[[Contact], str]]]) -> Meant:
    def meant(contact: Contact) -> tuple[str, Stance | None]:
        named: tuple[str, Stance | None] = ("", None)
        for look_up, text in used:
            stance = look_up(text(contact))
            if stance is not None:
                if named[1] is not None:
                    return "", None
                named = text(contact), stance
        return named

    return meant
