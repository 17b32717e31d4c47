"""The record of a line: what left and what waited, when, in as little memory however long it takes."""

from __future__ import annotations

from itertools import zip_longest

from labelsync.core.exchange import Clock
from labelsync.core.timeline import Stretch, Timeline

MOST = 240
NOTHING = Stretch()


class Record:
    """Counts by stretches of a second; once there are too many, two become one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock.now()
        self._start = clock.monotonic()
        self._width = 1.0
        self._stretches: list[Stretch] = []

    def sent(self, *, waited: float = 0.0) -> None:
        """A request leaves now, after so many seconds of waiting for its turn."""
        self._add(Stretch(1, 0, waited))

    def refused(self) -> None:
        """The vendor just refused a request for pace."""
        self._add(Stretch(0, 1, 0.0))

    def told(self) -> Timeline:
        """What was counted so far."""
        return Timeline(self._began, self._width, tuple(self._stretches))

    def _add(self, more: Stretch) -> None:
        at = int((self._clock.monotonic() - self._start) / self._width)
        while at >= MOST:
            self._halve()
            at //= 2
        self._stretches += [NOTHING] * (at + 1 - len(self._stretches))
        self._stretches[at] = _both(self._stretches[at], more)

    def _halve(self) -> None:
        self._width *= 2
        pairs = zip_longest(self._stretches[::2], self._stretches[1::2], fillvalue=NOTHING)
        self._stretches = [_both(one, other) for one, other in pairs]


def _both(one: Stretch, other: Stretch) -> Stretch:
    return Stretch(one.sent + other.sent, one.refused + other.refused, one.waited + other.waited)
