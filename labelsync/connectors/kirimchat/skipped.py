"""Who was skipped: a bulk call only counts, so the halves are sent again until each skipped one is alone.

Attaching or detaching twice changes nothing, which makes the question a harmless write. What one half counts
is missing from the other, so each split costs one call. `applied` plays no part: whether it counts contacts
that were in the wanted state already is not documented.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from labelsync.connectors.kirimchat import assumptions
from labelsync.connectors.kirimchat.answers import Tally
from labelsync.core.outcome import APPLIED, Kind, Outcome
from labelsync.errors import CallFailed, NotAuthorised

BUDGET = 64
"""Further writes for one batch: about a minute of the free tier's."""

Ask = Callable[["Span"], Awaitable[Tally]]


class Span(NamedTuple):
    """A run of a batch's contacts, from `start` to before `stop`."""

    start: int
    stop: int


class Segment(NamedTuple):
    """A span and how many of it were skipped, by reason."""

    span: Span
    foreign: int
    mismatched: int

    @classmethod
    def of(cls, span: Span, tally: Tally) -> Segment:
        """What a call for this span counted."""
        return cls(span, tally.skipped_cross_org, tally.skipped_team_mismatch)

    @property
    def size(self) -> int:
        """How many contacts the span has."""
        return self.span.stop - self.span.start

    @property
    def is_possible(self) -> bool:
        """Whether the counts can be true of so many contacts."""
        return min(self.foreign, self.mismatched) >= 0 and self.foreign + self.mismatched <= self.size

    @property
    def verdict(self) -> Outcome | None:
        """The outcome of each of its contacts, None while they differ."""
        if not self.is_possible:
            return None
        if self.foreign == self.size:
            return Outcome(Kind.FAILED, assumptions.FOREIGN)
        if self.mismatched == self.size:
            return Outcome(Kind.FAILED, assumptions.MISMATCHED)
        return APPLIED if self.foreign == self.mismatched == 0 else None

    @property
    def doubt(self) -> Outcome:
        """What is known of each contact while it is not known which were skipped."""
        return Outcome(
            Kind.UNKNOWN,
            f"of {self.size} contacts KirimChat skipped {self.mismatched} as of another team than the label "
            f"and {self.foreign} as not of this organisation, without saying which",
        )

    def rest(self, left: Segment) -> Segment:
        """The other half: what this segment counts and its left half does not."""
        right = Span(left.span.stop, self.span.stop)
        return Segment(right, self.foreign - left.foreign, self.mismatched - left.mismatched)


async def tell_apart(whole: Segment, ask: Ask) -> list[tuple[Span, Outcome]]:
    """The outcome of each span of the whole, at the price of at most `BUDGET` further calls."""
    asking = _Asking(ask)
    untold = [whole]
    told: list[tuple[Span, Outcome]] = []
    while untold:
        segment = untold.pop()
        halves = () if segment.verdict else await asking.halves(segment)
        untold.extend(halves)
        if not halves:
            told.append((segment.span, segment.verdict or segment.doubt))
    return told


class _Asking:
    """Further calls, until the budget is over or one fails: the batch's own call took effect already."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._left = BUDGET

    async def halves(self, segment: Segment) -> tuple[Segment, ...]:
        """Both halves with their counts; none where they cannot be had."""
        if segment.size < 2 or not segment.is_possible:
            return ()
        middle = (segment.span.start + segment.span.stop) // 2
        left = await self._counted(Span(segment.span.start, middle))
        if left is None:
            return ()
        right = segment.rest(left)
        if right.is_possible:
            return (right, left)
        asked = await self._counted(right.span)
        return () if asked is None else (asked, left)

    async def _counted(self, span: Span) -> Segment | None:
        if self._left == 0:
            return None
        self._left -= 1
        try:
            return Segment.of(span, await self._ask(span))
        except (CallFailed, NotAuthorised):
            self._left = 0
            return None
