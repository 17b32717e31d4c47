"""Changes, and what is left alone, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from labelsync.core.change import (
    Action,
    Add,
    Change,
    CreateLabel,
    Delete,
    DeleteLabel,
    Remove,
    RenameLabel,
)
from labelsync.core.plan import LabelLine, Missing, Withheld
from labelsync.report.inert import quoted, word
from labelsync.report.lines import Line, Tone
from labelsync.report.wording import counted, listed

NAMED = 20
Names = Mapping[str, str]
"""What people are called, by vendor id or pseudonym; empty unless somebody asked to see it."""
NAMELESS: Names = {}
_NOUN: Mapping[Action, str] = {
    "rename_label": "label renaming",
    "create_label": "label creation",
    "add": "addition",
    "remove": "removal",
    "delete": "deletion",
    "delete_label": "label deletion",
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How changes are told: what people are called, how many of a group, and where the others are to be seen.

    `most` is None for all of them. `headed`: the label stands above, and is not said again.
    """

    names: Names = field(default_factory=dict)
    most: int | None = NAMED
    rest: str = ""
    headed: bool = False

    @property
    def indent(self) -> int:
        """Where a change begins."""
        return 4 if self.headed else 2

    def about(self, label: str) -> str:
        """The label, where it is to be said."""
        return "" if self.headed or not label else f"label {word(label)}  "


PLAIN = Manner()


def of_change(
    change: Change, lines: Mapping[str, LabelLine], *, due: int = 0, manner: Manner = PLAIN
) -> Iterator[Line]:
    """One change: a line that says what, then its contacts, the first of them.

    `due` of its contacts differed before this change of the manifest already.
    """
    at = manner.indent
    match change:
        case RenameLabel(_, name, was, because):
            yield Line(f"~ rename label {quoted(was.name)} to {quoted(name)}", Tone.ADD, at, end=because)
        case CreateLabel():
            yield Line(_creation(change), Tone.ADD, at)
        case Add(label, contacts, because):
            said = f"+ {manner.about(label)}add {_counted(contacts, due)}"
            yield from _group(said, Tone.ADD, contacts, because, manner)
        case Remove(label, contacts, because):
            said = f"- {manner.about(label)}remove {_counted(contacts, due)}"
            yield from _group(said, Tone.REMOVE, contacts, because, manner)
        case Delete(contacts, because):
            yield from _group(f"- delete {_counted(contacts, due)}", Tone.REMOVE, contacts, because, manner)
        case DeleteLabel(label, because=because):
            carry = change.carriers or (lines[label].carry if label in lines else 0)
            yield Line(_undefinition(change, carry), Tone.REMOVE, at, end=because)


def _counted(contacts: Sequence[str], due: int) -> str:
    old = f", {due} of them due before this change" if due else ""
    return f"{counted(len(contacts), 'contact')}{old}"


def of_withheld(withheld: Withheld, manner: Manner = PLAIN) -> Iterator[Line]:
    """Pairs that differ and are left alone, and why."""
    count = counted(len(withheld.contacts), _NOUN[withheld.action])
    said = f"~ {manner.about(withheld.label)}{count} withheld: {withheld.reason}"
    yield from _group(said, Tone.ALONE, withheld.contacts, (), manner, prose=True)


def of_unmatched(unmatched: Sequence[Missing], manner: Manner = PLAIN) -> Iterator[Line]:
    """Wanted people whom nobody found, label by label."""
    by_label: dict[str, list[Missing]] = {}
    for missing in unmatched:
        by_label.setdefault(missing.label, []).append(missing)
    for label, people in by_label.items():
        said = f"~ {manner.about(label)}{len(people)} wanted, found in no account"
        who, places = zip(*((missing.contact, missing.place) for missing in people), strict=True)
        yield from _group(said, Tone.ALONE, who, places, manner)


def _group(
    said: str,
    tone: Tone,
    contacts: Sequence[str],
    places: Iterable[str],
    manner: Manner,
    *,
    prose: bool = False,
) -> Iterator[Line]:
    """A line for the group, and one for each contact with the place that wants it."""
    yield Line(said, tone, manner.indent, prose=prose)
    most, indent = len(contacts) if manner.most is None else manner.most, manner.indent + 4
    ends = list(islice(places, most)) or [""] * most
    for contact, place in zip(contacts[:most], ends, strict=False):
        called = f" {word(manner.names[contact])}" if contact in manner.names else ""
        yield Line(f"{said[0]} {word(contact)}{called}", tone, indent, end=place)
    if len(contacts) > most:
        where = f" ({manner.rest})" if manner.rest else ""
        yield Line(f"... {len(contacts) - most:,} more{where}", Tone.FAINT, indent)


def _creation(change: CreateLabel) -> str:
    notes = listed(
        (
            word(change.label) if change.label != change.name else "",
            "made on first use" if change.by_use else "",
        )
    )
    return f"+ create label {quoted(change.name)}" + (f" ({notes})" if notes else "")


def _undefinition(change: DeleteLabel, carry: int) -> str:
    name = change.definition.name
    notes = listed(
        (
            quoted(name) if name != change.label else "",
            f"{counted(carry, 'contact')} carried it" if carry else "",
            _along(change.takes_along),
        )
    )
    return f"- delete label {word(change.label)}" + (f" ({notes})" if notes else "")


def _along(takes_along: tuple[str, ...] | None) -> str:
    if takes_along is None:
        return "what it is taken off is not known"
    return f"taken off all {' and '.join(takes_along)}" if takes_along else ""
