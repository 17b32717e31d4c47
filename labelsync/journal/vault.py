"""The vault: tokens that a vendor renews, kept beside the journal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

from labelsync.errors import JournalUnwritable
from labelsync.journal.opening import is_kept, is_shared, open_store
from labelsync.journal.store import Place

KEEP = (
    "INSERT INTO token (name, text, at) VALUES (?, ?, ?)"
    " ON CONFLICT (name) DO UPDATE SET text = excluded.text, at = excluded.at"
)


@dataclass(frozen=True, slots=True)
class FileVault:
    """Tokens in the journal, in its file (mode 0600) or its database, made when the first one is kept.

    `outlives` is what the person said who named a file: that it is there for the next run. A database is.
    """

    path: Place = field(repr=False)
    outlives: bool
    now: Callable[[], float]

    def __post_init__(self) -> None:
        """A database outlives this machine, whatever was said."""
        object.__setattr__(self, "outlives", self.outlives or is_shared(self.path))

    def read(self, name: str) -> str:
        """What was kept last under this name, '' for nothing. Raises JournalUnwritable."""
        if not is_kept(self.path):
            return ""
        with closing(open_store(self.path)) as store:
            try:
                rows = store.rows("SELECT text FROM token WHERE name = ?", name)
            except store.failures as error:
                raise JournalUnwritable(
                    f"a renewed token cannot be read ({type(error).__name__})", advice="see to the journal"
                ) from error
        return str(rows[0][0]) if rows else ""

    async def keep(self, name: str, text: str) -> None:
        """Return once it is durable. Raises JournalUnwritable."""
        values = (name, text, self.now())
        with closing(open_store(self.path)) as store:
            try:
                store.transaction(lambda: store.write(KEEP, values))
            except store.failures as error:
                raise _unkept(error) from error


def _unkept(error: Exception) -> JournalUnwritable:
    return JournalUnwritable(
        f"a renewed token cannot be kept ({type(error).__name__})",
        advice="free some disk space, or see that the database answers, and run the command again at once: "
        "the vendor gives it again for a short time",
    )
