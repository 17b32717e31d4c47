"""Values kept by id and in order of creation, so that a page of a scan costs no sorting and no copy."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar


class Shelved(Protocol):
    """What can be shelved: a value with an id and an instant of creation."""

    @property
    def id(self) -> str:
        """Its identity."""

    @property
    def created(self) -> float:
        """When it came to be, epoch seconds."""


T = TypeVar("T", bound=Shelved)
Place = tuple[float, str]


def place(value: Shelved) -> Place:
    """Where a value stands in the order: by creation, then id."""
    return (value.created, value.id)


class Shelf(Generic[T]):
    """The one mutable collection: `by_id` to look up, and an order to walk from any place."""

    def __init__(self, values: Iterable[T] = ()) -> None:
        self.by_id: dict[str, T] = {value.id: value for value in values}
        self._order: list[Place] = sorted(place(value) for value in self.by_id.values())

    def __iter__(self) -> Iterator[T]:
        return (self.by_id[key] for _, key in self._order)

    def put(self, value: T) -> None:
        """Add a value, or replace the one with its id (its instant of creation stays)."""
        if value.id not in self.by_id:
            insort(self._order, place(value))
        self.by_id[value.id] = value

    def remove(self, value: T) -> None:
        """Take a value off the shelf."""
        del self.by_id[value.id]
        del self._order[bisect_left(self._order, place(value))]

    def oldest_first(self, after: Place | None) -> Iterator[T]:
        """The values younger than a place, in order; all when the place is None."""
        start = 0 if after is None else bisect_right(self._order, after)
        return (self.by_id[self._order[i][1]] for i in range(start, len(self._order)))

    def newest_first(self, after: Place | None) -> Iterator[T]:
        """The values older than a place, youngest first; all when the place is None."""
        end = len(self._order) if after is None else bisect_left(self._order, after)
        return (self.by_id[self._order[i][1]] for i in range(end - 1, -1, -1))
