r"""The canonical form of a document: there is one way to write it, so that one byte more is another file.

JSON in ASCII (which is UTF-8), keys sorted by code point, no white space between tokens, every character
outside printable ASCII as a lower-case `\uXXXX`, floats as the shortest text that reads back the same, one
final newline. ASCII also keeps a file that is merely printed from moving the cursor.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NoReturn

from labelsync.errors import PlanUnfit

_ADVICE = "give a file that `labelsync plan --out FILE` wrote, or plan again"


def canonical(document: Mapping[str, object]) -> bytes:
    """The document's bytes. ValueError for a number that JSON cannot say."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("ascii") + b"\n"


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
        exact = canonical(document) == data
    except (ValueError, RecursionError):
        exact = False
    if not exact:
        raise PlanUnfit(
            "the plan file is not in its canonical form byte for byte: something rewrote it",
            advice="copy the file as it was written, or plan again",
        )


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
