"""Rows as Markdown, and what was measured against what was to be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Row = dict[str, object]


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """A Markdown table; its columns are the rows' keys, in the order in which they first come."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, ["---"] * len(names), *([_cell(row.get(name, "")) for name in names] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cell(value: object) -> str:
    text = f"{value:,}" if isinstance(value, int) else str(value)
    text = _number(value) if isinstance(value, float) else text
    return text.replace("|", "\\|").replace("\n", " ")


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def at_most(value: float, goal: float, reason: str = "") -> Row:
    """A goal from above, and whether it is met: the reason says why not, where it is not."""
    return {"goal": f"≤ {goal:g}", "verdict": _verdict(value <= goal, value / goal, reason)}


def at_least(value: float, goal: float, reason: str = "") -> Row:
    """A goal from below, and whether it is met."""
    return {"goal": f"≥ {goal:g}", "verdict": _verdict(value >= goal, goal / value, reason)}


def _verdict(met: bool, off: float, reason: str) -> str:
    return "met" if met else f"off by {off:.2f}×{': ' if reason else ''}{reason}"
