"""Opening the store at a journal's place: a file, or a PostgreSQL database."""

from __future__ import annotations

from pathlib import Path

from labelsync.errors import JournalUnwritable, WrongUsage
from labelsync.journal.store import Place, Store
from labelsync.journal.tables import connect

SCHEMES = ("postgresql://", "postgres://")


def is_shared(place: Place) -> bool:
    """Whether a place is the address of a database that other machines can reach, too.

    Raises WrongUsage for what is neither an address nor meant as a file's path.
    """
    text = str(place)
    if isinstance(place, str) and text.startswith(SCHEMES):
        return True
    if text.startswith(tuple(scheme.partition(":")[0] + ":" for scheme in SCHEMES)):
        raise WrongUsage(
            "the journal's address is not one of PostgreSQL",
            advice="write it like postgresql://USER@HOST/DATABASE, the password in ~/.pgpass",
        )
    return False


def is_kept(place: Place) -> bool:
    """Whether there is a journal already. A database that is named counts as one: its tables are made."""
    return is_shared(place) or Path(place).exists()


def open_store(place: Place) -> Store:
    """The store at this place, made or brought to the newest format. Raises JournalUnwritable."""
    if not is_shared(place):
        return connect(Path(place))
    try:
        from labelsync.journal import postgres
    except ImportError:
        raise JournalUnwritable(
            "a journal in PostgreSQL needs a library that is not installed",
            advice="pip install 'labelsync-contacts[postgres]'",
        ) from None
    return postgres.connect(str(place))
