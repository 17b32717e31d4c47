"""The facts a KirimChat world is made of; they are frozen, and a changed fact is a new fact."""

from __future__ import annotations

from typing import Any

import msgspec


class Contact(msgspec.Struct, frozen=True):
    """A person. The team is real but never shown; `labels` holds label ids, oldest attachment first."""

    id: str
    created: float
    updated: float
    team: str
    account: str
    phone: str = ""
    name: str = ""
    email: str = ""
    metadata: dict[str, Any] | None = None
    labels: tuple[str, ...] = ()


class Label(msgspec.Struct, frozen=True):
    """A label definition of one team."""

    id: str
    created: float
    updated: float
    team: str
    name: str
    color: str = "gray"


class Echo(msgspec.Struct, frozen=True):
    """What the contact list showed of a contact before a change, and when that was; None: nothing yet."""

    at: float
    contact: Contact | None


class Bucket(msgspec.Struct, frozen=True):
    """A token bucket as it was at an instant."""

    tokens: float
    at: float


class Answer(msgspec.Struct, frozen=True):
    """An answer under an idempotency key.

    It is in flight until `ready`; after that it is replayed when `kept`, else the key is free again.
    """

    fingerprint: str
    status: int
    body: str
    request_id: str
    at: float
    ready: float
    kept: bool


class Subscription(msgspec.Struct, frozen=True):
    """Where events are to be sent. Its secret is told once and not kept."""

    id: str
    created: float
    url: str
    events: tuple[str, ...]


class Change(msgspec.Struct, frozen=True, array_like=True):
    """One effective label change, the label named as people saw it then."""

    at: float
    contact: str
    label: str
    on: str


class Snapshot(msgspec.Struct, frozen=True):
    """Everything that outlives a process: the whole state of a world.

    `lag` is how far the contact list is behind, in seconds, once a trouble has changed it.
    """

    organization: str
    cursor_secret: str
    teams: tuple[str, ...]
    contacts: tuple[Contact, ...] = ()
    labels: tuple[Label, ...] = ()
    automations: tuple[Change, ...] = ()
    echoes: dict[str, tuple[Echo, ...]] = {}
    buckets: dict[str, Bucket] = {}
    answers: dict[str, Answer] = {}
    subscriptions: tuple[Subscription, ...] = ()
    lag: float | None = None
    failures: int = 0
    revision: int = 0
