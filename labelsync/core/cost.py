"""What a plan costs at the vendor's pace."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from labelsync.core.batch import Batch, Deletion, Relabel
from labelsync.core.capability import Bucket, Capabilities, Membership


@dataclass(frozen=True, slots=True)
class Cost:
    """Requests by purpose, and seconds at the vendor's pace. `requests` counts writing requests only.

    `quota` is the part of each bucket's window that the writing requests take.
    """

    requests: int
    lower_bound: int
    reads: int
    rereads: int
    polls_at_least: int
    verify_at_least: int
    seconds: float
    quota: Mapping[str, float] = field(default_factory=dict)


def price(batches: Sequence[Batch], bound: int, reads: int, capabilities: Capabilities) -> Cost:
    """The cost of these batches after `reads` planning reads: exact for writes, at least for polls."""
    writes = len(batches)
    touching = [batch for batch in batches if isinstance(batch, Relabel | Deletion)]
    polls = len(touching) if capabilities.job[0] > 0 else 0
    readable = capabilities.membership is Membership.ON_CONTACT
    looks = sum(math.ceil(len(batch.contacts) / capabilities.these) for batch in touching if readable)
    return Cost(
        requests=writes,
        lower_bound=bound,
        reads=reads,
        rereads=looks,
        polls_at_least=polls,
        verify_at_least=looks,
        seconds=round(_seconds(writes, reads=2 * looks + polls, capabilities=capabilities), 1),
        quota={
            bucket.name: _part(bucket, writes) for bucket in capabilities.buckets if bucket.traffic != "read"
        },
    )


def _part(bucket: Bucket, writes: int) -> float:
    return round(writes / bucket.limit, 4)


def _seconds(writes: int, *, reads: int, capabilities: Capabilities) -> float:
    """The slowest bucket decides, or latency where the buckets are wide; jobs and lag come on top."""
    if not writes:
        return 0.0
    traffic = {"all": writes + reads, "read": reads, "write": writes}
    paced = max((traffic[b.traffic] / b.limit * b.seconds for b in capabilities.buckets), default=0.0)
    waiting = (writes + reads) * capabilities.latency / capabilities.concurrency
    return max(paced, waiting) + capabilities.job[0]
