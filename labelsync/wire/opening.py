"""Opening the line to an account."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from labelsync.core.connector import Access
from labelsync.wire.client import open_client
from labelsync.wire.inprocess import Application, InProcess
from labelsync.wire.line import Line
from labelsync.wire.pace import Governor
from labelsync.wire.patience import Patience
from labelsync.wire.waiting import Waits

AN_ANSWER = "the vendor to answer again"


CEILING = 16
"""Calls in flight at most where nobody set their number: ten requests a second at 0.8 seconds each."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How an account may be used: the part of the vendor's rate, calls in flight, and the patience.

    `concurrency` calls to begin with; up to `ceiling` of them as latency asks for it, 0 for never more.
    """

    agent: str
    share: float = 0.8
    concurrency: int = 1
    ceiling: int = 0
    patience: Patience = field(default_factory=Patience)


def open_line(
    access: Access,
    terms: Terms,
    *,
    waits: Waits,
    chance: random.Random,
    application: Application | None = None,
) -> Line:
    """The line to an account; with `application` to an emulator in this process instead of the network."""
    transport = InProcess(application) if application is not None else None
    governor = Governor(
        access.buckets,
        share=terms.share,
        concurrency=terms.concurrency,
        ceiling=terms.ceiling,
        clock=waits.clock,
    )
    client = open_client(access, agent=terms.agent, concurrency=governor.ceiling, transport=transport)
    return Line(client, access, governor, terms.patience, waits.telling(AN_ANSWER), chance)
