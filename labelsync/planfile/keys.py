"""The two keys of a folder, made once: one seals plans, one turns people into pseudonyms."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from labelsync.errors import LabelsyncError, WrongUsage
from labelsync.planfile.durable import write_once

SEAL_KEY = "seal.key"
PSEUDONYM_KEY = "pseudonym.key"
_BYTES = 32
_REMEMBERED = 1 << 16


def key(folder: Path, given: str | None, *, chance: Callable[[int], bytes], name: str = SEAL_KEY) -> bytes:
    """The key: the text that was given, else the one in the folder's file, which is made on first use.

    `chance` gives so many random bytes (`os.urandom`). The file holds the key as hex text, mode 0600; the
    same text given elsewhere is the same key. The folder is made too, mode 0700.
    """
    if given is not None:
        return _usable(
            given, WrongUsage("the key that was given is blank", advice="unset it, or give a text")
        )
    path = folder / name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_once(path, chance(_BYTES).hex().encode() + b"\n")
    return _usable(_text(path), _unusable(name))


def pseudonym(key: bytes) -> Callable[[str], str]:
    """What turns an identity into `c_` and 16 hex digits of its HMAC-SHA256, always the same.

    Recent answers are remembered, a bounded number of them.
    """

    @lru_cache(maxsize=_REMEMBERED)
    def named(identity: str) -> str:
        return "c_" + hmac.digest(key, identity.encode(), "sha256").hex()[:16]

    return named


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise _unusable(path.name) from None


def _usable(text: str, otherwise: LabelsyncError) -> bytes:
    stripped = text.strip()
    if not stripped:
        raise otherwise
    return stripped.encode()


def _unusable(name: str) -> LabelsyncError:
    return LabelsyncError(
        f"the key file `{name}` cannot be used: it is empty or unreadable",
        advice="restore it; or delete it, after which plans sealed with it no longer open",
    )
