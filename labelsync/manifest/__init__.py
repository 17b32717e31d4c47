"""Text to manifest, with file, line and column for every value: load, render, and the catalogue of codes.

A name's module is imported when it is first asked for: whoever only loads needs no JSON Schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelsync.entrance import entered

if TYPE_CHECKING:
    from labelsync.manifest.codes import Code
    from labelsync.manifest.explanations import CATALOGUE, Explanation
    from labelsync.manifest.jsonschema import schema
    from labelsync.manifest.loading import Loaded, load
    from labelsync.manifest.mistakes import Mistake
    from labelsync.manifest.rendering import Row, render, rows, way_on
else:
    __getattr__ = entered(
        __name__,
        {
            "codes": ("Code",),
            "explanations": ("CATALOGUE", "Explanation"),
            "jsonschema": ("schema",),
            "loading": ("Loaded", "load"),
            "mistakes": ("Mistake",),
            "rendering": ("Row", "render", "rows", "way_on"),
        },
    )


__all__ = [
    "CATALOGUE",
    "Code",
    "Explanation",
    "Loaded",
    "Mistake",
    "Row",
    "load",
    "render",
    "rows",
    "schema",
    "way_on",
]
