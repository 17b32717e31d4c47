r"""The canonical form of a document: there is one way to write it, so that one byte more is another file.

JSON in ASCII (which is UTF-8), keys sorted by code point, no white space between tokens, every character
outside printable ASCII as a lower-case `\uXXXX`, floats as the shortest text that reads back the same, one
final newline. ASCII also keeps a file that is merely printed from moving the cursor.

It is written in pieces, a change of an account each, so that a long plan is never in memory as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NoReturn

from labelsync.errors import PlanUnfit

_ADVICE = "give a file that `labelsync plan --out FILE` wrote, or plan again"


def canonical(document: Mapping[str, object]) -> bytes:
    """The document's bytes. ValueError for a number that JSON cannot say."""
    return b"".join(pieces(document))


def pieces(document: Mapping[str, object]) -> Iterator[bytes]:
    """The document's bytes, piece by piece."""
    yield b"{"
    yield from members(document)
    yield b"}\n"


def members(document: Mapping[str, object], *, deep: int = 3) -> Iterator[bytes]:
    """What stands between the brackets. `deep` levels below, members and items are pieces of their own."""
    for number, name in enumerate(sorted(document)):
        yield (b"," if number else b"") + _text(name) + b":"
        yield from _within(document[name], deep)


def _within(value: object, deep: int) -> Iterator[bytes]:
    if deep and isinstance(value, Mapping):
        yield from chain((b"{",), members(value, deep=deep - 1), (b"}",))
    elif deep and isinstance(value, list):
        yield b"["
        for number, item in enumerate(value):
            yield b"," if number else b""
            yield from _within(item, deep - 1)
        yield b"]"
    else:
        yield _text(value)


def _text(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def same(written: Iterable[bytes], data: bytes, *, end: int | None = None) -> bool:
    """Whether these pieces are the data, byte for byte; up to `end`, where it is given."""
    at = 0
    for piece in written:
        if data[at : at + len(piece)] != piece:
            return False
        at += len(piece)
    return at == (len(data) if end is None else end)


def parse(data: bytes) -> dict[str, object]:
    """The JSON object that these bytes spell. PlanUnfit for anything else."""
    try:
        document: object = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise PlanUnfit("this is no plan file: it is not JSON", advice=_ADVICE) from None
    if not isinstance(document, dict):
        raise PlanUnfit("this is no plan file: it is not a JSON object", advice=_ADVICE)
    return document


def demand_canonical(document: Mapping[str, object], data: bytes) -> None:
    """PlanUnfit unless the data is the document's canonical form, byte for byte."""
    try:
        exact = same(pieces(document), data)
    except (ValueError, RecursionError):
        exact = False
    if not exact:
        raise PlanUnfit(
            "the plan file is not in its canonical form byte for byte: something rewrote it",
            advice="copy the file as it was written, or plan again",
        )


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
