"""The journal's tables, as numbered steps that are never changed once released."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labelsync.errors import JournalUnwritable

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
)


def connect(path: Path) -> sqlite3.Connection:
    """A connection whose commits are durable when they return. Makes the file 0600, its folder 0700."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        with _alone(path.parent):
            connection.execute("PRAGMA journal_mode=WAL")
            _migrate(connection, path)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
    except (sqlite3.Error, OSError) as error:
        raise JournalUnwritable(
            f"the journal {path.name} cannot be opened ({type(error).__name__})",
            advice="check the folder's rights and the disk; nothing is sent without a journal",
        ) from error
    return connection


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time make or migrate the journal: SQLite does not wait when its mode changes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(STEPS):
        raise JournalUnwritable(
            f"the journal {path.name} was written by a newer labelsync (format {version})",
            advice="upgrade labelsync",
        )
    for number, step in enumerate(STEPS[version:], start=version + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {step} PRAGMA user_version={number}; COMMIT;")
