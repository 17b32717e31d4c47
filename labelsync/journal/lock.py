"""One writer an account: a lock of the operating system, which dies with its process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from labelsync.errors import JournalUnwritable, Locked


@contextmanager
def locked(folder: Path, accounts: Sequence[str], *, who: str) -> Iterator[None]:
    """Hold the locks of all these accounts, taken in name order so that two runs cannot wait for each other.

    Raises Locked, saying who holds it, at once; JournalUnwritable where the locks cannot be kept.
    """
    with ExitStack() as held:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for account in sorted(accounts):
                held.enter_context(_one(folder / f"{account}.lock", account, who))
        except OSError as error:
            raise JournalUnwritable(
                f"the lock of an account cannot be taken ({type(error).__name__})",
                advice="check the rights of .labelsync and the disk; nothing is sent without a lock",
            ) from error
        yield


@contextmanager
def _one(path: Path, account: str, who: str) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 200).decode("utf-8", "replace").strip()
            raise Locked(
                f"account {account} is locked by another run ({holder})",
                advice="wait for it to end; the lock ends with its process",
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, who.encode(), 0)
        yield
    finally:
        os.close(descriptor)
