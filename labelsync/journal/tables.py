"""The journal's tables, as numbered steps that are never changed once released."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labelsync.errors import JournalUnwritable
from labelsync.journal.chain import adopt
from labelsync.journal.sqlite import SqliteStore
from labelsync.journal.store import newer

STEPS = (
    """
    CREATE TABLE run (
        id TEXT PRIMARY KEY, started REAL NOT NULL, seal TEXT NOT NULL, finished REAL, result TEXT);
    CREATE TABLE intent (
        id INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL REFERENCES run(id),
        account TEXT NOT NULL, tenant TEXT NOT NULL, batch TEXT NOT NULL, at REAL NOT NULL,
        settled REAL, performed TEXT);
    CREATE INDEX intent_open ON intent (account) WHERE settled IS NULL;
    CREATE TABLE ticket (
        intent INTEGER NOT NULL REFERENCES intent(id), kind TEXT NOT NULL, text TEXT NOT NULL,
        PRIMARY KEY (intent, kind, text)) WITHOUT ROWID;
    CREATE TABLE ledger (
        tenant TEXT NOT NULL, label TEXT NOT NULL, contact TEXT NOT NULL,
        PRIMARY KEY (tenant, label, contact)) WITHOUT ROWID;
    CREATE TABLE ledger_begun (tenant TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
    CREATE TABLE definition (
        tenant TEXT NOT NULL, label TEXT NOT NULL, id TEXT NOT NULL,
        PRIMARY KEY (tenant, label)) WITHOUT ROWID;
    CREATE TABLE used_plan (seal TEXT PRIMARY KEY, run TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    CREATE TABLE token (name TEXT PRIMARY KEY, text TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
    """,
    """
    ALTER TABLE run ADD COLUMN plan TEXT NOT NULL DEFAULT '';
    """,
    """
    ALTER TABLE run ADD COLUMN salt TEXT NOT NULL DEFAULT '';
    ALTER TABLE run ADD COLUMN result_salt TEXT NOT NULL DEFAULT '';
    ALTER TABLE intent ADD COLUMN salt TEXT NOT NULL DEFAULT '';
    ALTER TABLE intent ADD COLUMN outcome_salt TEXT NOT NULL DEFAULT '';
    CREATE TABLE chain (
        seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, row_id TEXT NOT NULL,
        digest TEXT NOT NULL, hash TEXT NOT NULL);
    CREATE TABLE lock (
        account TEXT PRIMARY KEY, lock_id TEXT NOT NULL, who TEXT NOT NULL, since REAL NOT NULL,
        run TEXT NOT NULL, session INTEGER NOT NULL) WITHOUT ROWID;
    """,
    """
    ALTER TABLE ledger ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE ledger ADD COLUMN given REAL NOT NULL DEFAULT 0;
    CREATE TABLE named (
        tenant TEXT NOT NULL, who TEXT NOT NULL, contact TEXT NOT NULL,
        PRIMARY KEY (tenant, who)) WITHOUT ROWID;
    CREATE TABLE managed (
        account TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY (account, label)) WITHOUT ROWID;
    """,
)
"""Each for SQLite; those of another database are translated from them."""
CHAINED = 4
"""The step that makes the chain; what was written before is put into it then."""


def connect(path: Path) -> SqliteStore:
    """A connection whose commits are durable when they return. Makes the file 0600, its folder 0700."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        store = SqliteStore(path, isolation_level=None, check_same_thread=False, timeout=10)
        return _ready(store, path.parent)
    except (sqlite3.Error, OSError) as error:
        raise JournalUnwritable(
            f"the journal {path.name} cannot be opened ({type(error).__name__})",
            advice="check the folder's rights and the disk; nothing is sent without a journal",
        ) from error


def _ready(store: SqliteStore, folder: Path) -> SqliteStore:
    try:
        with _alone(folder):
            store.execute("PRAGMA journal_mode=WAL")
            _migrate(store)
        store.execute("PRAGMA synchronous=FULL")
        store.execute("PRAGMA foreign_keys=ON")
    except BaseException:
        store.close()
        raise
    return store


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time make or migrate the journal: SQLite does not wait when its mode changes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _migrate(store: SqliteStore) -> None:
    version = int(store.execute("PRAGMA user_version").fetchone()[0])
    if version > len(STEPS):
        raise newer(version)
    for number, step in enumerate(STEPS[version:], start=version + 1):
        store.executescript(f"BEGIN IMMEDIATE; {step}")
        if number == CHAINED:
            adopt(store)
        store.execute(f"PRAGMA user_version={number}")
        store.execute("COMMIT")
