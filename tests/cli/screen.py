"""What a terminal shows in the end of all that was written to it, and a program that runs on one."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.cli.program import ENVIRONMENT, command

COLUMNS, LINES = 80, 24
_TOKEN = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\r|\n|[^\x1b\r\n]")


class Shown(NamedTuple):
    """How a program ended on a terminal: its exit code, all that it wrote, and what is to be seen of it."""

    code: int
    written: str
    seen: str


class Screen:
    """A terminal that knows as few codes as are needed: move up, erase a line; colours are passed over."""

    def __init__(self) -> None:
        self.rows: list[dict[int, str]] = [{}]
        self.row = self.column = 0
        self.hidden = False

    def write(self, text: str) -> None:
        for token in _TOKEN.finditer(text):
            if token[2]:
                self._obey(token[1], token[2])
            elif token[0] == "\r":
                self.column = 0
            elif token[0] == "\n":
                self._down()
            else:
                self._put(token[0])

    def text(self) -> str:
        lines = ("".join(row.get(column, " ") for column in range(COLUMNS)).rstrip() for row in self.rows)
        return "\n".join(lines).rstrip("\n")

    def _obey(self, argument: str, letter: str) -> None:
        match letter, argument:
            case "A", _:
                self.row = max(0, self.row - int(argument or 1))
            case "K", "2":
                self.rows[self.row] = {}
            case (("l" | "h"), "?25"):
                self.hidden = letter == "l"
            case "m", _:
                pass
            case _:
                raise AssertionError(f"an unknown code: {argument}{letter}")

    def _put(self, char: str) -> None:
        if self.column == COLUMNS:
            self.column = 0
            self._down()
        self.rows[self.row][self.column] = char
        self.column += 1

    def _down(self) -> None:
        self.row += 1
        if self.row == len(self.rows):
            self.rows.append({})


def on_a_terminal(
    *arguments: str, folder: Path, meanwhile: Callable[[str], bytes] = lambda _: b"", **environment: str
) -> Shown:
    """Run the program on a terminal. `meanwhile` says what is typed, given all that was written so far."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    process = subprocess.Popen(
        command(*arguments),
        cwd=folder,
        env=ENVIRONMENT | {"TERM": "xterm", **environment},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - so that Ctrl-C reaches it
    )
    os.close(theirs)
    written = b""
    while process.poll() is None or select.select([ours], [], [], 0)[0]:
        try:
            written += os.read(ours, 4096) if select.select([ours], [], [], 0.1)[0] else b""
        except OSError:
            break
        os.write(ours, meanwhile(written.decode("utf-8", "replace")))
    os.close(ours)
    code = process.wait(60)
    return Shown(code, text := written.decode("utf-8", "replace"), seen(text))


def seen(text: str) -> str:
    """What is left to be seen. The cursor must be, too."""
    screen = Screen()
    screen.write(text)
    assert not screen.hidden
    return screen.text()
