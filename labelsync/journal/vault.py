"""The vault: tokens that a vendor renews, kept beside the journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from labelsync.errors import JournalUnwritable
from labelsync.journal.tables import connect


@dataclass(frozen=True, slots=True)
class FileVault:
    """Tokens in the journal's file (mode 0600), which is made when the first one is kept.

    `outlives` is what the person said who named the file: that it is there for the next run.
    """

    path: Path
    outlives: bool
    now: Callable[[], float]

    def read(self, name: str) -> str:
        """What was kept last under this name, '' for nothing."""
        if not self.path.exists():
            return ""
        with closing(connect(self.path)) as database:
            row = database.execute("SELECT text FROM token WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    async def keep(self, name: str, text: str) -> None:
        """Return once it is durable. Raises JournalUnwritable."""
        values = (name, text, self.now())
        try:
            with closing(connect(self.path)) as database:
                database.execute("INSERT OR REPLACE INTO token (name, text, at) VALUES (?, ?, ?)", values)
        except sqlite3.Error as error:
            raise JournalUnwritable(
                f"a renewed token cannot be kept ({type(error).__name__})",
                advice="free some disk space and run the command again at once: the vendor gives it again "
                "for a short time",
            ) from error
