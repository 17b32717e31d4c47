"""Instants as plans and reports write them: `2026-11-22T09:00:00Z`."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def instant(epoch: float) -> str:
    """Epoch seconds as text, in whole seconds; a part of a second is dropped, so nothing lives longer."""
    return datetime.fromtimestamp(math.floor(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def epoch(text: object) -> float:
    """The epoch seconds of such a text. ValueError for anything else."""
    if not isinstance(text, str) or not _SHAPE.fullmatch(text):
        raise ValueError("not an instant")
    return datetime.fromisoformat(text).timestamp()
