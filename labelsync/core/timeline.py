"""What one account was sent over time: requests, refusals and waits, in a few stretches of one length."""

from __future__ import annotations

from typing import NamedTuple


class Stretch(NamedTuple):
    """Requests that left, those that were refused for pace (429), and seconds that calls waited, summed."""

    sent: int = 0
    refused: int = 0
    waited: float = 0.0


class Timeline(NamedTuple):
    """Stretches of `width` seconds each, from `began` on (epoch seconds), to the last with something."""

    began: float
    width: float
    stretches: tuple[Stretch, ...] = ()
