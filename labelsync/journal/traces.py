"""A person's traces in the texts that the journal keeps, and the texts without them.

What a later command reads as work (plans, batches, outcomes) loses the person, so that no vendor is ever
asked for a contact of a made-up name. What is only shown (results) keeps its rows, under a word for nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

WORD = "forgotten"
ANYWHERE = ""
SHORTEST = 6
"""Characters. A shorter id is not looked for within sentences, where it would be a number or a word."""

Kind = Literal["run", "result", "intent", "outcome"]
Texts = frozenset[str]
Row = dict[str, Any]
PARALLEL = ("contacts", "because", "rests")


@dataclass(frozen=True)
class Person:
    """Who is forgotten: vendor's ids and pseudonyms by tenant, `ANYWHERE` for those that hold on every one.

    `tenants` are those that each account is known to have been.
    """

    ids: Mapping[str, Texts]
    names: Mapping[str, Texts]
    tenants: Mapping[str, Texts] = field(default_factory=dict)

    def ids_on(self, tenants: Iterable[str] | None) -> Texts:
        """The person's ids on these tenants; on all for None."""
        return _on(self.ids, tenants)

    def names_on(self, tenants: Iterable[str] | None) -> Texts:
        """The person's pseudonyms on these tenants; on all for None."""
        return _on(self.names, tenants)

    def texts_on(self, tenants: Iterable[str] | None) -> Texts:
        """Both."""
        return self.ids_on(tenants) | self.names_on(tenants)

    def may_be_in(self, text: str) -> bool:
        """Whether a JSON text has to be looked at more closely."""
        return any(sign in text for sign in self._signs)

    @cached_property
    def _signs(self) -> tuple[str, ...]:
        return tuple(json.dumps(text)[1:-1] for text in self.texts_on(None))


def _on(texts: Mapping[str, Texts], tenants: Iterable[str] | None) -> Texts:
    keys = texts.keys() if tenants is None else {ANYWHERE, *tenants}
    return frozenset().union(*(texts.get(key, frozenset()) for key in keys))


def without(kind: Kind, text: str, person: Person, tenant: str) -> str:
    """The text of a row without the person; the same text where it does not name them.

    `tenant` is that of an intent; a plan says its own, and a result says accounts only.
    """
    row: Row = json.loads(text)
    match kind:
        case "run":
            _thin_plan(row, person)
        case "result":
            _rename(row, person)
        case "intent":
            _thin_batch(row, person.ids_on([tenant]))
        case "outcome":
            _thin_outcomes(row, person, [tenant])
    return text if row == json.loads(text) else _written(kind, row)


def _written(kind: Kind, row: Row) -> str:
    """JSON, laid out as it was."""
    if kind == "result":
        return json.dumps(row, indent=2) + "\n"
    return json.dumps(row, separators=(",", ":")) + ("\n" if kind == "run" else "")


def people_of(plan: str) -> Iterator[tuple[str, str, str, str]]:
    """Whom a plan's document speaks of: (account, tenant, contact, the pseudonym beside it or '')."""
    for account in json.loads(plan).get("accounts", ()):
        for row in (row for rows in _tables(account) for row in rows):
            contacts = row.get("contacts", ())
            for contact, name in zip(contacts, row.get("rests") or [""] * len(contacts), strict=True):
                yield account["account"], account["tenant"], contact, name


def _tables(account: Row) -> Iterator[list[Row]]:
    """The lists of an account's part, whatever they are called."""
    for value in account.values():
        if isinstance(value, list) and all(isinstance(row, dict) for row in value):
            yield value


def _thin_plan(plan: Row, person: Person) -> None:
    """Its sums stay as they were: what is carried out again is counted anew."""
    for account in plan.get("accounts", ()):
        ids, names = person.ids_on([account["tenant"]]), person.names_on([account["tenant"]])
        for rows in _tables(account):
            rows[:] = [left for row in rows if (left := _thinned(row, ids, names))]
    _clean(plan, person.texts_on(None))


def _thinned(row: Row, ids: Texts, names: Texts) -> Row | None:
    """A row without the person; None where it was about nobody else."""
    if row.get("contact") in ids | names:
        return None
    contacts = row.get("contacts", ())
    left = [number for number, contact in enumerate(contacts) if contact not in ids]
    if len(left) == len(contacts):
        return row
    return {**row, **{key: [row[key][n] for n in left] for key in PARALLEL if key in row}} if left else None


def _thin_batch(batch: Row, ids: Texts) -> None:
    """It may be left with nobody."""
    if "contacts" in batch:
        batch["contacts"] = [contact for contact in batch["contacts"] if contact not in ids]


def _thin_outcomes(performed: Row, person: Person, tenants: Iterable[str]) -> None:
    ids, texts = person.ids_on(tenants), person.texts_on(tenants)
    told = {contact: pair for contact, pair in performed["contacts"].items() if contact not in ids}
    performed["contacts"] = told
    for pair in filter(None, (*told.values(), performed["whole"])):
        pair[1] = _sentence(pair[1], texts)


def _rename(result: Row, person: Person) -> None:
    """Two contacts stay two."""
    taken = {row["id"] for _, row in _ended(result)}
    words: dict[str, str] = {}
    for account, row in _ended(result):
        if row["id"] in person.ids_on(person.tenants.get(account)):
            row["id"] = words.setdefault(row["id"], fresh(taken.union(words.values())))
    _clean(result, person.texts_on(None))


def _ended(result: Row) -> Iterator[tuple[str, Row]]:
    """Each contact's row of a result document, and the account's name."""
    for account in result.get("accounts", ()):
        for change in account.get("changes", ()):
            for row in change.get("contacts", ()):
                yield account["account"], row


def _clean(node: Any, texts: Texts) -> None:
    """Leave the person in none of a document's sentences."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, str) and key in ("reason", "error"):
            node[key] = _sentence(value, texts)
        elif isinstance(value, dict | list):
            _clean(value, texts)


def _sentence(sentence: str, texts: Texts) -> str:
    for text in texts:
        if len(text) >= SHORTEST:
            sentence = re.sub(rf"(?<![\w-]){re.escape(text)}(?![\w-])", WORD, sentence)
    return sentence


def names_person(text: str, texts: Texts) -> bool:
    """Whether a text that is no JSON is one of these, or holds one as a word of its own."""
    return text in texts or _sentence(text, texts) != text


def fresh(taken: Iterable[str]) -> str:
    """The word; with a number where the word alone is taken."""
    known = set(taken)
    numbered = (f"{WORD}-{number}" for number in range(2, len(known) + 3))
    return next(word for word in (WORD, *numbered) if word not in known)
