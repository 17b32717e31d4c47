"""What a guard counted against its limit, as a sentence with a small bar."""

from __future__ import annotations

from math import inf

from labelsync.core.plan import Measure
from labelsync.report.inert import word

WIDTH = 10
TOLD = {"removals": "removes", "deletions": "deletes", "additions": "adds"}
HALF = 0.5


def is_telling(one: Measure) -> bool:
    """Whether people look at it before they say yes: what is taken away, and what comes near its limit."""
    return one.guard in {"removals", "deletions"} or (one.guard == "additions" and fullness(one) >= HALF)


def fullness(one: Measure) -> float:
    """How much of its limit is used, 1.0 for all of it; of two limits that which is nearer."""
    share = 100 * one.pairs / one.base if one.base else 100.0
    used = [_part(one.pairs, one.count), _part(share, one.percent)]
    return 0.0 if one.pairs <= one.free else max(used)


def _part(measured: float, limit: float | None) -> float:
    if limit is None:
        return 0.0
    return measured / limit if limit else inf


def bar(one: Measure) -> str:
    """`[###.......]`: how much of the limit is used."""
    filled = round(WIDTH * min(1.0, fullness(one)))
    return f"[{'#' * filled}{'.' * (WIDTH - filled)}]"


def measured_said(one: Measure) -> str:
    """`removes 38 of 1,204 (3.2 %), limit 100 or 30 %`."""
    share = f" of {one.base:,} ({100 * one.pairs / one.base:.1f} %)" if one.base else ""
    verb = TOLD.get(one.guard, f"{word(one.guard)}:")
    return f"{verb} {one.pairs:,}{share}, {limit_said(one)}"


def limit_said(one: Measure) -> str:
    """The limits: a count, a percentage, and what is free in any case."""
    parts = [] if one.count is None else [f"{one.count:,}"]
    if one.percent is not None:
        parts.append(f"{one.percent:g} %")
    free = f"; up to {one.free:,} are free" if one.free and one.pairs <= one.free else ""
    return f"limit {' or '.join(parts) or 'none'}{free}"
