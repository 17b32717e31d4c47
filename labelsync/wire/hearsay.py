"""What a vendor's last answers said about itself: its clock, and what is left of its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime

from labelsync.core.exchange import Remaining


@dataclass(slots=True)
class Hearsay:
    """`ahead` is by how many seconds the vendor's clock is before ours, None where it told none.

    `left` has, by bucket, what its headers said last.
    """

    ahead: float | None = None
    left: dict[str, Remaining] = field(default_factory=dict)

    def hear(self, headers: Mapping[str, str], remaining: tuple[Remaining, ...], *, now: float) -> None:
        """Remember what an answer says. The `Date` of an answer is that of RFC 9110, 6.6.1."""
        date = _instant(headers.get("date", ""))
        if date is not None:
            self.ahead = date - now
        self.left.update({one.bucket: one for one in remaining})


def _instant(text: str) -> float | None:
    if not text:
        return None
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
