"""What a plan is made for: the wanted side, the terms, and the earlier manifest it is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from labelsync.core.draft import Pseudonym
from labelsync.core.guard import Overrides
from labelsync.core.plan import Origin
from labelsync.core.scope import Manifest
from labelsync.core.wish import Wishes
from labelsync.journal.memory import Memory


@dataclass(frozen=True, slots=True)
class Base:
    """An earlier manifest, and what it wanted of each account; `name` is what it was called by."""

    name: str
    manifest: Manifest
    wishes: Mapping[str, Wishes]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The wanted side and the terms of a plan. `labels` narrows the scope to some keys, () for all.

    `memory` is the journal's, None where there is no journal yet. `life` is how long the plan is valid, in
    seconds. `base` is what the manifest is compared with; `only_new` leaves alone what was due by it already.
    `everyone`: all contacts are read, though asking for less were cheaper. `require_ledger` objects where
    labels cannot be read and nothing is known of what was attached before.
    """

    manifest: Manifest
    wishes: Mapping[str, Wishes]
    origin: Origin
    overrides: Overrides
    memory: Memory | None
    pseudonym: Pseudonym
    labels: tuple[str, ...] = ()
    partial: bool = False
    life: float = 86_400.0
    base: Base | None = None
    only_new: bool = False
    everyone: bool = False
    require_ledger: bool = False
