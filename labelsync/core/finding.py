"""What a check-up found: one thing after another, each with what to do about it."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Grade(Enum):
    """How grave it is: fine, worth knowing, or in the way of the next apply."""

    FINE = "fine"
    NOTE = "note"
    TROUBLE = "trouble"


class Finding(NamedTuple):
    """One thing that was looked at. `account` is '' for what is about all of them.

    `topic` is a word for what was looked at, `said` what was seen, `advice` what to do, '' where nothing is.
    `code` is the exit code that an apply would earn by it, 0 for none.
    """

    account: str
    topic: str
    grade: Grade
    said: str
    advice: str = ""
    code: int = 0
