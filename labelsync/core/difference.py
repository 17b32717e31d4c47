"""What a comparison found, as a value: the pairs that differ, and who may not be touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from labelsync.core.change import Action
from labelsync.core.wish import Wish

Pairs = dict[str, dict[str, str]]

AMBIGUOUS = "ambiguous"
PROTECTED = "protected"
SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Difference:
    """What the fold found. Pairs are `{label: {contact id: identity text, '' for nobody's wish}}`.

    `carry` and `matched` count, by label, the contacts that carry it and those found that are wanted in it.
    `withheld` says for a contact why nothing about it may change. `unmatched` are identity texts that no
    contact has; `twins` those that several have. `barred` counts, by label, the wanted people who must not be
    given it; `suppressed` are those of them that an account has and that do not carry it.

    `found` is the contact that each identity text means. `held` says for an (action, label, contact) why that
    alone may not happen.
    """

    add: Mapping[str, Mapping[str, str]]
    remove: Mapping[str, Mapping[str, str]]
    delete: Mapping[str, str]
    carry: Mapping[str, int]
    matched: Mapping[str, int]
    withheld: Mapping[str, str]
    unmatched: Mapping[str, Wish]
    twins: Mapping[str, Wish]
    barred: Mapping[str, int] = field(default_factory=dict)
    suppressed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    found: Mapping[str, str] = field(default_factory=dict)
    held: Mapping[tuple[Action, str, str], str] = field(default_factory=dict)


def by_label(sets: Mapping[frozenset[str], int]) -> dict[str, int]:
    """Counts of label sets as counts of each label."""
    counts: dict[str, int] = {}
    for labels, count in sets.items():
        for label in labels:
            counts[label] = counts.get(label, 0) + count
    return counts
