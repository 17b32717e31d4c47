"""Plans as files: the document, its canonical form, its seal, the keys behind it, and the way back.

A name's module is imported when it is first asked for: whoever only plans needs the keys, and no pydantic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelsync.entrance import entered

if TYPE_CHECKING:
    from labelsync.core.instant import instant
    from labelsync.planfile.edition import FORMAT_VERSION, LABELSYNC
    from labelsync.planfile.keeping import kept, reopened
    from labelsync.planfile.keys import PSEUDONYM_KEY, SEAL_KEY, key, pseudonym
    from labelsync.planfile.sealing import open_sealed, read, save, seal_of, seal_plan
    from labelsync.planfile.shape import schema
    from labelsync.planfile.writing import document
else:
    __getattr__ = entered(
        __name__,
        {
            "labelsync.core.instant": ("instant",),
            "edition": ("FORMAT_VERSION", "LABELSYNC"),
            "keeping": ("kept", "reopened"),
            "keys": ("PSEUDONYM_KEY", "SEAL_KEY", "key", "pseudonym"),
            "sealing": ("open_sealed", "read", "save", "seal_of", "seal_plan"),
            "shape": ("schema",),
            "writing": ("document",),
        },
    )


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
