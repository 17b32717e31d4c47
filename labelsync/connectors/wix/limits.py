"""What is never sent to Wix, whatever a plan says.

An empty filter may mean every contact of the site; a key in both lists, or in none, means nothing documented.
"""

from __future__ import annotations

from labelsync.core.batch import Batch, Creation, Deletion, Relabel, Renaming, Undefinition
from labelsync.core.roster import Definition

MAX_LABELS = 100
"""Labels to add, and labels to remove, in one call."""

MAX_NAME = 180
"""Characters of a label's display name."""


def obstacle(batch: Batch) -> str:
    """Why this batch is not sent; '' when nothing stands against it."""
    match batch:
        case Relabel():
            return _unnamed(batch.contacts) or _unfit(batch)
        case Deletion():
            return _unnamed(batch.contacts)
        case Creation(name=name):
            return _misnamed(name)
        case Renaming(name=name, definition=label):
            return _foreign(label) or _misnamed(name)
        case Undefinition(definition=label):
            return _foreign(label)


def _foreign(label: Definition) -> str:
    return "Wix manages this label itself" if label.managed_by_vendor else _nameless((label.id,))


def _misnamed(name: str) -> str:
    fits = name.strip() and len(name) <= MAX_NAME
    return "" if fits else f"a label's name has 1 to {MAX_NAME} characters"


def _unnamed(contacts: tuple[str, ...]) -> str:
    if not contacts or not all(contacts):
        return "a bulk call without an id for each contact could reach every contact of the site"
    return "a contact is named twice in one call" if len(set(contacts)) < len(contacts) else ""


def _unfit(batch: Relabel) -> str:
    if not batch.add and not batch.remove:
        return "there is no label to add or remove"
    if set(batch.add) & set(batch.remove):
        return "a label is both added and removed"
    if max(len(batch.add), len(batch.remove)) > MAX_LABELS:
        return f"Wix adds and removes at most {MAX_LABELS} labels in one call"
    return _nameless(batch.add + batch.remove)


def _nameless(keys: tuple[str, ...]) -> str:
    return "" if all(keys) and not {".", ".."} & set(keys) else "a label without a key"
