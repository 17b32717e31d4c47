"""Members as written: a person or a list of persons, each with the place that names it."""

from __future__ import annotations

from typing import NamedTuple

from labelsync.core.identity import Identity


class Place(NamedTuple):
    """Where something is written. `file` is relative to the root, with `/`; line and column count from 1.

    A row of a list has column 0.
    """

    file: str
    line: int
    column: int = 0

    def __str__(self) -> str:
        """`states/crm.yaml:21`, as plans and reports cite it."""
        return f"{self.file}:{self.line}"


class Person(NamedTuple):
    """One identity, as a manifest names it. `account` narrows it to one account, '' means all.

    From `until` on (epoch seconds, 0 for never) nothing of it holds any more.
    """

    identity: Identity
    place: Place
    account: str = ""
    until: float = 0.0


class ListSource(NamedTuple):
    """A list file that names people. `path` is relative to the manifest's folder and stays below it.

    `column` holds the identity (`id` columns hold vendor ids and need `account`); `label_column`, when
    given, the label key of each row; `at_least` is the number of rows below which the list is no evidence.
    From `until` on (epoch seconds, 0 for never) nothing of it holds any more.
    """

    path: str
    column: str
    place: Place
    account: str = ""
    label_column: str = ""
    at_least: int = 0
    until: float = 0.0


class NativeSource(NamedTuple):
    """A vendor's own filter, asked while planning: whoever it finds on `account` is a member there.

    `filter` is JSON, as the connector found it well-formed.
    """

    filter: str
    place: Place
    account: str


Member = Person | ListSource | NativeSource
