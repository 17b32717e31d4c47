"""Text from outside, made harmless: names, ids, reasons and places cannot move a cursor or hide anything."""

from __future__ import annotations

# Letters and marks that count as printable and yet show nothing (fillers, joiners, variation selectors).
_HIDDEN = frozenset(
    (
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
        *(*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
    )
)


def inert(text: str) -> str:
    """The text in one line, with every control, bidi, invisible or unassigned character escaped.

    Spaces other than the plain one are escaped too. A backslash stays as it is; `word` tells it apart.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if _harmless(char) else _escaped(char) for char in text)


def word(text: str) -> str:
    """The text as one word of a line: in quotes, with backslashes doubled, unless it is plainly one word."""
    plain = text and not any(char.isspace() or char in "\"'\\" or not _harmless(char) for char in text)
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    """The text in double quotes, backslashes and quotes in it marked, so that its end can be seen."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _harmless(char: str) -> bool:
    return char.isprintable() and ord(char) not in _HIDDEN


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
