"""Text to manifest, with file, line and column for every value: load, render, and the catalogue of codes."""

from __future__ import annotations

from labelsync.manifest.codes import CATALOGUE, Code, Explanation
from labelsync.manifest.jsonschema import schema
from labelsync.manifest.loading import Loaded, load
from labelsync.manifest.mistakes import Mistake
from labelsync.manifest.rendering import Row, render, rows

__all__ = ["CATALOGUE", "Code", "Explanation", "Loaded", "Mistake", "Row", "load", "render", "rows", "schema"]
