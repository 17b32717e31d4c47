"""The lagging side of the world: a shelf that learns of a change some time after it happened."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import msgspec

from .contact import Contact
from .shelf import Shelf


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a contact: absent before it was created, absent after it was deleted."""

    at: float
    id: str
    before: Contact | None
    after: Contact | None


class Index:
    """A shelf behind the primary one; `pending` are the changes it has not seen, oldest first."""

    def __init__(self, contacts: Iterable[Contact], pending: Iterable[Change] = ()) -> None:
        self.pending = deque(pending)
        seen = {contact.id: contact for contact in contacts}
        for change in reversed(self.pending):
            if change.before is None:
                seen.pop(change.id, None)
            else:
                seen[change.id] = change.before
        self._shelf = Shelf(seen.values())

    def learn(self, change: Change) -> None:
        """Note a change to be seen later."""
        self.pending.append(change)

    def shelf(self, *, until: float) -> Shelf:
        """What the index holds once it has seen every change up to an instant."""
        while self.pending and self.pending[0].at <= until:
            change = self.pending.popleft()
            self._shelf.put(change.id, change.after)
        return self._shelf
