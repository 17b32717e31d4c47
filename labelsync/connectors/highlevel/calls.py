"""Core values → HighLevel's requests. Exactly the documented fields: the vendor refuses any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal
from urllib.parse import quote

import msgspec

from labelsync.connectors.highlevel.limits import PAGE
from labelsync.core.capability import Repeat
from labelsync.core.connector import Reads
from labelsync.core.exchange import Request

READS: Reads = (
    ("GET", "/locations/{}/tags"),
    ("POST", "/contacts/search"),
    ("GET", "/contacts/{}"),
)
"""All that only reads; the vendor's search asks by POST."""

Direction = Literal["add", "remove"]
Filters = tuple[object, ...]
"""What all contacts of a search pass: filters and groups of filters, as the vendor writes them."""

_OLDEST_FIRST = ({"field": "dateAdded", "direction": "asc"},)


def tags(location: str, *, kind: str = "labels") -> Request:
    """`GET /locations/:locationId/tags`: the location's whole tag dictionary, without paging."""
    return Request(kind, "GET", f"/locations/{_segment(location)}/tags")


def scan(location: str, *, filters: Filters = (), after: bytes = b"") -> Request:
    """One page of all contacts, or of those that pass all `filters`.

    `after` is the JSON of the last row's `searchAfter`, empty at the start. Sorted by `dateAdded`, which
    never changes, so that rows do not move while the scan runs.
    """
    asked: dict[str, object] = {"locationId": location, "pageLimit": PAGE, "sort": _OLDEST_FIRST}
    if filters:
        asked["filters"] = filters
    if after:
        asked["searchAfter"] = msgspec.Raw(after)
    return _search(asked)


def any_of(values: Iterable[tuple[str, str]]) -> Filters:
    """One OR group of `eq` filters, each (field, value): the search has no `in` operator."""
    each = [{"field": field, "operator": "eq", "value": value} for field, value in values]
    return ({"group": "OR", "filters": each},)


def these(location: str, *, contacts: tuple[str, ...]) -> Request:
    """The contacts with these ids (at most 50), in one page."""
    filters = any_of(("id", contact) for contact in contacts)
    return _search({"locationId": location, "pageLimit": PAGE, "filters": filters})


def contact(contact_id: str) -> Request:
    """`GET /contacts/:contactId`: the route without lag."""
    return Request("contacts", "GET", f"/contacts/{_segment(contact_id)}")


def relabel(
    location: str, *, direction: Direction, contacts: tuple[str, ...], names: tuple[str, ...]
) -> Request:
    """`POST /contacts/bulk/tags/update/:type`. Tags are sets, so that a repeat changes nothing more."""
    body = {"contacts": contacts, "tags": names, "locationId": location}
    return _write("relabel", "POST", f"/contacts/bulk/tags/update/{direction}", body)


def create_tag(location: str, *, name: str) -> Request:
    """`POST /locations/:locationId/tags`. A repeat is refused with "already exist"."""
    return _write("create_label", "POST", f"/locations/{_segment(location)}/tags", {"name": name})


def delete_tag(location: str, *, tag: str) -> Request:
    """`DELETE /locations/:locationId/tags/:tagId`. Ids are not given twice, so a repeat finds nothing."""
    path = f"/locations/{_segment(location)}/tags/{_segment(tag)}"
    return Request("delete_label", "DELETE", path, repeat=Repeat.HARMLESS)


def delete_contact(contact_id: str) -> Request:
    """`DELETE /contacts/:contactId`, restorable in HighLevel for 60 days (not in HIPAA accounts).

    What a second delete answers is not documented; an id is not given twice, so it finds nothing.
    """
    return Request("delete", "DELETE", f"/contacts/{_segment(contact_id)}", repeat=Repeat.HARMLESS)


def _search(asked: Mapping[str, object]) -> Request:
    return Request("contacts", "POST", "/contacts/search", body=msgspec.json.encode(asked))


def _write(kind: str, method: str, path: str, body: Mapping[str, object]) -> Request:
    encoded = msgspec.json.encode(body)
    return Request(kind, method, path, body=encoded, repeat=Repeat.HARMLESS)


def _segment(text: str) -> str:
    return quote(text, safe="")
