"""The story of a pair: who wants it, what is observed, what a plan would do, and which runs changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from labelsync.core.batch import Relabel
from labelsync.core.change import Add, Remove
from labelsync.core.hit import hits, known_by
from labelsync.core.identity import Identity, VendorId
from labelsync.core.instant import instant
from labelsync.core.outcome import Kind
from labelsync.core.plan import AccountPlan, Plan
from labelsync.core.question import Everyone
from labelsync.core.roster import Contact
from labelsync.core.wish import Stance, Wish
from labelsync.journal.memory import Memory
from labelsync.workflow.examine import Examined
from labelsync.workflow.prepare import draw_up, look
from labelsync.workflow.site import Site
from labelsync.workflow.wanted import Wanted

LATEST = 5
NOBODY = Stance()


class Told(NamedTuple):
    """One contact's part of the story on one account; `contact` is '' where the account has nobody."""

    account: str
    contact: str
    carries: bool | None
    wanted: tuple[str, ...]
    planned: str
    past: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Whose story: a label (its key) and somebody, as named on the command line."""

    label: str
    who: Identity


async def story(sites: list[Site], wanted: Wanted, pair: Pair) -> tuple[Told, ...]:
    """Look at the accounts that have the label, and tell. Sends nothing that writes."""
    examined = await look(sites, wanted)
    plan = draw_up(examined, wanted)
    told: list[Told] = []
    for one in examined:
        if any(line.label == pair.label for line in one.scope):
            told += [_told(one, contact, pair, plan, wanted) for contact in await _found(one, pair.who)]
    return tuple(told)


async def _found(examined: Examined, who: Identity) -> list[Contact | None]:
    """The contacts that somebody's name means on the account; None alone where it has nobody.

    Each is looked at by itself: an index may be behind what was just written.
    """
    site, text = examined.site, who.text
    found = {text} if isinstance(who, VendorId) else set[str]()
    if not found:
        async for page in site.connector.observe(Everyone(), site.reader):
            named = (one for one in page.contacts if text in known_by(one, match_any=site.account.match_any))
            found.update(one.id for one in named)
    return list((await site.look(tuple(sorted(found)), strong=True)).values()) or [None]


def _told(examined: Examined, contact: Contact | None, pair: Pair, plan: Plan, wanted: Wanted) -> Told:
    part = next(one for one in plan.accounts if one.account == examined.site.account.name)
    label = part.definitions.get(pair.label, "")
    if contact is None:
        wish = examined.wishes.find(pair.who.text)
        said = tuple(_wishes(examined, {pair.who.text: wish} if wish else {}, pair.label))
        return Told(part.account, "", None, said, "nothing: nobody is found by that name", ())
    about = dict(hits(examined.wishes, contact, match_any=examined.site.account.match_any))
    said = (*_wishes(examined, about, pair.label), *_barred(examined, contact, pair.label))
    carries = label in contact.labels if part.read.basis == "observed" else None
    past = tuple(_past(wanted.memory, part, contact.id, label))
    return Told(part.account, contact.id, carries, said, _planned(part, contact.id, pair.label), past)


def _wishes(examined: Examined, about: Mapping[str, Wish], label: str) -> Iterator[str]:
    for identity, wish in about.items():
        place = examined.wishes.place(identity, wish, label)
        until = examined.wishes.ends.get((identity, label))
        if label in wish.stance.wanted:
            yield f"wanted by {place}" + (f", until {instant(until)}" if until else "")
        if label in wish.stance.without:
            yield f"denied by {wish.place}"
        if wish.stance.absent:
            yield f"to be deleted by {wish.place}"


def _barred(examined: Examined, contact: Contact, label: str) -> Iterator[str]:
    wishes, any_ = examined.wishes, examined.site.account.match_any
    for text in known_by(contact, match_any=any_):
        if label in wishes.bars(text):
            yield f"suppressed by {wishes.barred[text].place}"
    if not wishes.protected.isdisjoint((contact.id, contact.email, contact.phone)):
        yield "protected by the policy"


def _planned(part: AccountPlan, contact: str, label: str) -> str:
    for change in part.changes:
        if isinstance(change, Add | Remove) and change.label == label and contact in change.contacts:
            place = change.because[change.contacts.index(contact)]
            return f"{'added' if isinstance(change, Add) else 'removed'}, because of {place}"
    for held in part.withheld:
        if held.label == label and contact in held.contacts:
            return f"left alone: {held.reason}"
    return "nothing: it is as the manifest says"


def _past(memory: Memory | None, part: AccountPlan, contact: str, label: str) -> Iterator[str]:
    """The latest changes of ours, newest first."""
    told = 0
    for run, at, batch, performed in memory.about(part.account, contact) if memory else ():
        if not isinstance(batch, Relabel) or label not in (*batch.add, *batch.remove) or told == LATEST:
            continue
        told += 1
        outcome = performed.contacts.get(contact) if performed else None
        kind = outcome.kind if outcome else Kind.UNKNOWN
        yield f"{'added' if label in batch.add else 'removed'} by run {run} at {instant(at)}: {kind.value}"
