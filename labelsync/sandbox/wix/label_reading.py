"""List Labels (through a cache) and Query Labels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .call import Call, check_size, object_of, text_of
from .condition import Language, parse
from .fields import ORDERED, Field, row
from .labels import Label, label_body
from .predicate import predicate
from .reading import paging_metadata, reads_past_lag
from .refusal import application, violation
from .world import World

_LISTED, _LARGEST_LIST = 1000, 2000


def _field(name: str, operators: Iterable[str], *, sortable: bool, attribute: str) -> Field:
    def read(label: Label) -> tuple[Any, ...]:
        value = getattr(label, attribute)
        return (value,) if value else ()

    return Field(
        name,
        "instant" if attribute in {"created", "updated"} else "text",
        frozenset(operators),
        sortable,
        read,
    )


_FIELDS = {
    field.name: field
    for field in (
        _field("key", ("$eq", "$ne", "$in"), sortable=False, attribute="key"),
        _field("displayName", ("$eq", "$ne", "$in", "$startsWith"), sortable=True, attribute="name"),
        _field("createdDate", ORDERED, sortable=True, attribute="created"),
        _field("updatedDate", ORDERED, sortable=True, attribute="updated"),
        _field("namespace", ("$eq", "$ne"), sortable=False, attribute="namespace"),
        _field("labelType", ("$eq",), sortable=False, attribute="kind"),
    )
}


def list_labels(world: World, call: Call) -> dict[str, Any]:
    """List Labels: behind a cache (documented), `startsWith` minds the case (documented)."""
    lag = 0.0 if reads_past_lag(world, call) else world.switches.label_list_lag
    before = len(world.labels.pending)
    labels = list(world.labels.listed(until=call.at - lag).values())
    world.revision += len(world.labels.pending) != before
    kept = [label for label in labels if _listed(label, call)]
    sort = _list_sort(call)
    limit, offset = call.number("paging.limit", _LISTED), call.number("paging.offset", 0)
    return _page(
        world, _sorted(kept, [sort]), (limit, offset, _LARGEST_LIST), call.one("language"), "metadata"
    )


def query_labels(world: World, call: Call) -> dict[str, Any]:
    """Query Labels: fresh; `$startsWith` does not mind the case (documented)."""
    asked = call.body()
    query = object_of(asked, "query")
    language = Language(
        _FIELDS.get,
        world.switches.in_cap,
        unknown_field="UNSUPPORTED_FILTER_FIELD",
        wrong_type="UNSUPPORTED_FILTER_VALUE",
    )
    filtered = query.get("filter")
    meets = predicate(parse({} if filtered is None else filtered, language))
    kept = _sorted([label for label in world.labels.defined.values() if meets(label)], query.get("sort"))
    paging = object_of(query, "paging")
    limit, offset = paging.get("limit", _LISTED), paging.get("offset") or 0
    window = (limit, offset, world.switches.label_query_limit)
    named = world.switches.label_query_metadata
    return _page(world, kept, window, text_of(asked, "language", most=20), named)


def _list_sort(call: Call) -> dict[str, str]:
    """The one sort key of List Labels, for which no code of its own is documented."""
    name, order = call.one("sort.fieldName", "createdDate"), call.one("sort.order", "ASC")
    if name not in _FIELDS or not _FIELDS[name].sortable or order not in {"ASC", "DESC"}:
        raise violation("sort", f"cannot be {name} {order}", rule="FORMAT")
    return {"fieldName": name, "order": order}


def _listed(label: Label, call: Call) -> bool:
    namespace, kind = call.one("namespace"), call.one("labelType")
    return (
        label.name.startswith(call.one("startsWith"))
        and (not namespace or label.namespace == namespace)
        and (not kind or label.kind == kind)
    )


def _sorted(labels: list[Label], sort: Any) -> list[Label]:
    """By the keys given, the first one weighing most; by creation when none is (an older default)."""
    keys = sort or [{"fieldName": "createdDate"}]
    if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
        raise application(400, "INVALID_SORT", "sort is not a list of objects")
    check_size("query.sort", keys, most=100)
    for key in reversed(keys):
        field = _FIELDS.get(str(key.get("fieldName")))
        order = key.get("order") or "ASC"
        if field is None or not field.sortable or order not in {"ASC", "DESC"}:
            raise application(400, "INVALID_SORT", f"Cannot sort by {key.get('fieldName')} {order}")
        labels = sorted(labels, key=_ranked(field), reverse=order == "DESC")
    return labels


def _ranked(field: Field) -> Any:
    return lambda label: row(field, label, label.key)


def _page(
    world: World, labels: list[Label], window: tuple[Any, Any, int], language: str, metadata: str
) -> dict[str, Any]:
    limit, offset, most = window
    for name, value, least in (("paging.limit", limit, 1), ("paging.offset", offset, 0)):
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise violation(name, f"must be {least} or more", rule="FORMAT")
    if limit > most:
        raise violation("paging.limit", f"must be less than or equal to {most}", rule="MAX", threshold=most)
    shown = [label_body(label, language) for label in labels[offset : offset + limit]]
    told = paging_metadata(world.switches, count=len(shown), offset=offset, total=len(labels))
    return {"labels": shown, metadata: told}
