"""A sheet: one file of a manifest, read within its limits, with its lines at hand for messages."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from labelsync.manifest.codes import Code
from labelsync.manifest.events import Flaw, Parsed, parse
from labelsync.manifest.masking import mask_line
from labelsync.manifest.nodes import START, Span

MAX_BYTES = 64 * 1024 * 1024
MAX_SHOWN = 10_000
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, eq=False)
class Sheet:
    """One file. `file` is its name in places, `path` where it is; `digest` its bytes' SHA-256, in hex."""

    file: str
    path: Path
    text: str
    digest: str
    parsed: Parsed

    @cached_property
    def lines(self) -> list[str]:
        """The lines, counted as YAML counts them."""
        return _BREAK.split(self.text)

    def line(self, number: int) -> str:
        """A line from 1 on, '' beyond the end."""
        return self.lines[number - 1] if number <= len(self.lines) else ""

    def shown(self, number: int) -> str:
        """A line as it may be shown; '' for one too long to be looked at."""
        line = self.line(number)
        return mask_line(line, number, self.parsed.root) if len(line) <= MAX_SHOWN else ""


def read_sheet(path: Path, file: str) -> Sheet:
    """A file's sheet. What is wrong with the file itself is among the flaws of its `parsed`."""
    try:
        content = _content(path)
    except OSError:
        return _unread(path, file, Code.UNREADABLE, "this file is not there, or cannot be read")
    if content is None:
        return _unread(path, file, Code.UNREADABLE, "this is not a regular file")
    if len(content) > MAX_BYTES:
        return _unread(path, file, Code.TOO_LARGE, f"the file is larger than {MAX_BYTES >> 20} MB")
    digest = hashlib.sha256(content).hexdigest()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        flaw = Flaw(Code.BAD_CHARACTER, "bytes that are not UTF-8", Span(line, 1, line, 2))
        return Sheet(
            file, path, content.decode("utf-8", "replace"), digest, Parsed(None, (flaw,), whole=False)
        )
    return Sheet(file, path, text, digest, read_text(text))


def read_text(text: str, *, pure: bool = False) -> Parsed:
    """What a text holds; a character that may not stand in a manifest is found before any parser sees it."""
    found = _FORBIDDEN.search(text)
    if found is None:
        return parse(text, pure=pure)
    before = _BREAK.split(text[: found.start()])
    line, column = len(before), len(before[-1]) + 1
    message = f"the character U+{ord(found[0]):04X} may not stand here"
    return Parsed(
        None, (Flaw(Code.BAD_CHARACTER, message, Span(line, column, line, column + 1)),), whole=False
    )


def _content(path: Path) -> bytes | None:
    """The bytes of a regular file, one more than the limit at most; None where it is something else."""
    if not path.is_file():
        path.stat()
        return None
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _unread(path: Path, file: str, code: Code, message: str) -> Sheet:
    return Sheet(file, path, "", "", Parsed(None, (Flaw(code, message, START),), whole=False))
