"""The proof by prices: what each contact costs at least, with every place in a call as cheap as can be."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from labelsync.core.grid import Grid, numbers_of
from labelsync.core.support import Support, support

_LOOKUPS = 12_000_000
_LABELS = 7
_SLACK = 1e-9
_DEAR = 3
_ALIKE = (0.95, 0.9, 0.85, 0.8, 0.6, 0.25)
_SAMPLE = 20_000


def priced(grid: Grid, classes: Mapping[int, int]) -> int:
    """How many calls every packing has at least; `classes` counts contacts by what they need.

    Let the contacts of a call share its cost of one evenly. A call for a set of labels has at most as many
    contacts as need all of the set, and at most the height: its place costs at least one by the smaller of
    the two. The calls that a contact is in hold together all that it needs, so the contact costs at least
    what the cheapest sets cost that do so, and not less than a place in every call that it takes for the
    width alone; that nobody else may fill the sets is left aside. The sum over all contacts is no more than
    the calls are. Shared pairs change nothing in this.

    Needing less costs no more. So labels may be left out, where all sets would be too many to count (those
    that mostly go with another), and of what a contact needs only the rarest labels are looked at. What is
    not counted out in bounded steps is taken for as cheap as can be: one by the height.
    """
    floor = max(1, math.ceil(grid.height / _DEAR))
    known, fewer = support(classes, floor=floor), classes
    for alike in _ALIKE:
        if not known.uncounted:
            break
        fewer = _without(classes, _kept(classes, alike))
        known = support(fewer, floor=floor)
    purse, total = _Purse(grid, known), 0.0
    for row in sorted(fewer, key=fewer.__getitem__, reverse=True):
        total += fewer[row] * max(purse.cheapest(_rarest(row)), grid.calls_at_least(row) / grid.height)
    return math.ceil(total * (1 - _SLACK) - _SLACK)


def _kept(classes: Mapping[int, int], alike: float) -> int:
    """The labels (bits), from the rarest on, that go with no label kept before as often as that."""
    rows = sorted(classes)[:: 1 + len(classes) // _SAMPLE]
    alone: Counter[int] = Counter()
    kept, everything = 0, 0
    for row in rows:
        everything |= row
    for label in reversed(numbers_of(everything)):
        with_it: Counter[int] = Counter()
        for row in rows:
            if row >> label & 1:
                alone[label] += classes[row]
                with_it.update(dict.fromkeys(numbers_of(row & kept), classes[row]))
        if all(both <= alike * min(alone[label], alone[other]) for other, both in with_it.items()):
            kept |= 1 << label
    return kept


def _without(classes: Mapping[int, int], kept: int) -> Mapping[int, int]:
    fewer: dict[int, int] = {}
    for row, number in classes.items():
        fewer[row & kept] = fewer.get(row & kept, 0) + number
    fewer.pop(0, None)
    return fewer


def _rarest(row: int) -> int:
    while row.bit_count() > _LABELS:
        row &= row - 1
    return row


class _Purse:
    """The cheapest ways to hold sets of labels, each reckoned once."""

    def __init__(self, grid: Grid, known: Support) -> None:
        self._fits, self._known = grid.fits, known
        self._least = 1 / grid.height
        self._unlisted = 1 / max(1, known.floor - 1)
        self._prices = {
            shape: 1 / min(grid.height, count) for shape, count in known.counts.items() if grid.fits(shape)
        }
        self._costs: dict[int, float] = {}
        self._lookups = 0

    def cheapest(self, need: int) -> float:
        """The least that sets cost which together are these labels."""
        found = self._costs.get(need)
        if found is None:
            found = self._costs[need] = self._reckoned(need)
        return found

    def _reckoned(self, need: int) -> float:
        price, least = self._prices.get(need), self._least
        if price == least or not self._known.is_counted(need):
            return least
        alone = price or (self._unlisted if self._fits(need) else math.inf)
        return min(alone, self._split(need, min(alone, (_DEAR + 1) * least)))

    def _split(self, need: int, best: float) -> float:
        """The least that two sets and more cost, as far as that is less than `best`."""
        prices, least = self._prices, self._least
        rarest = 1 << need.bit_length() - 1
        others = need ^ rarest
        if self._lookups > _LOOKUPS // _DEAR:
            strangers = self._strangers(need)
            if strangers == _DEAR or self._lookups > _LOOKUPS:
                return min(best, strangers * least)
        self._lookups += 1 << others.bit_count()
        part, tries = (others - 1) & others, []
        while True:
            own = prices.get(part | rarest)
            if own is not None and own + least < best:
                rest = prices.get(others ^ part)
                if rest is not None and own + rest < best:
                    best = own + rest
                    if best <= 2 * least:
                        return best
                tries.append((own, others ^ part))
            if not part:
                break
            part = (part - 1) & others
        for own, rest in tries:
            if own + 2 * least < best:
                best = min(best, own + self.cheapest(rest))
        return best

    def _strangers(self, need: int) -> int:
        """Two, or three where so many of the labels go together in no listed set."""
        strangers: list[int] = []
        while need and len(strangers) < _DEAR:
            rarest = 1 << need.bit_length() - 1
            need ^= rarest
            if all(self._is_rare(rarest | other) for other in strangers):
                strangers.append(rarest)
        return max(2, len(strangers))

    def _is_rare(self, shape: int) -> bool:
        return shape not in self._known.counts and self._known.is_counted(shape)
