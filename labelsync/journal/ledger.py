"""Writing the ledger: what we know to have given, by the outcomes of our batches or brought in whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from labelsync.core.batch import Batch, Deletion, Relabel, Undefinition
from labelsync.core.outcome import STANDING, Kind, Performed
from labelsync.journal.store import Row, Store

BEGIN = "INSERT INTO ledger_begun VALUES (?, ?) ON CONFLICT DO NOTHING"
GIVE = (
    "INSERT INTO ledger (tenant, label, contact, given) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (tenant, label, contact) DO UPDATE SET given = excluded.given,"
    " times = CASE WHEN ledger.given < excluded.given - ? THEN 1"
    " WHEN ledger.given < excluded.given - ? THEN ledger.times + 1 ELSE ledger.times END"
)
HAVE = "INSERT INTO ledger (tenant, label, contact, given) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
AT_ONCE = 600.0
"""Seconds in which giving a label again counts as the same time: calls of one plan may share pairs."""
LATELY = 7 * 86_400.0
"""Seconds after which giving a label again counts anew."""
TAKE = "DELETE FROM ledger WHERE tenant = ? AND label = ? AND contact = ?"
DELETE = "DELETE FROM ledger WHERE tenant = ? AND contact = ?"
UNDEFINE = "DELETE FROM ledger WHERE tenant = ? AND label = ?"
EMPTY = ("DELETE FROM ledger WHERE tenant = ?", "DELETE FROM ledger_begun WHERE tenant = ?")


def believe(store: Store, tenant: str, batch: Batch, performed: Performed, *, at: float) -> None:
    """Let the ledger follow the outcomes that stand, in the transaction that records them."""
    standing = [contact for contact, outcome in performed.contacts.items() if outcome.kind in STANDING]
    already = {who for who in standing if performed.contacts[who].kind is Kind.ALREADY}
    match batch:
        case Relabel(_, add, remove):
            store.write(BEGIN, (tenant, at))
            given = [who for who in standing if who not in already]
            store.write(GIVE, *((*pair, at, LATELY, AT_ONCE) for pair in _pairs(tenant, add, given)))
            store.write(HAVE, *((*pair, at) for pair in _pairs(tenant, add, sorted(already))))
            store.write(TAKE, *_pairs(tenant, remove, standing))
        case Deletion():
            store.write(DELETE, *((tenant, contact) for contact in standing))
        case Undefinition(_, definition) if performed.whole and performed.whole.kind in STANDING:
            store.write(UNDEFINE, (tenant, definition.id))
        case _:
            pass


def bring(store: Store, tenant: str, pairs: Sequence[tuple[str, str]], *, at: float) -> None:
    """Put (contact, vendor label id) pairs in place of all that the ledger holds of a tenant."""
    for sql in EMPTY:
        store.write(sql, (tenant,))
    if pairs:
        store.write(BEGIN, (tenant, at))
        store.write(HAVE, *((tenant, label, contact, at) for contact, label in pairs))


def _pairs(tenant: str, labels: Iterable[str], contacts: Sequence[str]) -> list[Row]:
    return [(tenant, label, contact) for label in labels for contact in contacts]
