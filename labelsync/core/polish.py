"""The polish of small packings: some calls are taken apart and their pairs packed anew, again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from labelsync.core.grid import Call, Grid, columns, numbers_of

CONTACTS = 64
PAIRS = 300
_PATIENCE = 60_000
_START = 40
_SEEDS = 1


@dataclass(slots=True)
class Dice:
    """Numbers without a pattern, the same ones each time: chance that is not chance."""

    state: int = 1

    def under(self, end: int) -> int:
        """A number from 0 to below `end`."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % end


def polish(grid: Grid, calls: Sequence[Call], *, overlap: bool, enough: int) -> list[Call]:
    """Calls that hold the same pairs, fewer if some are found; no more is tried once they are `enough`.

    Only for grids of up to `CONTACTS` contacts and `PAIRS` pairs; others come back as they are.
    """
    pairs = sum(grid.carriers)
    if len(grid.rows) > CONTACTS or pairs > PAIRS:
        return list(calls)
    dice, best = Dice(), [(call.shape, sum(1 << one for one in call.who)) for call in calls]
    whole = columns(grid.rows, len(grid.labels))
    for _ in range(_PATIENCE // (_START + pairs)):
        if len(best) <= enough:
            break
        best = _retried(grid, whole, best, dice, overlap=overlap)
    return [Call(shape, numbers_of(who)) for shape, who in best]


Rectangle = tuple[int, int]


def _retried(
    grid: Grid, whole: Sequence[int], calls: list[Rectangle], dice: Dice, *, overlap: bool
) -> list[Rectangle]:
    """These calls, or others that are not more of them."""
    order = [calls[number] for _, number in sorted((dice.under(1 << 20), n) for n in range(len(calls)))]
    gone = min(len(order), 2 + dice.under(3))
    patch = _Patch(grid, whole, order[gone:], dice, overlap=overlap)
    patch.widen()
    while patch.is_open() and len(patch.calls) < len(calls):
        patch.grow()
    return calls if patch.is_open() else patch.calls


class _Patch:
    """Calls that leave pairs open: `open` has, by label, the contacts (bits) that still need it."""

    def __init__(
        self, grid: Grid, whole: Sequence[int], calls: list[Rectangle], dice: Dice, *, overlap: bool
    ) -> None:
        self._grid, self._dice = grid, dice
        self._open = list(whole)
        self._may = whole if overlap else self._open
        self._spent = 0
        self.calls: list[Rectangle] = []
        for shape, who in calls:
            self._add(shape, who)

    def is_open(self) -> bool:
        """Whether any pair is in no call."""
        return any(self._open)

    def _add(self, shape: int, who: int) -> None:
        self.calls.append((shape, who))
        self._settle(shape, who)

    def _settle(self, shape: int, who: int) -> None:
        for label in numbers_of(shape):
            self._open[label] &= ~who
        if self._grid.is_mixed(shape):
            self._spent |= who

    def widen(self) -> None:
        """Let the calls have more contacts, then more labels, where that settles open pairs."""
        for number, (shape, held) in enumerate(self.calls):
            who = held
            room = self._grid.height - who.bit_count()
            if room:
                more = self._chosen(shape, self._able(shape) & ~who, room)
                self._settle(shape, more)
                who |= more
            self.calls[number] = self._widened(shape, who), who

    def _widened(self, shape: int, who: int) -> int:
        for label, still_open in enumerate(self._open):
            if who & still_open and self._takes(shape, label, who):
                shape |= 1 << label
                self._settle(shape, who)
        return shape

    def _takes(self, shape: int, label: int, who: int) -> bool:
        """Whether all contacts of a call may be given one label more."""
        wider = shape | 1 << label
        if wider == shape or who & ~self._may[label] or not self._grid.fits(wider):
            return False
        return not self._grid.is_mixed(wider) or self._grid.is_mixed(shape) or not who & self._spent

    def _able(self, shape: int) -> int:
        """The contacts that a call of this shape may have."""
        who = ~self._spent if self._grid.is_mixed(shape) else -1
        for label in numbers_of(shape):
            who &= self._may[label]
        return who

    def grow(self) -> None:
        """One more call: from an open label on, label by label, while it settles more."""
        seeds = [label for label, who in enumerate(self._open) if who]
        best, most = (0, 0), 0
        for _ in range(_SEEDS):
            call, gain = self._grown(1 << seeds[self._dice.under(len(seeds))])
            if gain > most:
                best, most = call, gain
        self._add(*best)

    def _grown(self, shape: int) -> tuple[Rectangle, int]:
        able = self._able(shape)
        chosen = self._chosen(shape, able, self._grid.height)
        gain = self._gain(shape, chosen)
        while (wider := self._wider(shape, able)) and wider[0] > gain:
            gain, _, shape, chosen = wider
            able = self._able(shape)
        return (shape, chosen), gain

    def _wider(self, shape: int, able: int) -> tuple[int, int, int, int] | None:
        """What is gained with one label more, for the label with which it is most."""
        found = []
        for label, may in enumerate(self._may):
            wider = shape | 1 << label
            if not may & able or wider == shape or not self._grid.fits(wider):
                continue
            both = may & able & (~self._spent if self._grid.is_mixed(wider) else -1)
            chosen = self._chosen(wider, both, self._grid.height)
            found.append((self._gain(wider, chosen), self._dice.under(64), wider, chosen))
        return max(found, default=None)

    def _gain(self, shape: int, who: int) -> int:
        return sum([(bits & who).bit_count() for label, bits in enumerate(self._open) if shape >> label & 1])

    def _chosen(self, shape: int, able: int, room: int) -> int:
        """The contacts, as many as there is room for, for whom most of the labels are open."""
        bits = [bits for label, bits in enumerate(self._open) if shape >> label & 1]
        able &= reduce(or_, bits)
        if able.bit_count() <= room:
            return able
        ranked = [(-sum([one >> n & 1 for one in bits]), self._dice.under(64), n) for n in numbers_of(able)]
        return sum(1 << n for _, _, n in sorted(ranked)[:room])
