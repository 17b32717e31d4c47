"""Groups of changes, each as a fold with a table, or as a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from labelsync.report.change_page import Names
from labelsync.report.html.groups import Group
from labelsync.report.inert import word
from labelsync.report.markdown import tables
from labelsync.report.markdown.blocks import Block, Rank
from labelsync.report.markdown.spans import code, markup, prose
from labelsync.report.wording import listed

Column = Callable[[int], str]


def of_group(group: Group, names: Names) -> Block:
    """A group: its people in a table; of a label change a line alone. `names` is what people are called."""
    fold = _Fold(group, names)
    if fold.whole:
        return Block(Rank.GROUPS, "group", fold.line)
    people = len(group.contacts)
    closing = "\n</details>\n"
    return Block(Rank.GROUPS, "group", fold.line, fold.opening, fold.row, people, unit="row", closing=closing)


@dataclass(frozen=True)
class _Fold:
    """A group, as it is drawn."""

    group: Group
    names: Names

    @property
    def whole(self) -> bool:
        """Whether it is about a label, and not about people."""
        return len(self.group.contacts) == 1 and not self.group.contacts[0]

    def line(self) -> str:
        places = self.group.places if self.whole else ()
        return f"- {listed((prose(self.group.title), *map(code, places)))}\n"

    def opening(self) -> str:
        summary = f"<summary>{markup(self.group.title)}</summary>"
        return f"<details>\n{summary}\n\n{tables.head(self._columns)}"

    def row(self, number: int) -> str:
        return tables.row(column(number) for column in self._columns.values())

    @cached_property
    def _columns(self) -> Mapping[str, Column]:
        """The columns that say something: each draws the cell of a row."""
        group = self.group
        action, label = prose(group.action), tables.cell(word(group.label))
        columns: dict[str, Column] = {"Action": lambda _: action}
        if group.label:
            columns["Label"] = lambda _: label
        columns["Contact"] = lambda number: tables.cell(word(group.contacts[number]))
        if self.names:
            columns["Called"] = self._called
        if group.outcomes:
            columns["Outcome"] = lambda number: prose(group.outcomes[number])
        if group.places:
            columns["Because of"] = lambda number: tables.cell(group.places[number])
        if group.notes and (group.outcomes or len(set(group.notes)) > 1):
            columns["Note"] = lambda number: tables.within(prose(group.notes[number]))
        return columns

    def _called(self, number: int) -> str:
        who = self.group.contacts[number]
        return tables.cell(word(self.names[who])) if who in self.names else ""
