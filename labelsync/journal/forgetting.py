"""Forgetting: a person is taken out of the journal, and the chain stays whole.

Each altered row gets a new salt and a new entry at the chain's end; without its old salt the older entry says
nothing of what the row was. A ticket has no salt: its older entry could still be compared with a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from labelsync.errors import JournalUnwritable
from labelsync.journal.chain import KINDS, append, new_salt
from labelsync.journal.search import (
    COLUMNS,
    PLACES,
    Pair,
    Sought,
    Text,
    Ticket,
    Trace,
    check_settled,
    find,
    traces,
)
from labelsync.journal.sqlite import SqliteStore
from labelsync.journal.store import Store
from labelsync.journal.traces import Kind

T = TypeVar("T")
WORDS: Mapping[Kind, str] = {"run": "plans", "result": "results", "intent": "calls", "outcome": "outcomes"}
FOREIGN: tuple[type[Exception], ...] = (ValueError, LookupError, TypeError)
"""What reading a text raises that is not what we write."""


class Purged(NamedTuple):
    """How many rows of each kind name the person; afterwards, how many did."""

    plans: int = 0
    calls: int = 0
    outcomes: int = 0
    results: int = 0
    tickets: int = 0
    ledger: int = 0
    meetings: int = 0


def look(store: Store, sought: Sought) -> Purged:
    """Count the rows that name the person.

    Raises Locked while a call about them is open, JournalUnwritable.
    """
    return _asked(store, lambda: store.snapshot(lambda: _counted(_open(store, sought))))


def forget(store: Store, sought: Sought) -> Purged:
    """Take the person out of every row.

    When it returns, a journal in a file holds no byte of them any more, neither in a free page nor in its
    log. A database keeps what was deleted until its next VACUUM. Raises Locked while a call about them is
    open, JournalUnwritable.
    """
    if isinstance(store, SqliteStore):
        _asked(store, lambda: store.rows("PRAGMA secure_delete=ON"))
    purged = _asked(store, lambda: store.transaction(lambda: _taken_out(store, sought)))
    if isinstance(store, SqliteStore):
        _asked(store, lambda: _scrub(store))
    return purged


def accounts(store: Store) -> frozenset[str]:
    """The accounts to which anything was ever sent. Raises JournalUnwritable."""
    return frozenset(account for account, _ in _asked(store, lambda: store.rows(PLACES)))


def _asked(store: Store, question: Callable[[], T]) -> T:
    try:
        return question()
    except store.failures + FOREIGN as error:
        failure = JournalUnwritable(
            f"the journal could not be searched through ({type(error).__name__})",
            advice="see that there is space on the disk, or that the database answers, and that the journal "
            "is whole (labelsync history --verify); then run the command again",
        )
    raise failure  # out here, without its cause: that one's text may name people


def _scrub(store: SqliteStore) -> None:
    """Write the file anew and empty its log: deleted text would stay in both."""
    store.execute("VACUUM")
    [(busy, _, _)] = store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    if busy:
        raise JournalUnwritable(
            "the person is taken out, but the file keeps what was deleted while another process reads it",
            advice="run the command again when the other one has ended",
        )


def _open(store: Store, sought: Sought) -> Iterable[Trace]:
    person = find(store, sought)
    check_settled(store, person)
    return traces(store, person)


def _taken_out(store: Store, sought: Sought) -> Purged:
    made: list[Trace] = []
    for trace in _open(store, sought):
        _take_out(store, trace)
        made.append(trace)
    return _counted(made)


def _counted(found: Iterable[Trace]) -> Purged:
    counts: Counter[str] = Counter()
    for trace in found:
        match trace:
            case Text(kind):
                counts[WORDS[kind]] += 1
            case Ticket():
                counts["tickets"] += 1
            case Pair(table):
                counts["ledger" if table == "ledger" else "meetings"] += 1
    return Purged(**counts)


def _take_out(store: Store, trace: Trace) -> None:
    match trace:
        case Text(kind, row, text):
            table, column = COLUMNS[kind]
            store.write(f"UPDATE {table} SET {column} = ? WHERE id = ?", (text, row))  # noqa: S608 - constants
            _renew(store, kind, row)
        case Ticket():
            _rename(store, trace)
        case Pair(table, tenant, contact):
            sql = f"DELETE FROM {table} WHERE tenant = ? AND contact = ?"  # noqa: S608 - one of two words
            store.write(sql, (tenant, contact))


def _renew(store: Store, kind: str, row: str | int) -> None:
    """Give a row a new salt, and the chain its digest."""
    salt, kept = new_salt(), KINDS[kind]
    store.write(kept.salting, (salt, row))
    [(_, _, *fields)] = store.rows(f"SELECT * FROM ({kept.rows}) AS kept WHERE id = ?", row)  # noqa: S608 - constants
    append(store, kind, row, *fields, salt=salt)


def _rename(store: Store, ticket: Ticket) -> None:
    """The chain knows a ticket by its text, which is in no hash by itself: that entry gets the word, too."""
    kept = f"{ticket.intent} {ticket.kind} "
    store.write(
        "UPDATE ticket SET text = ? WHERE intent = ? AND kind = ? AND text = ?",
        (ticket.word, ticket.intent, ticket.kind, ticket.text),
    )
    store.write(
        "UPDATE chain SET row_id = ? WHERE kind = 'ticket' AND row_id = ?",
        (kept + ticket.word, kept + ticket.text),
    )
    append(store, "ticket", kept + ticket.word)
