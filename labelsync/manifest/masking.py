"""Lines as they may be shown: people, ids and secrets are `•`, each character, so a caret keeps its place.

Two rules work together. Whatever looks like an e-mail, a phone number or an id is masked wherever it stands.
And where the text was understood, a value is shown only if its key is known to hold neither a person nor a
secret; comments, and lines that were not understood, show their keys and their punctuation.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from labelsync.manifest.nodes import Entry, Listing, Mapping, Node, Scalar

DOT = "•"
_TOKEN = re.compile(r"[^\s\"'\[\]{},]+")
_SENSITIVE = re.compile(
    r"\+\d[\d\s().\-/]*|\d(?:[\s().\-/]?\d){6,}"  # a phone number
    r"|(?<![\w])[0-9A-Fa-f]{8}-[0-9A-Fa-f-]+"  # a UUID
    r"|(?<![\w./-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{16,}(?![\w./-])"  # an id or a token
    r"|\w{25,}"
)
_SYNTAX = re.compile(r"[^\s\-\[\]{},:?&*!|>'\"#%`]")
_INSIDE = re.compile("[^'\"]")
_KEY = re.compile(r"(?:^|[\s\[{,])([A-Za-z_][A-Za-z_-]{0,30})(?=:(?:\s|$))")
_WORDS = re.compile(r"[A-Za-z_ .-]*\Z")
_WORD = re.compile(r"\w+")
_SHOWN = frozenset(
    _WORD.findall(
        "version requires connector title accounts account ownership state definition list column names "
        "label_column at_least labels without empty count percent free additions removals deletions total "
        "unmatched ambiguous region batch pace share concurrency match overlap env file sandbox"
    )
)
_HIDDEN = frozenset(
    _WORD.findall("members contact contacts id native where until previously suppress exec sql source")
)
_Part = TypeVar("_Part")


def masked(text: str) -> str:
    """The text with everything that looks like a person, an id or a token masked."""
    if "@" in text:
        text = _TOKEN.sub(lambda token: DOT * len(token[0]) if "@" in token[0] else token[0], text)
    return _SENSITIVE.sub(lambda match: DOT * len(match[0]), text)


def visible(text: str) -> str:
    """The text on one line, printable characters only: control, bidi and escape characters are spelt out."""
    if text.isprintable():
        return text
    return "".join(_spelt(character) for character in text)


def _spelt(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character == "\t" else f"\\u{{{ord(character):x}}}"


def mask_line(text: str, number: int, root: Node | None) -> str:
    """A line of a sheet, masked; `root` is what the sheet holds, None where that is not known."""
    judged = _judged(root, number, text) if root else [(*m.span(1), True) for m in _KEY.finditer(text)]
    kept, end = [], 0
    for start, stop, harmless in sorted(judged):
        part = text[max(start, end) : stop]
        kept += [_SYNTAX.sub(DOT, text[end:start]), part if harmless else _INSIDE.sub(DOT, part)]
        end = max(stop, end)
    kept.append(_SYNTAX.sub(DOT, text[end:]))
    return masked("".join(kept))


def _judged(root: Node, number: int, text: str) -> Iterator[tuple[int, int, bool]]:
    """The spans of a line's keys and values, and whether each may be shown.

    A text that is not written as it reads, or takes several lines, may hide a tag or an anchor: not shown.
    """
    for scalar, harmless in _on_line(root, number):
        start = scalar.column - 1 if scalar.line == number else 0
        stop = scalar.end_column - 1 if scalar.end_line == number else len(text)
        yield start, stop, harmless and text[start:stop].strip("'\"") == scalar.text


def _on_line(root: Node, number: int) -> Iterator[tuple[Scalar, bool]]:
    """The keys and values on a line, and whether they are harmless."""
    waiting: list[tuple[Node, str, bool]] = [(root, "", False)]
    while waiting:
        node, key, settings = waiting.pop()
        match node:
            case Scalar():
                if node.line <= number <= node.end_line:
                    yield node, _harmless(node, key, settings=settings)
            case Listing():
                waiting.extend((item, key, settings) for item in _around(node.items, number, _line))
            case Mapping():
                entries = _around(list(node.entries.values()), number, _key_line)
                yield from ((entry.key, True) for entry in entries if entry.key.line == number)
                waiting.extend((e.value, *_context(e, key, settings=settings)) for e in entries)


def _around(parts: Sequence[_Part], number: int, line: Callable[[_Part], int]) -> Sequence[_Part]:
    """Those that start on the line, and the one before, which may reach into it: parts stand in order."""
    first = bisect_left(parts, number, key=line)
    return parts[max(0, first - 1) : bisect_right(parts, number, key=line)]


def _line(node: Node) -> int:
    return node.line


def _key_line(entry: Entry) -> int:
    return entry.key.line


def _context(entry: Entry, key: str, *, settings: bool) -> tuple[str, bool]:
    """Under which key a value is judged, and whether it is below `accounts`."""
    kept = key in ("native", "where", "names")
    return (key if kept else entry.key.text), settings or key == "accounts"


def _harmless(scalar: Scalar, key: str, *, settings: bool) -> bool:
    if key in _HIDDEN:
        return False
    return key in _SHOWN or (not settings and _WORDS.match(scalar.text) is not None)
