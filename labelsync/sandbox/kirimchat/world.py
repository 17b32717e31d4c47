"""The state of one organisation, and the only ways in which contacts and labels change."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from labelsync.sandbox.around import Around
from labelsync.sandbox.kirimchat.facts import Change, Contact, Echo, Label, Snapshot
from labelsync.sandbox.kirimchat.shelf import Place, Shelf
from labelsync.sandbox.kirimchat.switches import Switches

DEFAULT_TEAM = "main"
FOREVER = 1e12
"""Seconds that no test lasts; unlike infinity, JSON can hold them."""


class World:
    """One organisation's contacts, labels, limits and remembered answers."""

    def __init__(self, snapshot: Snapshot, *, switches: Switches, around: Around) -> None:
        self.switches = switches
        self.around = around
        self.contacts = Shelf(snapshot.contacts)
        self.labels = Shelf(snapshot.labels)
        self.automations = list(snapshot.automations)
        self.echoes = dict(snapshot.echoes)
        self.buckets = dict(snapshot.buckets)
        self.answers = dict(snapshot.answers)
        self.subscriptions = Shelf(snapshot.subscriptions)
        self.lag = switches.lag_seconds if snapshot.lag is None else snapshot.lag
        self.teams = tuple(dict.fromkeys((*snapshot.teams, *switches.teams)))
        self.failures = snapshot.failures
        self.revision = snapshot.revision
        self._kept = snapshot
        self._ids_by_phone: dict[str, list[str]] = {}
        for contact in self.contacts:
            self._ids_by_phone.setdefault(contact.phone, []).append(contact.id)

    @property
    def organization(self) -> str:
        """The organisation's id."""
        return self._kept.organization

    @property
    def cursor_secret(self) -> str:
        """What cursors are signed with; it never changes, so that cursors outlive a restart."""
        return self._kept.cursor_secret

    def snapshot(self) -> Snapshot:
        """The whole state, to be saved."""
        return msgspec.structs.replace(
            self._kept,
            contacts=tuple(self.contacts),
            labels=tuple(self.labels),
            automations=tuple(self.automations),
            echoes=dict(self.echoes),
            buckets=dict(self.buckets),
            answers=dict(self.answers),
            subscriptions=tuple(self.subscriptions),
            lag=None if self.lag == self.switches.lag_seconds else self.lag,
            failures=self.failures,
            revision=self.revision,
        )

    def put_contact(self, contact: Contact, *, at: float) -> None:
        """Add or replace a contact; with a lag, the list shows the former one for a while."""
        before = self.contacts.by_id.get(contact.id)
        if self.lag > 0:
            self.echoes[contact.id] = (*self.waiting(contact.id, at=at), Echo(at=at, contact=before))
        if before is None:
            self._ids_by_phone.setdefault(contact.phone, []).append(contact.id)
        self.contacts.put(contact)
        self.revision += 1

    def with_phone(self, phone: str) -> Iterator[Contact]:
        """The contacts with exactly this phone number, oldest first."""
        known = self.contacts.by_id
        return (known[key] for key in self._ids_by_phone.get(phone, ()) if key in known)

    def listed(self, contact: Contact, *, at: float) -> Contact | None:
        """A contact as the contact list shows it at an instant, which may be as it was before."""
        waiting = self.waiting(contact.id, at=at)
        return waiting[0].contact if waiting else contact

    def waiting(self, contact: str, *, at: float) -> tuple[Echo, ...]:
        """The changes of a contact that its list does not show yet, oldest first."""
        return tuple(echo for echo in self.echoes.get(contact, ()) if echo.at + self.lag > at)


def walk(world: World, after: Place | None) -> Iterator[Contact]:
    """All contacts from a place on, in the order of the contact list."""
    if world.switches.contact_order == "newest_first":
        return world.contacts.newest_first(after)
    return world.contacts.oldest_first(after)


def attach(world: World, contact: Contact, label: Label, *, at: float) -> bool:
    """Put a label on a contact; False when it was there already."""
    if label.id in contact.labels:
        return False
    _relabel(world, contact, (*contact.labels, label.id), at=at)
    world.automations.append(Change(at, contact.id, label.name, "add"))
    return True


def detach(world: World, contact: Contact, label: Label, *, at: float) -> bool:
    """Take a label off a contact; False when it was not there."""
    if label.id not in contact.labels:
        return False
    _relabel(world, contact, tuple(key for key in contact.labels if key != label.id), at=at)
    world.automations.append(Change(at, contact.id, label.name, "remove"))
    return True


def _relabel(world: World, contact: Contact, labels: tuple[str, ...], *, at: float) -> None:
    updated = at if world.switches.labelling_touches_contact else contact.updated
    world.put_contact(msgspec.structs.replace(contact, labels=labels, updated=updated), at=at)


def remove_contact(world: World, contact: Contact) -> None:
    """Delete a contact for good; the list drops it at once, whatever its lag."""
    world.contacts.remove(contact)
    world.echoes.pop(contact.id, None)
    world.revision += 1


def fall_behind(world: World, seconds: float, *, at: float) -> None:
    """From now on the contact list stays so many seconds behind; what it has shown it goes on showing."""
    waiting = {key: world.waiting(key, at=at) for key in world.echoes}
    world.echoes = {key: echoes for key, echoes in waiting.items() if echoes}
    world.lag = seconds
    world.revision += 1


def put_label(world: World, label: Label) -> None:
    """Define a label, or change its name or colour."""
    world.labels.put(label)
    world.revision += 1


def remove_label(world: World, label: Label, *, at: float) -> None:
    """Delete a label for good; it disappears from every contact (documented)."""
    for contact in tuple(world.contacts):
        detach(world, contact, label, at=at)
    world.labels.remove(label)
    world.revision += 1
