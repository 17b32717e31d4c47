"""Patience: how long to wait before trying again, and when enough is enough."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a call is tried, and the longest single wait and the sum of all waits, in seconds.

    `connects` is how often in a row a vendor that cannot be connected to is tried.
    """

    tries: int = 8
    connects: int = 3
    longest: float = 60.0
    total: float = 300.0

    def wait(self, failures: int, chance: random.Random, *, asked: float | None = None) -> float:
        """Seconds until the next try after so many failures: what the vendor asks for, if it does.

        Else 1, 2, 4 … with jitter; capped either way. Asking for no wait at all is not asking.
        """
        wait = asked or 2.0 ** min(failures - 1, 30) * (0.75 + 0.5 * chance.random())
        return min(self.longest, wait)


@dataclass(slots=True)
class Trial:
    """What one call has gone through so far, measured against a patience."""

    patience: Patience
    chance: random.Random
    failures: int = 0
    refused: int = 0
    waited: float = 0.0

    def fail(self, *, asked: float | None, connected: bool) -> float:
        """Count one failure and the wait that follows it, which is returned in seconds."""
        self.failures += 1
        self.refused = 0 if connected else self.refused + 1
        wait = self.patience.wait(self.failures, self.chance, asked=asked)
        self.waited += wait
        return wait

    @property
    def over(self) -> bool:
        """Whether the call is to be given up, now or because its next wait would be too long."""
        bounds = self.patience
        return self.failures >= bounds.tries or self.refused >= bounds.connects or self.waited > bounds.total


def retry_after(headers: Mapping[str, str], *, now: float) -> float | None:
    """Seconds that a `Retry-After` header asks for: seconds or an HTTP date; None where it says nothing.

    Negative waits become 0. The caller caps what is too long. The two forms are those of RFC 9110, 10.2.3.
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
        zoned = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return max(0.0, zoned.timestamp() - now)
    except (ValueError, OverflowError):
        return None
