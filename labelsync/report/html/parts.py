"""What a page is made of, as plain data; the templates draw it. Text is escaped when it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from labelsync.report.html.charts import Chart
from labelsync.report.html.table import Table


class Fact(NamedTuple):
    """A term and what it is here."""

    term: str
    text: str


class Column(NamedTuple):
    """A column of the table of everything: its key in the rows, and its head."""

    key: str
    head: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """Something measured against its limit, as parts of the gauge's whole width (0 to 1)."""

    measured: float
    limit: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """An objection: its sentence, the option that allows it ('' where none does), and its gauge."""

    said: str
    override: str
    gauge: Gauge | None


@dataclass(frozen=True, slots=True)
class Remarks:
    """Sentences under a heading."""

    title: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A group's heading and the first of its rows. `number` is its place among all groups of the page.

    `tone` is `add`, `remove` or `alone`; `left` counts the rows that are not in the table; `unfolded` says
    whether it is shown without being asked for.
    """

    title: str
    tone: str
    number: int
    table: Table
    left: int
    unfolded: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One account. `about` is its connector and identity, `trouble` why it stopped ('' when it did not)."""

    name: str
    about: str
    trouble: str
    said: tuple[str, ...]
    tables: tuple[Table, ...]
    listings: tuple[Listing, ...]
    remarks: tuple[Remarks, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page. `well`: its first sentence is good news; `total` counts the rows of everything."""

    title: str
    lead: str
    well: bool
    personal: bool
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    charts: tuple[Chart, ...]
    columns: tuple[Column, ...]
    total: int
    sections: tuple[Section, ...]
