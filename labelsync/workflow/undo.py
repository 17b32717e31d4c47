"""Undoing: what a run is verified to have changed, taken back by an ordinary plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from labelsync.core.batch import Batch, Deletion, Relabel
from labelsync.core.capability import STRONG_ENOUGH
from labelsync.core.change import Add, Change, Grounds, Remove
from labelsync.core.cost import price
from labelsync.core.firing import firings
from labelsync.core.guard import measures, objections
from labelsync.core.outcome import Kind, Performed
from labelsync.core.packing import schedule
from labelsync.core.plan import AccountPlan, LabelLine, Plan, Read, Withheld
from labelsync.core.question import Seen
from labelsync.core.roster import Contact
from labelsync.core.wish import Whole
from labelsync.errors import PlanUnfit
from labelsync.workflow.site import Site
from labelsync.workflow.wanted import Wanted

CHANGED = "changed since that run"
GONE = "the contact is gone"
FINAL = "a deleted contact cannot be brought back from here"

Deed = tuple[Batch, Performed]
Pair = tuple[str, str]
"""A contact's id and a label's, both the vendor's."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What one run did to one account. `keys` are manifest keys by vendor label id."""

    run: str
    tenant: str
    done: Sequence[Deed]
    keys: Mapping[str, str]


async def undo(sites: Sequence[Site], deeds: Mapping[str, Deeds], wanted: Wanted) -> Plan:
    """Draft the plan that takes back what the run is verified to have changed, on these accounts.

    Pairs that are not as the run left them are withheld, and so is what cannot be taken back. Sends nothing
    that writes.
    """
    plans = [await _account(site, deeds[site.account.name], wanted) for site in sites]
    created = max((plan.read.finished for plan in plans), default=0.0)
    measured = measures(plans, wanted.manifest.policy.guards)
    return Plan(
        created=created,
        expires=created + wanted.life,
        origin=wanted.origin,
        partial=True,
        accounts=tuple(plans),
        objections=objections(measured, wanted.overrides),
        overrides=tuple(f"{key}={number}" for key, number in sorted(wanted.overrides.items())),
        undoes=next((part.run for part in deeds.values()), ""),
        measures=measured,
    )


async def _account(site: Site, deeds: Deeds, wanted: Wanted) -> AccountPlan:
    started = site.clock.now()
    identified = await site.connector.identify(site.reader)
    if identified.tenant != deeds.tenant:
        raise PlanUnfit(
            f"{site.account.name} is another account now than the one that run changed",
            advice="check the account's settings and secrets",
        )
    effects = net(deeds.done)
    contacts = tuple(sorted({contact for contact, _ in effects}))
    found = await site.look(contacts, strong=len(contacts) <= STRONG_ENOUGH)
    drawing = _Drawing(deeds, found, wanted)
    drawing.draw(effects)
    changes = drawing.changes(Grounds(Seen(len(contacts), 1, total_known=False), Whole()))
    planned = schedule(changes, site.capabilities, overlap=site.overlap)
    return AccountPlan(
        account=site.account.name,
        connector=site.account.connector,
        identity=identified.text,
        tenant=identified.tenant,
        read=Read("observed", complete=True, contacts=len(found), pages=1, started=started, finished=started),
        labels=tuple(drawing.lines()),
        changes=changes,
        withheld=tuple(drawing.withheld()),
        unmatched=(),
        cost=price(planned.phases, planned.bound, site.line.sent, site.capabilities, site.pace),
        fires=firings(changes, wanted.manifest.labels),
        definitions={deeds.keys.get(label, label): label for _, label in effects},
    )


def net(done: Iterable[Deed]) -> dict[Pair, bool]:
    """The pairs that a run changed for certain: whether each was given (or taken). Opposite deeds cancel."""
    effects: dict[Pair, bool] = {}
    for batch, performed in done:
        if not isinstance(batch, Relabel):
            continue
        for labels, gained in ((batch.add, True), (batch.remove, False)):
            for pair in product(_verified(performed), labels):
                if effects.setdefault(pair, gained) is not gained:
                    del effects[pair]
    return effects


def _verified(performed: Performed) -> list[str]:
    return [contact for contact, outcome in performed.contacts.items() if outcome.kind is Kind.VERIFIED]


@dataclass(slots=True)
class _Drawing:
    deeds: Deeds
    found: Mapping[str, Contact]
    wanted: Wanted
    _add: dict[str, list[str]] = field(default_factory=dict)
    _remove: dict[str, list[str]] = field(default_factory=dict)
    _left: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def draw(self, effects: Mapping[Pair, bool]) -> None:
        """Sort the pairs into what is taken back, and what is left alone and why."""
        for (contact, label), gained in sorted(effects.items()):
            key, seen = self.deeds.keys.get(label, label), self.found.get(contact)
            if seen is None or seen.merged_into:
                self._leave(contact, key, gained=gained, why=GONE)
            elif (label in seen.labels) is not gained:
                self._leave(contact, key, gained=gained, why=CHANGED)
            else:
                (self._remove if gained else self._add).setdefault(key, []).append(contact)

    def _leave(self, contact: str, key: str, *, gained: bool, why: str) -> None:
        self._left.setdefault(("remove" if gained else "add", key, why), []).append(contact)

    def changes(self, grounds: Grounds) -> tuple[Change, ...]:
        because, pseudonym = f"undo of {self.deeds.run}", self.wanted.pseudonym
        adds = (
            Add(key, tuple(who), (because,) * len(who), tuple(map(pseudonym, who)))
            for key, who in self._add.items()
        )
        removes = (
            Remove(key, tuple(who), (because,) * len(who), grounds) for key, who in self._remove.items()
        )
        return (*adds, *removes)

    def lines(self) -> Iterator[LabelLine]:
        for key in sorted({*self._add, *self._remove, *(key for _, key, _ in self._left)}):
            adding, removing = self._add.get(key, ()), self._remove.get(key, ())
            held = sum(len(who) for left, who in self._left.items() if left[:2] == ("add", key))
            yield LabelLine(
                label=key,
                carry=len(removing),
                wanted=len(adding) + held,
                both=0,
                unmatched=0,
                ambiguous=0,
                suppressed=0,
                withheld=held,
                seen=True,
                wanted_whole=True,
            )

    def withheld(self) -> Iterator[Withheld]:
        for (word, key, why), who in sorted(self._left.items()):
            yield Withheld("add" if word == "add" else "remove", key, tuple(who), why)
        deletions = (performed for batch, performed in self.deeds.done if isinstance(batch, Deletion))
        gone = [contact for performed in deletions for contact in _verified(performed)]
        if gone:
            yield Withheld("delete", "", tuple(sorted(gone)), FINAL)
