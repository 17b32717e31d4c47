"""Cells to people, in bulk: a chunk of plain e-mails and phones is recognised by one expression."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Literal, NamedTuple

from labelsync.core.identity import Email
from labelsync.sources.flaws import Flaws
from labelsync.sources.identities import EMAIL, LOCAL, identify

Kind = Literal["emails", "phones", "ids"]

_PHONE = r"\+[0-9]{8,15}+"
_PLAIN = re.compile(rf"(?:(?:{EMAIL}|{_PHONE})\n)++")


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
    if len(texts) != len(cells) or max(map(len, texts)) > LOCAL or not _PLAIN.fullmatch(joined):
        yield from _one_by_one(cells, lines, flaws, region)
    elif "\n+" in joined or joined[0] == "+":
        mailed = ["@" in text for text in texts]
        yield _chosen("emails", texts, lines, mailed)
        yield _chosen("phones", texts, lines, [not at for at in mailed])
    else:
        yield Named("emails", texts, lines)


def _chosen(kind: Kind, texts: Sequence[str], lines: Sequence[int], chosen: Sequence[bool]) -> Named:
    return Named(kind, list(compress(texts, chosen)), list(compress(lines, chosen)))


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
    texts = list(map(str.strip, cells))
    if "" not in texts:
        return Named("ids", texts, lines)
    for text, line in zip(texts, lines, strict=True):
        if not text:
            flaws.add(line, "nobody is named in this row")
    return _chosen("ids", texts, lines, [bool(text) for text in texts])
