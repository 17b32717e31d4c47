"""listmonk, emulated: an application over a world, to be furnished, kept and looked at."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import msgspec
from labelsync.sandbox.around import Around, epoch
from labelsync.sandbox.emulator import Emulated, Person, View
from labelsync.sandbox.trouble import trouble_of
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from labelsync_listmonk.world import Call, MailingList, Refused, State, Subscriber, World, numbers

Serve = Callable[[World, Call], Any]
ROUTES: tuple[tuple[str, str, Serve], ...] = (
    ("GET", "/api/lists", World.all_lists),
    ("POST", "/api/lists", World.make_list),
    ("GET", "/api/lists/{key:int}", World.one_list),
    ("PUT", "/api/lists/{key:int}", World.change_list),
    ("DELETE", "/api/lists/{key:int}", World.delete_list),
    ("GET", "/api/subscribers", World.subscribers),
    ("DELETE", "/api/subscribers", World.delete_subscribers),
    ("GET", "/api/subscribers/{key:int}", World.subscriber),
    ("PUT", "/api/subscribers/lists", World.manage_lists),
)
AUTHORISED = re.compile(r"token [^:\s]+:\S+|basic \S+", re.IGNORECASE)


class ListmonkEmulator:
    """One installation over HTTP."""

    vendor = "listmonk"

    def __init__(self, world: World) -> None:
        self._world = world
        routes = [Route(path, _endpoint(world, serve), methods=[method]) for method, path, serve in ROUTES]
        self.app: ASGIApp = Starlette(routes=routes)

    @property
    def revision(self) -> int:
        """How often the state changed, or may have."""
        return self._world.state.revision

    def dump(self) -> dict[str, Any]:
        """The whole state as JSON values."""
        state: dict[str, Any] = msgspec.to_builtins(self._world.state, str_keys=True)
        return state

    def view(self) -> View:
        """The state as it is; nothing lags here."""
        state = self._world.state
        people = {str(one.id): _person(one, state) for one in state.people.values()}
        return View(people, [one.name for one in state.lists.values()], list(state.fired))

    def writes(self, method: str, path: str) -> bool:
        """All but reading, wherever."""
        del path
        return method not in ("GET", "HEAD")


def _endpoint(world: World, serve: Serve) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def answer(request: Request) -> JSONResponse:
        try:
            call = await _let_in(request)
            _befall(world, call)
            told = serve(world, call)
        except Refused as refused:
            return JSONResponse({"message": str(refused)}, refused.status)
        except (ValueError, TypeError):
            return JSONResponse({"message": "Invalid ID(s) or body."}, 400)
        world.state.revision += request.method != "GET"
        return JSONResponse({"data": told})

    return answer


async def _let_in(request: Request) -> Call:
    """Any API user with any token, by either documented scheme; anybody else is refused with 403."""
    if not AUTHORISED.fullmatch(request.headers.get("authorization", "")):
        raise Refused(403, "invalid session or API credentials")
    raw, key = await request.body(), int(request.path_params.get("key", 0))
    body = msgspec.json.decode(raw, type=dict[str, Any]) if raw else {}
    ids = numbers(body.get("ids") or request.query_params.getlist("id"))
    named = [key] if key and request.scope["path"].startswith("/api/subscribers/") else ids
    return Call(key, request.query_params, body, named, trouble_of(request.scope))


def _befall(world: World, call: Call) -> None:
    """What others do just before a request is served."""
    if call.trouble and call.trouble.kind == "vanish" and call.ids:
        world.delete_subscribers(call._replace(ids=call.ids[:1]))
        world.state.revision += 1


def _person(one: Subscriber, state: State) -> Person:
    labels = tuple(state.lists[key].name for key in one.lists)
    phone = str(one.attribs.get("phone", ""))
    return Person(id=str(one.id), email=one.email, phone=phone, first_name=one.name, labels=labels)


def _fresh(people: Iterable[Person], around: Around) -> ListmonkEmulator:
    """An installation with these people. Whoever has no e-mail, or somebody else's, cannot be one there."""
    world, taken, lists = World(State(), around), set[str](), dict[str, int]()
    for person in people:
        if person.email and person.email.lower() not in taken:
            taken.add(person.email.lower())
            for name in person.labels:
                lists[name] = lists.get(name) or _listed(world, name)
            _subscribed(world, person, [lists[name] for name in person.labels])
    return ListmonkEmulator(world)


def _listed(world: World, name: str) -> int:
    made = MailingList(world.next_id("lists"), name, world.around.now())
    world.state.lists[made.id] = made
    return made.id


def _subscribed(world: World, person: Person, lists: list[int]) -> None:
    key = world.next_id("people", int(person.id) if person.id.isdecimal() else 0)
    world.state.people[key] = Subscriber(
        id=key,
        email=person.email,
        name=f"{person.first_name} {person.last_name}".strip(),
        attribs={"phone": person.phone} if person.phone else {},
        created=epoch(person.created) if person.created else world.around.now(),
        lists=dict.fromkeys(lists, "confirmed"),
    )


def _kept(state: dict[str, Any], around: Around) -> ListmonkEmulator:
    return ListmonkEmulator(World(msgspec.convert(state, State, strict=False), around))


EMULATED = Emulated(
    _fresh,
    _kept,
    troubles=frozenset({"skip", "vanish"}),
    example=("-H", "Authorization: token api:any", "{url}/api/lists"),
)
"""listmonk has no index that lags, no jobs and no merging, and an addition is all or nothing (its source).

Lists that the API user may not manage are left out of a call without a word (its source); `skip` is like it.
"""
