"""The register of one account: who is named, what they are to carry, and which labels' sources were cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from labelsync.core.member import Place
from labelsync.core.wish import Cut, Native, Stance, Whole, Wish, Wishes
from labelsync.sources.contradiction import Contradiction
from labelsync.sources.naming import Kind
from labelsync.sources.roll import Also, Firsts, People, Roll, Stretch


class Register:
    """Collects one account's wishes. `scope` are the keys of the labels that the account has."""

    def __init__(self, account: str, scope: Iterable[str]) -> None:
        self.account = account
        self.scope = frozenset(scope)
        self._roll = Roll()
        self._people: dict[Kind, Firsts] = {"emails": {}, "phones": {}, "ids": {}}
        self._queue = _Queue("emails", "", 0)
        self._cuts: dict[str, list[str]] = {}
        self._natives: list[Native] = []
        self._barred: dict[str, Wish] = {}
        self._leaks: dict[str, list[str]] = {}
        self._ends: dict[tuple[str, str], float] = {}

    def stance(
        self, labels: Iterable[str] = (), without: Iterable[str] = (), *, absent: bool = False
    ) -> Stance:
        """The stance here, interned: labels that this account does not have are left out."""
        stance = Stance(self.scope.intersection(labels), self.scope.intersection(without), absent)
        return self._roll.stances[self._roll.number(stance)]

    def number(self, stance: Stance) -> int:
        """The number by which rows say a stance."""
        return self._roll.number(stance)

    def add_rows(self, kind: Kind, texts: Sequence[str], said: Sequence[int], where: Stretch) -> None:
        """People of a list, each with the number of the stance that their row says."""
        self._flush()
        self._roll.call(self._people[kind], texts, said, where)

    def add(self, kind: Kind, text: str, place: Place, stance: Stance) -> None:
        """One person. Who is named already keeps the first place; the stances are merged."""
        queue = self._queue
        if (kind, place.file, place.column) != queue.key:
            self._flush()
            queue = self._queue = _Queue(kind, place.file, place.column)
        queue.texts.append(text)
        queue.lines.append(place.line)
        queue.said.append(self._roll.number(stance))

    def _flush(self) -> None:
        """Who was added one by one is called out together."""
        queue = self._queue
        if queue.texts:
            self._queue = _Queue(*queue.key)
            where = Stretch(queue.file, queue.lines, queue.column)
            self._roll.call(self._people[queue.kind], queue.texts, queue.said, where)

    def ask(self, native: Native) -> None:
        """A filter of the vendor's own, to be asked while planning."""
        self._natives.append(native)

    def bar(self, texts: Iterable[str], places: Iterable[Place], labels: Iterable[str]) -> None:
        """People who must never be given these labels."""
        stance = self.stance(without=labels)
        for text, place in zip(texts, places, strict=True) if stance.without else ():
            known = self._barred.setdefault(text, Wish(stance, place))
            if known.stance is not stance:
                both = self.stance(without=known.stance.without | stance.without)
                self._barred[text] = known._replace(stance=both)

    def leak(self, labels: Iterable[str], reasons: Sequence[str]) -> None:
        """It is not known whole who must not be given these labels."""
        for label in self.scope.intersection(labels):
            self._leaks.setdefault(label, []).extend(reasons)

    def limit(self, kind: Kind, text: str, stance: Stance, until: float) -> None:
        """Before a person is added whom nothing wants any more from `until` on (epoch seconds).

        What is wanted for good has to be added before.
        """
        self._flush()
        first = self._people[kind].get(text)
        known = frozenset[str]() if first is None else self._roll.stance(first).wanted
        for label in stance.wanted:
            end = self._ends.get((text, label))
            if end is not None or label not in known:
                self._ends[text, label] = max(until, end or 0.0)

    def cut(self, labels: Iterable[str], reasons: Sequence[str]) -> None:
        """The sources of these labels were not read to their end."""
        for label in self.scope.intersection(labels):
            self._cuts.setdefault(label, []).extend(reasons)

    def contradictions(self, limit: int) -> Iterator[Contradiction]:
        """People who are wanted and not wanted, each with both places."""
        self._flush()
        torn = {id(stance) for stance in self._roll.stances if _conflicts(stance)}
        if torn:
            found = (
                self._contradiction(first)
                for firsts in self._people.values()
                for first in firsts.values()
                if id(self._roll.stance(first)) in torn
            )
            yield from islice(found, limit)

    def _contradiction(self, first: int) -> Contradiction:
        label, denied = _conflicts(self._roll.stance(first))[0]
        rows = self._roll.rows(first)
        wanted = next(row for row, said in rows if label in said.wanted)
        unwanted = next(row for row, said in rows if (denied in said.without if denied else said.absent))
        said = f"denied `{denied}`" if denied else "to be deleted"
        message = f"this person is given `{label}` here, and {said} elsewhere, on account `{self.account}`"
        places = (self._roll.place(unwanted),)
        return Contradiction("LS404", message, self._roll.place(wanted), related=places)

    def wishes(self, protected: frozenset[str]) -> Wishes:
        """What was collected."""
        self._flush()
        emails, phones, ids = (People(self._roll, firsts) for firsts in self._people.values())
        return Wishes(
            emails=emails,
            phones=phones,
            ids=ids,
            also=Also(self._roll, tuple(self._people.values())),
            sources={label: self._certificate(label) for label in sorted(self.scope)},
            protected=protected,
            natives=tuple(self._natives),
            barred=self._barred,
            leaks={label: Cut(tuple(dict.fromkeys(why))) for label, why in self._leaks.items()},
            ends=self._ends,
        )

    def _certificate(self, label: str) -> Whole | Cut:
        reasons = self._cuts.get(label)
        return Cut(tuple(dict.fromkeys(reasons))) if reasons else Whole()


def _conflicts(stance: Stance) -> list[tuple[str, str]]:
    """Pairs of a label wanted and what denies it: the label again, or '' for a deletion."""
    torn = [(label, label) for label in sorted(stance.wanted & stance.without)]
    deleted = [(label, "") for label in sorted(stance.wanted)] if stance.absent else []
    return torn + deleted


class _Queue:
    """People of one kind, written in one column of one file, who were added one by one."""

    def __init__(self, kind: Kind, file: str, column: int) -> None:
        self.kind = kind
        self.file = file
        self.column = column
        self.key = (kind, file, column)
        self.texts: list[str] = []
        self.lines: list[int] = []
        self.said: list[int] = []
