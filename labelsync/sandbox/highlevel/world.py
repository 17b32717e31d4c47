"""The emulated location: its contacts, tags, index and log, and the few ways they change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from labelsync.sandbox.around import Around
from labelsync.sandbox.emulator import Automation
from labelsync.sandbox.highlevel.contact import Contact
from labelsync.sandbox.highlevel.index import SearchIndex
from labelsync.sandbox.highlevel.limiter import Limiter
from labelsync.sandbox.highlevel.lookup import Lookup
from labelsync.sandbox.highlevel.mint import Mint
from labelsync.sandbox.highlevel.refusals import contact_missing
from labelsync.sandbox.highlevel.switches import Switches
from labelsync.sandbox.highlevel.tags import TagBook
from labelsync.sandbox.highlevel.vault import Vault


@dataclass(frozen=True, slots=True)
class Delta:
    """What a change of tags really changed, and what was there before."""

    before: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(slots=True)
class World:
    """One location. `home` is the location id last named; `revision` counts changes of the state.

    `lag` (seconds) and `stuck` are what trouble changed the index's switches to, if it did.
    """

    switches: Switches
    around: Around
    mint: Mint
    home: str
    index: SearchIndex
    limiter: Limiter
    tags: TagBook = field(default_factory=TagBook)
    vault: Vault = field(default_factory=Vault)
    contacts: dict[str, Contact] = field(default_factory=dict)
    lookup: Lookup = field(default_factory=Lookup)
    automations: list[Automation] = field(default_factory=list)
    touched: int = 0
    revision: int = 0
    lag: float | None = None
    stuck: bool | None = None

    def contact(self, contact_id: str) -> Contact:
        """A living contact of this location; any other id is refused with 400 (measured)."""
        held = self.contacts.get(contact_id)
        if held is None or held.deleted or contact_id in self.switches.elsewhere:
            raise contact_missing(contact_id, self.switches.missing_contact_status)
        return held

    def put(self, contact: Contact) -> Contact:
        """Make this the contact's present state, and let the index know in time."""
        self.touched += 1
        self.revision += 1
        kept = msgspec.structs.replace(contact, touched=self.touched)
        self.lookup.replace(self.contacts.get(kept.id), kept)
        self.contacts[kept.id] = kept
        self.index.submit(kept, due=self._index_due())
        return kept

    def retag(self, contact: Contact, tags: Iterable[str], **changes: Any) -> tuple[Contact, Delta]:
        """Give a contact this list of tags, in stored form, and log what really changed.

        Tags the dictionary does not know enter it. Without any change the contact stays untouched.
        """
        wanted = tuple(dict.fromkeys(tags))
        added = tuple(tag for tag in wanted if tag not in contact.tags)
        removed = tuple(tag for tag in contact.tags if tag not in wanted)
        delta = Delta(contact.tags, added, removed)
        if not (added or removed or changes):
            return contact, delta
        self.tags.define(added, self.mint)
        self._log(contact.id, delta)
        changes["updated"] = max(self.now_ms(), contact.updated)
        return self.put(msgspec.structs.replace(contact, tags=wanted, **changes)), delta

    def relabel(self, contact: Contact, *, old: str, new: str) -> None:
        """Let a contact follow a renamed tag: no tag is added or removed, so nothing is logged."""
        tags = dict.fromkeys(new if tag == old else tag for tag in contact.tags)
        self.put(msgspec.structs.replace(contact, tags=tuple(tags), updated=self.now_ms()))

    def delete(self, contact: Contact) -> None:
        """Mark a contact as deleted; its tags are not removed from it, so nothing is logged."""
        self.put(msgspec.structs.replace(contact, deleted=True, updated=self.now_ms()))

    def settle(self) -> None:
        """Let searches see what is due; a stuck index shows no further change."""
        stuck = self.switches.index_stuck if self.stuck is None else self.stuck
        if not stuck:
            self.index.settle(self.around.now())

    def now_ms(self) -> int:
        """The present, in epoch milliseconds."""
        return int(self.around.now() * 1000)

    def _log(self, contact_id: str, delta: Delta) -> None:
        at = self.around.now()
        self.automations += [Automation(at, contact_id, tag, "add") for tag in delta.added]
        self.automations += [Automation(at, contact_id, tag, "remove") for tag in delta.removed]

    def _index_due(self) -> float:
        spread = self.switches.index_lag_spread
        creep = self.around.chance.random() * spread if spread else 0.0
        lag = self.switches.index_lag if self.lag is None else self.lag
        return self.around.now() + lag + creep
