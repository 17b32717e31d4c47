"""Who is believed to carry what, where a vendor does not show it: what our ledger says we gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from labelsync.core.roster import Contact
from labelsync.journal.memory import Memory
from labelsync.workflow.site import Site

Ledger = Mapping[str, frozenset[str]]
"""Vendor label ids by contact id."""

NOTHING: frozenset[str] = frozenset()


def ledger_of(site: Site, tenant: str, memory: Memory | None) -> Ledger | None:
    """What we gave; None where the vendor shows who carries what, or nothing was ever written down."""
    return None if site.capabilities.readable or memory is None else memory.ledger(tenant)


def believed(contacts: Iterable[Contact], ledger: Ledger | None) -> Iterable[Contact]:
    """The contacts with what they are believed to carry; as they are without a ledger."""
    if ledger is None:
        return contacts
    return [c._replace(labels=c.labels | ledger.get(c.id, NOTHING)) for c in contacts]
