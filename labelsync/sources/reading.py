"""One list file, read once for everything that the manifest says about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import NamedTuple

from labelsync.core.member import ListSource, Place
from labelsync.core.scope import Manifest
from labelsync.core.wish import Stance
from labelsync.sources.contradiction import Contradiction
from labelsync.sources.flaws import Flaws
from labelsync.sources.lists import List
from labelsync.sources.naming import Kind, Named, name_people
from labelsync.sources.register import Register
from labelsync.sources.roll import Stretch
from labelsync.sources.tables import Chunk

NOTHING = -1
"""The number of a row that says nothing on an account."""


class Use(NamedTuple):
    """What one entry of the manifest says about a list, on one account."""

    register: Register
    source: ListSource
    labels: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    absent: bool = False
    barred: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """What came of reading a list: its digest, its reasons to be no evidence, and mistakes in its rows."""

    digest: str = ""
    warnings: list[str] = field(default_factory=list)
    mistakes: list[Contradiction] = field(default_factory=list)


class _Spoken(NamedTuple):
    """People of a table, the lines that name them, and the number of what each line says."""

    kind: Kind
    texts: Sequence[str]
    lines: Sequence[int]
    said: Sequence[int]


class _Denied(NamedTuple):
    """People of a list who are denied something: nothing comes of it unless the list is whole."""

    use: Use
    named: Named


def _given(uses: Sequence[Use]) -> list[tuple[Register, tuple[str, ...]]]:
    """The labels that a list gives on each account, by all its uses there: its people are added once."""
    registers = {use.register.account: use.register for use in uses}
    return [
        (register, tuple(label for use in uses if use.register is register for label in use.labels))
        for register in registers.values()
    ]


def _spoken(named: Named, lines: Sequence[int], said: Sequence[int]) -> _Spoken:
    """The people for whom their row says something, each with the number of what it says."""
    kind, texts, at = named
    if at is not lines and isinstance(lines, range):
        said = [said[line - lines.start] for line in at]
    elif at is not lines:
        by_line = dict(zip(lines, said, strict=True))
        said = [by_line[line] for line in at]
    if NOTHING not in said:
        return _Spoken(kind, texts, at, said)
    heard = [number != NOTHING for number in said]
    chosen = (list(compress(some, heard)) for some in (at, said))
    return _Spoken(kind, list(compress(texts, heard)), *chosen)


class ListReader:
    """Reads one list, by one choice of columns, for its uses."""

    def __init__(self, source: ListSource, uses: Sequence[Use], manifest: Manifest) -> None:
        self._source = source
        self._uses = uses
        self._manifest = manifest
        self._flaws = Flaws(source.path)
        self._denied: list[_Denied] = []
        self._given = _given(uses)
        self._found = Reading()
        self._plain = {key for key, label in manifest.labels.items() if not label.absent}

    def read(self, root: Path) -> Reading:
        """Reads to the end, if it can be; additions count even from a list that is cut."""
        source = self._source
        columns = [source.column, source.label_column] if source.label_column else [source.column]
        listed = List(root / source.path, columns, self._flaws)
        for chunk in listed.chunks():
            if source.label_column and self._plain.issuperset(chunk.columns[1]) and not source.until:
                self._take_table(chunk)
                continue
            for people, labels in self._grouped(chunk):
                self._take(people, labels)
        self._found.digest = listed.digest
        self._found.warnings.extend(self._flaws.reasons())
        for use in self._uses:
            self._conclude(use, listed.rows)
        return self._found

    def _grouped(self, chunk: Chunk) -> Iterator[tuple[list[Named], tuple[str, ...]]]:
        """The people of a chunk, by the label that their rows name, () where rows name none."""
        if not self._source.label_column:
            yield self._named(chunk.columns[0], chunk.lines), ()
            return
        groups: dict[str, tuple[list[str], list[int]]] = {}
        for cell, label, line in zip(*chunk.columns, chunk.lines, strict=True):
            cells, lines = groups.setdefault(label.strip(), ([], []))
            cells.append(cell)
            lines.append(line)
        for label, (cells, lines) in groups.items():
            people = self._named(cells, lines)
            if self._is_given(label, lines):
                yield people, (label,)

    def _named(self, cells: Sequence[str], lines: Sequence[int]) -> list[Named]:
        if not cells:
            return []
        region, ids = self._manifest.policy.region, self._source.column == "id"
        return list(name_people(cells, lines, self._flaws, region=region, ids=ids))

    def _is_given(self, label: str, lines: Sequence[int]) -> bool:
        """Whether rows may give a label: one that is declared, and not absent."""
        declared = self._manifest.labels.get(label)
        if declared is None:
            for line in lines:
                self._flaws.add(line, "this row names a label that is not declared")
        elif declared.absent:
            message = "this row gives a label that is absent"
            place = Place(self._source.path, lines[0])
            self._found.mistakes.append(Contradiction("LS408", message, place, related=(declared.place,)))
        return declared is not None and not declared.absent

    def _take_table(self, chunk: Chunk) -> None:
        """Rows that each give a label which may be given, whatever label it is."""
        cells, labels = chunk.columns
        people = self._named(cells, chunk.lines)
        for register, given in self._given:
            stances = {label: register.stance((*given, label)) for label in set(labels)}
            numbers = {label: register.number(s) if s.wanted else NOTHING for label, s in stances.items()}
            said = list(map(numbers.__getitem__, labels))
            for named in people:
                kind, texts, lines, spoken = _spoken(named, chunk.lines, said)
                register.add_rows(kind, texts, spoken, Stretch(self._source.path, lines))
        self._note(people)

    def _take(self, people: Sequence[Named], labels: tuple[str, ...]) -> None:
        for register, given in self._given:
            wanted = register.stance((*given, *labels))
            for named in people if wanted.wanted else ():
                self._add(register, named, wanted)
        self._note(people)

    def _note(self, people: Sequence[Named]) -> None:
        """What is denied waits for the end of the list; who is barred is barred at once."""
        for use in self._uses:
            if use.without or use.absent:
                self._denied.extend(_Denied(use, named) for named in people)
            for named in people if use.barred else ():
                places = (Place(self._source.path, line) for line in named.lines)
                use.register.bar(named.texts, places, use.barred)

    def _add(self, register: Register, named: Named, stance: Stance) -> None:
        if self._source.until:
            for text in named.texts:
                register.limit(named.kind, text, stance, self._source.until)
        said = [register.number(stance)] * len(named.texts)
        register.add_rows(named.kind, named.texts, said, Stretch(self._source.path, named.lines))

    def _conclude(self, use: Use, rows: int) -> None:
        """The certificate of a use; who is denied something is, if the list is whole."""
        reasons = [*self._flaws.reasons()]
        if rows < use.source.at_least:
            short = f"{self._source.path}: {rows:,} rows where at least {use.source.at_least:,} are expected"
            reasons.append(short)
            self._found.warnings.append(short)
        if reasons:
            every = use.register.scope if use.source.label_column else ()
            use.register.cut((*use.labels, *every), reasons)
            use.register.leak(use.barred, reasons)
        self._deny(use, cut=bool(reasons))

    def _deny(self, use: Use, *, cut: bool) -> None:
        denied = [named for other, named in self._denied if other is use]
        if cut and denied:
            message = (
                f"{use.source.place}: nobody is deleted or denied a label by a list that was not read whole"
            )
            self._found.warnings.append(message)
            return
        stance = use.register.stance(without=use.without, absent=use.absent)
        for named in denied:
            self._add(use.register, named, stance)
