"""The label routes: list, create, get, patch, delete. A label belongs to one team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from labelsync.sandbox.around import iso
from labelsync.sandbox.kirimchat import fields, ids, pages
from labelsync.sandbox.kirimchat.call import Call, Reply
from labelsync.sandbox.kirimchat.facts import Label
from labelsync.sandbox.kirimchat.refusal import invalid, missing, not_found
from labelsync.sandbox.kirimchat.shelf import Place
from labelsync.sandbox.kirimchat.world import World, put_label, remove_label


def show(label: Label) -> dict[str, Any]:
    """A label as the API shows it (assumed but for id, object, name, color and team_id)."""
    instants = {"created_at": iso(label.created), "updated_at": iso(label.updated)}
    words = {"name": label.name, "color": label.color, "team_id": label.team}
    return {"id": label.id, "object": "label", **words, **instants}


def label_at(world: World, call: Call) -> Label:
    """The label a path names. Assumed: a malformed id is 400, an unknown one 404."""
    key = call.names["label_id"]
    if not ids.is_label_id(key):
        raise invalid("label_id", "This is not a label id.")
    return label_named(world, key)


def label_named(world: World, key: str) -> Label:
    """The label of a well-formed id, or 404."""
    if key not in world.labels.by_id:
        raise not_found("label", param="label_id")
    return world.labels.by_id[key]


def index(world: World, call: Call) -> Reply:
    """GET /labels, oldest first (assumed); `team_id` filters (assumed)."""
    team = call.query.get("team_id") if world.switches.labels_team_filter else None

    def seen(after: Place | None) -> Iterator[Label]:
        found = world.labels.oldest_first(after)
        return (label for label in found if team in (None, label.team))

    bound = {"list": "labels"} | ({} if team is None else {"team": team})
    return Reply(pages.page(world, call, seen, show=show, bound=bound))


def create(world: World, call: Call) -> Reply:
    """POST /labels. Documented: an organisation of several teams must say which; names are unique in one."""
    given = call.fields()
    name = fields.required(given, "name", most=fields.NAME_LENGTH)
    color = fields.color(given) or "gray"
    team = _team(world, fields.text(given, "team_id", most=fields.TEAM_LENGTH))
    _check_free(world, name, team=team, but="")
    key = ids.mint("lbl", around=world.around, taken=world.labels.by_id)
    label = Label(id=key, created=call.at, updated=call.at, team=team, name=name, color=color)
    put_label(world, label)
    return Reply({"data": show(label)}, status=world.switches.created_status)


def get(world: World, call: Call) -> Reply:
    """GET /labels/{id}."""
    return Reply({"data": show(label_at(world, call))})


def patch(world: World, call: Call) -> Reply:
    """PATCH /labels/{id}: name and colour (documented)."""
    label, given = label_at(world, call), call.fields()
    name = fields.text(given, "name", most=fields.NAME_LENGTH) or label.name
    _check_free(world, name, team=label.team, but=label.id)
    changed = msgspec.structs.replace(label, name=name, color=fields.color(given) or label.color)
    if changed != label:
        put_label(world, msgspec.structs.replace(changed, updated=call.at))
    return Reply({"data": show(world.labels.by_id[label.id])})


def delete(world: World, call: Call) -> Reply:
    """DELETE /labels/{id}: for good, and from every contact (documented)."""
    label = label_at(world, call)
    remove_label(world, label, at=call.at)
    return Reply({"data": {"id": label.id, "object": "label", "deleted": True}})


def _team(world: World, given: str | None) -> str:
    if given is None:
        if len(world.teams) > 1:
            raise missing("team_id")
        return world.teams[0]
    if given not in world.teams and world.switches.unknown_teams == "refused":
        raise invalid("team_id", "Your organisation has no such team.")
    return given


def _check_free(world: World, name: str, *, team: str, but: str) -> None:
    """Documented: a duplicate name is `invalid_field_value`. Whether case counts is assumed."""
    others = (label.name for label in world.labels if label.team == team and label.id != but)
    exact = world.switches.case_sensitive_names
    if any(other == name or (not exact and other.casefold() == name.casefold()) for other in others):
        raise invalid("name", "A label of this name exists in the team.")
