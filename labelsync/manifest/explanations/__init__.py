"""What is wrong with a manifest, code by code: what it means, an example, the same mended, and what to do.

The catalogue knows all codes; what it says about one is imported when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from labelsync.manifest.codes import Code
from labelsync.manifest.explanations.explanation import Explanation, Files

__all__ = ["CATALOGUE", "Explanation", "Files"]

_FAMILIES = {
    "0": "text",
    "1": "shape",
    "2": "names",
    "3": "accounts",
    "4": "people",
    "5": "lists",
    "6": "filters",
}


class _Catalogue(Mapping[str, Explanation]):
    """Every code, in its order, with its explanation."""

    def __getitem__(self, code: str) -> Explanation:
        if code not in self:
            raise KeyError(code)
        family = import_module(f"{__name__}.{_FAMILIES[code[2]]}")
        explained: Mapping[Code, Explanation] = family.EXPLAINED
        return explained[Code(code)]

    def __contains__(self, code: object) -> bool:
        return code in Code.__members__.values()

    def __iter__(self) -> Iterator[str]:
        return (code.value for code in Code)

    def __len__(self) -> int:
        return len(Code)


CATALOGUE: Mapping[str, Explanation] = _Catalogue()
