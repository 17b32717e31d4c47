"""How well the vendor's rate is used, in virtual time: `python -m bench.pace`.

Three vendors count differently (fixed window, sliding window, token bucket), each in the middle of the
latency. The work is many windows full of requests; the part of the share that was used is measured after the
first one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bench.tables import Row, table
from tests.wire.counters import COUNTINGS
from tests.wire.paced import Circumstances, Paced, paced

EVEN, UNEVEN = (0.2, 0.2), (0.1, 0.9)
LATENCIES = {"200 ms": (EVEN, 0.97), "100-900 ms": (UNEVEN, 0.94)}
FEW = 0.02
SEEDS = (1, 2, 3)
LONG = 60
"""Windows of a long run: ten minutes of the vendor's time."""


def rows() -> list[Row]:
    """Every measurement: what, measured, goal, and whether it is met."""
    return [*_alone(), *_beside_others()]


def _alone() -> list[Row]:
    found = []
    for name, (latency, goal) in LATENCIES.items():
        for bursts, length in ((6, "6 windows"), (LONG, f"{LONG} windows")):
            for share in (1.0, 0.8):
                works = [Circumstances(one, latency, share=share, bursts=bursts) for one in COUNTINGS]
                found.append(_use(f"{name}, share {share:.0%}, {length}", works, goal))
        fixed = [Circumstances(one, latency, concurrency=1, ceiling=1) for one in COUNTINGS]
        found.append(_use(f"{name}, 6 windows, one call at a time (set by the user)", fixed, 0.0))
    return found


def _use(what: str, works: Iterable[Circumstances], goal: float) -> Row:
    went = [paced(work) for work in works]
    used, refused = min(each.used for each in went), sum(each.refused for each in went)
    met = "met" if used >= goal and not refused else f"{goal - used:.1%} short"
    return {
        "what": f"{what}: least use under the three",
        "measured": f"{used:.1%}, {refused} refused",
        "goal": f">= {goal:.0%}, 0 refused" if goal else "printed",
        "verdict": met if goal else "latency limits",
    }


def _beside_others() -> list[Row]:
    return [
        _refusals(name, latency, share=share, others=others, told=told)
        for told in (True, False)
        for name, (latency, _) in LATENCIES.items()
        for share, others in ((0.8, 2.0), (0.8, 3.0), (0.8, 5.0), (0.8, 8.0), (1.0, 3.0))
    ]


def _refusals(name: str, latency: tuple[float, float], *, share: float, others: float, told: bool) -> Row:
    """A foreign consumer of the same quota; of what it leaves (no more than our share), how much we use."""
    work = Circumstances(COUNTINGS[0], latency, share=share, told=told, others=others, bursts=10)
    went = [paced(replace(work, counting=one, seed=seed)) for one in COUNTINGS for seed in SEEDS]
    refused = _part(went)
    left = min(1.0, (1.0 - others / 10.0) / work.share)
    worst = max(each.refused / each.requests for each in went)
    seen = "headers" if told else "429s only"
    return {
        "what": f"{name}, share {share:.0%}, others use {others / 10:.0%} of the rate, seen by {seen}",
        "measured": f"{refused:.2%} refused (worst {worst:.2%}), "
        f"{sum(each.used for each in went) / len(went) / left:.0%} of what they leave used",
        "goal": f"<= {FEW:.0%} refused",
        "verdict": "met" if refused <= FEW else f"{refused - FEW:.1%} too many",
    }


def _part(went: Sequence[Paced]) -> float:
    return sum(each.refused for each in went) / sum(each.requests for each in went)


if __name__ == "__main__":
    sys.stdout.write(table(rows()))
