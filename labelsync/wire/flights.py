"""How many calls are in flight: as many as the latency takes, so that it does not slow down the pace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from math import ceil, inf

HEADROOM = 2.0
"""Calls in flight for each that rate times latency takes on average: latencies are not alike."""

RISING = 2.0
"""The vendor is taken to be strained where it answers so many times slower than it usually does."""

QUICK, SLOW = 8, 64
"""Over how many answers the latency is taken together: as it is now, and as it usually is."""


class Ending(Enum):
    """How a call ended, as far as pace is concerned. FAILING: a 5xx, or no answer."""

    UNKNOWN = "unknown"
    FINE = "fine"
    REFUSED = "refused"
    FAILING = "failing"


@dataclass(slots=True)
class Flight:
    """One call in flight: when it left, and how it ended, which whoever holds the slot says.

    `marks`: for each bucket by name, how many of ours may be counted with it (see `Window.mark`).
    """

    left: float
    marks: Mapping[str, int]
    ending: Ending = Ending.UNKNOWN


class Pulse:
    """The latency of one traffic, in seconds: what it is now, and what it usually is."""

    def __init__(self) -> None:
        self._beats = 0
        self._now = 0.0
        self.usual = 0.0

    def beat(self, latency: float) -> None:
        """Take in one more."""
        self._beats += 1
        self._now += (latency - self._now) / min(self._beats, QUICK)
        self.usual += (latency - self.usual) / min(self._beats, SLOW)

    @property
    def rising(self) -> bool:
        """Whether the vendor answers much slower than it usually does."""
        return self._beats > QUICK and self._now > RISING * self.usual


class Flights:
    """Calls in flight, and how many there may be: between one and the ceiling, from `start` on.

    They grow while all of them are used, as far as rate times latency asks for it: one with each answer, and
    once the vendor was strained one with each round of answers. A strain halves them.
    """

    def __init__(self, start: int, ceiling: int) -> None:
        self.ceiling = max(start, ceiling)
        self._start = start
        self._allowed = float(start)
        self._flying = 0
        self._strained = -inf
        self._pulses: defaultdict[str, Pulse] = defaultdict(Pulse)

    @property
    def allowed(self) -> int:
        """How many may be in flight now."""
        return int(self._allowed)

    @property
    def free(self) -> bool:
        """Whether one more may leave."""
        return self._flying < self.allowed

    def leave(self) -> None:
        """One more is in flight."""
        self._flying += 1

    def land(self) -> None:
        """One is not in flight any more."""
        self._flying -= 1

    def strain(self, left: float, now: float) -> None:
        """The vendor refused, or failed, a request that left then: halve, once for all that left before."""
        if left >= self._strained:
            self._allowed = max(1.0, self._allowed / 2)
            self._strained = now

    def learn(self, traffic: str, left: float, now: float, *, rate: float) -> None:
        """Take in an answer, before it lands. `rate`: requests a second of this traffic that may leave."""
        pulse = self._pulses[traffic]
        pulse.beat(now - left)
        if pulse.rising:
            self.strain(left, now)
            return
        wanted = min(self.ceiling, max(self._start, ceil(HEADROOM * rate * pulse.usual)))
        if self._allowed < wanted and not self.free:
            step = 1.0 if self._strained == -inf else 1.0 / self._allowed
            self._allowed = min(wanted, self._allowed + step)
