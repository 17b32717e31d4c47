"""The rows of a bulk answer → outcomes. They alone decide: status, flag and count hide partial failure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from labelsync.core.outcome import APPLIED, Kind, Outcome

KNOWN_REASONS = frozenset(
    {
        "contact is deleted",
        "contact does not belong to location",
        "contact id is not a valid firebase id",
    }
)
"""The documented messages of failed rows; others are not quoted, for they might name a person."""

UNTOLD = Outcome(Kind.UNKNOWN, "HighLevel's answer does not say what became of this contact")
UNREAD = Outcome(
    Kind.UNKNOWN, "HighLevel's answer cannot be read, so what became of this contact is not known"
)
_UNDOCUMENTED = Outcome(Kind.FAILED, "HighLevel refused this contact for a reason that it does not document")
_CONTRADICTED = Outcome(Kind.UNKNOWN, "HighLevel's answer says two things of this contact")


class BulkRow(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """What became of one contact. `type` is `success` or `error`."""

    contact_id: str | None = None
    message: str | None = None
    type: str | None = None


class Bulk(msgspec.Struct, frozen=True):
    """A bulk answer. The vendor's schema calls the rows strings; its example shows objects."""

    responses: tuple[BulkRow | str | None, ...] | None = None


_BULK = msgspec.json.Decoder(Bulk)


def outcomes(body: bytes, contacts: tuple[str, ...]) -> dict[str, Outcome]:
    """An outcome for each contact, by its row; UNKNOWN without a row that can be read."""
    try:
        rows = _BULK.decode(body).responses or ()
    except (msgspec.DecodeError, UnicodeDecodeError):
        return dict.fromkeys(contacts, UNREAD)
    told = _told(row for row in rows if isinstance(row, BulkRow))
    return {contact: told.get(contact, UNTOLD) for contact in contacts}


def both(first: Mapping[str, Outcome], second: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """The outcome of two calls for the same contacts: FAILED if either failed, then UNKNOWN, then APPLIED."""
    return {contact: min(first[contact], second[contact], key=_worst_first) for contact in first}


def unresolved(reason: str, contacts: Iterable[str]) -> dict[str, Outcome]:
    """FAILED with one reason for all: a later call of the batch was refused after an earlier one."""
    return dict.fromkeys(contacts, Outcome(Kind.FAILED, reason))


def acknowledged(word: bool | None) -> Outcome:  # noqa: FBT001 - the vendor's own flag
    """The outcome that a result flag stands for; None where the vendor said nothing."""
    if word is None:
        return Outcome(Kind.UNKNOWN, "HighLevel's answer does not say whether it succeeded")
    return APPLIED if word else Outcome(Kind.FAILED, "HighLevel answered that it did not succeed")


def _told(rows: Iterable[BulkRow]) -> dict[str, Outcome]:
    told: dict[str, Outcome] = {}
    for row in rows:
        outcome = _outcome(row)
        if row.contact_id and told.setdefault(row.contact_id, outcome) != outcome:
            told[row.contact_id] = _CONTRADICTED
    return told


def _outcome(row: BulkRow) -> Outcome:
    if row.type == "success":
        return APPLIED
    if row.type != "error":
        return UNTOLD
    return Outcome(Kind.FAILED, row.message) if row.message in KNOWN_REASONS else _UNDOCUMENTED


def _worst_first(outcome: Outcome) -> int:
    return (Kind.FAILED, Kind.UNKNOWN, Kind.APPLIED).index(outcome.kind)
