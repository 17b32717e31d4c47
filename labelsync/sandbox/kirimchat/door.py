"""The way of every request: key, limit, idempotency, route; and the envelope of every answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from labelsync.sandbox.kirimchat import credentials, idempotency, ids, limiter, troubles
from labelsync.sandbox.kirimchat.call import Call, Reply, Serve
from labelsync.sandbox.kirimchat.facts import Answer
from labelsync.sandbox.kirimchat.refusal import RefusedError
from labelsync.sandbox.kirimchat.world import World
from labelsync.sandbox.trouble import trouble_of


@dataclass(frozen=True, slots=True)
class _Outcome:
    status: int
    body: bytes
    request_id: str
    replayed: str = ""  # the value of the Idempotent-Replayed header
    held: float = 0.0


async def pass_through(world: World, request: Request, serve: Serve) -> Response:
    """Answer one request to a route."""
    call = await _call(world, request)
    troubles.befall(world, call)
    request_id = ids.mint("req", around=world.around)
    outcome = await _outcome(world, call, serve, request_id)
    headers = {"X-Request-Id": outcome.request_id} | limiter.headers(world, call, status=outcome.status)
    if outcome.replayed:
        headers["Idempotent-Replayed"] = outcome.replayed
    return Response(outcome.body, outcome.status, headers, media_type="application/json")


async def _call(world: World, request: Request) -> Call:
    return Call(
        method=request.method,
        path=request.scope["path"].removeprefix("/v1"),
        body=await request.body(),
        at=world.around.now(),
        names={name: str(value) for name, value in request.path_params.items()},
        query=dict(request.query_params),
        authorization=request.headers.get("authorization", ""),
        key=request.headers.get("idempotency-key"),
        trouble=trouble_of(request.scope),
    )


async def _outcome(world: World, call: Call, serve: Serve, request_id: str) -> _Outcome:
    try:
        remembered = await _admitted(world, call)
    except RefusedError as refusal:
        return _Outcome(refusal.status, _encode(_content(world, refusal, request_id)), request_id)
    if remembered is not None:
        body = remembered.body.encode()
        return _Outcome(remembered.status, body, remembered.request_id, replayed="true")
    outcome = _performed(world, replace(call, at=world.around.now()), serve, request_id)
    if outcome.held > 0:
        await world.around.sleep(outcome.held)
    return outcome


async def _admitted(world: World, call: Call) -> Answer | None:
    """Let a call in, or refuse it; what comes back is the answer it had before."""
    credentials.admit(world, call)
    if world.switches.replay_costs_token or not idempotency.knows(world, call):
        limiter.take(world, call)
    return await idempotency.recall(world, call)


def _performed(world: World, call: Call, serve: Serve, request_id: str) -> _Outcome:
    """Serve the call in one go, with nothing awaited: what it does is committed when it returns."""
    try:
        reply = serve(world, call)
    except RefusedError as refusal:
        reply = Reply(_content(world, refusal, request_id), refusal.status)
    else:
        reply = replace(reply, content={**reply.content, "request_id": request_id})
    body, name = _encode(reply.content), idempotency.key(call)
    if name is not None:
        idempotency.remember(world, name, _answer(world, call, reply, body=body, request_id=request_id))
    replayed = "" if name is None else "false"
    return _Outcome(reply.status, body, request_id, replayed=replayed, held=reply.held)


def _answer(world: World, call: Call, reply: Reply, *, body: bytes, request_id: str) -> Answer:
    return Answer(
        fingerprint=idempotency.fingerprint(call),
        status=reply.status,
        body=body.decode(),
        request_id=request_id,
        at=call.at,
        ready=call.at + reply.held,
        kept=idempotency.keeps(world.switches, reply.status),
    )


def _content(world: World, refusal: RefusedError, request_id: str) -> dict[str, Any]:
    """The envelope of a refusal; the codes that the documentation does not show are switches."""
    switches = world.switches
    assumed = {
        "invalid_api_key": switches.bad_key_code,
        "resource_not_found": switches.not_found_code,
        "internal_error": switches.failure_code,
    }
    return refusal.content(request_id, code=assumed.get(refusal.code, refusal.code))


def _encode(content: dict[str, Any]) -> bytes:
    return msgspec.json.encode(content)
