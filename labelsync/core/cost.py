"""What a plan costs: every request by kind, the part of each quota that they take, and the time."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add
from typing import NamedTuple

from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Renaming, Undefinition, defines
from labelsync.core.capability import STRONG_ENOUGH, Bucket, Capabilities

IDENTIFY, CONTACTS, LABELS, POLL = "identify", "contacts", "labels", "poll"
TOKEN = "token"  # noqa: S105 - a kind of request, too


@dataclass(frozen=True, slots=True)
class Cost:
    """Requests by purpose, and seconds at the vendor's pace. `requests` counts writing requests only.

    `kinds` counts all requests as results do: those that planning took, and those that the plan takes when it
    is applied from its file. Exact are writing requests, the second look before them (`rereads`) and what
    planning read; jobs are asked once at least, and what was written is read back once at least. `tokens`
    are the calls for a credential that planning took; they are counted nowhere else. `quota` is the part of
    each bucket's window that all requests take, more than 1 where they take several.
    """

    requests: int
    lower_bound: int
    reads: int
    rereads: int
    polls_at_least: int
    verify_at_least: int
    seconds: float
    quota: Mapping[str, float] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    tokens: int = 0


class Pace(NamedTuple):
    """How an account is used: the `share` of its limits, and how many calls are in flight at most."""

    share: float
    concurrency: int


class _Step(NamedTuple):
    """What one batch takes, in requests, and its jobs' time in seconds."""

    rereads: int = 0
    lookups: int = 0
    writes: int = 0
    polls: int = 0
    verify: int = 0
    jobs: float = 0.0


def price(
    phases: Sequence[Sequence[Batch]],
    bound: int,
    spent: Mapping[str, int],
    capabilities: Capabilities,
    pace: Pace,
) -> Cost:
    """The cost of batches in their phases, after planning has `spent` so many requests by kind."""
    steps = [[_step(batch, capabilities) for batch in phase] for phase in phases]
    total = _total(step for phase in steps for step in phase)
    planning = Counter({kind: count for kind, count in spent.items() if kind != TOKEN})
    kinds = planning + _applying(phases, total, again=planning[IDENTIFY])
    traffic = _Traffic(reads=kinds.total() - total.writes, writes=total.writes)
    lasting = planning.total() * capabilities.latency + _lasting(steps, capabilities, pace)
    return Cost(
        requests=total.writes,
        lower_bound=bound,
        reads=planning.total(),
        rereads=total.rereads,
        polls_at_least=total.polls,
        verify_at_least=total.verify,
        seconds=round(max(lasting, _paced(traffic, capabilities, pace)), 1),
        quota={bucket.name: round(traffic.of(bucket) / bucket.limit, 4) for bucket in capabilities.buckets},
        kinds=dict(sorted(kinds.items())),
        tokens=spent.get(TOKEN, 0),
    )


def _total(steps: Iterable[_Step]) -> _Step:
    total = _Step()
    for step in steps:
        total = _Step(*map(add, total, step))
    return total


def _step(batch: Batch, can: Capabilities) -> _Step:
    match batch:
        case Relabel(contacts) | Deletion(contacts):
            job = can.job[0]
            looks = math.ceil(len(contacts) / can.these) if can.readable else 0
            proof = _proof(len(contacts), can) if can.readable or isinstance(batch, Deletion) else 0
            return _Step(rereads=looks, writes=1, polls=int(job > 0), verify=proof, jobs=job)
        case Undefinition():
            return _Step(lookups=can.labels.lookups, writes=1)
        case Creation() | Renaming():
            return _Step(writes=1)


def _proof(contacts: int, can: Capabilities) -> int:
    return math.ceil(contacts / (can.strong if contacts <= STRONG_ENOUGH else can.these))


def _applying(phases: Iterable[Iterable[Batch]], total: _Step, *, again: int) -> Counter[str]:
    """The requests of an apply by kind; whose account it is, is asked `again`."""
    kinds = Counter(_kind(batch) for phase in phases for batch in phase)
    looks = {
        IDENTIFY: again,
        CONTACTS: total.rereads + total.verify,
        LABELS: total.lookups,
        POLL: total.polls,
    }
    return kinds + Counter(looks) if kinds else kinds


def _kind(batch: Batch) -> str:
    match batch:
        case Relabel():
            return "relabel"
        case Deletion():
            return "delete"
        case Creation() | Renaming() | Undefinition():
            return defines(batch)


class _Traffic(NamedTuple):
    reads: int
    writes: int

    def of(self, bucket: Bucket) -> int:
        """The requests that a bucket counts."""
        return {"all": self.reads + self.writes, "read": self.reads, "write": self.writes}[bucket.traffic]


def _paced(traffic: _Traffic, can: Capabilities, pace: Pace) -> float:
    """Seconds that the slowest bucket takes: what does not fit into its window waits for the next one."""
    return max((_windows(traffic.of(bucket), bucket, pace) for bucket in can.buckets), default=0.0)


def _windows(requests: int, bucket: Bucket, pace: Pace) -> float:
    allowed = max(1, int(bucket.limit * pace.share + 1e-9))
    return max(0, requests - allowed) / allowed * bucket.seconds


def _lasting(steps: Sequence[Sequence[_Step]], can: Capabilities, pace: Pace) -> float:
    """Seconds that latency and jobs take, phase after phase, where no bucket holds anything up."""
    verify = sum(step.verify for phase in steps for step in phase) * can.latency / pace.concurrency
    return verify + sum(_phase(phase, can, pace) for phase in steps)


def _phase(steps: Sequence[_Step], can: Capabilities, pace: Pace) -> float:
    """The longest batch, or all of them side by side."""
    times = [(sum(step[:4])) * can.latency + step.jobs for step in steps]
    return max(*times, sum(times) / pace.concurrency)
