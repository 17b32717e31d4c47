"""The search for a person in a journal: who they are at the vendors, and every row that names them.

The vendor's ids come from what was given, from pseudonyms that met a contact, and from plans, in which a
pseudonym stands beside each contact. One step is taken and no more: an address that somebody else has by now
must not lead to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from labelsync.errors import Locked
from labelsync.journal.rows import read_batch
from labelsync.journal.store import Store
from labelsync.journal.traces import ANYWHERE, Kind, Person, Texts, fresh, names_person, people_of, without

COLUMNS: Mapping[Kind, tuple[str, str]] = {
    "run": ("run", "plan"),
    "result": ("run", "result"),
    "intent": ("intent", "batch"),
    "outcome": ("intent", "performed"),
}
"""The table and the column of each kind of text that may name people."""
PLANS = "SELECT plan FROM run WHERE plan <> ''"
PLACES = "SELECT account, tenant FROM intent GROUP BY account, tenant"
TICKETS = (
    "SELECT ticket.intent, ticket.kind, ticket.text, intent.tenant FROM ticket"
    " JOIN intent ON intent.id = ticket.intent WHERE settled IS NOT NULL"
    " ORDER BY ticket.intent, ticket.kind, ticket.text"
)


class Sought(NamedTuple):
    """Who is meant: texts that may be a vendor's id, on one account ('' for any), and pseudonyms."""

    ids: Texts
    account: str = ""
    names: Texts = frozenset()


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a row, which becomes another one."""

    kind: Kind
    row: str | int
    text: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket whose text is replaced by a word."""

    intent: int
    kind: str
    text: str
    word: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A row that is about nobody else: what a contact was given, or which pseudonym it was met by."""

    table: str
    tenant: str
    contact: str


Trace = Text | Ticket | Pair


class _Met(NamedTuple):
    account: str
    tenant: str
    contact: str
    name: str


def find(store: Store, sought: Sought) -> Person:
    """Who the person is at the vendors. Only within a snapshot or a transaction, like all here."""
    tenants: defaultdict[str, set[str]] = defaultdict(set)
    for account, tenant in store.rows(PLACES):
        tenants[account].add(tenant)
    beside: list[_Met] = []
    for met in _met(store, sought.ids | sought.names):
        tenants[met.account].add(met.tenant)
        if met.name in sought.names:
            beside.append(met)
    given = _given(sought, tenants)
    met_by = [(met.tenant, met.contact, met.name) for met in beside]
    for name in sought.names:
        rows = store.rows("SELECT tenant, contact FROM named WHERE who = ?", name)
        met_by += [(tenant, contact, name) for tenant, contact in rows]
    ids: defaultdict[str, set[str]] = defaultdict(set, {key: set(texts) for key, texts in given.ids.items()})
    for tenant, contact, name in met_by:
        if name in given.names_on([tenant]):
            ids[tenant].add(contact)
    return _known(store, replace(given, ids=_frozen(ids)))


def _given(sought: Sought, tenants: Mapping[str, Iterable[str]]) -> Person:
    """What was given, where it is meant."""
    where = tuple(tenants.get(sought.account, ())) if sought.account else (ANYWHERE,)
    return Person(dict.fromkeys(where, sought.ids), dict.fromkeys(where, sought.names), _frozen(tenants))


def _known(store: Store, person: Person) -> Person:
    """The person with the pseudonyms that stand beside their contacts."""
    names = defaultdict(set, {key: set(texts) for key, texts in person.names.items()})
    for met in _met(store, person.texts_on(None)):
        if met.name and met.contact in person.ids_on([met.tenant]):
            names[met.tenant].add(met.name)
    for tenant, who, contact in store.each("SELECT tenant, who, contact FROM named"):
        if contact in person.ids_on([tenant]):
            names[tenant].add(who)
    return replace(person, names=_frozen(names))


def _met(store: Store, texts: Texts) -> Iterator[_Met]:
    """Whom those plans speak of in which any of these texts stands."""
    some = Person({ANYWHERE: texts}, {})
    for (plan,) in store.each(PLANS):
        if some.may_be_in(plan):
            yield from map(_Met._make, people_of(plan))


def _frozen(texts: Mapping[str, Iterable[str]]) -> dict[str, Texts]:
    return {key: frozenset(values) for key, values in texts.items()}


def check_settled(store: Store, person: Person) -> None:
    """Raise Locked while a call about the person is not settled: its outcome must be known first."""
    rows = store.rows("SELECT run, account, tenant, batch FROM intent WHERE settled IS NULL ORDER BY id")
    for run, account, tenant, batch in rows:
        contacts = getattr(read_batch(batch), "contacts", ())
        if person.ids_on([tenant]).intersection(contacts):
            raise Locked(
                f"run {run} left a call about this person open on account {account}; nothing was forgotten",
                advice=f"settle it first (labelsync resume {run}, or the next apply), then forget again",
            )


def traces(store: Store, person: Person) -> Iterator[Trace]:
    """Every row that names the person, as it is to become. Rows may be changed between two of them."""
    for kind, numbers in _candidates(store, person).items():
        for row, tenant in numbers:
            yield from _text(store, kind, row, tenant, person)
    yield from _tickets(store, person)
    for table in ("ledger", "named"):
        rows = store.each(f"SELECT tenant, contact FROM {table}")  # noqa: S608 - one of two words
        yield from [Pair(table, *row) for row in rows if row[1] in person.ids_on([row[0]])]


def _candidates(store: Store, person: Person) -> dict[Kind, list[tuple[str | int, str]]]:
    """The rows to look at more closely, and their tenants."""
    found: dict[Kind, list[tuple[str | int, str]]] = {}
    for kind, (table, column) in COLUMNS.items():
        tenant = "tenant" if table == "intent" else "''"
        rows = store.each(
            f"SELECT id, {tenant}, {column} FROM {table} WHERE {column} IS NOT NULL AND {column} <> ''"  # noqa: S608 - constants
            " ORDER BY id"
        )
        found[kind] = [(row, where) for row, where, text in rows if person.may_be_in(text)]
    return found


def _text(store: Store, kind: Kind, row: str | int, tenant: str, person: Person) -> Iterator[Text]:
    table, column = COLUMNS[kind]
    [(text,)] = store.rows(f"SELECT {column} FROM {table} WHERE id = ?", row)  # noqa: S608 - constants
    left = without(kind, text, person, tenant)
    if left != text:
        yield Text(kind, row, left)


def _tickets(store: Store, person: Person) -> Iterator[Ticket]:
    rows = store.rows(TICKETS)
    taken = {(intent, kind, text) for intent, kind, text, _ in rows}
    for intent, kind, text, tenant in rows:
        if names_person(text, person.texts_on([tenant])):
            word = fresh(other for number, same, other in taken if (number, same) == (intent, kind))
            taken.add((intent, kind, word))
            yield Ticket(intent, kind, text, word)
