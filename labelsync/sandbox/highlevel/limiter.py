"""The rate limits: so many requests per fixed window, and so many a day, for each app."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

from labelsync.sandbox.highlevel.switches import Switches

DAY = 86_400


@dataclass(slots=True)
class Bucket:
    """What one app has used: in which window and on which day (counted from the epoch)."""

    window: int = 0
    used: int = 0
    day: int = 0
    used_today: int = 0


@dataclass(frozen=True, slots=True)
class Toll:
    """One request counted: whether it may pass, and the headers its answer bears."""

    passes: bool
    headers: dict[str, str]


class Limiter:
    """One bucket per app. The world is one location, so the bucket is per app and location (documented)."""

    def __init__(self, switches: Switches, buckets: dict[str, Bucket] | None = None) -> None:
        self._switches = switches
        self._buckets = buckets or {}

    def count(self, app: str, now: float) -> Toll:
        """Count one request; a refused one uses nothing up (assumed)."""
        bucket = self._current(app, now)
        passes = bucket.used < self._switches.rate_limit and bucket.used_today < self._switches.daily_limit
        if passes:
            bucket.used += 1
            bucket.used_today += 1
        return Toll(passes, self._headers(bucket, now, passes=passes))

    def dump(self) -> dict[str, Any]:
        """The buckets as JSON values."""
        return {app: asdict(bucket) for app, bucket in self._buckets.items()}

    def _current(self, app: str, now: float) -> Bucket:
        bucket = self._buckets.setdefault(app, Bucket())
        window, day = int(now // self._switches.rate_window), int(now // DAY)
        if bucket.window != window:
            bucket.window, bucket.used = window, 0
        if bucket.day != day:
            bucket.day, bucket.used_today = day, 0
        return bucket

    def _headers(self, bucket: Bucket, now: float, *, passes: bool) -> dict[str, str]:
        switches = self._switches
        left = DAY - now % DAY
        reset = int(left * 1000) if switches.daily_reset_unit == "ms" else ceil(left)
        headers = {
            "X-RateLimit-Max": str(switches.rate_limit),
            "X-RateLimit-Remaining": str(switches.rate_limit - bucket.used),
            "X-RateLimit-Interval-Milliseconds": str(switches.rate_window * 1000),
            "X-RateLimit-Limit-Daily": str(switches.daily_limit),
            "X-RateLimit-Daily-Remaining": str(switches.daily_limit - bucket.used_today),
            "X-RateLimit-Daily-Reset": str(reset),
        }
        if not passes and switches.retry_after:
            spent_today = bucket.used_today >= switches.daily_limit
            wait = left if spent_today else switches.rate_window - now % switches.rate_window
            headers["Retry-After"] = str(ceil(wait))
        return headers


def limiter_from(state: dict[str, Any], switches: Switches) -> Limiter:
    """The limiter that `dump` described."""
    return Limiter(switches, {app: Bucket(**bucket) for app, bucket in state.items()})
