"""Facets: how many contacts carry each label, none, each subscription and membership status."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .call import Call, object_of
from .condition import Condition, Every, parse
from .contact import MEMBERSHIP, Contact, extended, membership
from .fields import CREATED
from .labels import label_body
from .reading import contact_language, reads_past_lag
from .selection import chosen, matches
from .world import World, query_shelf

_SUBSCRIPTION = "emailSubscriptions.subscriptionStatus"


def list_facets(world: World, call: Call) -> dict[str, Any]:
    """List Facets, of every contact."""
    return {"facets": _facets(world, _contacts(world, call, Every(())), call.one("language"))}


def query_facets(world: World, call: Call) -> dict[str, Any]:
    """Query Facets, of the contacts a filter selects; the filter may stand alone or in `query` (assumed)."""
    asked = call.body()
    filtered = asked.get("filter", object_of(asked, "query").get("filter"))
    condition = parse({} if filtered is None else filtered, contact_language(world.switches))
    return {"facets": _facets(world, _contacts(world, call, condition), call.one("language"))}


def _contacts(world: World, call: Call, condition: Condition) -> list[Contact]:
    shelf = query_shelf(world, call.at, consistent=reads_past_lag(world, call))
    found = matches(shelf, condition, CREATED)
    return chosen(shelf, found.page(offset=0, limit=found.total, descending=False))


def _facets(world: World, contacts: list[Contact], language: str) -> list[dict[str, Any]]:
    unlabelled = sum(not contact.labels for contact in contacts)
    return [
        _facet("ALL_CONTACTS", "contacts", "all", "All contacts", len(contacts), {}),
        _facet("NOT_LABELED", "contacts", "not-labeled", "No labels", unlabelled, {}),
        *_label_facets(world, contacts, language),
        *_status_facets(contacts),
    ]


def _label_facets(world: World, contacts: list[Contact], language: str) -> list[dict[str, Any]]:
    counts = Counter(key for contact in contacts for key in contact.labels)
    bodies = [label_body(label, language) for label in world.labels.defined.values()]
    return [
        _facet(
            "LABEL",
            shown["namespace"],
            shown["key"],
            shown["displayName"],
            counts[shown["key"]],
            {"info.labelKeys": {"$hasSome": [shown["key"]]}},
        )
        for shown in bodies
    ]


def _status_facets(contacts: list[Contact]) -> list[dict[str, Any]]:
    subscriptions = Counter(str(extended(contact).get(_SUBSCRIPTION, "")) for contact in contacts)
    memberships = Counter(membership(contact) for contact in contacts)
    kinds = (
        ("SUBSCRIPTION_STATUS", _SUBSCRIPTION, subscriptions),
        ("MEMBERSHIP_STATUS", MEMBERSHIP, memberships),
    )
    return [
        _facet(kind, path.partition(".")[0], key, key, count, {f"info.extendedFields.{path}": key})
        for kind, path, counts in kinds
        for key, count in sorted(counts.items())
        if key
    ]


def _facet(
    kind: str, namespace: str, key: str, name: str, count: int, selects: dict[str, Any]
) -> dict[str, Any]:
    return {
        "facetType": kind,
        "namespace": namespace,
        "facetKey": key,
        "facetDisplayName": name,
        "count": count,
        "queryFilter": selects,
    }
