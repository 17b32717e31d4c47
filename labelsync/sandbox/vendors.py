"""Which vendors are emulated: whatever is installed under the entry point `labelsync.emulators`."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from labelsync.sandbox.emulator import Emulated


@cache
def emulated() -> dict[str, Emulated]:
    """Every installed emulator by its connector's name, in name order."""
    found = {entry.name: entry.load() for entry in entry_points(group="labelsync.emulators")}
    return {name: found[name] for name in sorted(found) if isinstance(found[name], Emulated)}
