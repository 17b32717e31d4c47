"""A journal in PostgreSQL: the same tables, in the schema `labelsync`. Imported only where it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import RLock
from typing import Any, ClassVar, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from labelsync.errors import JournalUnwritable
from labelsync.journal.chain import adopt
from labelsync.journal.store import Row, newer
from labelsync.journal.tables import CHAINED, STEPS

T = TypeVar("T")
WRITERS = 7_229_046_130_125_517
"""The number of the advisory lock that lets one transaction write at a time."""
PATIENCE: dict[str, Any] = {
    "application_name": "labelsync",
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""What a connection is made with where its address says nothing else: a server that is gone is noticed within
a minute. Seconds; the last is in milliseconds."""
SESSION = (
    "SET search_path TO labelsync, pg_temp; SET synchronous_commit TO on; SET lock_timeout TO '10s';"
    " SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'idle_session_timeout'"
)
DIALECT = (
    ("INTEGER PRIMARY KEY AUTOINCREMENT", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    (" WITHOUT ROWID", ""),
    (" INTEGER", " BIGINT"),
    (" REAL", " DOUBLE PRECISION"),
)
"""How a step for SQLite reads for PostgreSQL. Like the steps, never changed once released."""


class PostgresStore:
    """A connection whose commits are durable when they return, as far as the server's own settings go."""

    failures: ClassVar[tuple[type[Exception], ...]] = (psycopg.Error,)

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._alone = RLock()

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of one SELECT."""
        with self._alone:
            return self._connection.execute(_placed(sql), values).fetchall()

    def each(self, sql: str) -> Iterator[Row]:
        """The rows of one SELECT, by a cursor that the server keeps."""
        with self._connection.cursor("each") as cursor:
            yield from cursor.execute(_placed(sql))

    def write(self, sql: str, *rows: Row) -> int:
        """Run one statement for each row of values; the number of rows that were changed."""
        with self._alone, self._connection.cursor() as cursor:
            cursor.executemany(_placed(sql), rows)
            return cursor.rowcount

    def insert(self, sql: str, *values: object) -> int:
        """Insert one row; its number is returned."""
        [(number,)] = self.rows(f"{sql} RETURNING id", *values)
        return int(number)

    def transaction(self, change: Callable[[], T]) -> T:
        """Make some changes, all or none of them, and let no other session write meanwhile."""
        return self._within(f"BEGIN; SELECT pg_advisory_xact_lock({WRITERS})", change)

    def note(self, change: Callable[[], T]) -> T:
        """The same, without waiting for the server's disk: durable with the next transaction."""
        begin = f"BEGIN; SET LOCAL synchronous_commit TO OFF; SELECT pg_advisory_xact_lock({WRITERS})"
        return self._within(begin, change)

    def snapshot(self, look: Callable[[], T]) -> T:
        """Look several times at one and the same state; others may write meanwhile."""
        return self._within("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", look)

    def close(self) -> None:
        """End the session, and with it all that it holds."""
        self._connection.close()

    def run(self, script: str) -> None:
        """Run statements without values."""
        with self._alone:
            self._connection.execute(script)

    def _within(self, begin: str, call: Callable[[], T]) -> T:
        with self._alone:
            try:
                self.run(begin)
                value = call()
            except BaseException:
                with suppress(psycopg.Error):  # a session that is lost has rolled back
                    self.run("ROLLBACK")
                raise
            self.run("COMMIT")
            return value


def connect(address: str) -> PostgresStore:
    """A session, with the journal's tables made or brought to the newest format.

    Raises JournalUnwritable. What the library says of an address may hold its password, so it is dropped.
    """
    try:
        store = PostgresStore(psycopg.connect(_patient(address), autocommit=True))
    except psycopg.Error as error:
        raise _closed(error) from None
    try:
        store.run(SESSION)
        _migrate(store)
    except psycopg.Error as error:
        store.close()
        raise _closed(error) from None
    except BaseException:
        store.close()
        raise
    return store


def _closed(error: psycopg.Error) -> JournalUnwritable:
    return JournalUnwritable(
        f"the journal in PostgreSQL cannot be opened ({type(error).__name__})",
        advice="check the address in --journal or LABELSYNC_JOURNAL, that the server answers, and that the "
        "user may create the schema labelsync there; nothing is sent without a journal",
    )


def _patient(address: str) -> str:
    return make_conninfo("", **{**PATIENCE, **conninfo_to_dict(address)})


def _placed(sql: str) -> str:
    return sql.replace("?", "%s")


def _version(store: PostgresStore) -> int:
    [(there,)] = store.rows("SELECT to_regclass('labelsync.format') IS NOT NULL")
    if not there:
        return 0
    [(version,)] = store.rows("SELECT version FROM format")
    return int(version)


def _migrate(store: PostgresStore) -> None:
    version = _version(store)
    if version > len(STEPS):
        raise newer(version)
    if version < len(STEPS):
        _alone(store, lambda: _climb(store))


def _alone(store: PostgresStore, change: Callable[[], None]) -> None:
    """Change tables while no other session does.

    The lock is the session's, so that the transaction begins when it is held: a session that waits for a lock
    within a transaction goes on believing that tables are not there which others made meanwhile.
    """
    store.run(f"SELECT pg_advisory_lock({WRITERS})")
    try:
        store.transaction(change)
    finally:
        with suppress(psycopg.Error):  # a session that is lost has given it back
            store.run(f"SELECT pg_advisory_unlock({WRITERS})")


def _climb(store: PostgresStore) -> None:
    """Take the steps that are left."""
    version = _version(store)
    if version == 0:
        _found(store)
    for number, step in enumerate(STEPS[version:], start=version + 1):
        store.run(_translated(step))
        if number == CHAINED:
            adopt(store)
        store.write("UPDATE format SET version = ?", (number,))


def _found(store: PostgresStore) -> None:
    """Make the schema, unless somebody who may has made it for us, and in it the number of the format."""
    [(there,)] = store.rows("SELECT to_regnamespace('labelsync') IS NOT NULL")
    if not there:
        store.run("CREATE SCHEMA labelsync")
    store.run("CREATE TABLE format (version INTEGER NOT NULL); INSERT INTO format VALUES (0)")


def _translated(step: str) -> str:
    for ours, theirs in DIALECT:
        step = step.replace(ours, theirs)
    return step
