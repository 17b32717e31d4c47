"""What a simulated manifest wants: as a value that can be drawn, written down, and held against the world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path


class Manner(Enum):
    """How a label is managed."""

    EXACT = "exact"
    ADDITIVE = "additive"
    ABSENT = "absent"
    DROPPED = "dropped"


class Stance(Enum):
    """What a manifest says of one person and one label: to be carried, not to be, or nothing."""

    WANTED = "wanted"
    UNWANTED = "unwanted"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Declared:
    """One label of a manifest. People are numbers; `listed` are those whom a list file names.

    `former` is the name that it had before, '' for none.
    """

    name: str
    manner: Manner
    members: tuple[int, ...] = ()
    listed: tuple[int, ...] = ()
    former: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A manifest: its labels by name, what its `contacts` say person by person, and who is to be deleted."""

    labels: Mapping[str, Declared]
    given: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    denied: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    absent: frozenset[int] = frozenset()
    batch: int = 100
    concurrency: int = 1

    @property
    def formers(self) -> dict[str, str]:
        """The label that each former name became."""
        return {one.former: one.name for one in self.labels.values() if one.former}

    def stance(self, person: int, label: str) -> Stance:
        """What is said of a person and a label. Nobody is to carry a former name."""
        if label in self.formers:
            return Stance.UNWANTED
        declared = self.labels.get(label)
        if declared is None:
            return Stance.FREE
        if person in (*declared.members, *declared.listed) or label in self.given.get(person, ()):
            return Stance.WANTED
        kept = declared.manner is Manner.ADDITIVE and label not in self.denied.get(person, ())
        return Stance.FREE if kept else Stance.UNWANTED

    def inherits(self, person: int, label: str) -> str:
        """The former name whose carriers keep the label without being named, '' where it has none."""
        free = label in self.labels and self.stance(person, label) is Stance.FREE
        return self.labels[label].former if free else ""


def write(wish: Wish, names: Mapping[int, str], folder: Path) -> str:
    """The manifest's `labels` and `contacts` as YAML; its lists are written below the folder.

    `names` has the member, as YAML flow text, by which each person is named.
    """
    (folder / "lists").mkdir(exist_ok=True)
    rows = [_label(one, names, folder) for one in wish.labels.values()]
    entries = [f"  - {_entry(names[who], labels=labels)}\n" for who, labels in wish.given.items()]
    entries += [f"  - {_entry(names[who], without=labels)}\n" for who, labels in wish.denied.items()]
    entries += [f"  - {_entry(names[who], absent=True)}\n" for who in sorted(wish.absent)]
    return "labels:\n" + "".join(rows) + ("contacts:\n" + "".join(entries) if entries else "")


def email(person: int) -> str:
    """The e-mail of a person."""
    return f"p{person}@example.com"


def phone(person: int) -> str:
    """The phone number of a person, in E.164."""
    return f"+62811000{person:05}"


def _label(one: Declared, names: Mapping[int, str], folder: Path) -> str:
    said = [f"previously: [{one.former}]"] if one.former else []
    if one.manner in (Manner.ABSENT, Manner.DROPPED):
        said += ["state: absent", *(["definition: absent"] if one.manner is Manner.DROPPED else [])]
    else:
        members = [names[person] for person in one.members]
        if one.listed:
            rows = "".join(f"{email(person)}\n" for person in one.listed)
            (folder / "lists" / f"{one.name}.csv").write_text(f"email\n{rows}", encoding="utf-8")
            members.append(f"{{list: lists/{one.name}.csv, column: email}}")
        said += [f"ownership: {one.manner.value}", f"members: [{', '.join(members)}]"]
    return f"  {one.name}: {{{', '.join(said)}}}\n"


def _entry(
    name: str, *, labels: tuple[str, ...] = (), without: tuple[str, ...] = (), absent: bool = False
) -> str:
    """One entry under `contacts`; who is named by an id is named so here, too."""
    who = name.strip("{}") if name.startswith("{") else f"contact: {name}"
    said = [f"labels: [{', '.join(labels)}]"] if labels else []
    said += [f"without: [{', '.join(without)}]"] if without else []
    said += ["state: absent"] if absent else []
    return "{" + ", ".join([who, *said]) + "}"
