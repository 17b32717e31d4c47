"""Changes of one account that belong together, and the first of them as a plain table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from labelsync.core.change import (
    Action,
    Add,
    Change,
    CreateLabel,
    Delete,
    DeleteLabel,
    Remove,
    RenameLabel,
    action,
    label_of,
)
from labelsync.core.plan import AccountPlan, LabelLine, Missing, Withheld
from labelsync.report.change_page import NAMELESS, Names, of_change, of_unmatched, of_withheld
from labelsync.report.html.parts import Listing
from labelsync.report.html.table import Table
from labelsync.report.inert import word

LISTED = 20
ALL_LISTED = 4000  # rows of plain tables in one page, however many groups there are
UNFOLDED = 60  # a page of so few rows shows them all at once
DUE = "due before this change"
ALONE = "alone"
_TONES: Mapping[Action, str] = {"remove": "remove", "delete": "remove", "delete_label": "remove"}


@dataclass(frozen=True, slots=True)
class Group:
    """What happens to some contacts of an account alike.

    `contacts` holds vendor ids (pseudonyms where nobody was found, one '' for a label change); `places`,
    `notes` and `outcomes` run parallel to it, or are empty where there is nothing to say. `ranks` says whom
    the plain table names first: those of the lowest rank; it is empty where the order is good as it is.
    """

    account: str
    action: str
    label: str
    title: str
    tone: str
    contacts: Sequence[str]
    places: Sequence[str] = ()
    notes: Sequence[str] = ()
    outcomes: Sequence[str] = ()
    ranks: Sequence[int] = ()


def of_account(account: AccountPlan) -> tuple[Group, ...]:
    """The account's changes label by label, in the order of its labels; then what is left alone."""
    lines = {line.label: line for line in account.labels}
    order = {label: number for number, label in enumerate(lines)}
    changes = sorted(account.changes, key=lambda change: order.get(label_of(change), len(order)))
    due = {(drift.action, drift.label): frozenset(drift.contacts) for drift in account.drift}
    return (
        *(
            _of_change(
                account.account, change, lines, due.get((action(change), label_of(change)), frozenset())
            )
            for change in changes
        ),
        *(_of_withheld(account.account, withheld) for withheld in account.withheld),
        *_of_unmatched(account.account, account.unmatched),
    )


def spoken(what: Action) -> str:
    """The action as people say it: `create label`."""
    return what.replace("_", " ")


def contacts_of(change: Change) -> tuple[str, ...]:
    """The vendor ids that the change is about, one '' for a label change."""
    match change:
        case CreateLabel() | RenameLabel() | DeleteLabel():
            return ("",)
        case Add() | Remove() | Delete():
            return change.contacts


def places_of(change: Change) -> tuple[str, ...]:
    """Where the manifest says so: a place for each contact, one for a label change, none for a creation."""
    match change:
        case CreateLabel():
            return ()
        case RenameLabel(because=place) | DeleteLabel(because=place):
            return (place,)
        case Add() | Remove() | Delete():
            return change.because


def _of_change(account: str, change: Change, lines: Mapping[str, LabelLine], due: frozenset[str]) -> Group:
    contacts = contacts_of(change)
    return Group(
        account,
        spoken(action(change)),
        label_of(change),
        next(of_change(change, lines, due=len(due))).text,
        _TONES.get(action(change), "add"),
        contacts,
        places_of(change),
        tuple(DUE if contact in due else "" for contact in contacts) if due else (),
    )


def _of_withheld(account: str, withheld: Withheld) -> Group:
    return Group(
        account,
        f"{spoken(withheld.action)}, withheld",
        withheld.label,
        next(of_withheld(withheld)).text,
        ALONE,
        withheld.contacts,
        notes=(withheld.reason,) * len(withheld.contacts),
    )


def _of_unmatched(account: str, unmatched: Iterable[Missing]) -> Iterator[Group]:
    by_label: dict[str, list[Missing]] = {}
    for missing in unmatched:
        by_label.setdefault(missing.label, []).append(missing)
    for label, people in by_label.items():
        title = next(of_unmatched(people)).text
        who, places = (tuple(column) for column in zip(*((p.contact, p.place) for p in people), strict=True))
        yield Group(account, "not found", label, title, ALONE, who, places)


def listings(
    groups: Sequence[Group], names: Mapping[str, Names], numbers: Iterable[int], *, room: int
) -> tuple[Listing, ...]:
    """Each group with at most `room` of its rows; `numbers` are the groups' places in the page."""
    few = sum(min(len(group.contacts), room) for group in groups) <= UNFOLDED
    return tuple(
        _listing(group, names.get(group.account, NAMELESS), number, room=room, unfolded=few)
        for group, number in zip(groups, numbers, strict=False)
    )


def room_for(groups: int) -> int:
    """How many rows of each group a page of so many groups shows as a plain table."""
    return max(1, min(LISTED, ALL_LISTED // max(groups, 1)))


def _listing(group: Group, names: Names, number: int, *, room: int, unfolded: bool) -> Listing:
    rows = range(len(group.contacts))
    first = nsmallest(room, rows, key=lambda row: (group.ranks[row], row)) if group.ranks else rows[:room]
    table = _table(group, names, first)
    return Listing(group.title, group.tone, number, table, len(rows) - len(first), unfolded)


def _table(group: Group, names: Names, rows: Iterable[int]) -> Table:
    """The columns that say something, of these rows."""
    chosen = tuple(rows)
    columns = {
        "Contact": [_who(group.contacts[row]) for row in chosen],
        "Called": [word(names[who]) if (who := group.contacts[row]) in names else "" for row in chosen],
        "Outcome": [group.outcomes[row] for row in chosen] if group.outcomes else [],
        "Because of": [group.places[row] for row in chosen] if group.places else [],
        "Note": [group.notes[row] for row in chosen] if group.notes else [],
    }
    said = {head: cells for head, cells in columns.items() if any(cells)}
    return Table(group.title, tuple(said), tuple(zip(*said.values(), strict=True)))


def _who(contact: str) -> str:
    return word(contact) if contact else ""
