"""Who is there and who carries what: one type for the wanted side and for the observed side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple


class Contact(NamedTuple):
    """One contact as a vendor shows it. `labels` are the vendor's own label ids, all it carries.

    `email` and `phone` are the primary ones, folded and in E.164 ('' where there is none, or where the
    vendor's text is no such thing); `emails` and `phones` are all the others. `merged_into` is the id of
    the contact that took this one's place, '' normally. `unsure`: the answer left its labels out, which
    means none, as far as is known.
    """

    id: str
    email: str = ""
    phone: str = ""
    labels: frozenset[str] = frozenset()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    merged_into: str = ""
    unsure: bool = False


class Definition(NamedTuple):
    """A label as a vendor defines it: its own id (key, id or name) and the name people see.

    `managed_by_vendor` labels (Wix's system labels) are nobody's to create, rename or delete.
    """

    id: str
    name: str
    managed_by_vendor: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """Carriers by label: `{label: contact ids}`. Labels that nobody carries may be absent."""

    carriers: Mapping[str, Set[str]]

    def of(self, label: str) -> Set[str]:
        """Who carries the label; empty when nobody does."""
        return self.carriers.get(label, frozenset())


def roster(pairs: Iterable[tuple[str, Iterable[str]]]) -> Roster:
    """A roster from (contact id, labels) rows."""
    carriers: dict[str, set[str]] = {}
    for contact, labels in pairs:
        for label in labels:
            carriers.setdefault(label, set()).add(contact)
    return Roster(carriers)
