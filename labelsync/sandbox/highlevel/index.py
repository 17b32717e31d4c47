"""The search index: a view of the contacts that lags behind them (documented: a few seconds)."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import Any

import msgspec

from labelsync.sandbox.highlevel.contact import Contact, saved
from labelsync.sandbox.highlevel.lookup import Lookup
from labelsync.sandbox.highlevel.order import Entry, Order, Sort

REMEMBERED = 16
RESORT = 5_000  # beyond this many changes at once, sorting anew is cheaper than moving


class SearchIndex:
    """What searches see. Contacts are immutable, so a lagging copy costs one reference each.

    Deleted contacts stay in `shown`, marked, so that an older change arriving late cannot revive them.
    """

    def __init__(self, shown: Iterable[Contact], pending: Iterable[tuple[float, Contact]] = ()) -> None:
        self.shown: dict[str, Contact] = {}
        self.lookup = Lookup()
        self._orders: dict[Sort, Order] = {}
        self._found: dict[str, list[Entry]] = {}
        self._pending = [(due, contact.touched, contact) for due, contact in pending]
        heapify(self._pending)
        for contact in shown:
            self._show(contact)

    def submit(self, contact: Contact, *, due: float) -> None:
        """A change that searches see from `due` (epoch seconds) on."""
        heappush(self._pending, (due, contact.touched, contact))

    def settle(self, now: float) -> None:
        """Show every change that is due."""
        changes = []
        while self._pending and self._pending[0][0] <= now:
            changes.append(heappop(self._pending)[2])
        if len(changes) > RESORT:
            self._orders.clear()
        for contact in changes:
            self._show(contact)

    def order(self, sort: Sort) -> list[Entry]:
        """Every visible contact's entry, sorted; not to be changed by the caller."""
        if sort not in self._orders:
            visible = [contact for contact in self.shown.values() if not contact.deleted]
            self._orders[sort] = Order(sort, visible)
        return self._orders[sort].entries

    def recall(self, question: str) -> list[Entry] | None:
        """What the same question found, if nothing changed since."""
        return self._found.get(question)

    def remember(self, question: str, entries: list[Entry]) -> None:
        """Keep what a question found until the index changes."""
        if len(self._found) >= REMEMBERED:
            self._found.clear()
        self._found[question] = entries

    def dump(self, contacts: dict[str, Contact]) -> dict[str, Any]:
        """How the index differs from the contacts, and what is still to come."""
        pending = sorted(self._pending)
        stale = [seen for seen in self.shown.values() if seen is not contacts[seen.id]]
        return {
            "unseen": [contact_id for contact_id in contacts if contact_id not in self.shown],
            "stale": saved(stale),
            "due": [due for due, _, _ in pending],
            "pending": saved(contact for _, _, contact in pending),
        }

    def _show(self, contact: Contact) -> None:
        old = self.shown.get(contact.id)
        if old and old.touched > contact.touched:
            return
        self.shown[contact.id] = contact
        self.lookup.replace(old, contact)
        for order in self._orders.values():
            order.replace(old, contact)
        self._found.clear()


def index_from(state: dict[str, Any], contacts: dict[str, Contact]) -> SearchIndex:
    """The index that `dump` described."""
    unseen = set(state["unseen"])
    stale = {contact.id: contact for contact in msgspec.convert(state["stale"], list[Contact])}
    shown = (stale.get(contact.id, contact) for contact in contacts.values() if contact.id not in unseen)
    pending = zip(state["due"], msgspec.convert(state["pending"], list[Contact]), strict=True)
    return SearchIndex(shown, pending)
