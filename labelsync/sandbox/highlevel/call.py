"""One call of the API: what an operation is, what it is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from labelsync.sandbox.highlevel.mint import well_formed
from labelsync.sandbox.highlevel.refusals import OTHER_LOCATION, refused
from labelsync.sandbox.highlevel.switches import Grant, Kind
from labelsync.sandbox.highlevel.world import World
from labelsync.sandbox.trouble import Trouble

LOCATION_KINDS: frozenset[Kind] = frozenset({"location_pit", "location"})
AGENCY_KINDS: frozenset[Kind] = frozenset({"company"})
ALL_KINDS: frozenset[Kind] = frozenset({"location_pit", "agency_pit", "location", "company"})


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in. `path` holds the path's parameters; `root` the address of the API.

    `trouble` is what it comes with, if anything.
    """

    world: World
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: dict[str, Any]
    version: str
    grant: Grant
    root: str
    trouble: Trouble | None = None

    def at(self, location_id: str) -> str:
        """The location a request names, accepted; another tenant's is refused with 403 (measured)."""
        tenants = {self.world.switches.location_id, self.grant.location_id} - {None}
        if not well_formed(location_id) or tenants - {location_id}:
            raise refused(403, OTHER_LOCATION)
        if self.world.home != location_id:
            self.world.home = location_id
            self.world.revision += 1
        return location_id

    @property
    def v3(self) -> bool:
        """Whether the request was made under version v3."""
        return self.version == "v3"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and a JSON body."""

    status: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API.

    `scope` None means no token is asked for; `kinds` are the token classes let in; `v3_only` paths do not
    exist under other versions; `writes` marks what may change contacts or tags.
    """

    method: str
    path: str
    answer: Callable[[Call], Answer]
    scope: str | None
    kinds: frozenset[Kind] = LOCATION_KINDS
    v3_only: bool = False
    writes: bool = False
