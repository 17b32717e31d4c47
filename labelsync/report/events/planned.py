"""A plan as events: its changes, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from labelsync.report.events.going import Event

MOST = 1000
"""Contacts in one line at most; a change of more has several."""

Row = Mapping[str, Any]


def planned(document: Row) -> Iterator[Event]:
    """A plan's document as events: each change, or each part of a large one, then the sums."""
    for account in document["accounts"]:
        for change in account["changes"]:
            yield from _parts(account["account"], change)
    yield _summary(document)


def _parts(account: str, change: Row) -> Iterator[Event]:
    contacts: Sequence[str] = change.get("contacts", ())
    because: Sequence[str] = change.get("because", ())
    parts = range(0, max(len(contacts), 1), MOST)
    for part, start in enumerate(parts, 1):
        yield {
            "type": "planned_change",
            "account": account,
            "action": change["action"],
            "label": change.get("label"),
            "count": len(contacts),
            "part": part,
            "parts": len(parts),
            "contacts": list(contacts[start : start + MOST]),
            "because": list(because[start : start + MOST]),
            **{key: change.get(key) for key in ("from", "name", "by", "heir")},
        }


def _summary(document: Row) -> Event:
    accounts: Sequence[Row] = document["accounts"]
    return {
        "type": "change_summary",
        "partial": document["partial"],
        "summary": {"rename_label": 0, **document["summary"]},
        "withheld": sum(len(held["contacts"]) for account in accounts for held in account["withheld"]),
        "unmatched": sum(len(account["unmatched"]) for account in accounts),
        "objections": list(document["objections"]),
    }
