"""Past runs, as the journal knows them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labelsync.errors import JournalUnwritable
from labelsync.journal.memory import BEGAN, NEWEST, unreadable
from labelsync.journal.store import Row, Store


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run: when it began and ended (epoch seconds; None while it has not), where, and what came of it.

    `summary` counts its changes by outcome, from its result document; it is empty without one.
    `open_intents` are calls whose outcome was never recorded.
    """

    id: str
    started: float
    finished: float | None
    accounts: tuple[str, ...]
    summary: Mapping[str, int]
    open_intents: int


def past_runs(store: Store) -> tuple[PastRun, ...]:
    """Every run, newest first. Nobody is named in them. Raises JournalUnwritable."""
    try:
        return store.snapshot(lambda: _read(store))
    except store.failures as error:
        raise unreadable(error) from error


def _read(store: Store) -> tuple[PastRun, ...]:
    intents: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for run, account, count in store.rows(
        "SELECT run, account, count(*) - count(settled) FROM intent GROUP BY run, account"
    ):
        intents[run][account] = count
    rows = store.rows(f"SELECT id, started, finished, result FROM run {BEGAN} ORDER BY {NEWEST}")  # noqa: S608 - constants
    return tuple(_run(row, intents[row[0]]) for row in rows)


def _run(row: Row, intents: Mapping[str, int]) -> PastRun:
    run, started, finished, text = row
    document = _document(text)
    accounts = {account["account"] for account in document.get("accounts", ())}
    return PastRun(
        id=run,
        started=started,
        finished=finished,
        accounts=tuple(sorted(accounts | intents.keys())),
        summary={kind: count for kind, count in document.get("summary", {}).items() if count},
        open_intents=sum(intents.values()),
    )


def _document(text: str | None) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(text or "{}")
    except ValueError as error:
        raise JournalUnwritable(
            "a result document in the journal cannot be read", advice="see: labelsync history --verify"
        ) from error
    return document
