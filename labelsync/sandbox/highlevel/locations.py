"""Operations on the location itself and on its dictionary of tags."""

from __future__ import annotations

from typing import Any

from labelsync.sandbox.highlevel.call import ALL_KINDS, Answer, Call, Operation
from labelsync.sandbox.highlevel.refusals import RefusedError, refused
from labelsync.sandbox.highlevel.shapes import number, require
from labelsync.sandbox.highlevel.tags import Tag, dictionary_name, stored
from labelsync.sandbox.highlevel.world import World

SEARCH = dict.fromkeys(("companyId", "skip", "limit", "order", "email"), "text")


def described(world: World, location_id: str) -> dict[str, Any]:
    """A location as the API shows it."""
    settings = {
        "allowDuplicateContact": world.switches.allow_duplicate_contact,
        "allowDuplicateOpportunity": False,
        "allowFacebookNameMerge": False,
        "disableContactTimezone": False,
    }
    return {
        "id": location_id,
        "companyId": world.switches.company_id,
        "name": world.switches.location_name,
        "timezone": world.switches.timezone,
        "settings": settings,
    }


def read_location(call: Call) -> Answer:
    """GET /locations/:id."""
    return Answer(200, {"location": described(call.world, call.at(call.path["locationId"]))})


def search_locations(call: Call) -> Answer:
    """GET /locations/search — skip 0, limit 10, no total (documented); a location finds itself only."""
    require(call.query, SEARCH)
    world = call.world
    skip = number(call.query, "skip", 0, least=0)
    limit = number(call.query, "limit", 10, least=1, most=world.switches.locations_limit_max)
    agency = call.grant.kind in {"company", "agency_pit"}
    ids = [world.home, *(world.switches.sibling_locations if agency else ())]
    if (
        "email" in call.query
        or call.query.get("companyId", world.switches.company_id) != world.switches.company_id
    ):
        ids = []
    ids = ids[::-1] if call.query.get("order") == "desc" else ids
    return Answer(200, {"locations": [described(world, one) for one in ids[skip : skip + limit]]})


def list_tags(call: Call) -> Answer:
    """GET /locations/:id/tags — the whole list at once (documented)."""
    location = call.at(call.path["locationId"])
    return Answer(200, {"tags": [_shown(tag, location) for tag in call.world.tags.tags.values()]})


def create_tag(call: Call) -> Answer:
    """POST /locations/:id/tags — an existing name is refused with 400 (measured)."""
    location = call.at(call.path["locationId"])
    name = _new_name(call)
    tag = Tag(call.world.mint.make(), name)
    call.world.tags.add(tag)
    call.world.revision += 1
    return Answer(call.world.switches.tag_create_status, {"tag": _shown(tag, location)})


def read_tag(call: Call) -> Answer:
    """GET /locations/:id/tags/:tagId."""
    location = call.at(call.path["locationId"])
    return Answer(200, {"tag": _shown(_tag(call), location)})


def rename_tag(call: Call) -> Answer:
    """PUT /locations/:id/tags/:tagId — whether contacts follow is unknown, so a switch."""
    location = call.at(call.path["locationId"])
    tag = _tag(call)
    renamed = Tag(tag.id, _new_name(call, own=tag.name))
    _rename(call.world, tag, renamed)
    return Answer(200, {"tag": _shown(renamed, location)})


def delete_tag(call: Call) -> Answer:
    """DELETE /locations/:id/tags/:tagId — whether contacts lose it is unknown, so a switch."""
    call.at(call.path["locationId"])
    tag, world = _tag(call), call.world
    world.tags.drop(tag.id)
    world.revision += 1
    if world.switches.tag_delete_strips_contacts and tag.name not in world.tags:
        _strip(world, stored(tag.name, world.switches))
    return Answer(200, {"succeded": True, **({"succeeded": True} if call.v3 else {})})


def _shown(tag: Tag, location: str) -> dict[str, str]:
    return {"id": tag.id, "name": tag.name, "locationId": location}


def _tag(call: Call) -> Tag:
    tag = call.world.tags.tags.get(call.path["tagId"])
    if tag is None:
        raise refused(400, "Tag not found")
    return tag


def _new_name(call: Call, own: str | None = None) -> str:
    """The name asked for; one that exists is refused, in a body that says `status` (measured)."""
    require(call.body, {"name": "text"}, required=("name",))
    name = dictionary_name(call.body["name"], call.world.switches)
    if name in call.world.tags and name != own:
        raise RefusedError(400, {"status": 400, "message": "The tag name is already exist."})
    return name


def _rename(world: World, tag: Tag, renamed: Tag) -> None:
    world.tags.rename(renamed)
    world.revision += 1
    if not world.switches.tag_rename_follows_contacts or tag.name in world.tags:
        return
    old, new = stored(tag.name, world.switches), stored(renamed.name, world.switches)
    for contact_id in sorted(world.lookup.ids(f"tags:{old}")):
        world.relabel(world.contacts[contact_id], old=old, new=new)


def _strip(world: World, name: str) -> None:
    for contact_id in sorted(world.lookup.ids(f"tags:{name}")):
        contact = world.contacts[contact_id]
        world.retag(contact, [tag for tag in contact.tags if tag != name])


TAGS, TAG = "/locations/{locationId}/tags", "/locations/{locationId}/tags/{tagId}"
READ, WRITE = "locations/tags.readonly", "locations/tags.write"
OPERATIONS = (
    Operation("GET", "/locations/search", search_locations, "locations.readonly", kinds=ALL_KINDS),
    Operation("GET", "/locations/{locationId}", read_location, "locations.readonly", kinds=ALL_KINDS),
    Operation("GET", TAGS, list_tags, READ),
    Operation("POST", TAGS, create_tag, WRITE, writes=True),
    Operation("GET", TAG, read_tag, READ),
    Operation("PUT", TAG, rename_tag, WRITE, writes=True),
    Operation("DELETE", TAG, delete_tag, WRITE, writes=True),
)
