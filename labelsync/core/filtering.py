"""A vendor's own filter as a manifest holds it: JSON, and what its connector finds wrong with it."""

from __future__ import annotations

from typing import NamedTuple


class Flaw(NamedTuple):
    """Something wrong in a filter. `path` leads to it: keys and list positions, () for the whole.

    `reason` is a plain sentence without any value of the filter in it; `near` is what was meant, perhaps.
    `key`: the last key of the path is what is wrong, and not the value below it.
    """

    path: tuple[str | int, ...]
    reason: str
    near: str = ""
    key: bool = False


class FilterCheck(NamedTuple):
    """What a connector says of a filter: all its flaws, and the vendor label ids that it asks about."""

    flaws: tuple[Flaw, ...]
    labels: tuple[str, ...] = ()
