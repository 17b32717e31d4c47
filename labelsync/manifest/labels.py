"""Labels as declared."""

from __future__ import annotations

import re

from labelsync.core.member import Member
from labelsync.core.scope import Fires, LabelDeclaration
from labelsync.manifest.codes import Code
from labelsync.manifest.ground import Ground, name_spots
from labelsync.manifest.mistakes import named, spot
from labelsync.manifest.nodes import Listing, Mapping, Scalar
from labelsync.manifest.people import read_members
from labelsync.manifest.sections import Declared
from labelsync.manifest.shapes import LabelShape
from labelsync.manifest.sheet import Sheet
from labelsync.manifest.texts import name_flaw
from labelsync.manifest.verdicts import validated

_MEMBERS = frozenset({"members"})
_FORMER = re.compile(r" \(was .*\)$")


def read_labels(ground: Ground) -> dict[str, LabelDeclaration]:
    """The labels that have the shape of labels, by key, in the order declared."""
    read = (_label(key, declared, ground) for key, declared in ground.sections.labels.items())
    return {label.key: label for label in read if label}


def _label(key: str, declared: Declared, ground: Ground) -> LabelDeclaration | None:
    flaw = name_flaw(key) or ("it looks like a former name" if _FORMER.search(key) else "")
    if flaw:
        ground.findings.add(Code.BAD_FORM, f"this cannot be a label's key: {flaw}", declared.spot)
    shape = validated(LabelShape, declared.value, declared.sheet, ground.findings, without=_MEMBERS)
    members = _members(declared, ground)
    accounts = _accounts(declared, ground)
    if shape is None:
        return None
    exact = shape.ownership == "exact" or (shape.ownership is None and members is not None)
    label = LabelDeclaration(
        key=key,
        title=shape.title or key,
        accounts=accounts,
        place=declared.place,
        exact=exact,
        absent=shape.state == "absent",
        drop=shape.definition == "absent",
        members=members,
        names=shape.names,
        previously=shape.previously,
        fires=Fires(shape.fires.add, shape.fires.remove),
    )
    _check(label, declared, ground)
    return label


def _members(declared: Declared, ground: Ground) -> tuple[Member, ...] | None:
    entry = declared.value.entries.get("members") if isinstance(declared.value, Mapping) else None
    if entry is None:
        return None
    if isinstance(entry.value, Listing):
        return read_members(entry.value, declared.sheet, ground)
    void = isinstance(entry.value, Scalar) and entry.value.void
    message = "`members` is a list; to say nobody, write `members: []`" if void else "`members` is a list"
    ground.findings.add(Code.WRONG_KIND, message, spot(declared.sheet, entry.key if void else entry.value))
    return None


def _accounts(declared: Declared, ground: Ground) -> tuple[str, ...]:
    node = declared.value.get("accounts") if isinstance(declared.value, Mapping) else None
    if node is None:
        return tuple(ground.sections.accounts)
    spots = name_spots(node, declared.sheet)
    return tuple(dict.fromkeys(name for name, at in spots if ground.check_account(name, at)))


def _check(label: LabelDeclaration, declared: Declared, ground: Ground) -> None:
    """What a label may not say at the same time."""
    at, findings = declared.spot, ground.findings
    if label.absent and label.members:
        message = f"{named(label.key)} is absent, so it has no members"
        findings.add(Code.ABSENT_LABEL, message, at)
    if label.drop and not label.absent:
        message = "`definition: absent` goes with `state: absent`"
        findings.add(Code.MISSING_KEY, message, at)
    if label.absent and label.previously:
        message = f"{named(label.key)} is absent, so nobody moves over from a former name"
        findings.add(Code.ABSENT_LABEL, message, at)
    node = declared.value.get("names") if isinstance(declared.value, Mapping) else None
    if isinstance(node, Mapping):
        _check_names(label, node, declared.sheet, ground)
    for member in label.members or ():
        if member.account and member.account not in label.accounts:
            message = f"{named(label.key)} is not on the account of this member"
            findings.add(Code.NOT_ON_ACCOUNT, message, at, related=[member.place])


def _check_names(label: LabelDeclaration, node: Mapping, sheet: Sheet, ground: Ground) -> None:
    for account, entry in node.entries.items():
        at = spot(sheet, entry.key)
        if ground.check_account(account, at) and account not in label.accounts:
            message = f"{named(label.key)} is not on account {named(account)}"
            ground.findings.add(Code.NOT_ON_ACCOUNT, message, at)
