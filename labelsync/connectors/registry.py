"""Which connectors there are: whatever is installed under the entry point `labelsync.connectors`."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from labelsync.core.connector import Vendor


@cache
def vendors() -> dict[str, Vendor]:
    """Every installed connector by its name, in name order."""
    found = {entry.name: entry.load() for entry in entry_points(group="labelsync.connectors")}
    return {name: found[name] for name in sorted(found) if isinstance(found[name], Vendor)}
