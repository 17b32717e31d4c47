"""Instants as plans write them, `2026-11-22T09:00:00Z`, as epoch seconds."""

from __future__ import annotations

import re
from datetime import datetime

_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def epoch(text: object) -> float:
    """The epoch seconds of such a text. ValueError for anything else."""
    if not isinstance(text, str) or not _SHAPE.fullmatch(text):
        raise ValueError("not an instant")
    return datetime.fromisoformat(text).timestamp()
