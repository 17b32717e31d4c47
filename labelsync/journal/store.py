"""The seam between the journal and its database: rows, and changes to them in transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol, TypeVar

from labelsync.errors import JournalUnwritable

T = TypeVar("T")
Row = tuple[Any, ...]
Place = Path | str
"""Where a journal is: the path of a file, or the address of a PostgreSQL database (`postgresql://…`)."""


class Store(Protocol):
    """A database that holds a journal. Its SQL is what SQLite and PostgreSQL both know, `?` for each value.

    Whoever is in a transaction or reads rows is alone with the connection until that is over. Every method
    raises one of `failures` when the database fails.
    """

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What the database's library raises."""

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of one SELECT."""

    def each(self, sql: str) -> Iterator[Row]:
        """The rows of one SELECT, a few at a time. Only within a snapshot."""

    def write(self, sql: str, *rows: Row) -> int:
        """Run one statement for each row of values; the number of rows that were changed."""

    def insert(self, sql: str, *values: object) -> int:
        """Insert one row into a table that numbers its rows; the number is returned."""

    def transaction(self, change: Callable[[], T]) -> T:
        """Make some changes, all or none of them. They are durable when this returns."""

    def note(self, change: Callable[[], T]) -> T:
        """The same, but they are seen at once and durable with the next transaction: nobody waits for a disk.

        For what can be found out again if the machine stops before that. A store that knows no such thing
        makes them durable at once.
        """
        return self.transaction(change)

    def snapshot(self, look: Callable[[], T]) -> T:
        """Look several times at one and the same state."""

    def close(self) -> None:
        """Let go of the database."""


def newer(version: int) -> JournalUnwritable:
    """The refusal of a journal whose format this labelsync does not know."""
    return JournalUnwritable(
        f"the journal was written by a newer labelsync (format {version})", advice="upgrade labelsync"
    )
