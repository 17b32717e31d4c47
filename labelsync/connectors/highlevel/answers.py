"""HighLevel's answers → core values. Unknown fields are passed over, missing ones tolerated."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Set
from typing import TypeVar

import msgspec

from labelsync.core.identity import fold_email, is_plain_phone
from labelsync.core.roster import Contact, Definition
from labelsync.errors import Incomprehensible

T = TypeVar("T")
TagSets = dict[Hashable, frozenset[str]]
"""Sets of tags by what they were read from, each set kept once: most contacts share few."""


class Other(msgspec.Struct, frozen=True, gc=False):
    """An additional e-mail or phone. The page shows only empty lists; text is taken as well."""

    email: str | None = None
    phone: str | None = None


class Row(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A contact, from the search or by id. `tags` may be missing."""

    id: str
    email: str | None = None
    phone: str | None = None
    tags: tuple[str, ...] | None = None
    additional_emails: tuple[Other | str | None, ...] | None = None
    additional_phones: tuple[Other | str | None, ...] | None = None
    search_after: msgspec.Raw = msgspec.Raw(b"")


class Found(msgspec.Struct, frozen=True):
    """A search page. `total` counts all that match, on every page."""

    contacts: tuple[Row, ...]
    total: int | None = None


class Single(msgspec.Struct, frozen=True):
    """The answer to a contact's id."""

    contact: Row


class Tag(msgspec.Struct, frozen=True):
    """An entry of a location's tag dictionary. Several may have one name."""

    id: str
    name: str


class Dictionary(msgspec.Struct, frozen=True):
    """The whole tag dictionary."""

    tags: tuple[Tag, ...]


class Created(msgspec.Struct, frozen=True):
    """A tag that was made."""

    tag: Tag


class Flag(msgspec.Struct, frozen=True):
    """The result flag, in the spelling of v3 and in the older one, which v3 still sends."""

    succeeded: bool | None = None
    succeded: bool | None = None

    @property
    def word(self) -> bool | None:
        """What the vendor says, None where it says nothing."""
        return self.succeded if self.succeeded is None else self.succeeded


_FOUND = msgspec.json.Decoder(Found)
_SINGLE = msgspec.json.Decoder(Single)
_DICTIONARY = msgspec.json.Decoder(Dictionary)
_CREATED = msgspec.json.Decoder(Created)
_FLAG = msgspec.json.Decoder(Flag)


def fold(name: str) -> str:
    """A tag as HighLevel stores it: trimmed and lower-cased (seen everywhere, documented nowhere)."""
    return name.strip().lower()


def found(body: bytes) -> Found:
    """A search page. Raises Incomprehensible."""
    return _decoded(_FOUND, body)


def single(body: bytes) -> Row:
    """The contact that was asked by id. Raises Incomprehensible."""
    return _decoded(_SINGLE, body).contact


def dictionary(body: bytes) -> tuple[Tag, ...]:
    """The location's tags. Raises Incomprehensible."""
    return _decoded(_DICTIONARY, body).tags


def created(body: bytes) -> Definition:
    """The label that a creation made. Raises Incomprehensible."""
    name = _decoded(_CREATED, body).tag.name
    return Definition(fold(name), name)


def flag(body: bytes) -> bool | None:
    """Whether the vendor says that it succeeded; None where it does not say. Raises Incomprehensible."""
    return _decoded(_FLAG, body).word


def cursor(page: Found, *, seen: Set[bytes]) -> bytes:
    """What the next page is asked with. Raises Incomprehensible when the scan would not move on.

    `seen` are the cursors of the scan so far: one that comes again would lead it in a circle.
    """
    after = bytes(page.contacts[-1].search_after)
    if not after.startswith(b"[") or after in seen:
        raise Incomprehensible("a full page of HighLevel contacts does not say where the next one begins")
    return after


def definitions(tags: tuple[Tag, ...]) -> tuple[Definition, ...]:
    """One label for each folded name: a dictionary may hold a name under several ids."""
    return tuple({fold(tag.name): Definition(fold(tag.name), tag.name) for tag in tags}.values())


def listed(row: Row, known: TagSets) -> Contact:
    """A contact as the search lists it: a row without `tags` has none as far as is known (measured)."""
    return contact(row, known)._replace(unsure=True) if row.tags is None else contact(row, known)


def contact(row: Row, known: TagSets) -> Contact:
    """A contact as it is shown by its id, where no `tags` means that it carries none."""
    tags = row.tags or ()
    labels = known.get(tags)
    return Contact(
        row.id,
        email=fold_email(row.email or ""),
        phone=_phone(row.phone),
        labels=_tag_set(tags, known) if labels is None else labels,
        emails=tuple(_emails(row.additional_emails)) if row.additional_emails else (),
        phones=tuple(_phones(row.additional_phones)) if row.additional_phones else (),
    )


def _tag_set(tags: tuple[str, ...], known: TagSets) -> frozenset[str]:
    folded = frozenset(map(fold, tags))
    known[tags] = known.setdefault(folded, folded)
    return known[tags]


def _emails(others: tuple[Other | str | None, ...]) -> Iterator[str]:
    for other in others:
        text = other.email if isinstance(other, Other) else other
        if text:
            yield fold_email(text)


def _phones(others: tuple[Other | str | None, ...]) -> Iterator[str]:
    for other in others:
        phone = _phone(other.phone if isinstance(other, Other) else other)
        if phone:
            yield phone


def _phone(text: str | None) -> str:
    return text if text and is_plain_phone(text) else ""


def _decoded(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as unread:
        raise Incomprehensible(
            "HighLevel's answer is not what its documentation says",
            advice="check base_url and version; if they are right, the vendor changed its answers",
        ) from unread
