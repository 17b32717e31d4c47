"""What a page is made of: blocks that can be cut by whole rows, in sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

FEW = 20  # as many objections or remarks come before all counts


class Rank(IntEnum):
    """Who is given room first: the lowest."""

    OBJECTIONS = 0
    NOTES = 1
    COUNTS = 2
    REMARKS = 3
    GROUPS = 4


def _nothing() -> str:
    return ""


def _no_row(number: int) -> str:
    raise IndexError(number)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page that is there with as many of its rows as fit, as one line, or not at all.

    `line` draws that line, `opening` what stands before the rows, and `row` one of the `rows` rows by its
    number, each with its newline; nothing is drawn before there may be room for it. The `first` of the rows
    are needed more than whatever ranks lower; `hidden` more are never drawn. `more` tells how many are
    missing. `noun` and `unit` are what the block and a row of it count as where they are left out.
    """

    rank: Rank
    noun: str = ""
    line: Callable[[], str] | None = None
    opening: Callable[[], str] = _nothing
    row: Callable[[int], str] = _no_row
    rows: int = 0
    first: int = 0
    hidden: int = 0
    unit: str = ""
    more: str = "\n… {:,} more\n"
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that stand and fall together, with what stands before and after them.

    It is given room at its `rank`, those that are `urgent` before others of the rank, and its blocks after
    that; `noun` is what it counts as where it is left out.
    """

    rank: Rank
    blocks: tuple[Block, ...]
    opening: str = ""
    closing: str = ""
    noun: str = ""
    urgent: bool = True


def lines(rank: Rank, said: Sequence[str], *, unit: str, heading: str = "") -> Block:
    """Items of a list, each a line of Markdown."""
    return Block(
        rank,
        opening=lambda: heading,
        row=lambda number: f"- {said[number]}\n",
        rows=len(said),
        first=min(len(said), FEW),
        unit=unit,
        more="- … {:,} more\n",
    )


def joined(parts: Iterable[str]) -> str:
    """Parts with an empty line between, but for items of a list, which stay together."""
    text, last = [], ""
    for part in filter(None, parts):
        text.append("\n" if last and not (_is_item(last) and _is_item(part)) else "")
        text.append(part)
        last = part
    return "".join(text)


def size(text: str) -> int:
    """The bytes of a text in UTF-8."""
    return len(text) if text.isascii() else len(text.encode())


def _is_item(part: str) -> bool:
    return part.startswith("- ")
