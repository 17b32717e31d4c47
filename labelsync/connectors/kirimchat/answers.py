"""KirimChat's answers → core values. Everything stands in an envelope: `data`, and for lists its cursor."""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec

from labelsync.connectors.kirimchat import assumptions
from labelsync.core.identity import fold_email, is_plain_phone
from labelsync.core.roster import Contact, Definition
from labelsync.errors import Incomprehensible

T = TypeVar("T")
LabelSets = dict[frozenset[str], frozenset[str]]
"""Label sets seen in one answer, each kept once."""

NONE: frozenset[str] = frozenset()

LabelId = Annotated[str, msgspec.Meta(pattern="^lbl_")]
"""An id, as documented, and not a name."""


class LabelRef(msgspec.Struct, frozen=True, gc=False):
    """A label on a contact, where a server shows it as an object."""

    id: LabelId


class Person(msgspec.Struct, frozen=True, gc=False):
    """A contact. `labels` is in no documentation, so any shape of it may pass; `carried` reads it."""

    id: str
    phone_number: str | None = None
    email: str | None = None
    labels: msgspec.Raw = msgspec.Raw(b"null")


class Label(msgspec.Struct, frozen=True, gc=False):
    """A label of the organisation."""

    id: str
    name: str
    team_id: str | None = None


class People(msgspec.Struct, frozen=True):
    """A page of contacts."""

    data: tuple[Person, ...]
    has_more: bool
    next_cursor: str | None = None


class Labels(msgspec.Struct, frozen=True):
    """A page of labels."""

    data: tuple[Label, ...]
    has_more: bool
    next_cursor: str | None = None


class OnePerson(msgspec.Struct, frozen=True):
    """The answer to a contact's id."""

    data: Person


class OneLabel(msgspec.Struct, frozen=True):
    """The answer to a creation or a renaming."""

    data: Label


class Organisation(msgspec.Struct, frozen=True):
    """Whose key it is."""

    id: str


class RateLimits(msgspec.Struct, frozen=True):
    """The tier's limits, requests a minute."""

    read_per_minute: int | None = None
    write_per_minute: int | None = None


class Identity(msgspec.Struct, frozen=True):
    """What a key opens, and how fast."""

    organization: Organisation
    rate_limits: RateLimits = RateLimits()


class Me(msgspec.Struct, frozen=True):
    """The answer of `GET /me`."""

    data: Identity


class Tally(msgspec.Struct, frozen=True):
    """What a bulk call counts. It never says which contacts were skipped."""

    applied: int
    skipped_cross_org: int = 0
    skipped_team_mismatch: int = 0


class Counted(msgspec.Struct, frozen=True):
    """The answer of a bulk call."""

    data: Tally


class Gone(msgspec.Struct, frozen=True):
    """Whether a label was deleted."""

    deleted: bool | None = None


class Deleted(msgspec.Struct, frozen=True):
    """The answer to a label's deletion."""

    data: Gone


_PEOPLE = msgspec.json.Decoder(People)
_LABELS = msgspec.json.Decoder(Labels)
_PERSON = msgspec.json.Decoder(OnePerson)
_CARRIED = msgspec.json.Decoder(tuple[LabelRef | LabelId, ...] | None)
_LABEL = msgspec.json.Decoder(OneLabel)
_ME = msgspec.json.Decoder(Me)
_COUNTED = msgspec.json.Decoder(Counted)
_DELETED = msgspec.json.Decoder(Deleted)


def people(body: bytes) -> People:
    """A page of contacts. Raises Incomprehensible."""
    return _decoded(_PEOPLE, body)


def person(body: bytes) -> Person:
    """The contact that was asked by id. Raises Incomprehensible."""
    return _decoded(_PERSON, body).data


def labels(body: bytes) -> Labels:
    """A page of labels. Raises Incomprehensible."""
    return _decoded(_LABELS, body)


def label(body: bytes) -> Definition:
    """The label that was made or renamed, as it is now. Raises Incomprehensible."""
    made = _decoded(_LABEL, body).data
    return Definition(made.id, made.name)


def me(body: bytes) -> Identity:
    """What the key opens. Raises Incomprehensible."""
    return _decoded(_ME, body).data


def tally(body: bytes) -> Tally:
    """The counts of a bulk call. Raises Incomprehensible."""
    return _decoded(_COUNTED, body).data


def is_deleted(body: bytes) -> bool | None:
    """Whether a label was deleted; None where the vendor does not say. Raises Incomprehensible."""
    return _decoded(_DELETED, body).data.deleted


def cursor(page: People | Labels, *, before: str) -> str:
    """What the next page is asked with, '' after the last. Raises Incomprehensible if it leads nowhere."""
    if not page.has_more:
        return ""
    if not page.next_cursor or page.next_cursor == before:
        raise Incomprehensible("KirimChat says that a list goes on, and not where")
    return page.next_cursor


def definitions(page: Labels, *, team_id: str) -> tuple[Definition, ...]:
    """The labels of the account's team, all of them where it names none."""
    return tuple(
        Definition(each.id, each.name)
        for each in page.data
        if assumptions.is_of_team(each.team_id, wanted=team_id)
    )


def carried(row: Person) -> frozenset[str] | None:
    """The ids of the labels that the row shows, as ids or objects with ids; None where it shows neither."""
    try:
        shown = _CARRIED.decode(row.labels)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if shown is None:
        return None
    return frozenset(each if isinstance(each, str) else each.id for each in shown)


def contact(row: Person, known: LabelSets, *, readable: bool) -> Contact:
    """A contact of the core, unsure where a server whose labels are `readable` left out this one's."""
    shown = carried(row)
    labels = shown or NONE
    phone = row.phone_number or ""
    return Contact(
        row.id,
        email=fold_email(row.email or ""),
        phone=phone if is_plain_phone(phone) else "",
        labels=known.setdefault(labels, labels),
        unsure=readable and shown is None,
    )


def _decoded(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as unread:
        raise Incomprehensible(
            "KirimChat's answer is not what its documentation says",
            advice="check base_url and phone_number_id; if they are right, the vendor changed its answers",
        ) from unread
