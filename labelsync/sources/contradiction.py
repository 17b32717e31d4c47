"""A mistake that only a list's rows show. It has the fields of the manifest's own mistakes."""

from __future__ import annotations

from typing import NamedTuple

from labelsync.core.member import Place


class Contradiction(NamedTuple):
    """What is wrong, and where. `shown` stays empty: rows of people are not shown."""

    code: str
    message: str
    place: Place
    end_column: int = 0
    suggestion: str = ""
    shown: str = ""
    related: tuple[Place, ...] = ()
