"""An emulated installation: its subscribers and lists, and what its calls do, as documented or as is said."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from labelsync.sandbox.around import Around, iso
from labelsync.sandbox.emulator import Automation
from labelsync.sandbox.trouble import Trouble
from starlette.datastructures import QueryParams

LONGEST = 2000
"""Characters of a list's name (its source)."""

PAGE = 50
"""The most rows of a page, unless `all` are asked for (its source)."""


class Refused(Exception):
    """An answer with a status and `{"message": ...}`."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Subscriber(msgspec.Struct):
    """A subscriber, and the status of its subscription to each list by the list's id."""

    id: int
    email: str
    name: str
    attribs: dict[str, Any]
    created: float
    lists: dict[int, str] = {}


class MailingList(msgspec.Struct):
    """A list. Several may have one name (its schema)."""

    id: int
    name: str
    created: float
    type: str = "private"
    optin: str = "single"
    tags: list[str] = []


class State(msgspec.Struct):
    """All that there is. `given` are the last ids of each kind; `revision` grows with every change."""

    people: dict[int, Subscriber] = {}
    lists: dict[int, MailingList] = {}
    fired: list[Automation] = []
    given: dict[str, int] = {}
    revision: int = 0


class Call(NamedTuple):
    """A request that was let in. `key` is the id in its path, 0 for none; `ids` are subscribers it names."""

    key: int
    query: QueryParams
    body: dict[str, Any]
    ids: list[int]
    trouble: Trouble | None


class World:
    """One installation. Its methods answer requests: what they return is the `data` of the answer."""

    def __init__(self, state: State, around: Around) -> None:
        self.state = state
        self.around = around

    def all_lists(self, call: Call) -> dict[str, Any]:
        """`GET /api/lists`."""
        return paged([self._shown_list(one) for one in self.state.lists.values()], call.query)

    def one_list(self, call: Call) -> dict[str, Any]:
        """`GET /api/lists/{id}`. One that is not there is refused with 400 (its source)."""
        if call.key not in self.state.lists:
            raise Refused(400, "List not found")
        return self._shown_list(self.state.lists[call.key])

    def make_list(self, call: Call) -> dict[str, Any]:
        """`POST /api/lists`."""
        made = MailingList(self.next_id("lists"), _name(call.body), self.around.now())
        self.state.lists[made.id] = made
        return self.change_list(call._replace(key=made.id))

    def change_list(self, call: Call) -> dict[str, Any]:
        """`PUT /api/lists/{id}`. Tags that are left out are gone (its source)."""
        self.one_list(call)
        known = self.state.lists[call.key]
        known.name, known.tags = _name(call.body), call.body.get("tags") or []
        known.type, known.optin = call.body.get("type", known.type), call.body.get("optin", known.optin)
        return self._shown_list(known)

    def delete_list(self, call: Call) -> bool:
        """`DELETE /api/lists/{id}`. Its subscriptions go with it (its schema), which is nobody's leaving."""
        self.state.lists.pop(call.key, None)
        for one in self.state.people.values():
            one.lists.pop(call.key, None)
        return True

    def subscribers(self, call: Call) -> dict[str, Any]:
        """`GET /api/subscribers`, newest first. Who is on two lists asked for comes twice (its source).

        Expressions in SQL need a permission of their own, which this API user has not.
        """
        if call.query.get("query"):
            raise Refused(403, "Permission denied: subscribers:sql_query")
        asked = set(numbers(call.query.getlist("list_id")))
        people = [self.state.people[key] for key in sorted(self.state.people)]
        found = [one for one in people for _ in (asked & one.lists.keys() if asked else (0,))]
        rows = found if call.query.get("order", "").upper() == "ASC" else found[::-1]
        return paged([self._shown(one) for one in rows], call.query)

    def subscriber(self, call: Call) -> dict[str, Any]:
        """`GET /api/subscribers/{id}`. One that is not there is refused with 400 (its source)."""
        if call.key not in self.state.people:
            raise Refused(400, "Subscriber not found")
        return self._shown(self.state.people[call.key])

    def delete_subscribers(self, call: Call) -> bool:
        """`DELETE /api/subscribers?id=`. Whoever is not there is passed over (its source)."""
        if not call.ids:
            raise Refused(400, "No IDs given.")
        for key in call.ids:
            self.state.people.pop(key, None)
        return True

    def manage_lists(self, call: Call) -> bool:
        """`PUT /api/subscribers/lists`: one statement, which adds all or nothing (its source)."""
        lists, action = numbers(call.body.get("target_list_ids")), call.body.get("action")
        if not call.ids or not lists or action not in ("add", "remove", "unsubscribe"):
            raise Refused(400, "No IDs or lists given, or no such action.")
        known = [key for key in call.ids if key in self.state.people]
        if action == "add" and not (known == call.ids and self.state.lists.keys() >= {*lists}):
            raise Refused(500, "Error updating subscribers: a foreign key is violated")
        passed_over = call.trouble.share(len(known)) if call.trouble and call.trouble.kind == "skip" else 0
        status = "unsubscribed" if action == "unsubscribe" else call.body.get("status") or "unconfirmed"
        for key in known[: len(known) - passed_over]:
            self.subscribe(self.state.people[key], lists, action, status)
        return True

    def subscribe(self, one: Subscriber, lists: list[int], action: str, status: str) -> None:
        """Change a subscriber's subscriptions, and log those lists that it really came to or left."""
        for key in lists:
            if action != "unsubscribe" and (key in one.lists) is (action == "remove"):
                name = self.state.lists[key].name
                self.state.fired.append(Automation(self.around.now(), str(one.id), name, action))
            if action == "remove":
                one.lists.pop(key, None)
            elif action == "add" or key in one.lists:
                one.lists[key] = status

    def next_id(self, kind: str, wanted: int = 0) -> int:
        """An id that nothing of this kind ever had, or the one that is `wanted`."""
        last = self.state.given.get(kind, 0)
        self.state.given[kind] = max(last, wanted or last + 1)
        return wanted or last + 1

    def _shown_list(self, one: MailingList) -> dict[str, Any]:
        count = sum(one.id in person.lists for person in self.state.people.values())
        return {**msgspec.to_builtins(one), "created_at": iso(one.created), "subscriber_count": count}

    def _shown(self, one: Subscriber) -> dict[str, Any]:
        lists = [
            {"subscription_status": status, "id": key, "name": self.state.lists[key].name}
            for key, status in one.lists.items()
        ]
        facts = {"id": one.id, "email": one.email, "name": one.name, "attribs": one.attribs}
        return {**facts, "status": "enabled", "created_at": iso(one.created), "lists": lists}


def numbers(told: Any) -> list[int]:
    """Ids, each once. ValueError or TypeError for anything else."""
    return list(dict.fromkeys(map(int, told or ())))


def paged(rows: list[dict[str, Any]], query: QueryParams) -> dict[str, Any]:
    """The page that is asked for, 20 rows unless it says otherwise."""
    asked, page = query.get("per_page", "20"), max(1, int(query.get("page", "1")))
    size = len(rows) if asked == "all" else max(1, min(PAGE, int(asked)))
    return {
        "results": rows[(page - 1) * size : page * size],
        "total": len(rows),
        "per_page": size,
        "page": page,
    }


def _name(body: dict[str, Any]) -> str:
    name = str(body.get("name", ""))
    if not 0 < len(name) <= LONGEST:
        raise Refused(400, "Invalid length for the name.")
    return name
