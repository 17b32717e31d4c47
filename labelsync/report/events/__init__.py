"""What goes on, for programs: a JSON object a line. Pure: each is a mapping without its instant.

Whoever writes them adds `at`, the instant; `line` makes one text of it. The schema says what each may hold.
"""

from __future__ import annotations

from labelsync.report.events.going import (
    Event,
    apply_progress,
    failed,
    line,
    read_progress,
    version,
    warned,
)
from labelsync.report.events.planned import planned
from labelsync.report.events.run import ended
from labelsync.report.events.shape import schema

__all__ = [
    "Event",
    "apply_progress",
    "ended",
    "failed",
    "line",
    "planned",
    "read_progress",
    "schema",
    "version",
    "warned",
]
