"""The obvious design, written fairly: what a good engineer does in an afternoon, without a library of ours.

Reads the same pages and the same list, compares sets contact by contact, groups what differs by label into
calls of a hundred, and writes a plan with the line that wants each pair. Usage: `obvious URL LIST OUT`.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

HEIGHT = 100
PACE = 200 / 60
Wanted = dict[str, dict[str, int]]
Contact = dict[str, Any]


def contacts(url: str) -> Iterator[Contact]:
    """All contacts, page by page, by their date of creation."""
    since, seen, whole = "", set[str](), True
    with httpx.Client(base_url=url, timeout=60) as client:
        while whole:
            where = {"filter": {"createdDate": {"$gte": since}}} if since else {}
            query = {**where, "paging": {"limit": 1000}, "fields": ["primaryInfo", "info.labelKeys"]}
            page = client.post("/contacts/v4/contacts/query", json={"query": query}).json()["contacts"]
            for contact in page:
                if contact["id"] not in seen:
                    seen.add(contact["id"])
                    yield contact
            since, whole = page[-1]["createdDate"], len(page) == 1000


def folded(text: str) -> str:
    """An e-mail or a phone number as it compares."""
    text = text.strip()
    return text.lower() if "@" in text else "+" + "".join(filter(str.isdigit, text))


def read_list(path: Path, *, ids: bool) -> Wanted:
    """The wanted labels by person, each with the line that wants it."""
    wanted: Wanted = defaultdict(dict)
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        for line, (who, label) in enumerate(rows, 2):
            wanted[who if ids else folded(who)][label] = line
    return wanted


def names(contact: Contact) -> Iterator[str]:
    """What a list may call this contact."""
    yield contact["id"]
    email = contact["primaryInfo"].get("email")
    if email:
        yield folded(email)
    for phone in contact["info"].get("phones", {}).get("items", ()):
        yield phone["e164Phone"]


def plan(url: str, path: Path) -> dict[str, Any]:
    """Everything that would change, in calls, with its price."""
    with path.open(encoding="utf-8") as file:
        ids = file.readline().startswith("id,")
    wanted = read_list(path, ids=ids)
    have: dict[str, set[str]] = {}
    index: dict[str, str] = {}
    for contact in contacts(url):
        have[contact["id"]] = {key.removeprefix("custom.") for key in contact["info"]["labelKeys"]["items"]}
        index.update((name, contact["id"]) for name in ([contact["id"]] if ids else names(contact)))
    want = {index[who]: labels for who, labels in wanted.items() if who in index}
    add: dict[str, list[tuple[str, int]]] = defaultdict(list)
    remove: dict[str, list[str]] = defaultdict(list)
    for contact_id, labels in have.items():
        wished = want.get(contact_id, {})
        for label in wished.keys() - labels:
            add[label].append((contact_id, wished[label]))
        for label in labels - wished.keys():
            remove[label].append(contact_id)
    changes = [
        *({"add": label, "contacts": [c for c, _ in some], "because": [f"{path}:{n}" for _, n in some]}
          for label, some in sorted(add.items())),
        *({"remove": label, "contacts": some} for label, some in sorted(remove.items())),
    ]  # fmt: skip
    calls = sum(math.ceil(len(change["contacts"]) / HEIGHT) for change in changes)
    unmatched = [who for who in wanted if who not in index]
    return {"changes": changes, "unmatched": unmatched, "calls": calls, "seconds": calls / PACE}


if __name__ == "__main__":
    url, source, out = sys.argv[1:]
    with Path(out).open("w", encoding="utf-8") as file:
        json.dump(plan(url, Path(source)), file, sort_keys=True)
