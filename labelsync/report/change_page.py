"""Changes, and what is left alone, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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

NAMED = 10
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


def of_change(
    change: Change, lines: Mapping[str, LabelLine], *, due: int = 0, names: Names = NAMELESS
) -> Iterator[Line]:
    """One change: a line that says what, then its contacts, the first ten of them.

    `due` of its contacts differed before this change of the manifest already.
    """
    old = f", {due} of them due before this change" if due else ""
    match change:
        case RenameLabel(_, name, was, because):
            yield Line(f"~ rename label {quoted(was.name)} to {quoted(name)}", Tone.ADD, 2, end=because)
        case CreateLabel():
            yield Line(_creation(change), Tone.ADD, 2)
        case Add(label, contacts, because):
            yield Line(f"+ label {word(label)}  add {counted(len(contacts), 'contact')}{old}", Tone.ADD, 2)
            yield from _named("+", Tone.ADD, contacts, places=because, names=names)
        case Remove(label, contacts, because):
            said = f"- label {word(label)}  remove {counted(len(contacts), 'contact')}{old}"
            yield Line(said, Tone.REMOVE, 2)
            yield from _named("-", Tone.REMOVE, contacts, places=because, names=names)
        case Delete(contacts, because):
            yield Line(f"- delete {counted(len(contacts), 'contact')}{old}", Tone.REMOVE, 2)
            yield from _named("-", Tone.REMOVE, contacts, places=because, names=names)
        case DeleteLabel(label, because=because):
            carry = change.carriers or (lines[label].carry if label in lines else 0)
            yield Line(_undefinition(change, carry), Tone.REMOVE, 2, end=because)


def of_withheld(withheld: Withheld, names: Names = NAMELESS) -> Iterator[Line]:
    """Pairs that differ and are left alone, and why."""
    subject = f"label {word(withheld.label)}  " if withheld.label else ""
    count = counted(len(withheld.contacts), _NOUN[withheld.action])
    yield Line(f"~ {subject}{count} withheld: {withheld.reason}", Tone.ALONE, 2, prose=True)
    yield from _named("~", Tone.ALONE, withheld.contacts, names=names)


def of_unmatched(unmatched: Sequence[Missing], names: Names = NAMELESS) -> Iterator[Line]:
    """Wanted people whom nobody found, label by label."""
    by_label: dict[str, list[Missing]] = {}
    for missing in unmatched:
        by_label.setdefault(missing.label, []).append(missing)
    for label, people in by_label.items():
        count = f"{len(people)} wanted, found in no account"
        yield Line(f"~ label {word(label)}  {count}", Tone.ALONE, 2)
        who, places = zip(*((missing.contact, missing.place) for missing in people), strict=True)
        yield from _named("~", Tone.ALONE, who, places=places, names=names)


def _named(
    sign: str, tone: Tone, contacts: Sequence[str], *, places: Iterable[str] = (), names: Names
) -> Iterator[Line]:
    ends = list(islice(places, NAMED)) or [""] * NAMED
    for contact, place in zip(contacts[:NAMED], ends, strict=False):
        called = f" {word(names[contact])}" if contact in names else ""
        yield Line(f"{sign} {word(contact)}{called}", tone, 6, end=place)
    if len(contacts) > NAMED:
        yield Line(f"... and {len(contacts) - NAMED} more", Tone.FAINT, 6)


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
