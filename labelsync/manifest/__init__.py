"""Text to manifest, with file, line and column for every value: load, render, and the catalogue of codes.

A name's module is imported when it is first asked for: whoever only loads needs no JSON Schema.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelsync.manifest.codes import CATALOGUE, Code, Explanation
    from labelsync.manifest.jsonschema import schema
    from labelsync.manifest.loading import Loaded, load
    from labelsync.manifest.mistakes import Mistake
    from labelsync.manifest.rendering import Row, render, rows
else:
    _ROOMS = {
        "codes": ("CATALOGUE", "Code", "Explanation"),
        "jsonschema": ("schema",),
        "loading": ("Loaded", "load"),
        "mistakes": ("Mistake",),
        "rendering": ("Row", "render", "rows"),
    }

    def __getattr__(name: str) -> object:
        for room, names in _ROOMS.items():
            if name in names:
                return getattr(import_module(f"{__name__}.{room}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["CATALOGUE", "Code", "Explanation", "Loaded", "Mistake", "Row", "load", "render", "rows", "schema"]
