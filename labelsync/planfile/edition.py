"""Which format of plan files this labelsync writes, and what it says to files of another format."""

from __future__ import annotations

import re
from collections.abc import Mapping

from labelsync.errors import PlanUnfit

FORMAT_VERSION = "1.0"
LABELSYNC = "0.1.0"
_FORMAT = re.compile(r"(?P<major>[1-9][0-9]{0,5})\.(?:0|[1-9][0-9]{0,5})")
_RELEASE = re.compile(r"[0-9A-Za-z.+-]{1,40}")


def format_of(document: Mapping[str, object]) -> str:
    """The format version that a document names. PlanUnfit where it names none, or a newer major."""
    text = document.get("format_version")
    match = _FORMAT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise PlanUnfit(
            "this is no plan file: it names no format version",
            advice="give a file that `labelsync plan --out FILE` wrote",
        )
    if match["major"] != _major(FORMAT_VERSION):
        raise PlanUnfit(
            f"the plan has format {match[0]}, and this one reads {FORMAT_VERSION}",
            advice=f"use labelsync {_release(document)}, or plan again with this one",
        )
    return match[0]


def appliable(document: Mapping[str, object]) -> None:
    """PlanUnfit unless the document has exactly this format; other minor versions can only be shown."""
    text = format_of(document)
    if text != FORMAT_VERSION:
        raise PlanUnfit(
            f"the plan has format {text}, and this labelsync applies {FORMAT_VERSION} only",
            advice=f"plan again, or apply it with labelsync {_release(document)}",
        )


def _major(text: str) -> str:
    return text.partition(".")[0]


def _release(document: Mapping[str, object]) -> str:
    """The release that wrote the document, as far as its text can be trusted to be a version."""
    text = document.get("labelsync")
    return f"{text} or newer" if isinstance(text, str) and _RELEASE.fullmatch(text) else "of a newer version"
