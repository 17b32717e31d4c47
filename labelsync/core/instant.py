"""Instants as plans and reports write them: `2026-11-22T09:00:00Z`."""

from __future__ import annotations

import math
from datetime import UTC, datetime


def instant(epoch: float) -> str:
    """Epoch seconds as text, in whole seconds; a part of a second is dropped, so nothing lives longer."""
    return datetime.fromtimestamp(math.floor(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
