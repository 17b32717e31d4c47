"""What a plan has to see of an account, and the questions that may show it for less than reading everyone."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from labelsync.core.capability import Capabilities
from labelsync.core.question import Carriers, Named, These
from labelsync.core.scope import LabelScope
from labelsync.core.wish import Stance, Wish, Wishes, said_of


class Needs(NamedTuple):
    """Whom a plan speaks of. E-mails are folded, phones in E.164, ids and labels the vendor's.

    `labels` are those of which every carrier has to be seen; `any_field`: an e-mail or phone means whoever
    has it anywhere, not only as the first one.
    """

    emails: Collection[str]
    phones: Collection[str]
    ids: Collection[str]
    labels: Collection[str]
    any_field: bool = False


def askable(needs: Needs, can: Capabilities) -> bool:
    """Whether the vendor can be asked for just these, so that the same people are meant as in a scan."""
    named = bool(needs.emails or needs.phones)
    if needs.any_field and named and not can.other_fields:
        return False
    if (needs.emails and not can.emails) or (needs.phones and not can.phones):
        return False
    return bool(can.carriers or not needs.labels) and _short(needs, can)


def _short(needs: Needs, can: Capabilities) -> bool:
    texts = (text for group in (needs.emails, needs.phones, needs.labels) for text in group)
    return not can.longest or all(len(text) <= can.longest for text in texts)


def price(needs: Needs, can: Capabilities) -> int:
    """The requests that asking for just these takes. The carriers count as one, until the vendor says more.

    Only where they are `askable`.
    """
    groups = ((needs.emails, can.emails), (needs.phones, can.phones), (needs.ids, can.these))
    return sum(math.ceil(len(group) / each) for group, each in groups if group) + bool(needs.labels)


def apart(needs: Needs) -> Iterator[Carriers | Named | These]:
    """The questions; first the one whose price is not known yet."""
    if needs.labels:
        yield Carriers(tuple(sorted(needs.labels)))
    if needs.emails or needs.phones:
        yield Named(tuple(sorted(needs.emails)), tuple(sorted(needs.phones)), needs.any_field)
    if needs.ids:
        yield These(tuple(sorted(needs.ids)), strong=False)


def needs_of(wishes: Wishes, scope: Sequence[LabelScope], *, any_field: bool) -> Needs:
    """Whom these wishes speak of where only the labels in scope count, and who may lose one of them."""
    ours = frozenset(line.label for line in scope)
    people = (wishes.emails, wishes.phones, {**wishes.ids, **wishes.found} if wishes.found else wishes.ids)
    stances = {id(stance): stance for some in people if some for stance in said_of(some)}
    mute = {key for key, stance in stances.items() if not (stance.absent or ours & _labels(stance))}
    denied = frozenset[str]().union(*(stance.without for stance in stances.values()))
    emails, phones, ids = (_heard(some, mute) for some in people)
    labels = {
        line.definition.id
        for line in scope
        if line.definition and (line.exact or line.absent or line.heir or line.label in denied)
    }
    return Needs(emails, phones, ids, labels, any_field)


def _labels(stance: Stance) -> frozenset[str]:
    return stance.wanted | stance.without


def _heard(people: Mapping[str, Wish], mute: Collection[int]) -> Collection[str]:
    """Who is spoken of; nothing is copied where that is everybody."""
    return [who for who, wish in people.items() if id(wish.stance) not in mute] if mute else people.keys()


def both(one: Needs, other: Needs) -> Needs:
    """Whom either speaks of."""
    return Needs(
        {*one.emails, *other.emails},
        {*one.phones, *other.phones},
        {*one.ids, *other.ids},
        {*one.labels, *other.labels},
        one.any_field or other.any_field,
    )
