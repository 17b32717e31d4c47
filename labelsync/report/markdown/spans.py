"""Text from outside as Markdown that is text and nothing else, on GitHub and on GitLab.

Ids, labels and places are code spans, not escaped text. An escape stops the parser alone: both sites look
for `@name`, `#1`, commits, links and emoji afterwards, in the text that the parser leaves, where an escaped
sign is a plain one again. Code they leave alone (read in the source of GitLab's reference filter, and of
html-pipeline, from which GitHub's filters come), and nothing in it is emphasis, HTML, a link or a formula.
A sentence keeps what is plainly a word or a number; all else in it is code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import NamedTuple

from labelsync.report.inert import inert

LONGEST = 500
SENTENCE = 2000
CUT = "…"
_SIMPLE = re.compile(r"[A-Za-z0-9_.:/-]{1,100}")
_TICKS = re.compile("`+")
_PIECE = re.compile(r"""`[^`]+`|"(?:[^"\\]|\\.)*"|'[^']*'| +|[^ ]+""")
_WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?|[0-9]{1,6}(?:\.[0-9]+)?|%")
_COMMIT = re.compile("[0-9A-Fa-f]{7,40}")
_ENDS = "),.;:"


class _Part(NamedTuple):
    text: str
    coded: bool


def code(text: str) -> str:
    """The text as a code span, '' for none; what is longer than 500 characters is cut."""
    if _SIMPLE.fullmatch(text):
        return f"`{text}`"
    inside = _shown(text, LONGEST)
    if not inside:
        return ""
    fence = "`" * (1 + max(map(len, _TICKS.findall(inside)), default=0))
    room = " " if {inside[0], inside[-1]} & {"`", " "} else ""
    return f"{fence}{room}{inside}{room}{fence}"


def prose(sentence: str) -> str:
    """A sentence: words and numbers as they are, all else as code; cut after 2,000 characters."""
    return "".join(code(text) if coded else text for text, coded in _parts(sentence))


def markup(sentence: str) -> str:
    """The same as HTML, for a `<summary>`: what stands on a line that begins with a tag is no Markdown."""
    return "".join(
        f"<code>{escape(text)}</code>" if coded else escape(text) for text, coded in _parts(sentence)
    )


def _shown(text: str, longest: int) -> str:
    """Inert and not too long. Runners of pipelines take `##[…]` for a command wherever in a line it is."""
    shown = inert(text[: longest + 1])
    if len(shown) > longest:
        shown = shown[: longest - len(CUT)] + CUT
    return shown.replace("##[", "#\\x23[").replace("##vso[", "#\\x23vso[")


def _parts(sentence: str) -> Iterator[_Part]:
    """The sentence, parted so that two code spans never touch: they become one, with the space between."""
    pieces = (part for part in _pieces(_shown(sentence, SENTENCE)) if part.text)
    for loose, group in groupby(pieces, key=lambda part: part.coded or part.text == " "):
        text = "".join(part.text for part in group)
        inside = text.strip(" ") if loose else ""
        before, _, after = text.partition(inside) if inside else (text, "", "")
        parts = (_Part(before, coded=False), _Part(inside, coded=True), _Part(after, coded=False))
        yield from (part for part in parts if part.text)


def _pieces(sentence: str) -> Iterator[_Part]:
    for number, piece in enumerate(_PIECE.findall(sentence.strip())):
        if piece.isspace():
            yield _Part(" ", coded=False)
        elif len(piece) > 2 and piece[0] == piece[-1] == "`":
            yield _Part(piece[1:-1].strip(" ") or piece, coded=True)
        elif len(piece) > 2 and piece[0] == piece[-1] == '"':
            yield _Part(piece, coded=not all(map(_is_plain, piece[1:-1].split(" "))))
        else:
            yield from _told(piece, begins=number == 0)


def _told(piece: str, *, begins: bool) -> Iterator[_Part]:
    """A piece without spaces, its punctuation apart. What would begin a numbered list is code."""
    inside = piece.lstrip("(")
    core = inside.rstrip(_ENDS)
    before, after = piece[: len(piece) - len(inside)], inside[len(core) :]
    if len(before) > 1 or len(after) > 3 or "::" in after or (begins and not core):
        yield _Part(piece, coded=True)
        return
    plain = _is_plain(core) and not (begins and after and core.isdigit())
    yield from (_Part(before, coded=False), _Part(core, coded=not plain), _Part(after, coded=False))


def _is_plain(core: str) -> bool:
    """Whether it is a word or a number that neither site takes for a reference."""
    return bool(_WORD.fullmatch(core) or _NUMBER.fullmatch(core)) and not _COMMIT.fullmatch(core)
