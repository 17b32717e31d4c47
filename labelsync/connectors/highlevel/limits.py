"""How much HighLevel takes: heights of calls, two rate limits, and what the headers say of them."""

from __future__ import annotations

from collections.abc import Mapping

from labelsync.core.capability import Bucket
from labelsync.core.exchange import Remaining

PAGE = 500
"""Contacts a search page: the documented maximum of `pageLimit`."""

GROUP = 50
"""Filters in one OR group. No maximum is documented; the vendor's search has no `in` operator."""

VALUE = 75
"""Characters of a filter's value, at most (documented)."""

HEIGHT = 250
"""Contacts a bulk call unless the account says otherwise. No maximum is documented."""

CEILING = 500
"""The most contacts a bulk call that operators report to work."""

TAGS = 20
"""Tags a bulk call. No maximum is documented."""

NAME = VALUE
"""The longest tag that the vendor's search takes as a value; the length of a tag itself is not documented."""

LAG = 60.0
"""Seconds. The vendor says "a few" for its search; operators saw it creep for about a minute."""

_DAY = 86_400.0


def height(batch: int) -> int:
    """Contacts a bulk call, the account's `batch` taken in (0 where it has none)."""
    return min(batch or HEIGHT, CEILING)


def buckets(pace: float) -> tuple[Bucket, ...]:
    """100 requests in 10 seconds and 200,000 a day for each token and location, as the vendor documents."""
    burst = max(1, round(pace * 10.0)) if pace else 100
    return (Bucket("burst", burst, 10.0), Bucket("day", 200_000, _DAY))


def remaining(headers: Mapping[str, str], *, pace: float) -> tuple[Remaining, ...]:
    """What the five documented `X-RateLimit-*` headers and the undocumented daily reset say.

    A pace that the account sets is never corrected upwards. The burst window's true end is not told, so its
    whole length stands for it.
    """
    rows = (_burst(headers, pace), _day(headers))
    return tuple(row for row in rows if row is not None)


def _burst(headers: Mapping[str, str], pace: float) -> Remaining | None:
    left = _number(headers, "x-ratelimit-remaining")
    if left is None:
        return None
    limit = _number(headers, "x-ratelimit-max") or 0
    if pace and limit:
        limit = min(limit, buckets(pace)[0].limit)
    interval = _number(headers, "x-ratelimit-interval-milliseconds") or 0
    return Remaining("burst", left, limit=limit, reset=interval / 1000)


def _day(headers: Mapping[str, str]) -> Remaining | None:
    left = _number(headers, "x-ratelimit-daily-remaining")
    if left is None:
        return None
    limit = _number(headers, "x-ratelimit-limit-daily") or 0
    return Remaining(
        "day", left, limit=limit, reset=_seconds(_number(headers, "x-ratelimit-daily-reset") or 0)
    )


def _seconds(reset: int) -> float:
    """Sources disagree on the unit: more than a day's seconds must be milliseconds."""
    return reset / 1000 if reset > _DAY else float(reset)


def _number(headers: Mapping[str, str], name: str) -> int | None:
    try:
        return max(0, int(headers[name]))
    except (KeyError, ValueError):
        return None
