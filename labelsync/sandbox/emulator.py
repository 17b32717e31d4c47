"""What every emulator is: an ASGI application with a world that can be seeded, saved and looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from starlette.types import ASGIApp

from labelsync.sandbox.around import Around


@dataclass(frozen=True, slots=True)
class Person:
    """One row of a seed file. Empty cells are empty strings; `created` is an ISO instant or date or ''.

    `labels` are names as people see them. `more` holds the columns that only some vendors have
    (wix: `membership`; kirimchat: `team`), by column name.
    """

    id: str = ""
    email: str = ""
    phone: str = ""
    first_name: str = ""
    last_name: str = ""
    country: str = ""
    created: str = ""
    labels: tuple[str, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Automation:
    """One *effective* label change: what a no-op would not have fired. `label` is the name people see."""

    at: float
    contact: str
    label: str
    on: str  # "add" | "remove"


@dataclass(frozen=True, slots=True)
class View:
    """An emulator's world, for people and tests to look at after a run.

    `contacts` maps a contact id to its e-mail, phone and label names (as people see them);
    `labels` lists every label definition's name; `automations` is the whole log, oldest first.
    """

    contacts: Mapping[str, Person]
    labels: Sequence[str]
    automations: Sequence[Automation]


class Emulator(Protocol):
    """A vendor, emulated. Its state changes by HTTP only; time passes by the injected clock only."""

    vendor: str
    app: ASGIApp  # mounted at the vendor's API root: scope["path"] begins where the vendor's path begins

    @property
    def revision(self) -> int:
        """Grows with every change of the state that `dump` would show."""

    def dump(self) -> dict[str, Any]:
        """The whole state as JSON-able data: contacts, labels, jobs, index, limiter, keys, automations."""

    def view(self) -> View:
        """The primary (never the lagging) state."""

    def writes(self, method: str, path: str) -> bool:
        """Whether this request may change contacts or labels (token calls and queries do not)."""


@dataclass(frozen=True, slots=True)
class Emulated:
    """One vendor's emulator as it is registered: a fresh world from people, or one that a file kept.

    `troubles` are the kinds of `Trouble` that it can have. `example` are the arguments after `curl` that show
    its labels, with `{url}` for its API root. `named` is a `native` filter (JSON) that finds the people of a
    first name, with `{name}` for it, or `{lower}` for it in lower case; '' where there is none.
    """

    fresh: Callable[[Iterable[Person], Around], Emulator]
    kept: Callable[[dict[str, Any], Around], Emulator]
    troubles: frozenset[str] = frozenset()
    example: tuple[str, ...] = ()
    named: str = ""
