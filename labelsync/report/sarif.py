"""Mistakes of a manifest as SARIF 2.1.0, which code scanning and editors show beside the lines.

SARIF's own signs in texts are escaped as its standard says (documented, 3.11.5 and 3.11.6): braces stand for
arguments, and brackets before a parenthesis for a link.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple, Protocol
from urllib.parse import quote

from labelsync.report.inert import inert

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
Shape = dict[str, object]


class Spot(NamedTuple):
    """Where something is: a path relative to the root, with `/`; line and columns from 1, 0 where unknown.

    `end_column` is the one after the last character that is meant.
    """

    file: str
    line: int
    column: int = 0
    end_column: int = 0


class Fault(NamedTuple):
    """What is wrong: its code, in plain words, and where. `suggestion` is a name that may have been meant.

    `related` are the other places concerned. A `warning` does not make a manifest invalid.
    """

    code: str
    message: str
    spot: Spot
    suggestion: str = ""
    related: tuple[Spot, ...] = ()
    warning: bool = False


class Explained(Protocol):
    """What a code means."""

    @property
    def title(self) -> str:
        """In a few words."""

    @property
    def text(self) -> str:
        """What happened, and why it is refused."""

    @property
    def next(self) -> str:
        """What to do."""


def faults_sarif(faults: Sequence[Fault], catalogue: Mapping[str, Explained], *, version: str) -> str:
    """One SARIF document in ASCII, with a rule for each code that occurs; `version` is this labelsync's.

    A fingerprint stays as it is when lines move: it is made of the code, the file, the message, and of how
    many that are alike in these come before.
    """
    codes = sorted({fault.code for fault in faults})
    rules = [_rule(code, catalogue.get(code)) for code in codes]
    run = {
        "tool": {"driver": {"name": "labelsync", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(faults, codes)),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(code: str, explained: Explained | None) -> Shape:
    more = f"labelsync explain {code} says more."
    return {
        "id": code,
        "shortDescription": _message(explained.title if explained else code),
        "fullDescription": _message(explained.text if explained else more),
        "help": _message(f"{explained.next} {more}" if explained else more),
    }


def _results(faults: Iterable[Fault], codes: Sequence[str]) -> Iterator[Shape]:
    places = {code: number for number, code in enumerate(codes)}
    alike = Counter[tuple[str, str, str]]()
    for fault in faults:
        subject = (fault.code, fault.spot.file, fault.message)
        alike[subject] += 1
        yield {
            "ruleId": fault.code,
            "ruleIndex": places[fault.code],
            "level": "warning" if fault.warning else "error",
            "message": _message(_said(fault)),
            "locations": [_location(fault.spot)],
            **_related(fault.related),
            "partialFingerprints": {"labelsync/v1": _fingerprint(*subject, str(alike[subject]))},
        }


def _said(fault: Fault) -> str:
    asked = f"; did you mean `{fault.suggestion}`?" if fault.suggestion else ""
    return f"{fault.message}{asked}"


def _related(spots: Iterable[Spot]) -> Shape:
    found = [{**_location(spot), "message": _message("see also")} for spot in spots]
    return {"relatedLocations": found} if found else {}


def _location(spot: Spot) -> Shape:
    columns = {"startColumn": spot.column} if spot.column else {}
    if spot.end_column > spot.column > 0:
        columns["endColumn"] = spot.end_column
    region = {"startLine": spot.line, **columns} if spot.line else {}
    place: Shape = {"artifactLocation": {"uri": _uri(spot.file)}}
    return {"physicalLocation": {**place, "region": region} if region else place}


def _uri(file: str) -> str:
    """A relative reference: all is percent-encoded but `/` and what needs no escape, a colon too."""
    return quote(file.encode("utf-8", "surrogateescape"), safe="/")


def _fingerprint(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _message(text: str) -> Shape:
    shown = inert(text).replace("{", "{{").replace("}", "}}")
    return {"text": shown.replace("](", "\\](")}
