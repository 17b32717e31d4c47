"""Who must never be given some labels: people and lists, against labels by name or pattern."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from labelsync.core.member import NativeSource
from labelsync.core.policy import Suppression
from labelsync.manifest.codes import Code
from labelsync.manifest.ground import Ground, name_spots
from labelsync.manifest.mistakes import named, spot
from labelsync.manifest.nodes import Listing, Mapping, Node
from labelsync.manifest.people import read_members
from labelsync.manifest.sections import Declared
from labelsync.manifest.shapes import SuppressionShape
from labelsync.manifest.sheet import Sheet
from labelsync.manifest.verdicts import validated

_WILD = frozenset("*?[")
_PEOPLE = frozenset({"contacts"})


def read_suppressions(ground: Ground) -> Iterator[Suppression]:
    """The entries of `suppress`; those with mistakes are left out."""
    declared = ground.sections.policy.get("suppress")
    if declared is None:
        return
    if not isinstance(declared.value, Listing):
        message = "`suppress` is a list: [{labels: [...], contacts: [...]}]"
        ground.findings.add(Code.WRONG_KIND, message, spot(declared.sheet, declared.value))
        return
    for node in declared.value.items:
        yield from _suppression(node, declared, ground)


def _suppression(node: Node, declared: Declared, ground: Ground) -> Iterator[Suppression]:
    sheet, people = declared.sheet, node.get("contacts") if isinstance(node, Mapping) else None
    shape = validated(SuppressionShape, node, sheet, ground.findings, without=_PEOPLE)
    if shape is None or not isinstance(node, Mapping):
        return
    if not isinstance(people, Listing):
        message = "`contacts` is a list of people, and of lists of them"
        ground.findings.add(Code.WRONG_KIND, message, spot(sheet, people or node))
        return
    _check_labels(node, sheet, ground)
    who = read_members(people, sheet, ground)
    if any(isinstance(member, NativeSource) for member in who):
        message = "a filter finds people while planning; who is suppressed is written, or in a list"
        ground.findings.add(Code.MEMBER_SHAPE, message, spot(sheet, people))
    yield Suppression(shape.labels, tuple(m for m in who if not isinstance(m, NativeSource)))


def _check_labels(node: Mapping, sheet: Sheet, ground: Ground) -> None:
    """A name that is declared nowhere is a mistake: it would silently suppress nothing."""
    for name, at in name_spots(node.get("labels"), sheet):
        if not _WILD & set(name):
            ground.check_label(name, at)
        elif not any(fnmatchcase(label, name) for label in ground.sections.labels):
            ground.findings.warn(Code.UNKNOWN_LABEL, f"no label declared here is like {named(name)}", at)
