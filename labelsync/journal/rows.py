"""Batches and outcomes as the journal's text, and back."""

from __future__ import annotations

import json
from typing import Any

from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.outcome import Kind, Outcome, Performed
from labelsync.core.roster import Definition


def write_batch(batch: Batch) -> str:
    """A batch as tagged JSON."""
    row: dict[str, object]
    match batch:
        case Relabel(contacts, add, remove):
            row = {"kind": "relabel", "contacts": contacts, "add": add, "remove": remove}
        case Deletion(contacts):
            row = {"kind": "deletion", "contacts": contacts}
        case Creation(label, name):
            row = {"kind": "creation", "label": label, "name": name}
        case Renaming(label, name, definition):
            row = {"kind": "renaming", "label": label, "name": name, "definition": definition}
        case Undefinition(label, definition):
            row = {"kind": "undefinition", "label": label, "definition": definition}
    return json.dumps(row, separators=(",", ":"))


def read_batch(text: str) -> Batch:
    """The batch of a row that `write_batch` wrote."""
    row: dict[str, Any] = json.loads(text)
    match row["kind"]:
        case "relabel":
            return Relabel(tuple(row["contacts"]), tuple(row["add"]), tuple(row["remove"]))
        case "deletion":
            return Deletion(tuple(row["contacts"]))
        case "creation":
            return Creation(row["label"], row["name"])
        case "renaming":
            return Renaming(row["label"], row["name"], Definition(*row["definition"]))
        case "undefinition":
            return Undefinition(row["label"], Definition(*row["definition"]))
        case unknown:
            raise ValueError(unknown)


def write_performed(performed: Performed) -> str:
    """Outcomes as JSON: `{"contacts": {id: [kind, reason]}, "whole": [kind, reason], "definition": […]}`."""
    return json.dumps(
        {
            "contacts": {contact: _pair(outcome) for contact, outcome in performed.contacts.items()},
            "whole": _pair(performed.whole) if performed.whole else None,
            "definition": performed.definition,
        },
        separators=(",", ":"),
    )


def read_performed(text: str) -> Performed:
    """The outcomes of a row that `write_performed` wrote."""
    row: dict[str, Any] = json.loads(text)
    return Performed(
        contacts={contact: _outcome(pair) for contact, pair in row["contacts"].items()},
        whole=_outcome(row["whole"]) if row["whole"] else None,
        definition=Definition(*row["definition"]) if row["definition"] else None,
    )


def _pair(outcome: Outcome) -> list[str]:
    return [outcome.kind.value, outcome.reason]


def _outcome(pair: list[str]) -> Outcome:
    return Outcome(Kind(pair[0]), pair[1])
