"""What Wix is asked and told: core values become requests, as its REST reference writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

import msgspec

from labelsync.core.batch import Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.capability import Repeat
from labelsync.core.exchange import Request

LABELS = "/contacts/v4/labels"
CONTACTS = "/contacts/v4/contacts"
QUERY = f"{CONTACTS}/query"
JOBS = "/contacts/v4/bulk/jobs"
RELABEL = "/contacts/v4/bulk/contacts/add-remove-labels"
DELETE = "/contacts/v4/bulk/contacts/delete"
TOKEN = "/oauth2/token"  # noqa: S105 - a path, not a token

READS = (("GET", LABELS), ("POST", QUERY), ("GET", f"{CONTACTS}/{{}}"), ("GET", f"{JOBS}/{{}}"))
"""Everything that only reads; Wix queries by POST."""

PAGE = 1000
"""Contacts or labels a page: the most that Query Contacts gives, and List Labels' default."""

LANGUAGE = "en"
"""Names of system labels come in the language asked for, so one is pinned."""

_FIELDS = ("primaryInfo", "info.phones", "info.emails", "info.labelKeys")
_OLDEST_FIRST = ({"fieldName": "createdDate", "order": "ASC"},)


Where = Mapping[str, object] | None
"""A filter of Query Contacts; None asks for everybody."""


def token(*, app_id: str, secret: str, instance: str) -> Request:
    """Asks for an app's access token for the site on which this instance of it is installed."""
    body = {
        "grant_type": "client_credentials",
        "client_id": app_id,
        "client_secret": secret,
        "instance_id": instance,
    }
    return _write("token", "POST", TOKEN, body, Repeat.HARMLESS)


def _query(
    *, kind: str, limit: int, fields: tuple[str, ...], offset: int = 0, where: Where = None
) -> Request:
    query = {
        "sort": _OLDEST_FIRST,
        "paging": {"limit": limit, "offset": offset},
        "fields": fields,
    }
    filtered = query if where is None else {"filter": where, **query}
    return Request(kind, "POST", QUERY, body=msgspec.json.encode({"query": filtered}))


def any_label() -> Request:
    """One label: shows whether the key may read labels at all."""
    return Request("identify", "GET", LABELS, query=(("paging.limit", "1"),))


def any_contact() -> Request:
    """One contact, without anything personal: shows whether the key may read contacts at all."""
    return _query(kind="identify", limit=1, fields=("createdDate",))


def contacts_since(created: str, *, offset: int, where: Where = None, kind: str = "contacts") -> Request:
    """A page of contacts, oldest first, created at a date or later ('' for all), `offset` into them.

    With `where` only those that this filter finds as well.
    """
    since: Where = {"createdDate": {"$gte": created}} if created else None
    both = {"$and": (where, since)} if where and since else where or since
    return _query(kind=kind, limit=PAGE, fields=(*_FIELDS, "createdDate"), offset=offset, where=both)


def carrying(labels: tuple[str, ...]) -> Where:
    """The filter for those who carry at least one of these labels, by key."""
    return {"info.labelKeys": {"$hasSome": labels}}


def mailed(email: str, *, any_field: bool) -> Where:
    """The filter for an e-mail, and for longer ones that begin with it.

    `$startsWith` is the only comparison of texts that is documented to mind no case.
    """
    return {"info.emails.email" if any_field else "primaryInfo.email": {"$startsWith": email}}


def any_of(filters: Sequence[Where]) -> Where:
    """The filter for whoever one of these finds."""
    return {"$or": filters}


def one(contact_id: str) -> Where:
    """The filter for one contact."""
    return {"id": {"$eq": contact_id}}


def phoned(phones: tuple[str, ...], *, any_field: bool) -> Where:
    """The filter for phones in E.164."""
    return {"info.phones.e164Phone" if any_field else "primaryPhone.e164Phone": {"$in": phones}}


def contacts_named(ids: tuple[str, ...]) -> Request:
    """These contacts, in one page. Never called without ids: an empty filter could mean everybody."""
    return _query(kind="contacts", limit=len(ids), fields=_FIELDS, where=_only(ids))


def contact(contact_id: str) -> Request:
    """One contact by its id: the read that lags least, and the only one that tells of merged contacts."""
    fields = tuple(("fields", field) for field in _FIELDS)
    return Request("contacts", "GET", f"{CONTACTS}/{quote(contact_id, safe='')}", query=fields)


def labels(*, offset: int) -> Request:
    """A page of label definitions, system labels included."""
    paging = (("paging.limit", str(PAGE)), ("paging.offset", str(offset)), ("language", LANGUAGE))
    return Request("labels", "GET", LABELS, query=paging)


def job(job_id: str) -> Request:
    """How far a bulk job is."""
    return Request("poll", "GET", f"{JOBS}/{quote(job_id, safe='')}")


def relabel(batch: Relabel) -> Request:
    """Adds and removes labels in one job. Repeating starts a second job that finds nothing left to change."""
    body: dict[str, object] = {"filter": _only(batch.contacts)}
    keys = {"labelKeysToAdd": batch.add, "labelKeysToRemove": batch.remove}
    body |= {name: listed for name, listed in keys.items() if listed}
    return _write("relabel", "POST", RELABEL, body, Repeat.HARMLESS)


def delete(batch: Deletion) -> Request:
    """Deletes contacts in one job. Site members stay: their deletion is never asked for."""
    return _write("delete", "POST", DELETE, {"filter": _only(batch.contacts)}, Repeat.HARMFUL)


def create(batch: Creation) -> Request:
    """Finds the label of exactly this name, or makes it."""
    body = {"displayName": batch.name, "language": LANGUAGE}
    return _write("create_label", "POST", LABELS, body, Repeat.HARMLESS)


def rename(batch: Renaming) -> Request:
    """Gives a label another display name, in the form that Wix's own client sends. Its key stays."""
    key = batch.definition.id
    body = {"label": {"key": key, "displayName": batch.name}}
    return _write("rename_label", "PATCH", _label(key), body, Repeat.HARMLESS)


def undefine(batch: Undefinition) -> Request:
    """Deletes a label, and with it takes it off every contact. A key that is gone stays gone."""
    return Request("delete_label", "DELETE", _label(batch.definition.id), repeat=Repeat.HARMLESS)


def _label(key: str) -> str:
    return f"{LABELS}/{quote(key, safe='')}"


def _write(kind: str, method: str, path: str, body: object, repeat: Repeat) -> Request:
    return Request(kind, method, path, body=msgspec.json.encode(body), repeat=repeat)


def _only(ids: tuple[str, ...]) -> dict[str, object]:
    return {"id": {"$in": ids}}
