"""What an emulator is given instead of the real world: a clock, a way to wait, and chance."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Around:
    """The surroundings of an emulator. `now` is epoch seconds (UTC); `sleep` takes seconds."""

    now: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    chance: random.Random


def iso(epoch: float) -> str:
    """Epoch seconds as the vendors write instants: `2026-03-01T10:15:00.123Z`."""
    return datetime.fromtimestamp(epoch, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def epoch(text: str) -> float:
    """An ISO instant or date, zone optional (UTC then), as epoch seconds. ValueError when it is neither."""
    instant = datetime.fromisoformat(text)
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp()
