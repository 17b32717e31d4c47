"""Files that are there whole or not at all, and that only their owner can read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from labelsync.errors import LabelsyncError


def write_durably(path: Path, data: bytes) -> None:
    """Write the file, mode 0600; an older one of that name gives way only to the complete new one."""
    write_pieces(path, [data])


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write the file as `write_durably` does, from pieces that are made meanwhile."""
    _place(path, pieces, lambda draft: draft.replace(path))


def write_once(path: Path, data: bytes) -> None:
    """Write the file, mode 0600, unless one of that name is there already: the first of two writers wins."""
    _place(path, [data], lambda draft: _link(draft, path))


def _place(path: Path, pieces: Iterable[bytes], settle: Callable[[Path], object]) -> None:
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            _fill(descriptor, pieces)
            settle(Path(name))
        finally:
            Path(name).unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as failure:
        raise LabelsyncError(
            f"`{path.name}` cannot be written: {failure.strerror}",
            advice="look at the folder's permissions and the space left on its disk",
        ) from failure


def _fill(descriptor: int, pieces: Iterable[bytes]) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _link(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, not only what it names."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
