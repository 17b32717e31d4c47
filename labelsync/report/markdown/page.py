"""Pages of Markdown: a head and a foot that are always there, and between them as much as fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from labelsync.report.markdown.blocks import Section, joined, size
from labelsync.report.markdown.fitting import GAP, fitted
from labelsync.report.wording import counted, listed

LEAST = 500


def page(head: str, sections: Sequence[Section], foot: str, *, show: str, limit: int) -> str:
    """The page within `limit` UTF-8 bytes. ValueError for a limit of less than 500.

    `show` is the command, as Markdown, that shows what is left out.
    """
    if limit < LEAST:
        raise ValueError(f"a page of Markdown takes {LEAST} bytes at least")
    longest = max(_left(fitted(sections, 0).left, show), _left({}, show), key=size)
    room = limit - size(joined((head, longest, foot))) - 2 * GAP
    text, left = fitted(sections, room)
    return joined((head, text, _left(left, show), foot))


def _left(left: Mapping[str, int], show: str) -> str:
    found = listed(_many(count, noun) for noun, count in left.items() if count)
    return (
        f"Left out here: {found}. All of it: {show}.\n"
        if found
        else f"Nothing is left out; {show} tells the same as text.\n"
    )


def _many(count: int, noun: str) -> str:
    return counted(count, noun) if count < 1000 else f"{count:,} {noun}s"
