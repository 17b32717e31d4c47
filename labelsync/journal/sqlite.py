"""A journal in a file: SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from threading import RLock
from typing import Any, ClassVar, TypeVar

from labelsync.journal.store import Row

T = TypeVar("T")


class SqliteStore(sqlite3.Connection):
    """A connection that is a store. Transactions are opened and ended here alone (`isolation_level=None`)."""

    failures: ClassVar[tuple[type[Exception], ...]] = (sqlite3.Error,)

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._alone = RLock()

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of one SELECT. No cursor leaves.

        Cursors of the same SQL share a statement: one that another thread frees would reset what this
        thread is running just then.
        """
        with self._alone:
            return self.execute(sql, values).fetchall()

    def each(self, sql: str) -> Iterator[Row]:
        """The rows of one SELECT, as they are read from the file."""
        yield from self.execute(sql)

    def write(self, sql: str, *rows: Row) -> int:
        """Run one statement for each row of values; the number of rows that were changed."""
        with self._alone:
            return self.executemany(sql, rows).rowcount

    def insert(self, sql: str, *values: object) -> int:
        """Insert one row; its number is returned."""
        with self._alone:
            return int(self.execute(sql, values).lastrowid or 0)

    def transaction(self, change: Callable[[], T]) -> T:
        """Make some changes, all or none of them, and let no other process write meanwhile."""
        return self._within("BEGIN IMMEDIATE", change)

    def note(self, change: Callable[[], T]) -> T:
        """The same, durable with the next transaction: its sync takes along what was written before it."""
        with self._alone:
            self.execute("PRAGMA synchronous=NORMAL")
            try:
                return self._within("BEGIN IMMEDIATE", change)
            finally:
                self.execute("PRAGMA synchronous=FULL")

    def snapshot(self, look: Callable[[], T]) -> T:
        """Look several times at one and the same state; others may write meanwhile."""
        return self._within("BEGIN", look)

    def _within(self, begin: str, call: Callable[[], T]) -> T:
        with self._alone:
            self.execute(begin)
            try:
                value = call()
            except BaseException:
                self.execute("ROLLBACK")
                raise
            self.execute("COMMIT")
            return value
