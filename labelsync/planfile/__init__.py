"""Plans as files: the document, its canonical form, its seal, the keys behind it, and the way back.

A name's module is imported when it is first asked for: whoever only plans needs the keys, and no pydantic.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelsync.core.instant import instant
    from labelsync.planfile.edition import FORMAT_VERSION, LABELSYNC
    from labelsync.planfile.keeping import kept, reopened
    from labelsync.planfile.keys import PSEUDONYM_KEY, SEAL_KEY, key, pseudonym
    from labelsync.planfile.sealing import open_sealed, read, save, seal_of, seal_plan
    from labelsync.planfile.shape import schema
    from labelsync.planfile.writing import document
else:
    _ROOMS = {
        "labelsync.core.instant": ("instant",),
        "labelsync.planfile.edition": ("FORMAT_VERSION", "LABELSYNC"),
        "labelsync.planfile.keeping": ("kept", "reopened"),
        "labelsync.planfile.keys": ("PSEUDONYM_KEY", "SEAL_KEY", "key", "pseudonym"),
        "labelsync.planfile.sealing": ("open_sealed", "read", "save", "seal_of", "seal_plan"),
        "labelsync.planfile.shape": ("schema",),
        "labelsync.planfile.writing": ("document",),
    }

    def __getattr__(name: str) -> object:
        for room, names in _ROOMS.items():
            if name in names:
                return getattr(import_module(room), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "FORMAT_VERSION",
    "LABELSYNC",
    "PSEUDONYM_KEY",
    "SEAL_KEY",
    "document",
    "instant",
    "kept",
    "key",
    "open_sealed",
    "pseudonym",
    "read",
    "reopened",
    "save",
    "schema",
    "seal_of",
    "seal_plan",
]
