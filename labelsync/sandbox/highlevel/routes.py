"""Which operation answers a method and a path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from labelsync.sandbox.highlevel import duplicates, listing, locations, oauth, people, searching, tagging
from labelsync.sandbox.highlevel.call import Operation

OPERATIONS: tuple[Operation, ...] = (
    *tagging.OPERATIONS,
    *searching.OPERATIONS,
    *duplicates.OPERATIONS,
    *listing.OPERATIONS,
    *people.OPERATIONS,
    *locations.OPERATIONS,
    *oauth.OPERATIONS,
)


def _unanswered(_: Request) -> Response:
    """Routes are used for matching only."""
    return Response(status_code=404)


ROUTES = tuple((Route(one.path, _unanswered, methods=[one.method]), one) for one in OPERATIONS)


def route(method: str, path: str, root_path: str = "") -> tuple[Operation, Mapping[str, Any]] | None:
    """The operation and the path's parameters; None where the vendor says `Cannot GET …`.

    A slash at the end changes nothing: the vendor's own files write `/contacts/`.
    """
    scope = {"type": "http", "method": method, "path": path.rstrip("/"), "root_path": root_path}
    for candidate, operation in ROUTES:
        match, found = candidate.matches(scope)
        if match is Match.FULL and operation.method == method:
            return operation, found["path_params"]
    return None


def writes(method: str, path: str) -> bool:
    """Whether this request may change contacts or tags."""
    found = route(method.upper(), path.partition("?")[0])
    return found is not None and found[0].writes
