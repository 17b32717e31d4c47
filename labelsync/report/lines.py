"""A report as lines of data, and the one place where they become text: escaped, aligned, coloured."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from labelsync.report.inert import inert

NARROWEST = 40
COMMANDS = ("::", "##")
HANGING = " " * 4  # where no line of its own begins, so that wrapped text cannot pass for one


class Tone(Enum):
    """What a line is about; its value is the terminal's colour code for it."""

    PLAIN = ""
    ADD = "32"
    REMOVE = "31"
    ALONE = "33"
    REFUSAL = "1;31"
    STRONG = "1"
    FAINT = "2"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, not escaped yet. `end` is aligned with its neighbours' ends; prose may be wrapped."""

    text: str = ""
    tone: Tone = Tone.PLAIN
    indent: int = 0
    end: str = ""
    prose: bool = False


def text_of(lines: Iterable[Line], *, colour: bool, width: int) -> str:
    """The lines as text, each ended by a newline. `width` is in columns; words are never broken."""
    shown: list[str] = []
    for ended, block in groupby(lines, key=lambda line: bool(line.end)):
        group = tuple(block)
        shown += _aligned(group, width, colour=colour) if ended else _plain(group, width, colour=colour)
    return "".join(f"{line}\n" for line in shown)


def _plain(lines: Sequence[Line], width: int, *, colour: bool) -> list[str]:
    return [_painted(part, line.tone, colour=colour) for line in lines for part in _parts(line, width)]


def _parts(line: Line, width: int) -> list[str]:
    text = _left(line)
    if not line.prose or len(text) <= width:
        return [text]
    first, *rest = textwrap.wrap(
        text,
        max(width, NARROWEST),
        subsequent_indent=HANGING,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [first, *(_no_command(part) for part in rest)]


def _no_command(part: str) -> str:
    """A pipeline takes a line that begins with such a sign for a command to itself, spaces or not."""
    return f"{HANGING}> {part.lstrip()}" if part.lstrip().startswith(COMMANDS) else part


def _aligned(lines: Sequence[Line], width: int, *, colour: bool) -> list[str]:
    """Ends stand in one column where the width allows it; a line that is too long has its end behind it."""
    room = width - 2 - max(len(inert(line.end)) for line in lines)
    column = min(max(len(_left(line)) for line in lines), max(room, 0))
    return [
        _painted(_left(line), line.tone, colour=colour)
        + " " * (2 + max(0, column - len(_left(line))))
        + _painted(inert(line.end), Tone.FAINT, colour=colour)
        for line in lines
    ]


def _left(line: Line) -> str:
    return (" " * line.indent + inert(line.text)).rstrip()


def _painted(text: str, tone: Tone, *, colour: bool) -> str:
    """The only place that knows colour codes. Text arrives escaped, so no other code can be in it."""
    return f"\x1b[{tone.value}m{text}\x1b[0m" if colour and tone.value and text else text
