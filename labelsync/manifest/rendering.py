"""Mistakes as people and programs read them. Nothing in the output can drive a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NotRequired, TypedDict

from labelsync.manifest.masking import visible
from labelsync.manifest.mistakes import SHOWN_IN_FULL, Described

WIDTH = 100


class Row(TypedDict):
    """One mistake as JSON."""

    severity: str
    code: str
    message: str
    file: str
    line: int
    column: int
    end_column: int
    suggestion: NotRequired[str]
    shown: NotRequired[str]
    related: NotRequired[list[str]]


def render(mistakes: Sequence[Described], *, severity: str = "error", full: int = SHOWN_IN_FULL) -> str:
    """The text of mistakes: the first `full` of them with line and caret, then how many more there are."""
    blocks = ["\n".join(_block(mistake, severity)) for mistake in mistakes[:full]]
    if len(mistakes) > full:
        blocks.append(f"and {len(mistakes) - full:,} more")
    return "\n\n".join(blocks) + "\n" if blocks else ""


def way_on(mistakes: Sequence[Described]) -> str:
    """The command that says more about the first of some mistakes, whose codes have a page each."""
    more = " (each code has a page)" if len({mistake.code for mistake in mistakes}) > 1 else ""
    return f"labelsync explain {mistakes[0].code}{more}"


def rows(mistakes: Sequence[Described], *, severity: str = "error") -> list[Row]:
    """The mistakes as rows of JSON, all of them."""
    return [_row(mistake, severity) for mistake in mistakes]


def _row(mistake: Described, severity: str) -> Row:
    file, line, column = mistake.place
    row = Row(
        severity=severity,
        code=mistake.code,
        message=visible(mistake.message),
        file=visible(file),
        line=line,
        column=column,
        end_column=mistake.end_column,
    )
    if mistake.suggestion:
        row["suggestion"] = visible(mistake.suggestion)
    if mistake.shown:
        row["shown"] = visible(mistake.shown)
    if mistake.related:
        row["related"] = [visible(str(place)) for place in mistake.related]
    return row


def _block(mistake: Described, severity: str) -> Iterator[str]:
    yield f"{severity}[{mistake.code}]: {visible(mistake.message)}"
    file, line, column = mistake.place
    yield f"  --> {visible(file)}:{line}" + (f":{column}" if column else "")
    if mistake.shown:
        yield from _excerpt(mistake, line, column)
    elif mistake.suggestion:
        yield f"   = did you mean `{visible(mistake.suggestion)}`?"
    for place in mistake.related:
        yield f"   = see also {visible(place.file)}:{place.line}" + (
            f":{place.column}" if place.column else ""
        )


def _excerpt(mistake: Described, line: int, column: int) -> Iterator[str]:
    gutter = " " * max(3, len(str(line)) + 2)
    shown, start, stop = _clipped(mistake.shown, column - 1, mistake.end_column - 1)
    before = visible(shown[:start])
    carets = "^" * max(1, _cells(visible(shown[start:stop])))
    asked = f" did you mean `{visible(mistake.suggestion)}`?" if mistake.suggestion else ""
    yield f"{gutter}|"
    yield f"{line:>{len(gutter) - 1}} | {visible(shown)}".rstrip()
    yield f"{gutter}| {' ' * _cells(before)}{carets}{asked}"


def _clipped(text: str, start: int, stop: int) -> tuple[str, int, int]:
    """A window of a long line around what is meant, and where that is in the window."""
    if len(text) <= WIDTH:
        return text, start, stop
    left = max(0, min(start - WIDTH // 3, len(text) - WIDTH))
    window = text[left : left + WIDTH]
    head, tail = "…" if left else "", "…" if left + WIDTH < len(text) else ""
    shift = left - len(head)
    return head + window + tail, start - shift, min(stop - shift, len(head) + len(window))


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(_cell(character) for character in text) if not text.isascii() else len(text)


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
