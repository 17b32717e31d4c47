"""A vendor's world as it is seen from outside, people by e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class World:
    """What the vendor holds, what it fired, and what it was sent: `Stand.shown`, put into words."""

    shown: dict[str, Any]

    def carriers(self, label: str) -> set[str]:
        """Who carries a label."""
        return {person["email"] for person in self.shown["contacts"].values() if label in person["labels"]}

    @property
    def people(self) -> dict[str, str]:
        """E-mails by contact id."""
        return {contact: person["email"] for contact, person in self.shown["contacts"].items()}

    @property
    def labels(self) -> list[str]:
        """The names of the label definitions."""
        return list(self.shown["labels"])

    @property
    def fired(self) -> list[tuple[str, str, str]]:
        """Effective label changes in their order: (e-mail, or id of who is gone; label; add or remove)."""
        names = self.people
        events = self.shown["automations"]
        return [(names.get(one["contact"], one["contact"]), one["label"], one["on"]) for one in events]

    @property
    def writes(self) -> int:
        """How many writing requests arrived."""
        return int(self.shown["requests"]["writes"])
