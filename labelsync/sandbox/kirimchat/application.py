"""The ASGI application: starlette's routes around a world."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Mount, Route, Router
from starlette.types import ASGIApp

from labelsync.sandbox.kirimchat.call import Call, Reply, Serve
from labelsync.sandbox.kirimchat.door import pass_through
from labelsync.sandbox.kirimchat.refusal import RefusedError, not_found
from labelsync.sandbox.kirimchat.routes import Way, ways
from labelsync.sandbox.kirimchat.world import World

_Endpoint = Callable[[Request], Awaitable[Response]]
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class _Digits(Convertor[str]):
    """A path segment of digits, kept as text."""

    regex = "[0-9]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("digits", _Digits())


def application(world: World) -> ASGIApp:
    """The vendor's API over this world; every path is served with and without `/v1` before it."""
    served = ways(world.switches)
    known: list[BaseRoute] = [_route(world, way) for way in served]
    known.append(_described(served))
    rest = Route("/{rest:path}", _unknown(world, known), methods=_METHODS)
    return Router([Mount("/v1", routes=[*known, rest]), *known, rest])


def _route(world: World, way: Way) -> Route:
    return Route(way.path, _endpoint(world, way.serve), methods=[way.method])


def _endpoint(world: World, serve: Serve) -> _Endpoint:
    async def endpoint(request: Request) -> Response:
        return await pass_through(world, request, serve)

    return endpoint


def _unknown(world: World, known: list[BaseRoute]) -> _Endpoint:
    """What answers where no operation is: 404, or 405 where the path has others (a switch)."""

    async def endpoint(request: Request) -> Response:
        lacks = any(route.matches(request.scope)[0] is Match.PARTIAL for route in known)
        absent = _lacking if lacks and world.switches.absent_method_status == 405 else _nothing
        return await pass_through(world, request, absent)

    return endpoint


def _nothing(_world: World, _call: Call) -> Reply:
    raise not_found("path")


def _lacking(_world: World, _call: Call) -> Reply:
    raise RefusedError(405, "invalid_request_error", "method_not_allowed", "This path has no such method.")


def _described(served: tuple[Way, ...]) -> Route:
    """GET /openapi.json, for which no key is needed (documented); only the paths are in it."""
    paths: dict[str, dict[str, Any]] = {}
    for way in served:
        operation = {"responses": {"default": {"description": "See the vendor's documentation."}}}
        paths.setdefault(way.path.replace(":digits", ""), {})[way.method.lower()] = operation
    about = {"title": "KirimChat (emulated)", "version": "1"}
    body = msgspec.json.encode({"openapi": "3.1.0", "info": about, "paths": paths})

    async def endpoint(_request: Request) -> Response:
        return Response(body, media_type="application/json")

    return Route("/openapi.json", endpoint, methods=["GET"])
