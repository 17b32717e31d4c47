"""Patience: how long to wait before trying again, and what may be tried again."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a call is tried, and the longest single wait and the sum of all waits, in seconds.

    `connects` is how often a vendor that cannot be reached at all is tried.
    """

    tries: int = 8
    connects: int = 3
    longest: float = 60.0
    total: float = 300.0

    def wait(self, attempt: int, chance: random.Random) -> float:
        """Seconds before try number `attempt` + 1: 1, 2, 4 … with jitter, capped."""
        return float(min(self.longest, 2.0 ** (attempt - 1))) * (0.75 + 0.5 * chance.random())


def retry_after(headers: Mapping[str, str], *, now: float) -> float | None:
    """Seconds that a `Retry-After` header asks for: seconds or an HTTP date; None where it says nothing.

    Negative waits become 0. The caller caps what is too long.
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        return _seconds_until(text, now)


def _seconds_until(date: str, now: float) -> float | None:
    try:
        instant = parsedate_to_datetime(date)
    except ValueError:
        return None
    zoned = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return max(0.0, zoned.timestamp() - now)
