"""Pruning: a call goes where all that it settles finds room in other calls that are not full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from labelsync.core.grid import Call, Grid

_STEPS = 4_000_000


def prune(grid: Grid, calls: Sequence[Call], *, overlap: bool) -> list[Call]:
    """The calls, fewer of them where that can be, that hold the same pairs; bounded by steps."""
    loose = _Loose(grid, calls, overlap=overlap)
    for number in sorted(loose.who, key=lambda one: (len(loose.who[one]), one)):
        loose.dissolve(number)
    full = [call for call in calls if len(call.who) == grid.height]
    return full + [Call(loose.shapes[number], sorted(who)) for number, who in loose.who.items()]


class _Loose:
    """The calls that are not full, by number, and the shapes that each of their contacts is in."""

    def __init__(self, grid: Grid, calls: Sequence[Call], *, overlap: bool) -> None:
        self._grid, self._overlap, self._steps = grid, overlap, 0
        loose = [call for call in calls if len(call.who) < grid.height]
        self.shapes = [call.shape for call in loose]
        self.who = {number: set(call.who) for number, call in enumerate(loose)}
        self._within: dict[int, list[int]] = {one: [] for call in loose for one in call.who}
        for shape, who in calls:
            for one in who:
                if one in self._within:
                    self._within[one].append(shape)

    def dissolve(self, number: int) -> None:
        """Let the call's contacts go elsewhere, if all of them can; not after too many steps."""
        shape, who = self.shapes[number], self.who.pop(number)
        rooms = [one for one, others in self.who.items() if self.shapes[one] & shape and self._room(others)]
        rooms.sort(key=lambda one: (-(self.shapes[one] & shape).bit_count(), -len(self.who[one]), one))
        moves: list[tuple[int, list[int]]] = []
        for contact in sorted(who):
            homes = self._homes(contact, shape, rooms) if self._steps < _STEPS else None
            if homes is None:
                self._undo(moves)
                self.who[number] = who
                return
            moves.append((contact, homes))
            for one in homes:
                self.who[one].add(contact)
        for contact, homes in moves:
            self._within[contact].remove(shape)
            self._within[contact] += [self.shapes[one] for one in homes]

    def _undo(self, moves: Sequence[tuple[int, list[int]]]) -> None:
        for contact, homes in moves:
            for one in homes:
                self.who[one].remove(contact)

    def _room(self, who: set[int]) -> bool:
        return len(who) < self._grid.height

    def _homes(self, contact: int, shape: int, rooms: Sequence[int]) -> list[int] | None:
        """Calls with room that together settle for the contact what only this shape did, if there are any."""
        kept = list(self._within[contact])
        kept.remove(shape)
        spent = any(map(self._grid.is_mixed, kept))
        need = may = shape
        if self._overlap:
            may = self._grid.rows[contact]
            for other in kept:
                need &= ~other
        homes: list[int] = []
        for one in self._open(contact, rooms) if need else ():
            other = self.shapes[one]
            mixed = self._grid.is_mixed(other)
            if other & may == other and other & need and not (mixed and spent):
                homes.append(one)
                need, may = need & ~other, may if self._overlap else may & ~other
                spent = spent or mixed
            if not need:
                break
        return None if need else homes

    def _open(self, contact: int, rooms: Sequence[int]) -> Iterator[int]:
        for one in rooms:
            self._steps += 1
            if self._room(self.who[one]) and contact not in self.who[one]:
                yield one
