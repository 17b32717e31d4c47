"""A long piece of work under the governor, at an emulated vendor, in virtual time."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import NamedTuple

from labelsync.core.capability import Bucket
from labelsync.testing.time import VirtualClock
from labelsync.wire.opening import CEILING
from labelsync.wire.pace import Governor
from tests.wire.counters import Counting, Vendor, ask_until_taken

BURST = Bucket("burst", 100, 10.0)
"""A hundred requests in ten seconds, as HighLevel documents it."""


@dataclass(frozen=True)
class Circumstances:
    """`latency` from and to; `others`: requests a second of somebody else; `told`: headers say what is left.

    `bursts` is the length of the work, in windows full of requests.
    """

    counting: type[Counting]
    latency: tuple[float, float]
    share: float = 1.0
    concurrency: int = 4
    ceiling: int = CEILING
    told: bool = False
    others: float = 0.0
    bursts: int = 6
    seed: int = 7

    @property
    def allowed(self) -> int:
        """Requests a window that are ours."""
        return round(BURST.limit * self.share)


class Paced(NamedTuple):
    """Of `requests`, so many were refused; `used` is the part of the share that the rest were.

    The first window, which may be a burst, is left out: from its last request to the very last one.
    """

    requests: int
    refused: int
    used: float


def paced(work: Circumstances) -> Paced:
    """Carry it out."""
    clock = VirtualClock()
    vendor = Vendor(work.counting(BURST), clock, work.latency, random.Random(work.seed))
    requests = work.allowed * work.bursts

    async def ask() -> None:
        governor = Governor(
            [BURST], share=work.share, concurrency=work.concurrency, ceiling=work.ceiling, clock=clock
        )
        others = asyncio.ensure_future(vendor.consume(work.others)) if work.others else None
        await asyncio.gather(*(ask_until_taken(governor, vendor, told=work.told) for _ in range(requests)))
        if others:
            others.cancel()

    clock.run(ask())
    took = vendor.left[-1] - vendor.left[work.allowed - 1]
    return Paced(requests, vendor.refused, (work.bursts - 1) * BURST.seconds / took)
