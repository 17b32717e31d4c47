"""Cells to people, in bulk: a chunk of plain e-mails and phones is recognised by one expression."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from labelsync.core.identity import Email
from labelsync.sources.flaws import Flaws
from labelsync.sources.identities import identify

Kind = Literal["emails", "phones", "ids"]

_ATOM = "[A-Za-z0-9_+-]+"
_PART = "[A-Za-z0-9_+](?:[A-Za-z0-9_+-]*[A-Za-z0-9_+])?"
_EMAIL = rf"(?=[^@\n]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_PART}(?:\.{_PART})+"
_PHONE = r"\+[0-9]{8,15}"
_PLAIN = re.compile(rf"(?:(?:{_EMAIL}|{_PHONE})\n)+")


class Named(NamedTuple):
    """People of one kind, as they compare, and the lines that name them."""

    kind: Kind
    texts: Sequence[str]
    lines: Sequence[int]


def name_people(
    cells: Sequence[str], lines: Sequence[int], flaws: Flaws, *, region: str, ids: bool
) -> Iterator[Named]:
    """Who is meant; a cell that names nobody is a flaw. `ids`: the cells are a vendor's own ids."""
    if ids:
        yield _vendor_ids(cells, lines, flaws)
        return
    joined = "\n".join(cells) + "\n"
    texts = joined.lower().split("\n")[:-1]
    if len(texts) != len(cells) or not _PLAIN.fullmatch(joined):
        yield from _one_by_one(cells, lines, flaws, region)
    elif "\n+" in joined or joined[0] == "+":
        pairs = list(zip(texts, lines, strict=True))
        yield _selected("emails", [pair for pair in pairs if "@" in pair[0]])
        yield _selected("phones", [pair for pair in pairs if "@" not in pair[0]])
    else:
        yield Named("emails", texts, lines)


def _selected(kind: Kind, pairs: Sequence[tuple[str, int]]) -> Named:
    return Named(kind, [text for text, _ in pairs], [line for _, line in pairs])


def _one_by_one(cells: Sequence[str], lines: Sequence[int], flaws: Flaws, region: str) -> Iterator[Named]:
    emails, phones = list[tuple[str, int]](), list[tuple[str, int]]()
    for cell, line in zip(cells, lines, strict=True):
        try:
            identity = identify(cell, region)
        except ValueError as problem:
            flaws.add(line, str(problem) if cell.strip() else "nobody is named in this row")
        else:
            (emails if isinstance(identity, Email) else phones).append((identity.text, line))
    yield _selected("emails", emails)
    yield _selected("phones", phones)


def _vendor_ids(cells: Sequence[str], lines: Sequence[int], flaws: Flaws) -> Named:
    pairs = [(cell.strip(), line) for cell, line in zip(cells, lines, strict=True)]
    for text, line in pairs:
        if not text:
            flaws.add(line, "nobody is named in this row")
    return _selected("ids", [pair for pair in pairs if pair[0]])
