"""How fast KirimChat may be asked: two token buckets an organisation, as large as its tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from labelsync.core.capability import Bucket
from labelsync.core.exchange import Remaining

PAGE = 100
"""Contacts or labels a page: the documented maximum of `limit`."""

CEILING = 1000
"""Contacts a bulk call, at most, as documented."""

NAME = 50
"""The longest label name, as documented."""

SEARCH = 200
"""The longest text that contacts are searched by, as documented."""

FREE_READ = 600
FREE_WRITE = 60
MINUTE = 60.0

Traffic = Literal["read", "write"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests a minute of either traffic.

    `told` is true once the vendor said them; `paced` is the account's own limit of each, 0 without one.
    """

    read: int = FREE_READ
    write: int = FREE_WRITE
    told: bool = False
    paced: int = 0

    @classmethod
    def at(cls, pace: float) -> Limits:
        """The free tier's, or the account's own pace (requests a second, 0 without one)."""
        return cls(paced=max(1, round(pace * MINUTE)) if pace else 0)

    def corrected(self, *, read: int | None, write: int | None) -> Limits:
        """The limits once `GET /me` told them; what it leaves out stays as it was."""
        if not read or not write:
            return self
        return replace(self, read=read, write=write, told=True)

    @property
    def buckets(self) -> tuple[Bucket, ...]:
        """The two buckets, a minute each."""
        return (
            Bucket("read", self._allowed(self.read), MINUTE, "read"),
            Bucket("write", self._allowed(self.write), MINUTE, "write"),
        )

    def remaining(self, headers: Mapping[str, str], *, now: float) -> tuple[Remaining, ...]:
        """What `X-RateLimit-*` says. The headers do not name the traffic, so its known limit must tell it.

        `X-RateLimit-Reset` is the time (epoch seconds) at which the bucket is full again.
        """
        limit, left = _number(headers, "x-ratelimit-limit"), _number(headers, "x-ratelimit-remaining")
        traffic = self._traffic(limit)
        if traffic is None or limit is None or left is None:
            return ()
        reset = _number(headers, "x-ratelimit-reset")
        wait = max(0.0, reset - now) if reset is not None else 0.0
        return (Remaining(traffic, left, limit=self._allowed(limit), reset=wait),)

    def _traffic(self, limit: int | None) -> Traffic | None:
        """Which bucket has this limit: not known before the vendor told both, nor where they are alike."""
        if not self.told or self.read == self.write:
            return None
        if limit == self.read:
            return "read"
        return "write" if limit == self.write else None

    def _allowed(self, limit: int) -> int:
        """The account's own pace counts, but never above what the vendor told."""
        if not self.paced:
            return limit
        return min(self.paced, limit) if self.told else self.paced


def _number(headers: Mapping[str, str], name: str) -> int | None:
    try:
        return max(0, int(headers[name]))
    except (KeyError, ValueError):
        return None
