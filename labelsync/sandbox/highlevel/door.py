"""The ASGI application: every request passes the CDN, the limiter and the gatekeeper to its operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from labelsync.sandbox.highlevel.access import admit, app_of, bearer, check_token, check_version
from labelsync.sandbox.highlevel.call import Answer, Call, Operation
from labelsync.sandbox.highlevel.refusals import RefusedError, refused
from labelsync.sandbox.highlevel.routes import route
from labelsync.sandbox.highlevel.switches import Grant
from labelsync.sandbox.highlevel.troubles import befall
from labelsync.sandbox.highlevel.world import World
from labelsync.sandbox.trouble import trouble_of


class Door:
    """Lets requests in to the world, one by one; `before_leaving` is called once a request changed it."""

    def __init__(self, world: World, *, before_leaving: Callable[[], None]) -> None:
        self._world = world
        self._before_leaving = before_leaving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] != "http":
            return
        response = await self._respond(Request(scope, receive))
        self._before_leaving()
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        """The CDN refuses some agents before the API sees them: no JSON, no rate limit headers (measured)."""
        switches = self._world.switches
        agent = request.headers.get("user-agent", "")
        if any(agent.startswith(refused_agent) for refused_agent in switches.refused_agents):
            return PlainTextResponse("error code: 1010", status_code=403)
        if switches.answer_delay:
            await self._world.around.sleep(switches.answer_delay)
        raw = await request.body()
        token = bearer(request.headers.get("authorization", ""))
        toll = self._world.limiter.count(app_of(self._world, token), self._world.around.now())
        self._world.revision += 1
        if not toll.passes and switches.too_many_body != "json":
            text = "Too Many Requests" if switches.too_many_body == "text" else ""
            return PlainTextResponse(text, 429, toll.headers)
        answer = _answer(self._world, request, raw) if toll.passes else _too_many()
        return self._encoded(answer, toll.headers)

    def _encoded(self, answer: Answer, headers: dict[str, str]) -> Response:
        """Every body bears a trace id (documented)."""
        trace = str(UUID(int=self._world.around.chance.getrandbits(128), version=4))
        content = msgspec.json.encode({**answer.body, "traceId": trace})
        return Response(content, answer.status, headers, media_type="application/json")


def _too_many() -> Answer:
    """The status is documented; the body is assumed."""
    return Answer(429, {"statusCode": 429, "message": "Too Many Requests"})


def _answer(world: World, request: Request, raw: bytes) -> Answer:
    try:
        operation, path = _operation(request)
        call = _call(world, request, raw, operation=operation, path=path)
        befall(call)
        return operation.answer(call)
    except RefusedError as refusal:
        return Answer(refusal.status, refusal.body)


def _operation(request: Request) -> tuple[Operation, Any]:
    """The operation asked for; paths of v3 do not exist under other versions (measured).

    A HEAD is answered as its GET would be (assumed); the server leaves the body out.
    """
    method = "GET" if request.method == "HEAD" else request.method
    found = route(method, request.scope["path"], request.scope.get("root_path", ""))
    if found is None or (found[0].v3_only and request.headers.get("version") != "v3"):
        path = request.scope["path"]
        raise refused(404, f"Cannot {request.method} {path}")
    return found


def _call(world: World, request: Request, raw: bytes, *, operation: Operation, path: Any) -> Call:
    """Version first, then the token, then the body: the order in which the refusals were seen."""
    authorization = request.headers.get("authorization", "")
    version = request.headers.get("version")
    grant = Grant()
    if operation.scope is not None:
        version = check_version(version)
        grant = check_token(world, bearer(authorization))
        admit(world, grant, operation)
    elif version is not None:
        check_version(version)
    query = dict(request.query_params)
    body = _body(request.headers.get("content-type", ""), raw)
    root, trouble = str(request.base_url), trouble_of(request.scope)
    return Call(world, path, query, body, version or "", grant, root, trouble)


def _body(kind: str, raw: bytes) -> dict[str, Any]:
    """JSON, or the forms of the OAuth calls (documented)."""
    if kind.lower().startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(raw.decode(errors="replace"), keep_blank_values=True))
    if not raw.strip():
        return {}
    try:
        decoded = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise refused(400, "Unexpected token in JSON at position 0") from None
    if not isinstance(decoded, dict):
        raise refused(400, "Bad Request")
    return decoded
