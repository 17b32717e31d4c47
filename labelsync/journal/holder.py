"""Who holds a lock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple


class Holder(NamedTuple):
    """Who holds a lock, for which run, since when (epoch seconds), under which id and in which session.

    What is not known is empty, or 0.
    """

    who: str
    run: str = ""
    since: float = 0.0
    lock_id: str = ""
    session: int = 0

    def __str__(self) -> str:
        since = datetime.fromtimestamp(self.since, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if self.since else ""
        told = (("", self.who), ("run ", self.run), ("since ", since), ("lock ", self.lock_id))
        return ", ".join(f"{word}{text}" for word, text in told if text)
