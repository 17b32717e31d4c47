"""Label definitions: what they are called, how they are keyed, and the cache List Labels reads."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterable
from typing import Any

import msgspec

USER_DEFINED = "USER_DEFINED"
SYSTEM = "SYSTEM"
_KEY_LENGTH = 80
_TRANSLATED = {
    "de": {"Customers": "Kunden", "Contacted Me": "Hat mich kontaktiert", "Contacts": "Kontakte"},
    "es": {"Customers": "Clientes", "Contacted Me": "Me contactó", "Contacts": "Contactos"},
    "fr": {"Customers": "Clients", "Contacted Me": "M'a contacté", "Contacts": "Contacts"},
}
_NAMESPACES = {"custom": "Labels", "contacts": "Contacts"}


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """One label. `key` never changes; `name` is the display name; predefined labels have no dates."""

    key: str
    name: str
    kind: str = USER_DEFINED
    created: str = ""
    updated: str = ""

    @property
    def namespace(self) -> str:
        """What stands before the first dot of the key."""
        return self.key.partition(".")[0]


def slug(name: str, *, alphabet: str) -> str:
    """`My Label` -> `my-label` (documented); accents are folded and other scripts dropped (assumed)."""
    if alphabet == "unicode":
        return re.sub(r"[\W_]+", "-", name.lower()).strip("-") or "label"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    cased = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "label"
    return cased if alphabet == "cased" else cased.lower()


def free_key(name: str, taken: Iterable[str], *, alphabet: str, namespace: str = "custom") -> str:
    """A key nobody has: `-2`, `-3` on collision (inferred), 80 characters at most (documented)."""
    used = frozenset(taken)
    stem = f"{namespace}.{slug(name, alphabet=alphabet)}"[:_KEY_LENGTH]
    key, number = stem, 2
    while key in used:
        tail = f"-{number}"
        key, number = stem[: _KEY_LENGTH - len(tail)] + tail, number + 1
    return key


def label_body(label: Label, language: str = "") -> dict[str, Any]:
    """The REST object; names of predefined labels are told in the language asked for (documented)."""
    words = _TRANSLATED.get(language[:2].lower(), {}) if label.kind == SYSTEM else {}
    space = _NAMESPACES.get(label.namespace, label.namespace)
    shown = {
        "namespace": label.namespace,
        "namespaceDisplayName": words.get(space, space),
        "key": label.key,
        "displayName": words.get(label.name, label.name),
        "labelType": label.kind,
    }
    dates = {"createdDate": label.created, "updatedDate": label.updated}
    return {**shown, **{name: date for name, date in dates.items() if date}}


class LabelBook:
    """Every label by key, and what the cache behind List Labels still has to learn."""

    def __init__(self, labels: Iterable[Label] = (), *, listed: Iterable[Label] | None = None) -> None:
        self.defined = {label.key: label for label in labels}
        self.pending: deque[tuple[float, str, Label | None]] = deque()
        self._listed = dict(self.defined) if listed is None else {label.key: label for label in listed}

    def put(self, key: str, label: Label | None, *, at: float) -> None:
        """Define, rename or (with None) take away a label."""
        if label is None:
            self.defined.pop(key, None)
        else:
            self.defined[key] = label
        self.pending.append((at, key, label))

    def named(self, name: str, *, case_sensitive: bool) -> Label | None:
        """The first label of this display name."""
        if case_sensitive:
            return next((label for label in self.defined.values() if label.name == name), None)
        folded = name.casefold()
        return next((label for label in self.defined.values() if label.name.casefold() == folded), None)

    def listed(self, *, until: float) -> dict[str, Label]:
        """The labels as the cache knows them, changes up to an instant included."""
        while self.pending and self.pending[0][0] <= until:
            _, key, label = self.pending.popleft()
            if label is None:
                self._listed.pop(key, None)
            else:
                self._listed[key] = label
        return self._listed

    def user_defined(self) -> int:
        """How many labels count against the quota."""
        return sum(label.kind == USER_DEFINED for label in self.defined.values())

    def name_of(self, key: str) -> str:
        """What people see, or the key of a label that is gone."""
        label = self.defined.get(key)
        return label.name if label else key
