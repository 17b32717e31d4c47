"""The chain: the digest of each row, hashed together with all before it, so that altered history shows.

A row that names people is digested over a random salt that lies beside it. Whoever forgets a person alters
the row, gives it a new salt and appends its new digest: the older entry keeps its place and says nothing any
more. Of several entries about one row the last one counts.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import NamedTuple

from labelsync.journal.store import Store

Bytes = Callable[[int], bytes]
START = "0" * 64


class Kept(NamedTuple):
    """Where the rows of a kind lie: a SELECT of id, salt and fields, and how a row gets its salt."""

    rows: str
    salting: str = ""
    words: str = "{}"


KINDS = {
    "run": Kept(
        "SELECT id, salt, started, seal, plan FROM run ORDER BY id",
        "UPDATE run SET salt = ? WHERE id = ?",
        "run {}",
    ),
    "intent": Kept(
        "SELECT id, salt, run, account, tenant, batch, at FROM intent ORDER BY id",
        "UPDATE intent SET salt = ? WHERE id = ?",
        "intent {}",
    ),
    "ticket": Kept(
        "SELECT intent || ' ' || kind || ' ' || text, '' FROM ticket ORDER BY intent, kind, text",
        words="the ticket of intent {}",
    ),
    "outcome": Kept(
        "SELECT id, outcome_salt, settled, performed FROM intent WHERE settled IS NOT NULL ORDER BY id",
        "UPDATE intent SET outcome_salt = ? WHERE id = ?",
        "the outcome of intent {}",
    ),
    "result": Kept(
        "SELECT id, result_salt, finished, result FROM run WHERE finished IS NOT NULL ORDER BY id",
        "UPDATE run SET result_salt = ? WHERE id = ?",
        "the result of run {}",
    ),
}
"""Every kind of row that is in the chain. Fields and their order are never changed once released."""


class Flaw(NamedTuple):
    """A row that is not as it was written: its name in words, and `altered`, `missing` or `added`."""

    row: str
    how: str

    def __str__(self) -> str:
        return f"{self.row} is {self.how}"


class Verdict(NamedTuple):
    """How many rows the chain has, the hash of its last one, and the first flaw, None where it is whole."""

    rows: int
    head: str
    flaw: Flaw | None


class _Entry(NamedTuple):
    seq: int
    kind: str
    row: str
    digest: str
    hash: str


class _Found(NamedTuple):
    """A flaw, and where in the chain: what was added has no place there, and comes last."""

    seq: float
    flaw: Flaw


_Key = tuple[str, str]


def new_salt(chance: Bytes = os.urandom) -> str:
    """A salt of 128 bits, as text."""
    return chance(16).hex()


def digest_of(kind: str, row: object, salt: str, fields: Iterable[object]) -> str:
    """The SHA-256 of a row over its salt, as hex. Numbers count as floats, as databases give them back."""
    plain = [float(field) if isinstance(field, int | float) else field for field in fields]
    text = json.dumps([kind, str(row), *plain], separators=(",", ":"), default=repr)
    return hashlib.sha256(f"{salt}\0{text}".encode()).hexdigest()


def link(before: str, digest: str) -> str:
    """The hash of an entry: SHA-256 of the hash before it and its row's digest."""
    return hashlib.sha256(bytes.fromhex(before) + bytes.fromhex(digest)).hexdigest()


def append(store: Store, kind: str, row: object, *fields: object, salt: str = "") -> None:
    """Put a row into the chain, in the transaction that writes the row."""
    last = store.rows("SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1")
    seq, before = last[0] if last else (0, START)
    digest = digest_of(kind, row, salt, fields)
    entry = (seq + 1, kind, str(row), digest, link(before, digest))
    store.write("INSERT INTO chain (seq, kind, row_id, digest, hash) VALUES (?, ?, ?, ?, ?)", entry)


def adopt(store: Store) -> None:
    """Put all that was written before there was a chain into it, in the transaction that makes it."""
    for kind, kept in KINDS.items():
        for row, _, *fields in store.rows(kept.rows):
            salt = new_salt() if kept.salting else ""
            if salt:
                store.write(kept.salting, (salt, row))
            append(store, kind, row, *fields, salt=salt)


def verify(store: Store) -> Verdict:
    """Compare every row with its entry, and every entry with the one before it. Only within a snapshot."""
    flaws: list[_Found] = []
    last: dict[_Key, _Entry] = {}
    seq, before = 0, START
    for entry in map(
        _Entry._make, store.each("SELECT seq, kind, row_id, digest, hash FROM chain ORDER BY seq")
    ):
        flaws += _breaks(entry, seq, before)
        last[entry.kind, entry.row] = entry
        seq, before = entry.seq, entry.hash
    flaws += _differences(store, last)
    first = min(flaws, key=lambda found: found.seq, default=None)
    return Verdict(seq, before, first.flaw if first else None)


def _breaks(entry: _Entry, seq: int, before: str) -> Iterator[_Found]:
    """What is wrong with an entry, seen from the one before it."""
    if entry.seq != seq + 1:
        yield _Found(seq + 1, Flaw(f"row {seq + 1} of the chain", "missing"))
    elif entry.kind not in KINDS or not _is_linked(entry, before):
        yield _Found(entry.seq, Flaw(f"row {entry.seq} of the chain", "altered"))


def _is_linked(entry: _Entry, before: str) -> bool:
    try:
        return entry.hash == link(before, entry.digest)
    except (TypeError, ValueError):  # no hexadecimal text any more
        return False


def _differences(store: Store, last: dict[_Key, _Entry]) -> Iterator[_Found]:
    """What is wrong with the rows, seen from the last entry about each. Empties `last`."""
    for kind, kept in KINDS.items():
        for row, salt, *fields in store.each(kept.rows):
            entry = last.pop((kind, str(row)), None)
            if entry is None:
                yield _Found(inf, Flaw(_name(kind, row), "added"))
            elif entry.digest != digest_of(kind, row, salt, fields):
                yield _Found(entry.seq, Flaw(_name(kind, row), "altered"))
    for (kind, row), entry in last.items():
        if kind in KINDS:
            yield _Found(entry.seq, Flaw(_name(kind, row), "missing"))


def _name(kind: str, row: object) -> str:
    """A row in words. Of a ticket only its intent is named: the rest may be somebody's key."""
    return KINDS[kind].words.format(str(row).split(" ")[0])
