"""httpx without its command line, which would bring rich and pygments along: 40 ms of CPU (measured)."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import cast

COMMAND_LINE = "httpx._main"

_modules = cast("dict[str, ModuleType | None]", sys.modules)
_alone = "httpx" not in _modules
if _alone:
    _modules[COMMAND_LINE] = None  # Python's way to say that there is none; httpx goes on without it

import httpx  # noqa: E402 - after what stands above

if _alone:
    del _modules[COMMAND_LINE]

__all__ = ["httpx"]
