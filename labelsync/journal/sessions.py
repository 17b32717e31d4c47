"""Locks that sessions of a shared database hold: they end with their session, and all see whose they are."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, TypeVar

from labelsync.errors import JournalUnwritable, Locked
from labelsync.journal.chain import Bytes
from labelsync.journal.holder import Holder
from labelsync.journal.store import Store

T = TypeVar("T")
TRY = "SELECT pg_try_advisory_lock(?::integer, ?::integer)"
NOTE = (
    "INSERT INTO lock (account, lock_id, who, run, since, session) VALUES"
    " (?, ?, ?, ?, extract(epoch FROM clock_timestamp()), pg_backend_pid())"
    " ON CONFLICT (account) DO UPDATE SET lock_id = excluded.lock_id, who = excluded.who,"
    " run = excluded.run, since = excluded.since, session = excluded.session"
)
ERASE = "DELETE FROM lock WHERE account = ? AND lock_id = ?"
HELD = (
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
    " AND classid = ?::bigint::oid AND objid = ?::bigint::oid"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
ENDING = 100
"""How often it is looked, a tenth of a second apart, whether a session that was told to end has ended."""


class LockRow(NamedTuple):
    """Whose a lock is, or was when it was last taken: its own id, and its run's."""

    lock_id: str
    run: str


def known_locks(store: Store) -> dict[str, LockRow]:
    """The locks that the database knows, by account. A file knows none: the operating system has them."""
    try:
        rows = store.rows("SELECT account, lock_id, run FROM lock")
    except store.failures as error:
        raise _lost(error) from error
    return {account: LockRow(lock_id, run) for account, lock_id, run in rows}


class SessionLocks:
    """The locks of one session, which is the store's."""

    def __init__(self, store: Store, me: Holder, chance: Bytes) -> None:
        self._store, self._me, self._chance = store, me, chance
        self._held: dict[str, str] = {}

    def take(self, account: str) -> Holder | None:
        """Take an account's lock; None once it is ours, else who has it. Raises JournalUnwritable."""
        return _asked(self._store, lambda: self._take(account))

    def advise(self, account: str, holder: Holder) -> str:
        """What somebody can do who finds it held."""
        return (
            "wait for it to end (--lock-wait); if its machine is gone for good: "
            f"labelsync unlock {account} {holder.lock_id}"
        )

    def close(self) -> None:
        """Give back what is held, and end the session."""
        with suppress(*self._store.failures):  # a session that is lost has given back everything
            self._store.transaction(lambda: self._store.write(ERASE, *self._held.items()))
        self._store.close()

    def _take(self, account: str) -> Holder | None:
        [(taken,)] = self._store.rows(TRY, *_keys(account))
        if not taken:
            return _holder(self._store, account) or Holder("another session")
        lock_id = self._chance(4).hex()
        row = (account, lock_id, self._me.who, self._me.run)
        self._store.transaction(lambda: self._store.write(NOTE, row))
        self._held[account] = lock_id
        return None


def end_lock(store: Store, account: str, lock_id: str) -> bool:
    """End the session that holds an account, if this is its lock's id; whether there was anything to end.

    Raises Locked for another id, JournalUnwritable where the database does not let us.
    """
    return _asked(store, lambda: _end(store, account, lock_id))


def _end(store: Store, account: str, lock_id: str) -> bool:
    holder, sessions = _holder(store, account), _sessions(store, account)
    if not sessions and (holder is None or holder.lock_id != lock_id):
        return False
    if holder is None or holder.lock_id != lock_id:
        raise Locked(
            f"account {account} is locked under another id ({holder or 'whose is not known'})",
            advice="look again whether that run may be ended, then give its id",
        )
    _terminate(store, account, sessions & {holder.session})
    store.transaction(lambda: store.write(ERASE, (account, lock_id)))
    return True


def _terminate(store: Store, account: str, sessions: set[int]) -> None:
    for session in sessions:
        store.rows("SELECT pg_terminate_backend(?::integer)", session)
    for _ in range(ENDING):
        if not sessions & _sessions(store, account):
            return
        store.rows("SELECT pg_sleep(0.1)")
    raise JournalUnwritable(
        f"the session that holds account {account} does not end",
        advice="ask whoever runs the database server",
    )


def _holder(store: Store, account: str) -> Holder | None:
    rows = store.rows("SELECT who, run, since, lock_id, session FROM lock WHERE account = ?", account)
    return Holder(*rows[0]) if rows else None


def _sessions(store: Store, account: str) -> set[int]:
    return {pid for (pid,) in store.rows(HELD, *(key % 2**32 for key in _keys(account)))}


def _keys(account: str) -> tuple[int, int]:
    """The two numbers that name an account's lock: 64 bits of a hash, since names have no numbers."""
    first, second = struct.unpack(">ii", hashlib.sha256(f"labelsync {account}".encode()).digest()[:8])
    return first, second


def _asked(store: Store, question: Callable[[], T]) -> T:
    try:
        return question()
    except store.failures as error:
        raise _lost(error) from error


def _lost(error: Exception) -> JournalUnwritable:
    return JournalUnwritable(
        f"the locks in the journal's database cannot be kept ({type(error).__name__})",
        advice="see that the database answers and the user may write there; nothing is sent without a lock",
    )
