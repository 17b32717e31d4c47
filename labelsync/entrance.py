"""A room's face: its names, each module entered when one of its names is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def entered(room: str, names: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """The `__getattr__` of the package `room`: `names` has what is to be found in which of its modules.

    A module with a dot in it is not below the room, but named in whole.
    """
    homes = {name: module for module, some in names.items() for name in some}

    def find(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        module = homes[name]
        return getattr(import_module(module if "." in module else f"{room}.{module}"), name)

    return find
