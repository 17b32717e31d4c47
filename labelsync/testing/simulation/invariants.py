"""What must hold whatever happens: each invariant gives a text for everything that contradicts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from labelsync.testing.simulation.calls import (
    a_plan_only_looks,
    covers,
    nothing_is_repeated_blindly,
    the_intent_comes_first,
    the_price_is_kept,
    verified_was_read,
)
from labelsync.testing.simulation.evidence import Entry, Evidence
from labelsync.testing.simulation.standing import the_journal_is_true
from labelsync.testing.simulation.wished import (
    nothing_else_moved,
    nothing_fires_twice,
    the_world_is_as_wished,
)


class Violation(NamedTuple):
    """An invariant that did not hold, by its name, and what contradicts it. It names contacts by id only."""

    invariant: str
    text: str


def it_ends(evidence: Evidence) -> Iterator[str]:
    """Every run ends, and once the faults are over two plans in a row are empty, with nothing left open."""
    yield from evidence.stopped
    yield from (f"run {one.number} did not end: {one.error}" for one in evidence.played if not one.ended)
    if not evidence.settled:
        yield "four calm runs, and still something is planned"
    left = [e.id for e in evidence.entries if e.settled is None and not _is_endless(evidence, e)]
    if left and evidence.settled:
        yield f"intents {left} are open for ever"


def _is_endless(evidence: Evidence, entry: Entry) -> bool:
    """Whether the vendor never says what became of the entry's job."""
    jobs = (sent for sent in evidence.chronicle.sent if sent.fault == "endless")
    return any(covers(entry, sent) for sent in jobs)


Invariant = Callable[[Evidence], Iterator[str]]
INVARIANTS: Mapping[str, Invariant] = {
    check.__name__: check
    for check in (
        it_ends,
        the_world_is_as_wished,
        nothing_else_moved,
        nothing_fires_twice,
        nothing_is_repeated_blindly,
        the_journal_is_true,
        verified_was_read,
        the_price_is_kept,
        a_plan_only_looks,
        the_intent_comes_first,
    )
}


def violations(evidence: Evidence) -> tuple[Violation, ...]:
    """Everything that contradicts an invariant."""
    return tuple(Violation(name, text) for name, check in INVARIANTS.items() for text in check(evidence))
