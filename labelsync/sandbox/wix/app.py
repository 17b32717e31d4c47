"""The ASGI application: the table of routes, and the way of a request through the gate to its answer."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from labelsync.sandbox.trouble import trouble_of

from . import bulk, facets, label_reading, merging, naming, reading, writing
from .call import Call
from .gate import check_caller
from .limiter import admit
from .refusal import WixError, plain
from .tokens import issue_token
from .troubles import befall
from .working import settle
from .world import World

Answer = Callable[[World, Call], dict[str, Any]]
Endpoint = Callable[[Request], Awaitable[Response]]

_VIEW, _MODIFY = "CONTACTS.VIEW", "CONTACTS.MODIFY"
_LABELS_VIEW, _LABELS_MODIFY = "CONTACTS_LABELS.VIEW", "CONTACTS_LABELS.MODIFY"
_CONTACTS, _LABELS, _BULK = "/contacts/v4/contacts", "/contacts/v4/labels", "/contacts/v4/bulk"
_CONTACT, _LABEL = _CONTACTS + "/{contact_id}", _LABELS + "/{key}"
ROUTES: tuple[tuple[str, str, str, Answer], ...] = (
    ("POST", f"{_CONTACTS}/query", _VIEW, reading.query_contacts),
    ("GET", f"{_CONTACTS}/facets", _VIEW, facets.list_facets),
    ("POST", f"{_CONTACTS}/facets/query", _VIEW, facets.query_facets),
    ("GET", _CONTACTS, _VIEW, reading.list_contacts),
    ("GET", _CONTACT, _VIEW, reading.get_contact),
    ("POST", _CONTACTS, _MODIFY, writing.create_contact),
    ("PATCH", _CONTACT, _MODIFY, writing.update_contact),
    ("DELETE", _CONTACT, _MODIFY, writing.delete_contact),
    ("POST", f"{_CONTACT}/labels", _MODIFY, writing.label_contact),
    ("DELETE", f"{_CONTACT}/labels", _MODIFY, writing.unlabel_contact),
    ("POST", f"{_CONTACT}/merge", _MODIFY, merging.merge_contacts),
    ("POST", f"{_CONTACT}/preview-merge", _MODIFY, merging.preview_merge),
    ("POST", f"{_BULK}/contacts/add-remove-labels", _MODIFY, bulk.bulk_label),
    ("POST", f"{_BULK}/contacts/update", _MODIFY, bulk.bulk_update),
    ("POST", f"{_BULK}/contacts/delete", _MODIFY, bulk.bulk_delete),
    ("GET", f"{_BULK}/jobs/{{job_id}}", _MODIFY, bulk.get_job),
    ("GET", f"{_BULK}/jobs", _MODIFY, bulk.list_jobs),
    ("POST", f"{_LABELS}/query", _LABELS_VIEW, label_reading.query_labels),
    ("GET", _LABELS, _LABELS_VIEW, label_reading.list_labels),
    ("GET", _LABEL, _LABELS_VIEW, naming.get_label),
    ("POST", _LABELS, _LABELS_MODIFY, naming.find_or_create_label),
    ("PATCH", _LABEL, _LABELS_MODIFY, naming.rename_label),
    ("DELETE", _LABEL, _LABELS_MODIFY, naming.delete_label),
    ("POST", "/oauth2/token", "", issue_token),
)
"""Method, path, permission ('' for the token call, which is open and does not count) and what answers."""

SDK_PREFIX = "/_api"
_READ_BY_POST = ("/query", "/preview-merge", "/oauth2/token")


def make_app(world: World, requests: deque[Call]) -> Starlette:
    """The application over a world; every request is noted in `requests`."""
    routes = [
        Route(path, _endpoint(world, requests, permission, answer), methods=[method])
        for method, path, permission, answer in ROUTES
    ]
    app = Starlette(
        routes=[*routes, Mount(SDK_PREFIX, routes=routes)],
        exception_handlers={HTTPException: _no_such_route(world, requests)},
    )
    # a redirect would be an answer Wix never gives
    app.router.redirect_slashes = False
    return app


def is_write(method: str, path: str) -> bool:
    """Whether a request may change contacts or labels."""
    plain_path = path.removeprefix(SDK_PREFIX).rstrip("/")
    return method.upper() in {"POST", "PATCH", "PUT", "DELETE"} and not plain_path.endswith(_READ_BY_POST)


def _endpoint(world: World, requests: deque[Call], permission: str, answer: Answer) -> Endpoint:
    async def respond(request: Request) -> Response:
        raw = await request.body()
        if world.switches.latency:
            await world.around.sleep(world.switches.latency)
        # read after the last wait, so that requests change the world in the order of their instants
        call = _call(request, raw, at=world.around.now())
        requests.append(call)
        if world.switches.delivered_twice and is_write(call.method, call.path):
            _told(world, call, permission, answer)
            requests.append(call)
        return _told(world, call, permission, answer)

    return respond


def _told(world: World, call: Call, permission: str, answer: Answer) -> Response:
    try:
        return _reply(world, 200, _answered(world, call, permission, answer), {})
    except WixError as refused:
        empty = refused.status == 403 and not world.switches.forbidden_body
        return _reply(world, refused.status, None if empty else refused.body, refused.headers)


def _answered(world: World, call: Call, permission: str, answer: Answer) -> dict[str, Any]:
    most = world.switches.body_cap
    if most is not None and len(call.raw) > most:
        raise plain(413)
    if permission:
        check_caller(world, call, permission)
        admit(world, call.at)
        settle(world, call.at)
        befall(world, call)
    return answer(world, call)


def _call(request: Request, raw: bytes, *, at: float) -> Call:
    return Call(
        method=request.method,
        path=request.url.path,
        at=at,
        query=tuple(request.query_params.multi_items()),
        headers=tuple((name.lower(), value) for name, value in request.headers.items()),
        raw=raw,
        places=tuple(request.path_params.items()),
        trouble=trouble_of(request.scope),
    )


def _reply(world: World, status: int, body: Any, headers: dict[str, str]) -> Response:
    told = {
        "X-Wix-Request-Id": str(uuid.UUID(int=world.around.chance.getrandbits(128), version=4)),
        **headers,
    }
    if world.switches.consistent_header != "off":
        told["X-Wix-Consistent"] = f"v1-{world.revision}"
    content = b"" if body is None else msgspec.json.encode(body)
    return Response(content, status, told, media_type="application/json")


def _no_such_route(
    world: World, requests: deque[Call]
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def respond(request: Request, error: Exception) -> Response:
        requests.append(_call(request, await request.body(), at=world.around.now()))
        status = error.status_code if isinstance(error, HTTPException) else 404
        return _reply(world, status, plain(status).body, {})

    return respond
