"""Files that a manifest names: below its folder, regular, and there."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from labelsync.manifest.codes import Code

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")


class PathRefused(Exception):
    """A path that may not be followed, or leads to nothing."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def below(text: str, folders: Sequence[Path], root: Path) -> str:
    """The path, relative to the root and with `/`, of a file below the first folder that has it.

    Raises PathRefused for a URL, an absolute path, a way out of the folder (by `..` or a symlink), anything
    but a regular file, a file that several folders have, and one that none has.
    """
    if _URL.match(text) or text.startswith("/"):
        raise PathRefused(Code.PATH_REFUSED, "a path below the manifest's folder is needed here")
    tidy = os.path.normpath(text)
    if Path(tidy).parts[:1] == (os.pardir,):
        raise PathRefused(Code.PATH_REFUSED, "this path leads out of the manifest's folder")
    found = [folder for folder in folders if _is_there(folder, tidy)]
    if not found:
        raise PathRefused(Code.FILE_MISSING, "this file is not there")
    if len(found) > 1:
        raise PathRefused(
            Code.PATH_REFUSED, "two files have this path: in the manifest's folder and beside it"
        )
    return (found[0] / tidy).relative_to(root).as_posix()


def _is_there(folder: Path, tidy: str) -> bool:
    path = folder / tidy
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        raise PathRefused(Code.PATH_REFUSED, "this path cannot be followed") from None
    if not inside:
        raise PathRefused(Code.PATH_REFUSED, "a symlink leads this path out of the manifest's folder")
    if path.exists() and not path.is_file():
        raise PathRefused(Code.PATH_REFUSED, "this is not a regular file")
    return path.is_file()
