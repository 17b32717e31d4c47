"""`version` and `requires`: whether this labelsync reads these sheets at all."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence

from labelsync.manifest.codes import Code
from labelsync.manifest.mistakes import Findings, spot
from labelsync.manifest.nodes import Mapping, Node, Scalar
from labelsync.manifest.sheet import Sheet

_CLAUSE = re.compile(r"\s*(>=|<=|==|!=|>|<)\s*([0-9]{1,6}(?:\.[0-9]{1,6}){0,3})\s*")
_RELEASE = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_Compared = Callable[[tuple[int, ...], tuple[int, ...]], bool]
_COMPARE: dict[str, _Compared] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}


def check_versions(sheets: Sequence[Sheet], version: str, findings: Findings) -> None:
    """Notes every sheet that is of another version of the language, or asks for another labelsync."""
    for sheet in sheets:
        root = sheet.parsed.root
        if isinstance(root, Mapping):
            _check_language(root.get("version"), sheet, findings)
            _check_requires(root.get("requires"), version, sheet, findings)


def _check_language(node: Node | None, sheet: Sheet, findings: Findings) -> None:
    if node is not None and not (isinstance(node, Scalar) and node.text == "1"):
        findings.add(Code.VERSION, "this labelsync reads `version: 1`", spot(sheet, node))


def _check_requires(node: Node | None, version: str, sheet: Sheet, findings: Findings) -> None:
    if node is None:
        return
    accepted = accepts(node.text, version) if isinstance(node, Scalar) else None
    if accepted is None:
        message = '`requires` is a text such as ">=0.1" or ">=0.1,<2"'
        findings.add(Code.REQUIRES, message, spot(sheet, node))
    elif not accepted:
        message = f"this is labelsync {version}, and the manifest requires another one"
        findings.add(Code.REQUIRES, message, spot(sheet, node))


def accepts(requirement: str, version: str) -> bool | None:
    """Whether a requirement accepts a version; None where it is no requirement.

    Releases compare number by number, a shorter one filled up with zeros: `==0.1` accepts 0.1.0.
    """
    clauses = [_CLAUSE.fullmatch(clause) for clause in requirement.split(",")]
    release = _RELEASE.match(version)
    here = _numbers(release[0] if release else "0")
    held = [clause and _COMPARE[clause[1]](here, _numbers(clause[2])) for clause in clauses]
    return None if None in held else all(held)


def _numbers(release: str) -> tuple[int, ...]:
    numbers = [int(part) for part in release.split(".")]
    return (*numbers, 0, 0, 0, 0)[:4]
