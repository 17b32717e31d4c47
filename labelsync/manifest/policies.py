"""The policy as declared, over its safe defaults."""

from __future__ import annotations

from collections.abc import Iterator

from labelsync.core.identity import Identity, VendorId
from labelsync.core.policy import Ambiguous, Guards, Limit, Policy, Unmatched
from labelsync.manifest.codes import Code
from labelsync.manifest.ground import Ground
from labelsync.manifest.mistakes import Findings, spot
from labelsync.manifest.nodes import Entry, Listing, Mapping, Node, Scalar
from labelsync.manifest.people import read_person
from labelsync.manifest.sections import Declared, Sections
from labelsync.manifest.shapes import (
    CountAlone,
    GuardsShape,
    IdShape,
    LimitShape,
    PolicyShape,
    ProtectShape,
)
from labelsync.manifest.sheet import Sheet
from labelsync.manifest.suppressions import read_suppressions
from labelsync.manifest.verdicts import validated

_DEFAULT = Guards()
_PEOPLE = frozenset({"contacts"})


def read_region(sections: Sections, findings: Findings) -> str:
    """How phone numbers without + are read, '' where nothing is said: people can only be read after it."""
    declared = sections.policy.get("region")
    if declared is None:
        return ""
    shape = validated(PolicyShape, _alone(declared), declared.sheet, findings)
    return shape.region if shape else ""


def read_policy(ground: Ground) -> Policy:
    """The policy; parts with mistakes keep their defaults."""
    guards = ground.sections.policy.get("guards")
    protect = ground.sections.policy.get("protect")
    return Policy(
        guards=_guards(guards, ground) if guards else _DEFAULT,
        protected=tuple(_protected(protect, ground)) if protect else (),
        protected_labels=_protected_labels(protect, ground) if protect else (),
        suppressions=tuple(read_suppressions(ground)),
        unmatched=Unmatched(_word("unmatched", "report", ground)),
        ambiguous=Ambiguous(_word("ambiguous", "withhold", ground)),
        region=ground.region,
    )


def _alone(declared: Declared) -> Mapping:
    """A policy of one part, so that its mistakes have that part's places."""
    _, key, value = declared
    entries = {key.text: Entry(key, value)}
    return Mapping(entries, key.line, key.column, key.end_line, key.end_column)


def _word(name: str, default: str, ground: Ground) -> str:
    declared = ground.sections.policy.get(name)
    if declared is None:
        return default
    shape = validated(PolicyShape, _alone(declared), declared.sheet, ground.findings)
    return str(getattr(shape, name)) if shape else default


def _guards(declared: Declared, ground: Ground) -> Guards:
    shape = validated(GuardsShape, declared.value, declared.sheet, ground.findings)
    if shape is None:
        return _DEFAULT
    return Guards(
        additions=_limit(shape.additions, _DEFAULT.additions),
        removals=_limit(shape.removals, _DEFAULT.removals),
        deletions=_limit(shape.deletions, _DEFAULT.deletions),
        total_additions=shape.total.additions,
        total_removals=shape.total.removals,
        fires=shape.fires,
        empty_refused=shape.empty == "refuse",
    )


def _limit(shape: LimitShape, default: Limit) -> Limit:
    """A bare number is the count alone; a mapping keeps the defaults of what it leaves out."""
    if isinstance(shape, CountAlone):
        return Limit(count=shape.count)
    return Limit(
        count=default.count if shape.count is None else shape.count,
        percent=default.percent if shape.percent is None else shape.percent,
        free=default.free if shape.free is None else shape.free,
    )


def _protected(declared: Declared, ground: Ground) -> Iterator[Identity]:
    people = declared.value.get("contacts") if isinstance(declared.value, Mapping) else None
    if isinstance(people, Listing):
        for node in people.items:
            yield from _protected_one(node, declared.sheet, ground)
    elif people is not None:
        message = "`contacts` is a list of people"
        ground.findings.add(Code.WRONG_KIND, message, spot(declared.sheet, people))


def _protected_one(node: Node, sheet: Sheet, ground: Ground) -> Iterator[Identity]:
    if isinstance(node, Scalar) and not node.void:
        person = read_person(node, sheet, ground)
        if person:
            yield person.identity
        return
    shape = validated(IdShape, node, sheet, ground.findings)
    if shape:
        yield VendorId(shape.id)


def _protected_labels(declared: Declared, ground: Ground) -> tuple[str, ...]:
    shape = validated(ProtectShape, declared.value, declared.sheet, ground.findings, without=_PEOPLE)
    return shape.labels if shape else ()
