"""One writer an account: a lock of the operating system or of the database, which dies with its process."""

from __future__ import annotations

import fcntl
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from labelsync.errors import JournalUnwritable, Locked
from labelsync.journal.chain import Bytes
from labelsync.journal.holder import Holder
from labelsync.journal.opening import is_shared, open_store
from labelsync.journal.sessions import SessionLocks
from labelsync.journal.store import Place

POLL = 1.0
"""Seconds between two looks at a lock that somebody else holds."""


class Locks(Protocol):
    """Where accounts are locked by one run."""

    def take(self, account: str) -> Holder | None:
        """Take an account's lock; None once it is ours, else who has it."""

    def advise(self, account: str, holder: Holder) -> str:
        """What somebody can do who finds it held."""

    def close(self) -> None:
        """Give back what is held."""


@contextmanager
def locked(
    place: Place,
    accounts: Sequence[str],
    *,
    who: str = "",
    run: str = "",
    wait: float = 0.0,
    pause: Callable[[float], None] = time.sleep,  # noqa: TID251 - the process's own time; tests hand in theirs
    chance: Bytes = os.urandom,
) -> Iterator[None]:
    """Hold the locks of all these accounts, taken in name order so that two runs cannot wait for each other.

    `place` is the journal's: beside a file they are files in `locks/`, in a database they are its session's.
    `wait` is in seconds, for all of them together. Raises Locked, saying who holds it since when;
    JournalUnwritable where the locks cannot be kept.
    """
    me = Holder(who or f"process {os.getpid()} on {platform.node()}", run)
    with closing(_opened(place, me, chance)) as locks:
        left = wait
        for account in sorted(accounts):
            left = _wait(locks, account, left, pause)
        yield


def _wait(locks: Locks, account: str, left: float, pause: Callable[[float], None]) -> float:
    """Take an account's lock, waiting at most `left` seconds; how many of them are left then."""
    while holder := locks.take(account):
        if left <= 0:
            raise Locked(
                f"account {account} is locked by another run ({holder})",
                advice=locks.advise(account, holder),
            )
        pause(min(POLL, left))
        left -= POLL
    return left


def _opened(place: Place, me: Holder, chance: Bytes) -> Locks:
    if is_shared(place):
        return SessionLocks(open_store(place), me, chance)
    return FileLocks(Path(place).parent / "locks", me)


class FileLocks:
    """Locks of the operating system on files of a folder. Each file says in words who took it last."""

    def __init__(self, folder: Path, me: Holder) -> None:
        self._folder, self._me = folder, me
        self._held: list[int] = []

    def take(self, account: str) -> Holder | None:
        """Take an account's lock; None once it is ours, else who has it. Raises JournalUnwritable."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return self._take(self._folder / f"{account}.lock")
        except OSError as error:
            raise JournalUnwritable(
                f"the lock of an account cannot be taken ({type(error).__name__})",
                advice="check the rights of the journal's folder; nothing is sent without a lock",
            ) from error

    def advise(self, account: str, holder: Holder) -> str:
        """What somebody can do who finds it held."""
        del account, holder
        return "wait for it to end (--lock-wait); the lock ends with its process"

    def close(self) -> None:
        """Give back what is held."""
        for descriptor in self._held:
            os.close(descriptor)

    def _take(self, path: Path) -> Holder | None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with os.fdopen(descriptor, "rb") as file:
                return Holder(file.read(200).decode("utf-8", "replace").strip())
        self._held.append(descriptor)
        _sign(descriptor, self._me)
        return None


def _sign(descriptor: int, me: Holder) -> None:
    """Write who holds it, and since when if that is not in the words of whoever took it."""
    os.ftruncate(descriptor, 0)
    os.utime(descriptor)
    since = os.fstat(descriptor).st_mtime if me.run else 0.0
    os.pwrite(descriptor, str(me._replace(since=since)).encode(), 0)
