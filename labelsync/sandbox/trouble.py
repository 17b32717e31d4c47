"""Trouble on purpose inside an emulator: what a vendor does to one request, beyond what a network does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from starlette.types import Scope

Kind = Literal["partial", "skip", "lag", "stuck", "endless", "merge", "vanish"]
KINDS: Mapping[str, Kind] = {kind: kind for kind in get_args(Kind)}
_KEY = "labelsync.trouble"


class Trouble(NamedTuple):
    """One trouble, for the request that it comes with. An emulator passes over the kinds it cannot have.

    partial  the last `amount` of the contacts that the request names (0: half of them, at least one) are
             refused, in the vendor's own way
    skip     as many are answered as done and stay as they were
    lag      from now on lists and searches stay `amount` seconds behind
    stuck    from now on lists and searches learn nothing more
    endless  the job that the request starts does its work and never completes
    merge    before the request is served, the first contact that it names is merged into another one
    vanish   before the request is served, somebody else deletes the first contact that it names
    """

    kind: Kind
    amount: float = 0.0

    def share(self, contacts: int) -> int:
        """How many contacts of so many `partial` and `skip` concern."""
        return min(contacts, int(self.amount) or max(1, contacts // 2))


def troubled(scope: Scope, trouble: Trouble) -> Scope:
    """The request's scope, with the trouble in it."""
    return {**scope, _KEY: trouble}


def trouble_of(scope: Scope) -> Trouble | None:
    """The trouble that a request comes with, if any."""
    found: Trouble | None = scope.get(_KEY)
    return found
