"""What one account is to look like, by identity: the wanted side before anybody's vendor id is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from labelsync.core.member import Place

NOTHING: frozenset[str] = frozenset()


class Stance(NamedTuple):
    """What one person is to carry here. Interned: people of one list share one value.

    `wanted` and `without` are label keys; `absent`: the contact is to be deleted from this account.
    """

    wanted: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    absent: bool = False


class Wish(NamedTuple):
    """One person's stance and the place that names the person first."""

    stance: Stance
    place: Place


class Native(NamedTuple):
    """A label's members by a filter of the vendor's own (JSON), not yet asked."""

    label: str
    filter: str
    place: Place


@dataclass(frozen=True, slots=True)
class Whole:
    """The certificate that every source of a label was read to its end."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Why a label's wanted side is not whole; each reason names its place: `lists/vip.csv:1042: ...`."""

    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """The people of one account by identity, folded e-mail, E.164 phone and vendor id each in its own map.

    `also` holds, for (identity text, label), the place that wants it, only where that is not the place of the
    person's `Wish`. `sources` has, for every label of the account, its certificate. `protected` are identity
    texts (folded) that are never touched. `natives` are filters to be asked first; `found` are the contacts
    that they found, by vendor id.

    `barred` are identities that must never be given the labels in `without` of their stance; `leaks` says
    for a label why it is not known whole who is barred from it. `ends` holds, for (identity text, label), the
    instant (epoch seconds) from which nobody wants it any more.
    """

    emails: Mapping[str, Wish]
    phones: Mapping[str, Wish]
    ids: Mapping[str, Wish]
    also: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    sources: Mapping[str, Whole | Cut] = field(default_factory=dict)
    protected: frozenset[str] = frozenset()
    natives: tuple[Native, ...] = ()
    found: Mapping[str, Wish] = field(default_factory=dict)
    barred: Mapping[str, Wish] = field(default_factory=dict)
    leaks: Mapping[str, Cut] = field(default_factory=dict)
    ends: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def place(self, identity: str, wish: Wish, label: str) -> Place:
        """The place that wants this label on the person whose identity text this is."""
        return self.also.get((identity, label), wish.place)

    def find(self, identity: str) -> Wish | None:
        """The wish of the person whose identity text this is."""
        maps = (self.emails, self.phones, self.ids, self.found)
        return next((wish for people in maps if (wish := people.get(identity))), None)

    def bars(self, identity: str) -> frozenset[str]:
        """The labels that nobody of this identity text may be given."""
        wish = self.barred.get(identity)
        return wish.stance.without if wish else NOTHING

    def __len__(self) -> int:
        """How many people are named."""
        return len(self.emails) + len(self.phones) + len(self.ids)


def stances(people: Mapping[str, Wish]) -> Callable[[str], Stance | None]:
    """What looks up the stance of a person, None for nobody."""
    if isinstance(people, Swift):
        return people.stance
    return lambda who: wish.stance if (wish := people.get(who)) else None


def said_of(people: Mapping[str, Wish]) -> Iterable[Stance]:
    """Every stance that is taken among them, and perhaps others that are parts of these."""
    if isinstance(people, Swift):
        return people.stances
    return {id(stance): stance for stance, _ in people.values()}.values()


class Swift(Mapping[str, Wish]):
    """People whose stances are known without their wishes."""

    @property
    def stances(self) -> Iterable[Stance]:
        """Every stance among them, each once, and perhaps others that are parts of these."""
        raise NotImplementedError

    def stance(self, who: str) -> Stance | None:
        """The stance of a person, None for nobody."""
        raise NotImplementedError
