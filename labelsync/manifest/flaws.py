"""What is wrong with a text itself, and what came of reading it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ruamel.yaml.error import MarkedYAMLError

from labelsync.manifest.codes import Code
from labelsync.manifest.nodes import Node, Span

_QUOTED = re.compile(r"'[^']{2,}'|\"[^\"]{2,}\"|`[^`]{2,}`")


class Flaw(NamedTuple):
    """What is wrong with the text itself. `other` is the second place, where two are concerned."""

    code: Code
    message: str
    span: Span
    other: Span | None = None


class Parsed(NamedTuple):
    """What a text holds: its root (None where it is empty, or was not read `whole`), and its flaws."""

    root: Node | None
    flaws: tuple[Flaw, ...]
    whole: bool


def syntax(problem: MarkedYAMLError) -> Flaw:
    """What the parser says, without what is written."""
    mark = problem.problem_mark or problem.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = _QUOTED.sub("this", problem.problem or "it cannot be read")
    return Flaw(Code.NOT_YAML, f"not valid YAML: {said}", Span(line, column, line, column + 1))
